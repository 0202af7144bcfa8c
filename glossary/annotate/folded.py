"""A folded text, and the way back to the places of the text as it came."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Shifts:
    """Where a text that was changed in places is longer or shorter than it was. ``after`` are the places behind which the
    ``shift`` counts, as numbers in which a place has two: its own, and one more for what follows something that is gone."""

    def __init__(self) -> None:
        self.after, self.shift = [-1], [0]

    def add(self, at: int, new: int, old: int) -> None:
        """Note that ``old`` characters became ``new`` ones, which end at a place of the changed text."""
        self.after.append(2 * at + (new == 0))
        self.shift.append(self.shift[-1] + old - new)

    def start(self, at: int) -> int:
        """Return where something that begins at a place of the changed text began."""
        return at + self.shift[bisect_right(self.after, 2 * at + 1) - 1]

    def end(self, at: int) -> int:
        """Return where something that ends at a place of the changed text ended."""
        return at + self.shift[bisect_right(self.after, 2 * at) - 1]


class Folded:
    """A folded text, and the way back: ``layers`` of shifts, the last first, and the places in the text of characters that
    take two units of UTF-16."""

    def __init__(self, text: str, letters: str, layers: list[Shifts], wide: list[int]) -> None:
        self.text, self.letters, self._layers, self._wide = text, letters, layers, wide
        self.plain = not layers and not wide

    def start(self, at: int) -> int:
        """Return where in the text something begins."""
        for layer in self._layers:
            at = layer.start(at)
        return at

    def end(self, at: int) -> int:
        """Return where in the text something ends."""
        for layer in self._layers:
            at = layer.end(at)
        return at

    def utf16(self, at: int) -> int:
        """Return a place of the text in units of UTF-16."""
        return at + bisect_left(self._wide, at)
