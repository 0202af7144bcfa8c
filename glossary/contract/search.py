"""Hits of a search, and completions for a search box, as documents. Pure; knows no HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glossary.contract.answers import Document, fallback
from glossary.edition.entries import Entry
from glossary.edition.finder import Result
from glossary.edition.match import Hit
from glossary.language.names import describe


def hits(query: str, language: str, result: Result, written: Callable[[Entry], object]) -> Document:
    """Return the result of a search. Each hit says whether the query is a word to avoid, and why if that reason is approved.

    ``written`` returns an entry as JSON, made by ``of_entry``.
    """
    return {
        "query": query,
        "requested_language": language,
        "hits": [_hit(hit, written) for hit in result.hits],
        "total": result.total,
        "pending": list(result.pending),
    }


def _hit(hit: Hit, written: Callable[[Entry], object]) -> Document:
    return {
        "match": {
            "field": hit.field,
            "rank": hit.rank.name.lower(),
            "avoid": hit.avoided,
            "reason": hit.entry.text.avoid_reason if hit.avoided else None,
        },
        "entry": written(hit.entry),
    }


def suggestions(query: str, language: str, hits: Sequence[Hit]) -> Document:
    """Return completions for a search box, each with its language and direction."""
    return {
        "query": query,
        "requested_language": language,
        "suggestions": [
            {
                "id": hit.entry.concept.id,
                "term": hit.entry.text.term,
                "abbreviation": hit.entry.text.abbreviation,
                "language": hit.entry.language,
                "direction": describe(hit.entry.language).direction,
                "fallback": fallback(hit.entry),
                "avoid": hit.avoided,
            }
            for hit in hits
        ],
    }
