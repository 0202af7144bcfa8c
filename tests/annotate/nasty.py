"""Pages as nobody should write them, made at random from a number. The words in them are ``w1z``, ``w2z`` and so on."""

from __future__ import annotations

from random import Random

from glossary.annotate.parsing.elements import names

_NAMES = sorted(
    names(
        "a b i em code nobr font span kbd q cite div p blockquote pre ul ol li dl dt dd table caption colgroup col tbody"
        " thead tfoot tr td th h1 h2 section aside main form button select option optgroup input textarea script style title"
        " svg template math foreignObject desc mi mtext annotation-xml object marquee applet ruby rb rt rtc rp br hr img html"
        " s body head address center label summary details dialog iframe xmp noembed link meta image wbr mglyph path g"
        " listing tt u"
    )
)
_COMMON = sorted(names("a b i code p div span table tr td li ul blockquote q h2 select svg"))
_ATTRIBUTES = (
    *(" lang=fr", " lang='de'", ' lang="it"', " translate=no", " class=x", " a/b", " color=red", " type=hidden", "/"),
    *(" encoding=text/html", " x='>'", ' y=">"', " =z", " /", " q=/"),
)
_OTHERS = (
    *(
        "<!-- x -->",
        "<!-->",
        "<!--->",
        "<!--a--!>",
        "<!---!>-->",
        "<!--<b>-->",
        "<!-- <!-- -->",
        "<!a>",
        "<?pi>",
        "</>",
        "</ x>",
    ),
    *("<![CDATA[ x ]]>", "<", "< ", "&lt;b>", "&amp", "&notit;", " ", "\n", "\r\n", "\0", "<a<b>", "<!doctype html>"),
    *(
        "<script><!--<script></script>x--></script>",
        "<textarea></b></textarea>",
        "<style><!--</style>",
        "<title><b></title>",
    ),
)


def page(seed: int) -> str:
    """Return a page."""
    chance = Random(seed)
    pool = _NAMES if chance.random() < 0.6 else _COMMON
    parts = ["<!doctype html>"] if chance.random() < 0.7 else []
    for number in range(chance.randint(3, 30)):
        kind, name = chance.random(), chance.choice(pool if chance.random() < 0.7 else _COMMON)
        if kind < 0.4:
            attribute = chance.choice(_ATTRIBUTES) if chance.random() < 0.2 else ""
            parts.append(f"<{name}{attribute}>")
        elif kind < 0.68:
            parts.append(f"</{name}>")
        elif kind < 0.72:
            parts.append(chance.choice(_OTHERS))
        else:
            parts.append(f"{chance.choice(('', '', ' '))}w{number}z{chance.choice(('', ' '))}")
    return "".join(parts)
