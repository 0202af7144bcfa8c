"""The index of a large glossary: the page of one letter. Pure; knows no HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.content.model import Status
from glossary.edition import alphabet
from glossary.edition.alphabet import Letter
from glossary.edition.edition import Edition
from glossary.site import linked
from glossary.site.page import Page


@dataclass(frozen=True, kw_only=True)
class LetterPage(Page):
    """One letter, and all of them, to go on to."""

    letter: Letter
    letters: tuple[Letter, ...]


def of_letter(edition: Edition, address: str, language: str, base_url: str, minimum: Status) -> LetterPage | None:
    """Return a letter's page; ``None`` for an address that has none."""
    letters, interface = alphabet.paged(edition, language, minimum), edition.interface(language)
    found = next((letter for letter in letters if letter.address == address), None)
    if found is None:
        return None
    path = f"/{language}/letters/{address}/"
    names = found.heading.text, interface.say("nav.terms").text, interface.say("site.title").text
    return LetterPage(
        interface=interface,
        support=edition.support,
        path=path,
        title=" – ".join(names),
        canonical=f"{base_url}{path}",
        data=linked.of_list(edition, found.entries, language, base_url),
        letter=found,
        letters=letters,
    )
