"""What a search and a completion answer."""

from __future__ import annotations

from marshmallow import Schema

from glossary.contract.schemas import fields as told
from glossary.contract.schemas.entry import Entry
from glossary.contract.schemas.examples import (
    ENTRY,
    MATCH,
    SUGGESTION,
)
from glossary.edition.search import SEARCHED, Rank


class Match(Schema):
    field = told.choice("The part of the entry that matched.", list(SEARCHED), "avoid")
    rank = told.choice("How well it matched.", [rank.name.lower() for rank in Rank], "exact")
    avoid = told.flag("True where the words searched for are ones that the entry's term replaces.", True)
    reason = told.text("Why those words harm, where that text is approved.", None, allow_none=True)


class Hit(Schema):
    match = told.one(Match, "Why the entry was found.", MATCH)
    entry = told.one(Entry, "The entry.", ENTRY)


class Hits(Schema):
    """What a search found, the best first."""

    query = told.text("What was searched for.", "child pornography")
    requested_language = told.requested()
    hits = told.many(Hit, "The hits.", {"match": MATCH, "entry": ENTRY})


class Suggestion(Schema):
    id = told.identifier()
    term = told.text("The term.", SUGGESTION["term"])
    abbreviation = told.text("Its abbreviation.", "CSAM", allow_none=True)
    language = told.language()
    direction = told.direction()
    avoid = told.flag("True where what was typed is a word that the term replaces.", False)


class Suggestions(Schema):
    """Completions for a search box."""

    query = told.text("What was typed.", "csa")
    requested_language = told.requested()
    suggestions = told.many(Suggestion, "The completions, the best first.", SUGGESTION)
