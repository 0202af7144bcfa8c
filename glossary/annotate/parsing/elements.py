"""What HTML's parser knows of elements (WHATWG HTML, 13.2.4 and 13.2.6). Names of SVG and MathML begin with ``svg `` and
``math ``, so that none of them is taken for one of HTML."""

from __future__ import annotations


def names(text: str, prefix: str = "") -> frozenset[str]:
    """Return names that are written with spaces between them."""
    return frozenset(f"{prefix}{name}" for name in text.split())


RAW = names("script style textarea title xmp iframe noembed noframes noscript")
"""Whose content is only text: no reader's browser finds elements there. ``noscript`` is among them where scripts run."""

VOID = names("area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr")
"""That have no content and no end tag."""

FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
"""That go on after an element which ended before them."""

HEADINGS = names("h1 h2 h3 h4 h5 h6")
CELLS = names("td th")
BODIES = names("tbody tfoot thead")
TABLE = frozenset({"table", "tr"}) | BODIES
"""In which text has no place: it is put before the table."""

BLOCKS = names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main"
    " menu nav ol p search section summary ul pre listing"
)
"""Before which a paragraph ends."""

CLOSED_AS_BLOCKS = BLOCKS - {"p"} | {"button", "select"}
MARKED = names("applet marquee object")
"""Out of which formatting elements do not go on."""

IMPLIED = names("dd dt li optgroup option p rb rp rt rtc")
"""Whose end tags may be left out."""

_HTML_POINTS = names("foreignobject desc title", "svg ")
TEXT_POINTS = names("mi mo mn ms mtext", "math ")
ANNOTATION = "math annotation-xml"
POINTS = _HTML_POINTS | TEXT_POINTS
"""In which HTML's rules hold again, inside SVG or MathML."""

SCOPE = names("applet caption html table td th marquee object select template") | POINTS | {ANNOTATION}
LIST_SCOPE = SCOPE | {"ol", "ul"}
BUTTON_SCOPE = SCOPE | {"button"}
TABLE_SCOPE = names("html table template")
"""Beyond which an end tag reaches nothing."""

SPECIAL = (
    BLOCKS
    | HEADINGS
    | CELLS
    | TABLE
    | MARKED
    | RAW
    | VOID
    | POINTS
    | names("body button caption colgroup dd dt form head html li plaintext select template")
    | {ANNOTATION}
) - {"dialog"}
"""That no end tag of an ordinary element reaches through."""

BREAKOUT = names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol"
    " p pre ruby s small span strong strike sub sup table tt u ul var"
)
"""That end the SVG or MathML in which they stand."""

CONTEXTS = {
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "col": frozenset({"table", "colgroup"}),
    **dict.fromkeys(BODIES, frozenset({"table"})),
    "tr": frozenset({"table"}) | BODIES,
    **dict.fromkeys(CELLS, TABLE),
}
"""Where the parts of a table may stand, some with others between that are added (``BETWEEN``)."""

BETWEEN: dict[str, dict[str, tuple[str, ...]]] = {
    "col": {"table": ("colgroup",)},
    "tr": {"table": ("tbody",)},
    **{cell: {"table": ("tbody", "tr"), **dict.fromkeys(BODIES, ("tr",))} for cell in CELLS},
}

STRUCTURE = TABLE | CELLS | {"caption", "colgroup", "template"}
"""That decide how a part of a table is read after them."""

SECTIONS = names("article aside nav section")
