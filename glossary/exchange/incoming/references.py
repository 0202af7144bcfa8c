"""The ids by which concepts of a file name each other, as ids of ours.

A file's own id is kept where it is one of ours; else the id is made of the English term, as ``ids`` makes it, so that what
refers to the concept still finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from glossary.content.model import ID, MAX_ID, RESERVED
from glossary.exchange.incoming import ids
from glossary.exchange.incoming.incoming import Outcome, Place, Row


def own(given: Iterable[str], english: str) -> str:
    """Return the id of a concept: the first of those that a file gives which is an id of ours (but for its case), else one
    that is made of the English term; without either, what the file gives."""
    given = [each for each in given if each]
    fit = (
        each for each in given if len(each) <= MAX_ID and ID.fullmatch(each.lower()) and each.lower() not in RESERVED
    )
    return next(fit, "") or ids.of_term(english) or next(iter(given), "")


def resolved(names: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids that references mean: those of concepts of the file, others as they stand."""
    return tuple(dict.fromkeys(known.get(name, name) for name in names))


def told(made: str, given: Iterable[str], place: Place) -> Iterator[Row]:
    """Yield a row where the id of a concept is none of those that the file gives."""
    given = [each for each in given if each]
    if given and made not in given and ids.folded(given[0]) != made:
        why = f"{ids.OF_TERM}: it is made of the English term"
        yield Row(place, made, "", "id", given[0], Outcome.TAKEN, why)
