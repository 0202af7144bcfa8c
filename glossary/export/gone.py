"""What is gone from a glossary, for a file server that can say so: of what the service answers 410, an export has no file.

1. A version whose words are not shown any more has an address that answered once; ``versions.json`` and ``changes.json`` go
   on naming its digest, and the day.
2. No address of a retired concept has a file but the list of its versions.
"""

from __future__ import annotations

from collections.abc import Iterator

from glossary.edition import version
from glossary.edition.edition import Edition
from glossary.export import renamed

_LISTED = r"(?!/versions\.json$)"
RULE = "if ($glossary_gone) { return 410; }"
"""The line of nginx's server block that goes with ``nginx``."""


def nginx(edition: Edition) -> tuple[str, str]:
    """Return the map that makes ``$glossary_gone`` of an address, for nginx's http block, and the line of the server block;
    both are empty where nothing is gone."""
    rows = [f'    "{path}" 1;\n' for path in sorted(_versions(edition))] + list(_retired(edition))
    return (f'map $uri $glossary_gone {{\n    default "";\n{"".join(rows)}}}\n', RULE) if rows else ("", "")


def _versions(edition: Edition) -> Iterator[str]:
    """Yield the addresses of the versions that are gone, of concepts that are there (rule 1)."""
    for tag in edition.languages:
        for concept in edition.standings.get(tag, {}).keys() & edition.concepts.keys():
            if edition.concepts[concept].retired is None:
                listed = version.versions(edition, concept, tag)
                yield from (version.path(concept, tag, each.digest) for each in listed if not each.shown)


def _retired(edition: Edition) -> Iterator[str]:
    """Yield the rows for retired concepts (rule 2)."""
    tags = "|".join(edition.languages)
    place = rf"(?:/v1/(?:(?:{tags})/)?terms/|/(?:embed/|fragment/)?(?:{tags})/)"
    for concept in edition.concepts.values():
        if concept.retired:
            yield f'    "~^{place}{concept.id}{_LISTED}{renamed.not_below(concept.id)}[./]" 1;\n'
