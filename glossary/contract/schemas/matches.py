"""The glossary's words in a text that was sent."""

from __future__ import annotations

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import FOUND


class Found(shape.Answer):
    """A term, or a word to avoid, in a text that was sent. Of a page of HTML the places are those in its source."""

    concept = shape.identifier()
    form = shape.text(
        "The words as they were vetted; the text may have them in another case or spelling.", FOUND["form"]
    )
    start = shape.number("Where it begins, in code points, from 0.", FOUND["start"])
    end = shape.number("Where it ends: the place of the first code point after it.", FOUND["end"])
    start_utf16 = shape.number("Where it begins as JavaScript, Java and C# count: in units of UTF-16.", FOUND["start"])
    end_utf16 = shape.number("Where it ends, likewise.", FOUND["end"])
    language = shape.language()
    direction = shape.direction()
    usage = shape.choice("Whether it is a term, or a word to avoid.", ("term", "avoid"), FOUND["usage"])
    instead = shape.text(
        "Of a word to avoid the term that replaces it; of a term null.", FOUND["instead"], allow_none=True
    )
    reason = shape.text(
        "Why a word to avoid harms; null if it is none, or if the entry has no reason.", None, allow_none=True
    )
    link = shape.text("The page of the concept.", FOUND["link"])


class Annotations(shape.Answer):
    """The glossary's words in a text that was sent. Nothing else of the text is in it."""

    requested_language = shape.requested()
    language = shape.text(
        "The language whose words were looked for, a BCP 47 tag; null where the glossary has none that suits: nothing was"
        " looked for then in what says no language of its own.",
        "fr",
        allow_none=True,
    )
    matches = shape.many(Found, "The matches, in the order of the text.", FOUND)
