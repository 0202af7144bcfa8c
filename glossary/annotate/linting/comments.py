"""What a document says to the linter, in comments: ``<!-- glossary-lint off -->`` up to ``on``, and ``allow: words, words``
for the whole document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from glossary.annotate import html
from glossary.annotate.html import BadPage
from glossary.annotate.passage import Span

_COMMENT = re.compile(r"<!--\s*glossary-lint\b(.*?)-->", re.DOTALL)
_ALLOW = "allow:"


class Comments(NamedTuple):
    """The stretches of the source that are left alone, in their order, and words that are allowed."""

    off: tuple[Span, ...] = ()
    allowed: tuple[str, ...] = ()

    def leave(self, span: Span) -> bool:
        """Return whether a part of the source is left alone."""
        at = bisect_right(self.off, (span.start, span.start)) - 1
        return at >= 0 and span.start < self.off[at].end


def read(source: str, where: Iterable[Span]) -> Comments:
    """Return what the comments say that begin in some stretches of the source. Raises ``BadPage`` for one that says
    something else."""
    off, allowed, since = list[Span](), list[str](), None
    for start, end in where:
        for found in _COMMENT.finditer(source, start, end):
            said = found[1].strip()
            if said == "off":
                since = found.start() if since is None else since
            elif said == "on":
                off += [Span(since, found.start())] if since is not None else []
                since = None
            elif said.startswith(_ALLOW):
                allowed += filter(None, map(str.strip, said.removeprefix(_ALLOW).split(",")))
            else:
                what = f"“glossary-lint {said}” says nothing to the linter"
                remedy = "write off, on, or allow: and the words, with commas between them"
                raise BadPage(html.line(source, found.start()), what, remedy)
    if since is not None:
        off.append(Span(since, len(source)))
    return Comments(tuple(off), tuple(allowed))
