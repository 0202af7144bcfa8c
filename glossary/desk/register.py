"""The policy as maintainers change it at the desk: somebody's key entered, somebody or a key revoked.

Each change leaves every comment and every other line as it is, raises the version where there is one, and is read as the
service would read it before it is kept.
"""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from glossary.content import files
from glossary.errors import BadContent, Refused
from glossary.ledger import policy
from glossary.ledger.policy import FILE, Policy
from glossary.proofs import keys

_BY_HAND = "change policy.toml by hand"


def read(translations: Path) -> str:
    """Return the policy's file. Raises ``BadContent``."""
    return files.read(translations / FILE)


def with_key(text: str, who: str, line: str, origin: str, roles: Iterable[str], languages: Iterable[str]) -> str:
    """Return the policy with a key of somebody, whom it need not know yet; for a passkey also with the origin of the desk.
    Raises ``Refused``."""
    document = _document(text)
    if keys.of_line(line).site:
        _add(document, "origins", origin)
    reviewer = _reviewer(document, who)
    if reviewer is None:
        reviewer = tomlkit.table()
        _apart(document)
        reviewer["id"] = who
        reviewer["roles"] = sorted(roles)
        if tags := sorted(languages):
            reviewer["languages"] = tags
        _reviewers(document).append(reviewer)
    _add(reviewer, "keys", line, multiline=True)
    return _raised(document)


def revoking(text: str, who: str, theirs: Collection[str], day: date, line: str = "") -> str:
    """Return the policy with somebody revoked, or only one of their keys: of what was recorded in their name, or with that
    key, only what has these digests counts. Raises ``Refused``."""
    document = _document(text)
    reviewer = _reviewer(document, who)
    if reviewer is None:
        raise Refused(f"“{who}” is not in the policy", "there is nothing to revoke")
    _set_revoked(_key(reviewer, line) if line else reviewer, theirs, day)
    return _raised(document)


def _set_revoked(row: Any, theirs: Collection[str], day: date) -> None:
    array = tomlkit.array()
    for digest in sorted(theirs):
        array.append(digest)
    if isinstance(row, InlineTable):
        row["revoked"] = array
        row["revoked_on"] = day
    elif "revoked" in row:
        row["revoked"] = array.multiline(bool(theirs))
    else:
        _put(row, "revoked", array.multiline(bool(theirs)))
        _put(row, "revoked_on", tomlkit.date(day.isoformat()))


def _key(reviewer: Any, line: str) -> Any:
    """Return the table of a key, which becomes one where it is its line alone."""
    for number, row in enumerate(reviewer.get("keys", ())):
        if " ".join(str(row if isinstance(row, str) else row["key"]).split()) == line:
            if isinstance(row, str):
                table = tomlkit.inline_table()
                table["key"] = line
                reviewer["keys"][number] = table
            return reviewer["keys"][number]
    raise Refused("the policy has no such key", "look at the list of keys again")


def _document(text: str) -> Any:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise Refused(f"the policy cannot be read ({error})", _BY_HAND) from None


def _reviewers(document: Any) -> Any:
    if "reviewers" not in document:
        document["reviewers"] = tomlkit.aot()
    return document["reviewers"]


def _reviewer(document: Any, who: str) -> Any:
    return next((row for row in _reviewers(document) if row.get("id") == who), None)


def _apart(document: Any) -> None:
    """Leave an empty line below the last reviewer."""
    if (reviewers := _reviewers(document)) and not str(tomlkit.dumps(document)).endswith("\n\n"):
        reviewers[-1].add(tomlkit.nl())


def _add(table: Any, name: str, value: str, multiline: bool = False) -> None:
    array = table[name] if name in table else tomlkit.array().multiline(multiline)
    if value not in array:
        array.append(value)
    if name not in table:
        _put(table, name, array)


def _put(table: Any, name: str, item: Any) -> None:
    """Put a new value below the last one of a table: “add” would put it below the comment of what follows."""
    container = table if isinstance(table, TOMLDocument) else table.value
    last = [key for key, each in container.body if key and not isinstance(each, Table | AoT)][-1]
    container._insert_after(last, name, item)


def _raised(document: Any) -> str:
    if "version" in document:
        document["version"] = int(document["version"]) + 1
    return str(tomlkit.dumps(document))


def require_good(text: str, today: date) -> Policy:
    """Return the policy that a changed file would be. Raises ``Refused`` where it would be none, and ``Unwritable``."""
    with files.writing(Path(FILE)), tempfile.TemporaryDirectory(prefix="glossary-desk-") as folder:
        (Path(folder) / FILE).write_text(text)
        try:
            return policy.load(Path(folder), today)
        except BadContent as error:
            first = error.findings[0]
            raise Refused(f"the policy would not be valid: {first.what}", _BY_HAND) from None


def change(before: str, after: str) -> list[str]:
    """Return what changes, line by line, each with its sign."""
    rows = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    told = ["…" if row.startswith("@@") else row for row in rows if not row.startswith(("--- ", "+++ "))]
    return told[1:]  # the first gap is the beginning of the file
