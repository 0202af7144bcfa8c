"""Looks every dependency of a lock file up in a local clone of the Python Packaging Advisory Database, without a network.

Exits 0 only if all advisories could be read, are no older than 14 days, and none affects a locked version; 1 where one
does, 2 where it cannot be said. The format is OSV's: https://ossf.github.io/osv-schema/
usage: python .ci/advisories.py LOCKFILE CLONE
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

OLDEST = timedelta(days=14)
LOWEST = Version("0.dev0")  # what OSV writes as "0": before every version
AT_ONE = ("fixed", "introduced", "last_affected")  # a range that ends where the next begins has no gap
SOURCE = "https://github.com/pypa/advisory-database"


class Unusable(Exception):
    """What keeps the audit from an answer: what, where, and how to mend it."""


@dataclass(frozen=True)
class Pin:
    """One line of the lock file, whatever system its marker asks for."""

    name: str
    version: Version


@dataclass(frozen=True)
class Affected:
    """The versions of one package that an advisory names."""

    name: str
    versions: tuple[str, ...]
    ranges: tuple[tuple[tuple[str, str], ...], ...]

    def has(self, version: Version) -> bool:
        """Listed, or in a range; an advisory that names no version at all is of every one."""
        listed = any(same(each, version) for each in self.versions)
        return listed or any(within(each, version) for each in self.ranges) or not (self.versions or self.ranges)


@dataclass(frozen=True)
class Advisory:
    """One file of the clone."""

    file: Path
    id: str
    aliases: tuple[str, ...]
    modified: datetime
    withdrawn: bool
    affected: tuple[Affected, ...]

    def hit(self, pin: Pin) -> str | None:
        """What there is to say of a locked version, if it is affected."""
        ours = [each for each in self.affected if each.name == pin.name]
        if self.withdrawn or not any(each.has(pin.version) for each in ours):
            return None
        ends = sorted(Version(at) for each in ours for one in each.ranges for kind, at in one if kind == "fixed")
        fix = next((at for at in ends if at > pin.version and not any(each.has(at) for each in ours)), None)
        also = f" ({', '.join(self.aliases)})" if self.aliases else ""
        return f"{pin.name} {pin.version}: {self.id}{also}, {f'fixed in {fix}' if fix else 'no fixed version is known'}"


def same(listed: str, version: Version) -> bool:
    """A listed version from before PEP 440 is none that can be locked."""
    try:
        return Version(listed) == version
    except InvalidVersion:
        return False


def within(events: tuple[tuple[str, str], ...], version: Version) -> bool:
    """OSV's rule: the last event that the version has passed decides; of two at one version, the one in AT_ONE's order."""
    inside = False
    for at, _, kind in sorted((LOWEST if at == "0" else Version(at), AT_ONE.index(kind), kind) for kind, at in events):
        if kind == "introduced" and version >= at:
            inside = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            inside = False
    return inside


def pins(lock: Path) -> list[Pin]:
    """Every version that a lock file pins; a line that pins none would be left out, so it is an error."""
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{lock}: cannot be read ({error}); run `make lock`") from error
    found = [pin(line, f"{lock}:{n}") for n, line in enumerate(lines, 1) if line.strip() and line[0] not in " \t#"]
    if not found:
        raise Unusable(f"{lock}: names no dependency; run `make lock`")
    return found


def pin(line: str, where: str) -> Pin:
    try:
        requirement = Requirement(line.removesuffix("\\").strip())
        (version,) = [each.version if each.operator == "==" else "" for each in requirement.specifier]
        return Pin(canonicalize_name(requirement.name), Version(version))
    except (InvalidRequirement, InvalidVersion, ValueError) as error:
        raise Unusable(f"{where}: not one package with one version (`name==1.2.3`); run `make lock`") from error


def advisory(file: Path) -> Advisory:
    """One file; everything is read as text, so that 2.10 stays 2.10."""
    try:
        document = yaml.load(file.read_bytes(), getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (obeys no tag)
        return Advisory(
            file,
            text(document["id"]),
            tuple(text(each) for each in document.get("aliases") or ()),
            moment(document["modified"]),
            "withdrawn" in document and bool(moment(document["withdrawn"])),
            tuple(affected(each) for each in document["affected"] if each["package"]["ecosystem"] == "PyPI"),
        )
    except (OSError, yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError, AttributeError, ValueError) as error:
        said = " ".join(str(error).split())
        raise Unusable(f"{file}: no whole advisory ({type(error).__name__}: {said})") from error


def affected(one: Any) -> Affected:
    return Affected(
        canonicalize_name(text(one["package"]["name"])),
        tuple(text(each) for each in one.get("versions") or ()),
        tuple(tuple(map(event, each["events"])) for each in one.get("ranges") or () if each["type"] == "ECOSYSTEM"),
    )


def event(one: Any) -> tuple[str, str]:
    ((kind, at),) = one.items()
    if kind not in AT_ONE:
        raise ValueError(f"an event {kind!r} is not known here")
    return kind, text(at)


def text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} where a text is expected")
    return value


def moment(value: str) -> datetime:
    return datetime.fromisoformat(value.strip()).astimezone(UTC)


def files(clone: Path) -> list[Path]:
    found = sorted((clone / "vulns").rglob("*.yaml")) if clone.is_dir() else []
    if not any(each.name.startswith("PYSEC-") for each in found):
        raise Unusable(f"{clone}: no clone of the advisory database: no vulns/*/PYSEC-*.yaml; git clone {SOURCE}")
    return found


def git(clone: Path, *words: str) -> str:
    """What git says of this folder, never of one around it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env["GIT_CEILING_DIRECTORIES"] = str(clone.parent)
    try:
        done = subprocess.run(["git", "-C", clone, *words], capture_output=True, check=True, text=True, env=env)
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip()
        raise Unusable(f"{clone}: git cannot say how old it is ({said}); git clone {SOURCE}") from error
    return done.stdout


