"""The words of a glossary in one language, as a text is searched for them: of an edition, or of a ``forms.json``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeGuard

from glossary.content.model import ID, Autolink
from glossary.edition import linkable
from glossary.edition.edition import Edition
from glossary.edition.linkable import Form, linking
from glossary.errors import BadTag, GlossaryError
from glossary.language import tags
from glossary.language.mentions import Rules, rules

_PAGE = re.compile(r"https?://[^\s\"'<>\\{}\x00-\x1f]+\{id\}[^\s\"'<>\\{}\x00-\x1f]*")
"""What may be written into somebody's pages as the address of a link, and nothing that runs there."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a pair of surrogates, which JSON can say and no file can hold."""


class BadForms(GlossaryError):
    """A document that is no ``forms.json``, with the place in it."""

    def __init__(self, place: str, what: str) -> None:
        self.place, self.what = place, what
        super().__init__(f"{place}: {what}; take the file as the glossary serves it, from /v1/{{lang}}/forms.json")


class Named(NamedTuple):
    """What is said of a concept beside its forms: its term, why the words to avoid harm, and the ids that it had."""

    term: str
    reason: str | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """The words of one language: the forms, the rules by which they stand in sentences, the concepts by id, and the address
    of a concept's page, with ``{id}`` in it."""

    language: str
    page: str
    forms: tuple[Form, ...]
    concepts: Mapping[str, Named]
    rules: Rules

    @classmethod
    def of(cls, edition: Edition, language: str, base_url: str) -> Words:
        """Return the vetted words of an edition. ``language`` is a tag that it offers."""
        return replace(cls.named(edition, language, base_url), forms=linkable.forms(edition, language))

    @classmethod
    def named(cls, edition: Edition, language: str, base_url: str) -> Words:
        """Return the same without forms, which take most of the time."""
        vetted = ((concept, edition.vetted(concept.id, language)) for concept in edition.live)
        concepts = {one.id: Named(of.text.term, of.text.avoid_reason, one.formerly) for one, of in vetted if of}
        page = f"{base_url}/{language}/{{id}}/"
        return cls(language, page, (), concepts, rules(language))

    @classmethod
    def read(cls, document: object) -> Words:
        """Return the words of a ``forms.json``. Raises ``BadForms`` for what is none."""
        whole = _object(document, "the file")
        named = _object(whole.get("concepts"), "concepts")
        of = {_id(name): _object(each, f"concepts.{name}") for name, each in named.items()}
        return cls(
            language=_language(whole),
            page=_page(whole),
            forms=tuple(form for concept, each in of.items() for form in _forms(concept, each)),
            concepts={name: _named(name, each) for name, each in of.items()},
            rules=_rules(_object(whole.get("rules", {}), "rules")),
        )


def _language(document: Mapping[str, Any]) -> str:
    try:
        return tags.parse(_string(document, "language"))
    except BadTag:
        raise BadForms("language", "it is no language tag") from None


def _page(document: Mapping[str, Any]) -> str:
    page = _string(document, "page")
    if not _PAGE.fullmatch(page):
        raise BadForms("page", "it is no address of a page on the web, with {id} in it for the term")
    return page


def _id(name: str) -> str:
    if not ID.fullmatch(name):
        raise BadForms("concepts", f"{name!a} is no id: small letters, digits, and single hyphens between them")
    return name


def _rules(document: Mapping[str, Any]) -> Rules:
    lists = {name: _strings(document, name, "rules") for name in ("before", "after", "endings")}
    for name, values in lists.items():
        if not all(values):
            raise BadForms(f"rules.{name}", "it has an empty text")
    letters = _object(document.get("letters", {}), "rules.letters")
    if not all(_is_text(letter) and len(letter) == 1 == len(name) for name, letter in letters.items()):
        raise BadForms("rules.letters", "it has something else than single letters")
    ignored = document.get("ignored") or ""
    if not _is_text(ignored):
        raise BadForms("rules.ignored", "it is no text")
    return Rules.of({**lists, "letters": letters, "ignored": ignored})


def _forms(concept: str, document: Mapping[str, Any]) -> Iterator[Form]:
    try:
        autolink = Autolink(document.get("autolink", ""))
    except ValueError:
        raise BadForms(f"concepts.{concept}.autolink", "it is none of safe, ask, never") from None
    for avoid, name, how in ((False, "forms", autolink), (False, "ask", Autolink.ASK), (True, "avoid", autolink)):
        for words in _strings(document, name, f"concepts.{concept}"):
            yield Form(words, concept, avoid, linking(words, how))


def _named(concept: str, document: Mapping[str, Any]) -> Named:
    reason = _string(document, "reason", concept) if document.get("reason") is not None else None
    formerly = _strings(document, "formerly", f"concepts.{concept}")
    return Named(_string(document, "term", concept), reason, tuple(formerly))


def _object(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadForms(place, "it is no object")
    return value


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not _HALF.search(value)


def _string(document: Mapping[str, Any], name: str, concept: str = "") -> str:
    value = document.get(name)
    if not _is_text(value) or not value:
        raise BadForms(f"concepts.{concept}.{name}" if concept else name, "it is no text")
    return value


def _strings(document: Mapping[str, Any], name: str, place: str) -> list[str]:
    values = document.get(name, [])
    if not isinstance(values, list) or not all(map(_is_text, values)):
        raise BadForms(f"{place}.{name}", "it is no list of texts")
    return values
