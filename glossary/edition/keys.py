"""What names consist of in bare letters, and what each is a name of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from glossary.edition.flat import Flat
from glossary.edition.names import FINDING, Names
from glossary.edition.similar import Similar
from glossary.edition.uncollected import uncollected
from glossary.language.bare import bare_lines


class Keys:
    """What names consist of, each once, and the places that have it: a concept's number times the number of fields, plus the
    field's."""

    def __init__(self, pairs: Iterable[tuple[str, int]], limit: int) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        with uncollected():
            for key, place in pairs:
                places[key].append(place)
            places.pop("", None)
            self.similar = Similar(places)
            self.places = Flat(places.values(), limit)


def bare_names(names: Names, concepts: Sequence[str], language: str) -> Iterator[tuple[str, int]]:
    """Yield every name in bare letters, with its place."""
    placed = [
        (place, line)
        for number, concept in enumerate(concepts)
        for place, lines in enumerate(names.of(concept, [language]).values(), number * len(FINDING))
        for line in lines
    ]
    # Of no names at all the letters are one empty line.
    yield from zip(bare_lines(line for _, line in placed), (place for place, _ in placed), strict=bool(placed))
