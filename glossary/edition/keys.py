"""What names consist of in bare letters, and what each is a name of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from glossary.edition.flat import Flat
from glossary.edition.similar import Similar
from glossary.edition.uncollected import uncollected


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
