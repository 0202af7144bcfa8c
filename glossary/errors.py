"""One tree of errors that carry data. Knows no HTTP and no terminal."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from glossary.characters import visible


class Level(StrEnum):
    """How serious a finding is: an error blocks, a warning is for a person to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """What is wrong, where, and how to mend it. As text, it is one line: ``file:line: what; remedy``, in which whatever it
    quotes can be seen (``characters.visible``).

    ``file`` is a path as ``files.displayed`` returns it. ``line`` counts from one; zero means the file as a whole.
    """

    file: str
    line: int
    what: str
    remedy: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        mark = "" if self.level is Level.ERROR else "warning: "
        return visible(f"{self.file}:{self.line}: {mark}{self.what}; {self.remedy}")


MAX_FINDINGS = 100
"""How many findings of one file are reported. A file with more is damaged as a whole, and a longer list helps nobody."""


def capped(findings: list[Finding]) -> list[Finding]:
    """Return the findings of one file, in order: at most ``MAX_FINDINGS``, and one more that says that there are others."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    last = findings[MAX_FINDINGS]
    more = f"there are more than {MAX_FINDINGS} findings from here on"
    return [*findings[:MAX_FINDINGS], replace(last, what=more, remedy="mend the others first, or restore the file")]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun as messages say it: “1 error”, “2 errors”. The noun takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class GlossaryError(Exception):
    """The root of every error that this package raises on purpose. ``exit_code`` is that of a command that it ends."""

    exit_code: ClassVar[int] = 1


class BadContent(GlossaryError):
    """Content that cannot be used. ``findings`` holds everything that is wrong with it, in the order of files and lines."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(map(str, self.findings)))


class BadText(GlossaryError):
    """A text that is not acceptable in a field, with what is wrong and how to mend it."""

    def __init__(self, field: str, what: str, remedy: str) -> None:
        self.field, self.what, self.remedy = field, what, remedy
        super().__init__(f"{field}: {what}; {remedy}")


class BadTag(GlossaryError):
    """A language tag that is not well-formed (BCP 47)."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__(f"“{tag}” is not a language tag; write one such as fr, pt-BR or zh-Hant")


class BadSetting(GlossaryError):
    """An environment variable or option with a value that cannot be used."""


class NoAddress(BadSetting):
    """No base address is set where links of others would be made from it."""

    exit_code = 2


class Refused(GlossaryError):
    """An act that the rules do not allow now: ``reason`` says why, ``remedy`` what to do instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(f"{reason}; {remedy}")


_MENDED_BY = {
    errno.ENOSPC: "make room on its disk",
    errno.EDQUOT: "make room in its quota",
    errno.EROFS: "make its disk writable",
    errno.EACCES: "make it writable for you",
    errno.EPERM: "make it writable for you",
    errno.EFBIG: "raise the limit of file sizes (ulimit -f)",
}


class Unwritable(GlossaryError):
    """A file or folder that could not be written. What was there before is still there."""

    def __init__(self, file: str, error: OSError) -> None:
        self.file, self.error = file, error
        remedy = _MENDED_BY.get(error.errno or 0, "fix this")
        super().__init__(
            f"{file} could not be written ({error.strerror or error}) and is unchanged; {remedy}, and run the command again"
        )


class UnknownLanguage(GlossaryError):
    """A well-formed tag that the glossary does not offer."""

    def __init__(self, tag: str, suggestions: Iterable[str]) -> None:
        self.tag, self.suggestions = tag, tuple(suggestions)
        super().__init__(f"This glossary does not offer the language “{tag}”.")


class UnknownConcept(GlossaryError):
    """An id that names no concept; ``suggestions`` are ids that resemble it."""

    def __init__(self, concept: str, suggestions: Iterable[str]) -> None:
        self.concept, self.suggestions = concept, tuple(suggestions)
        super().__init__(f"This glossary has no concept “{concept}”.")


class UnknownCountry(GlossaryError):
    """A code that ISO 3166-1 assigns to no country; ``suggestions`` are codes that may have been meant, in lower case."""

    def __init__(self, code: str, suggestions: Iterable[str]) -> None:
        self.code, self.suggestions = code, tuple(suggestions)
        super().__init__(f"“{code}” is not a country’s code (ISO 3166-1).")


class NotVetted(GlossaryError):
    """A concept of which no text has been vetted yet, in any language, or in the one that is named."""

    def __init__(self, concept: str, language: str = "") -> None:
        self.concept = concept
        where = f" in the language “{language}”" if language else ""
        super().__init__(f"No text of “{concept}”{where} is vetted yet.")


