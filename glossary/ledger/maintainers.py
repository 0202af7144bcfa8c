"""Whose policy, baseline and list of confirmed losses count, where an operator pins the keys of maintainers.

The keys, and how many maintainers it takes, are the operator's: they lie outside the content, which they are to guard.

1. The policy counts only as so many different maintainers signed it, each with a key of their own: beside ``policy.toml``,
   ``policy.toml.<name>.sig``, as ``ssh-keygen -Y sign`` writes it.
2. The baseline of the release counts only as so many signed its file ``baseline.toml``, which has the digest of all others.
   Its signatures lie beside the operator's keys, because whoever ships the package need not be whom the operator trusts.
3. The policy's ``version`` rises: one below the highest that was seen, or another text with the same one, is an older policy
   put back. Seen are those of the last good reading, those that the log has and, where the operator gives a folder that
   remembers, that of the process before.
4. The list of confirmed losses, where there is one, counts only as so many signed it, beside it like the policy: else whoever
   takes a record out could confirm that it is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.content import files
from glossary.errors import BadContent, BadSignature, Finding
from glossary.ledger import baseline, losses, signed, versions
from glossary.ledger.baseline import Baseline
from glossary.ledger.policy import FILE, Policy, digest_of

if TYPE_CHECKING:
    from glossary.proofs.keys import Key
    from glossary.proofs.log import Log

_ENDING = ".sig"
_SEEN = "policy.txt"
_REMEDY = "have it signed, see “Pinned maintainers” in docs/operating.md; until then the last good one stays"


@dataclass(frozen=True)
class Pins:
    """The file of the maintainers' keys (``allowed_signers``), how many of them must sign, and the folder that remembers
    which policy was read; empty remembers nothing."""

    file: Path
    needed: int
    state: str = ""


def require(
    translations: Path,
    rules: Policy,
    glossary: str,
    pins: Pins,
    before: Policy | None,
    today: date,
    log: Log | None = None,
) -> None:
    """Raise ``BadContent`` unless the policy counts. ``before`` is that of the last good reading; ``log`` is the log."""
    file, namespace = translations / FILE, signed.namespace(signed.POLICY, glossary)
    data = files.read_bytes(file)
    if digest_of(data) != rules.digest:  # what is signed must be what was read
        raise BadContent([Finding(files.displayed(file), 0, "it changed while it was read", "wait until that is done")])
    unsigned = _unsigned(file, data, translations, namespace, pins, today)
    if findings := [*unsigned, *_older(translations, rules, _seen(pins, before, translations, log))]:
        raise BadContent(findings)


def require_baseline(release: Baseline, glossary: str, pins: Pins, today: date) -> None:
    """Raise ``BadContent`` unless the baseline of this package counts (rule 2)."""
    file, namespace = baseline.FOLDER / baseline.FILE, signed.namespace(signed.BASELINE, glossary)
    if findings := list(_unsigned(file, release.about, pins.file.parent, namespace, pins, today)):
        raise BadContent(findings)


def require_confirmed(translations: Path, glossary: str, pins: Pins, today: date) -> None:
    """Raise ``BadContent`` unless the list of confirmed losses counts (rule 4)."""
    file, namespace = translations / losses.CONFIRMED, signed.namespace(signed.CONFIRMED, glossary)
    if not file.exists():
        return
    if findings := list(_unsigned(file, files.read_bytes(file), translations, namespace, pins, today)):
        raise BadContent(findings)


def _unsigned(file: Path, data: bytes, folder: Path, namespace: str, pins: Pins, today: date) -> Iterator[Finding]:
    """Find that what was read from a file is signed by too few (rules 1, 2 and 4). Its signatures lie in ``folder``."""
    good: dict[str, Key] = {}
    bad: list[Finding] = []
    when = datetime.combine(today, time.max, UTC)
    for signature in sorted(folder.glob(f"{file.name}.*{_ENDING}")):
        try:
            name = signature.name.removeprefix(f"{file.name}.").removesuffix(_ENDING)
            good[name] = signer(name, files.read(signature), data, namespace, pins, when)
        except BadSignature as error:
            bad.append(Finding(files.displayed(signature), 0, error.what, error.remedy))
    people = min(len(good), len(set(good.values())))
    if people < pins.needed:
        what = f"{people} of the {pins.needed} maintainers that it takes signed it"
        yield Finding(files.displayed(file), 0, what, _REMEDY)
        yield from bad


def signer(name: str, written: str, data: bytes, namespace: str, pins: Pins, when: datetime) -> Key:
    """Return the key with which a maintainer signed data. Raises ``BadSignature`` where none of theirs did."""
    from glossary.proofs import signatures, signers

    signature = signatures.read(written)
    signatures.check(signature, data, namespace, signers.origins(pins.file))
    signers.require(signers.read(pins.file), name, signature.key, namespace, when)
    return signature.key


def place(translations: Path, name: str) -> Path:
    """Return where a maintainer's signature of the policy lies."""
    return translations / f"{FILE}.{name}{_ENDING}"


def _older(translations: Path, rules: Policy, seen: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """Rule 3."""
    place = files.displayed(translations / FILE)
    if rules.version is None:
        what = "it has no version, and the operator pins the keys of maintainers"
        yield Finding(place, 1, what, "write version = 1 above all tables, and raise it with each change")
        return
    for version, digest in seen:
        if rules.version < version:
            what = f"its version is {rules.version}, and version {version} was read before"
            yield Finding(place, 1, what, "put the newer policy back, or sign this one with a higher version")
        elif rules.version == version and rules.digest != digest:
            what = f"it is another text than the one that was read before as version {version}"
            yield Finding(place, 1, what, "raise the version with each change, and sign the policy again")


def _seen(pins: Pins, before: Policy | None, translations: Path, log: Log | None) -> Iterator[tuple[int, str]]:
    if before and before.version is not None:
        yield before.version, before.digest
    if log:
        yield from (versions.read(line) for line in versions.lines(translations) if log.has(line))
    path = Path(pins.state) / _SEEN
    if pins.state and path.exists():
        try:
            yield versions.read(files.read_bytes(path))
        except ValueError:
            what = "it does not say which policy was read last"
            raise BadContent(
                [Finding(files.displayed(path), 1, what, "restore it, or delete it to forget that")]
            ) from None


def remember(pins: Pins, rules: Policy) -> None:
    """Leave the version of a policy that counts for the next process. Raises ``Unwritable``."""
    path, line = Path(pins.state) / _SEEN, versions.line(rules)
    if pins.state and not (path.exists() and path.read_bytes() == line):
        files.replace(path, line)
