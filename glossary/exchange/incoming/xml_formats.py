"""The formats of XML that can be imported, by the name of their root: endings of files say little (``.xml``, ``.tbx``)."""

from __future__ import annotations

from pathlib import Path

from glossary.exchange.incoming import elements, reading, skos, tbx, xliff
from glossary.exchange.incoming.incoming import Batch

ENDINGS = (".tbx", ".martif", ".xlf", ".xliff", ".rdf", ".owl", ".xml")


def read(path: Path) -> Batch:
    """Return what a file of any of them holds. Raises ``BadContent``, also for XML of another kind."""
    root = elements.read(path)
    if root.name in tbx.ROOTS:
        return tbx.of(path, root)
    if root.name == xliff.ROOT:
        return xliff.of(path, root)
    if root.name == "RDF":
        return skos.read(path)
    what = f"its root is “{root.name}”: it is neither TBX nor XLIFF nor RDF"
    raise reading.bad(path, root.line, what, "export it in one of these formats")