class Retired(GlossaryError):
    """A concept that has left the glossary, on a day; ``replaced_by`` is its successor's id, if it has one."""

    def __init__(self, concept: str, replaced_by: str | None, on: date | None = None) -> None:
        self.concept, self.replaced_by, self.on = concept, replaced_by, on
        successor = f" Use “{replaced_by}” instead." if replaced_by else ""
        super().__init__(f"The concept “{concept}” has left this glossary.{successor}")


class Renamed(GlossaryError):
    """An id that a concept had; ``now`` is the one that it has."""

    def __init__(self, concept: str, now: str) -> None:
        self.concept, self.now = concept, now
        super().__init__(f"The concept “{concept}” is now “{now}”. Use that.")


class UnknownFigure(GlossaryError):
    """An id that names no key figure; ``suggestions`` are ids that resemble it."""

    def __init__(self, figure: str, suggestions: Iterable[str]) -> None:
        self.figure, self.suggestions = figure, tuple(suggestions)
        super().__init__(f"This glossary has no key figure “{figure}”.")


class EndedFigure(GlossaryError):
    """A key figure that is too old, or was replaced; ``replaced_by`` is its successor's id, if it has one."""

    def __init__(self, figure: str, replaced_by: str | None) -> None:
        self.figure, self.replaced_by = figure, replaced_by
        successor = f" Use “{replaced_by}” instead." if replaced_by else ""
        super().__init__(f"The key figure “{figure}” is no longer shown: it is past its day.{successor}")


class NotServed(GlossaryError):
    """A claim that is withdrawn."""

    def __init__(self, claim: str) -> None:
        self.claim = claim
        super().__init__(f"The claim “{claim}” is withdrawn.")


class Fault(StrEnum):
    """What is wrong with a signature. The name is public: programs may look at it."""

    UNREADABLE = "unreadable"
    KIND = "kind"
    NAMESPACE = "namespace"
    WORDS = "words"
    UNVERIFIED = "unverified"
    SITE = "site"
    FRAMED = "framed"
    UNKNOWN_KEY = "unknown_key"
    DAYS = "days"
    REVOKED = "revoked"
    UNSIGNED = "unsigned"
    STATEMENT = "statement"
    PROOF = "proof"
    MISSING = "missing"


_FAULTS = {
    Fault.UNREADABLE: ("the signature cannot be read", "sign again, or restore it from version control"),
    Fault.KIND: ("the signature is of a kind that does not count", "sign with an Ed25519 key or a passkey (ES256)"),
    Fault.NAMESPACE: ("the signature was given for something else", "sign for this glossary, with its own commands"),
    Fault.WORDS: ("the signature is not of these words", "restore the words that were signed, or sign these"),
    Fault.UNVERIFIED: ("nobody proved who touched the passkey", "sign again with its PIN, fingerprint or face"),
    Fault.SITE: ("the passkey was used on another site", "sign on the desk whose address is in the list of origins"),
    Fault.FRAMED: ("the passkey was used in a frame of another site", "sign on the desk's own page"),
    Fault.UNKNOWN_KEY: ("nobody whom you named vouches for the key", "name the key, if you know whose it is"),
    Fault.DAYS: ("the key did not count on that day", "sign with a key that counts"),
    Fault.REVOKED: ("the key is revoked", "sign with a key that counts"),
    Fault.UNSIGNED: ("it is not signed", "have it signed, if a signature is needed"),
    Fault.STATEMENT: ("it rests on a statement about a whole publication", "say that you take those, if you do"),
    Fault.PROOF: (
        "the proof does not show that the log has this record",
        "ask for the evidence again, or log the record",
    ),
    Fault.MISSING: (
        "a record is missing",
        "ask for the evidence again; “# required” in the keys says which roles it takes",
    ),
}


class BadSignature(GlossaryError):
    """A signature that does not count: ``fault`` names why, ``what`` says it, ``remedy`` what to do. A finding is made of
    these. ``detail`` is what was seen, where that helps."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        self.fault, self.detail = fault, detail
        self.what, self.remedy = _FAULTS[fault]
        if detail:
            self.what += f" ({detail})"
        super().__init__(f"{self.what}; {self.remedy}")


class Rewritten(GlossaryError):
    """A log that does not show the history that it showed before. ``before`` and ``now`` are the two checkpoints, both signed
    by the log: together they prove it to anybody."""

    def __init__(self, what: str, before: str, now: str) -> None:
        self.what, self.before, self.now = what, before, now
        super().__init__(f"{what}; keep both checkpoints, which prove it, and tell whoever relies on this log")
