"""Whose keys count, where and when: ``allowed_signers``, the file that ``ssh-keygen -Y verify -f`` reads.

What is written here OpenSSH reads in the same way everywhere: times in UTC, with Z, and names without patterns. What is read
here may be written by hand, but only so that nobody can read it otherwise.

A key that is revoked stands in a comment, with the digests of the records by it that still count: OpenSSH, which could not
look at them, does not know the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from glossary.content import files
from glossary.errors import BadContent, BadSignature, Fault, Finding
from glossary.proofs import keys
from glossary.proofs.keys import KINDS, Key

_WHEN = "%Y%m%d%H%M%SZ"
_NAME = re.compile(r"[^\s*?!,\"#]+")
"""A principal that is no pattern."""

_REVOKED = "# revoked "
"""How the comment begins that has a key which is revoked."""

REPOSITORY = "# the keys are vouched for by the repository only"
"""The comment of a file whose keys are those of a policy that no maintainer had to sign."""

_OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?(?:,|\Z)')
_REMEDY = 'write it as “NAME namespaces="…",valid-before="20270101000000Z" ssh-ed25519 AAAA…”'


@dataclass(frozen=True)
class Signer:
    """One key of one person, in which namespaces it counts (none: in any), and from when to when, each included. ``pinned``
    are, of a key that is revoked, the digests of the records by it that still count (``None``: all do)."""

    name: str
    key: Key
    namespaces: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    pinned: frozenset[str] | None = None

    @property
    def line(self) -> str:
        """The line of ``allowed_signers``."""
        options = {
            "namespaces": ",".join(self.namespaces),
            "valid-after": self.after and self.after.astimezone(UTC).strftime(_WHEN),
            "valid-before": self.before and self.before.astimezone(UTC).strftime(_WHEN),
        }
        written = ",".join(f'{name}="{value}"' for name, value in options.items() if value)
        line = " ".join(filter(None, (self.name, written, self.key.line)))
        return line if self.pinned is None else " ".join([f"{_REVOKED}{line}", *sorted(self.pinned)])

    def counts(self, when: datetime) -> bool:
        """Return whether the key counts at this time."""
        return not (self.after and when < self.after) and not (self.before and when > self.before)

    def holds(self, digest: str) -> bool:
        """Return whether the key counts for what has this digest: of a key that is revoked, only for what is pinned."""
        return self.pinned is None or digest in self.pinned


def write(
    signers: Iterable[Signer], origins: Iterable[str] = (), required: Mapping[str, Iterable[str]] | None = None
) -> str:
    """Return the file. ``origins`` on which passkeys may be used stand in comments, which OpenSSH does not read, and so do
    the roles that are ``required`` of a source text and of a translation."""
    roles = (f"# required {' '.join([what, *each])}" for what, each in (required or {}).items())
    lines = (*(f"# origin {origin}" for origin in origins), *roles, *(signer.line for signer in signers))
    return "".join(f"{line}\n" for line in lines)


def require(signers: Iterable[Signer], name: str, key: Key, namespace: str, when: datetime, digest: str = "") -> None:
    """Raise ``BadSignature`` unless this key is that person's, in this namespace, at this time, for what has this digest."""
    own = [signer for signer in signers if signer.name == name and signer.key == key]
    if not own:
        raise BadSignature(Fault.UNKNOWN_KEY, f"{key.fingerprint} as “{name}”")
    named = [signer for signer in own if not signer.namespaces or namespace in signer.namespaces]
    if not named:
        raise BadSignature(Fault.NAMESPACE, f"{key.fingerprint} does not count for “{namespace}”")
    if not any(signer.counts(when) for signer in named):
        raise BadSignature(Fault.DAYS, f"{key.fingerprint} of “{name}” on {when:%Y-%m-%d}")
    if not all(signer.holds(digest) for signer in own):
        raise BadSignature(Fault.REVOKED, f"{key.fingerprint} of “{name}”")


def origins(file: Path) -> tuple[str, ...]:
    """Return the origins that a file names in its comments. Raises ``BadContent`` where it cannot be read."""
    return tuple(re.findall(r"^# origin (https?://\S+)$", files.read(file), re.MULTILINE))


def by_repository(file: Path) -> bool:
    """Return whether a file says that it is a repository's own. Raises ``BadContent`` where it cannot be read."""
    return f"{REPOSITORY}\n" in files.read(file)


def required(file: Path) -> dict[str, tuple[str, ...]]:
    """Return the roles that a file says are required. Raises ``BadContent`` where it cannot be read."""
    found = re.findall(r"^# required (source|translation)((?: [a-z]+)*)$", files.read(file), re.MULTILINE)
    return {what: tuple(roles.split()) for what, roles in found}


def read(file: Path) -> tuple[Signer, ...]:
    """Return the keys of a file. Raises ``BadContent`` with every line that two readers could read in two ways."""
    found, findings = list[Signer](), []
    for number, line in enumerate(files.read(file).splitlines(), 1):
        if line.strip() and (line.startswith(_REVOKED) or not line.lstrip().startswith("#")):
            try:
                found += _signers(line.removeprefix(_REVOKED), revoked=line.startswith(_REVOKED))
            except ValueError as error:
                findings.append(Finding(files.displayed(file), number, str(error), _REMEDY))
    if findings:
        raise BadContent(findings)
    return tuple(found)


def _signers(line: str, revoked: bool) -> Iterator[Signer]:
    names, *words = line.split()
    options = dict(_options(words.pop(0))) if words and words[0] not in KINDS else {}
    pinned = frozenset(words[2:]) if revoked else None
    key = keys.of_line(" ".join(words))
    namespaces = tuple(filter(None, options.get("namespaces", "").split(",")))
    if any(set("*?!") & set(namespace) for namespace in namespaces):
        raise ValueError("a namespace in it is a pattern")
    for name in names.split(","):
        if not _NAME.fullmatch(name):
            raise ValueError(f"“{name}” is a pattern or has a sign that no name may have")
        after, before = (_when(options.get(name)) for name in ("valid-after", "valid-before"))
        yield Signer(name, key, namespaces, after, before, pinned)


def _options(written: str) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(f"(?:{_OPTION.pattern})+", written):
        raise ValueError(f"“{written}” is neither options nor a kind of key that counts")
    for name, value in _OPTION.findall(written):
        if name not in ("namespaces", "valid-after", "valid-before"):
            raise ValueError(f"“{name}” is neither an option nor a kind of key that counts")
        yield name, value


def _when(written: str | None) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.strptime(written, _WHEN).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"the time “{written}” is not written as YYYYMMDDHHMMSSZ, in UTC") from None