def dated(clone: Path, advisories: list[Advisory]) -> tuple[datetime, str]:
    """When the data is from: its newest commit, or, of a copy without git, the newest change that an advisory names."""
    if not (clone / ".git").exists():
        return max(each.modified for each in advisories), "newest advisory"
    return moment(git(clone, "log", "-1", "--format=%cI")), "newest commit"


def doubts(clone: Path, at: datetime) -> Iterator[str]:
    """Why this data may not call anything clean."""
    age = datetime.now(UTC) - at
    if age > OLDEST:
        yield f"{clone}: {age.days} days old, beyond the {OLDEST.days} allowed; git -C {clone} pull, or clone {SOURCE} anew"
    if age < -timedelta(days=1):  # less may be a clock that is ahead
        yield f"{clone}: the data is from the future; set this machine's clock"
    if (clone / ".git").exists() and (changed := git(clone, "diff", "--name-only", "HEAD", "--", "vulns").splitlines()):
        yield f"{clone}: {len(changed)} files differ from its newest commit, {changed[0]} first; git -C {clone} restore vulns"


def gathered(clone: Path) -> tuple[list[Advisory], list[str]]:
    """The advisories, and a line for each file that is none."""
    read, torn = [], []
    for file in files(clone):
        try:
            read.append(advisory(file))
        except Unusable as error:
            torn.append(f"{error}; git -C {clone} restore vulns, or remove what is not the database's")
    return read, torn


def hits(advisories: list[Advisory], locked: list[Pin]) -> tuple[list[str], list[str]]:
    """What is affected, and what cannot be judged."""
    found, unjudged = set(), []
    for each in advisories:
        for one in locked:
            try:
                found.add(each.hit(one))
            except InvalidVersion as error:
                unjudged.append(f"{each.file}: {error}; read there whether {one.name} {one.version} is affected")
    return sorted(filter(None, found)), unjudged


def audit(lock: Path, clone: Path) -> int:
    locked = pins(lock)
    advisories, faults = gathered(clone)
    if advisories:
        at, source = dated(clone, advisories)
        print(f"{len(advisories)} advisories of {at:%Y-%m-%d} ({source} of {clone})", flush=True)
        faults += doubts(clone, at)
    found, unjudged = hits(advisories, locked)
    if found:
        mend = f"known vulnerabilities in {lock}: {len(found)}; allow fixed versions in pyproject.toml, run `make lock`"
        print(*found, *faults, *unjudged, mend, sep="\n", file=sys.stderr)
        return 1
    if faults or unjudged:
        raise Unusable("\n".join(faults + unjudged))
    print(f"no known vulnerability in the {len({each.name for each in locked})} dependencies of {lock}")
    return 0


def main() -> int:
    if len(sys.argv) != 3:
        sys.exit("usage: python .ci/advisories.py LOCKFILE CLONE")
    try:
        return audit(Path(sys.argv[1]), Path(sys.argv[2]).expanduser().resolve())
    except Unusable as error:
        print(f"{error}\n{sys.argv[1]} was NOT audited", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
