"""Hits of a search, and completions for a search box."""

from __future__ import annotations

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.entry import Entry, Fallback
from glossary.contract.schemas.examples import ENTRY, MATCH, SUGGESTION
from glossary.edition.match import SEARCHED, Rank


class Match(shape.Answer):
    field = shape.choice("The part of the entry that matched.", SEARCHED, "avoid")
    rank = shape.choice(
        "How well it matched: a whole line, the beginning of a word, letters inside words, or a name that is only similar.",
        [rank.name.lower() for rank in Rank],
        "exact",
    )
    avoid = shape.flag("True if the query is a word that the entry's term replaces, or holds one whole.", True)
    reason = shape.text(
        "Why that word does harm; null if avoid is false or the entry has no reason.", None, allow_none=True
    )


class Hit(shape.Answer):
    match = shape.one(Match, "Why the entry is a hit.", MATCH)
    entry = shape.one(Entry, "The entry.", ENTRY)


class Hits(shape.Answer):
    """The hits of a search, best first."""

    query = shape.text("What was searched for.", "pigeon")
    requested_language = shape.requested()
    hits = shape.many(Hit, "The hits, best first.", {"match": MATCH, "entry": ENTRY})
    total = shape.number("How many hits there are in all; limit may have left some out.", 1)
    pending = shape.texts(
        "Ids of the concepts that match at least as well as the best hit and have only drafts, which wait for reviewers and"
        " are not published.",
        ["owl"],
    )


class Suggestion(shape.Answer):
    id = shape.identifier()
    term = shape.text("The term.", SUGGESTION["term"])
    abbreviation = shape.text("Its abbreviation.", "DV", allow_none=True)
    language = shape.language()
    direction = shape.direction()
    fallback = shape.one(Fallback, "Null if the requested language is served.", SUGGESTION["fallback"], allow_none=True)
    avoid = shape.flag("True if what was typed is a word that the term replaces, or holds one whole.", False)


class Suggestions(shape.Answer):
    """Completions for a search box."""

    query = shape.text("What was typed.", "do")
    requested_language = shape.requested()
    suggestions = shape.many(Suggestion, "The completions, best first.", SUGGESTION)
