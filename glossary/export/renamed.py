"""The old addresses of concepts that got another id, for file servers: what the service redirects, they are told by rules.

1. Where a concept stands in a path is said once here (``_PLACE``), whatever the path ends with.
2. A page, a frame and a fragment are also files at the old address, which lead on by a link: some servers know no rules. The
   link is the entry's term, so the versions of an entry that nobody can read now have no such file.
3. An id that another page has meanwhile leads to the present one, but no address below it: that is the other page's.
4. Hosts that read ``_redirects`` take few rules with placeholders, those first that stand first; a rule for one path of many
   languages is one of them. These stand before the rules of bundles, which only save the element a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from glossary.content.model import ID, RESERVED
from glossary.edition.edition import Edition
from glossary.export.addresses import MOST_MORE, MOST_PLAIN

_PAGES = ("/", ".html")
_PLACE = re.compile(
    rf"(?P<before>/v1/(?:(?P<file>[A-Za-z0-9-]+)/)?terms/|/(?:embed/|fragment/)?(?P<page>[A-Za-z0-9-]+)/)(?P<id>{ID.pattern})"
    r"(?P<after>[./][\w./-]*)?",
    re.ASCII,
)
_OF_VERSIONS = re.compile(r"\A(/[^/]+/[^/]+/)versions/\Z")
_BELOW = re.compile(r"/[^/]+\.json")
_PAGE_BELOW = re.compile(r"/[^/]+/")


def not_below(old: str) -> str:
    """Return what follows an id in a regular expression so that no page below it fits, if those are others' (rule 3)."""
    return f"(?!{_PAGE_BELOW.pattern}$)" if old in RESERVED else ""


def former(edition: Edition) -> dict[str, str]:
    """Return the present id of each former one, of concepts that have something to show."""
    names = edition.records.former.names
    return {old: now for old, now in sorted(names.items()) if edition.vetted_in(now) and now in _live(edition)}


def _live(edition: Edition) -> set[str]:
    return {concept.id for concept in edition.live}


def moves(edition: Edition, paths: Iterable[str]) -> dict[str, str]:
    """Return, by old path, the path that it leads to, which is one of these."""
    languages, olds = set(edition.languages), dict[str, list[str]]()
    for old, now in former(edition).items():
        olds.setdefault(now, []).append(old)
    found = dict[str, str]()
    for path in paths if olds else ():
        place = _PLACE.fullmatch(path)
        if place and place["id"] in olds and {place["file"], place["page"]} - {None} <= languages:
            after = place["after"] or ""
            free = (
                old for old in olds[place["id"]] if not (old in RESERVED and _PAGE_BELOW.fullmatch(after))
            )  # Rule 3
            found |= {f"{place['before']}{old}{after}": path for old in free}
    return found


def pages(moved: Mapping[str, str]) -> Iterator[str]:
    """Yield the old paths that are files too (rule 2)."""
    there = set(moved.values())
    return (old for old, now in moved.items() if old.endswith(_PAGES) and _OF_VERSIONS.sub(r"\1", now) in there)


def redirects(moved: Mapping[str, str], others: str) -> str:
    """Return the lines of a ``_redirects`` file: these moves and ``others``, those without placeholders first (rule 4)."""
    rows = dict.fromkeys(f"{_one(old)} {_one(now)} 308\n" for old, now in moved.items())
    plain, more = list[str](), list[str]()
    for line in (*rows, *others.splitlines(keepends=True)):
        (more if ":" in line else plain).append(line)
    return "".join([*plain[:MOST_PLAIN], *more[:MOST_MORE]])


def _one(path: str) -> str:
    """Return a path with placeholders for its language and for a file below the concept."""
    place = _PLACE.fullmatch(path)
    if place is None:
        return path
    before = re.sub(rf"/{place['file'] or place['page']}/", "/:language/", place["before"], count=1)
    return f"{before}{place['id']}{_BELOW.sub('/:version', place['after'] or '')}"


def nginx(names: Mapping[str, str], languages: Iterable[str]) -> tuple[str, str]:
    """Return the map that makes ``$glossary_moved`` of an old address, for nginx's http block, and the line of the server
    block that goes with it; both are empty where no concept had another id."""
    if not names:
        return "", ""
    tags = "|".join(languages)
    place = rf"(?<glossary_before>/v1/(?:(?:{tags})/)?terms/|/(?:embed/|fragment/)?(?:{tags})/)"
    # Nothing else may follow: nginx has decoded the path, and a line break would end the header.
    rows = "".join(
        f'    "~^{place}{old}{not_below(old)}(?<glossary_after>[./][A-Za-z0-9._/-]*)?$"'
        f" ${{glossary_before}}{now}${{glossary_after}};\n"
        for old, now in names.items()
    )
    rule = "if ($glossary_moved) { return 308 $glossary_moved; }"
    return f'map $uri $glossary_moved {{\n    default "";\n{rows}}}\n', rule
