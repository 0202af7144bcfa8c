"""Links are put into a page where an editor would put them, and nothing else of it changes."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.annotate.html import BadPage
from glossary.annotate.links import Linker, unlinked
from glossary.annotate.markup import Markup
from glossary.annotate.occurrences import Per
from glossary.annotate.page import Scope
from tests.annotate import nasty
from tests.annotate.material import words

ENGLISH = words(
    "en", {"dove": ["dove", "doves"], "stock-dove": ["stock dove"], "bar": ["bar"]}, {"dove": ["rock pigeon"]}
)
FRENCH = words("fr", {"dove": ["colombe", "aile brisée"], "dovecote": ["abri d’oiseaux"]})


@cache
def _linker(
    language: str | None = "en",
    headings: bool = False,
    quotations: bool = False,
    per: Per = Per.SECTION,
    markup: Markup = Markup.PLAIN,
) -> Linker:
    return Linker((ENGLISH, FRENCH), Scope(language, headings, quotations), per=per, markup=markup)


def _link(page: str, linker: Linker | None = None) -> str:
    """Return a page with links, each link to CONCEPT written as [CONCEPT:words]."""
    linked = (linker or _linker()).link(page.encode()).page.decode()
    ours = (
        r'<a class="glossary-auto" href="https://glossary.example/../([a-z-]+)/" referrerpolicy="no-referrer">(.*?)</a>'
    )
    return re.sub(ours, r"[\1:\2]", linked, flags=re.DOTALL)


def test_the_first_mention_in_each_section_is_linked() -> None:
    page = "<p>A dove, doves. <h2>Two</h2><p>Doves <section>a dove</section> and a dove <h2>3</h2> dove"
    assert _link(page) == (
        "<p>A [dove:dove], doves. <h2>Two</h2><p>[dove:Doves] <section>a [dove:dove]</section> and a dove"
        " <h2>3</h2> [dove:dove]"
    )


def test_once_a_page_links_once() -> None:
    assert _link("<p>A dove<h2>Two</h2>a dove", _linker(per=Per.PAGE)) == "<p>A [dove:dove]<h2>Two</h2>a dove"


@pytest.mark.parametrize(
    "inside",
    [
        *("<a href=x>{}</a>", "<button>{}</button>", "<code>{}</code>", "<pre>{}</pre>", "<kbd>{}</kbd>", "<samp>{}</samp>"),
        *("<nav>{}</nav>", "<p role=navigation>{}</p>"),
        *("<script>{}</script>", "<style>{}</style>", "<textarea>{}</textarea>", "<title>{}</title>", "<!-- {} -->"),
        *("<select><option>{}</select>", "<label>{}</label>", "<summary>{}</summary>", "<template>{}</template>"),
        *("<svg><text>{}</text></svg>", "<math><mi>{}</mi></math>", "<svg><foreignObject>{}</foreignObject></svg>"),
        *("<noscript>{}</noscript>", "<iframe>{}</iframe>", "<object>{}</object>", "<video>{}</video>", "<xmp>{}</xmp>"),
        *("<p translate=no>{}</p>", "<p class='x notranslate'>{}</p>", "<p contenteditable>{}</p>", "<p hidden>{}</p>"),
        *("<p contenteditable=true><b>{}</b></p>", "<p aria-hidden=true>{}</p>", "<p inert>{}</p>", "<p role=button>{}</p>"),
        *("<h1>{}</h1>", "<h6><i>{}</i></h6>", "<p role=heading>{}</p>", "<blockquote><p>{}</p></blockquote>", "<q>{}</q>"),
        *("<cite>{}</cite>", "<glossary-term term=x>{}</glossary-term>", "<p data-glossary-auto=off>{}</p>", "<var>{}</var>"),
        *("<a href=x><p>{}</a>", "<a href=x><div></div>{}", "<table><td><a href=x>{}</table>"),
        *("<a href=x><table>{}<tr><td></table></a>", "<img alt='{}'>", "<p title='{}'></p>", "<p lang=de>{}</p>"),
        *("<p lang=''>{}</p>", "<p xml:lang=de>{}</p>", "<p lang='no tag'>{}</p>", "<plaintext>{}", "<b {}", "<? {} >"),
        *("<script><!--<script></script>{}</script>", "<svg><style>{}</style></svg>", "<p><code>x</p><p>{}</code>"),
        "<![CDATA[{}>",
    ],
)  # fmt: skip
def test_where_a_link_has_no_place_nothing_is_changed(inside: str) -> None:
    page = inside.replace("{}", "a dove")
    assert _linker().link(page.encode()).page == page.encode()


@pytest.mark.parametrize(
    ("page", "linked"),
    [
        ("<p contenteditable=false>dove</p>", "<p contenteditable=false>[dove:dove]</p>"),
        ("<p>dove <main>dove</main>", "<p>dove <main>[dove:dove]</main>"),
        ("<main>dove<p data-glossary-auto>dove</main>", "<main>dove<p data-glossary-auto>[dove:dove]</main>"),
        ("<p><code>x</p></code><p>dove", "<p><code>x</p></code><p>[dove:dove]"),
        ("<pre>x</div></pre>dove", "<pre>x</div></pre>[dove:dove]"),
        ("<table>dove<tr><td>bar</table>", "<table>[dove:dove]<tr><td>[bar:bar]</table>"),
        ("<ul><li lang=de>dove<li>dove</ul>", "<ul><li lang=de>dove<li>[dove:dove]</ul>"),
        (
            "<!doctype html><p lang=de>x<table><td>dove</table>",
            "<!doctype html><p lang=de>x<table><td>[dove:dove]</table>",
        ),
        ("\ufeff<p>dove\r\n", "\ufeff<p>[dove:dove]\r\n"),
        ("<!-- never closed --!>dove", "<!-- never closed --!>[dove:dove]"),
        ("1 < 2 dove </> & <3 bar", "1 < 2 [dove:dove] </> & <3 [bar:bar]"),
        ("<P TITLE=a>b>dove</P >", "<P TITLE=a>b>[dove:dove]</P >"),
        ("dove", "[dove:dove]"),
    ],
)
def test_broken_markup_is_read_as_a_browser_reads_it(page: str, linked: str) -> None:
    assert _link(page) == linked


@pytest.mark.parametrize(
    ("page", "linked"),
    [
        ("stock&nbsp;dove", "[stock-dove:stock&nbsp;dove]"),
        ("stock\n      dove", "[stock-dove:stock\n      dove]"),
        ("stock <!-- a --><wbr>dove", "[stock-dove:stock <!-- a --><wbr>dove]"),
        ("do&shy;ve", "[dove:do&shy;ve]"),
        ("do&#173ve", "[dove:do&#173ve]"),
        ("&lt;dove&gt", "&lt;[dove:dove]&gt"),
        ("&notdove;", "&not[dove:dove];"),
        ("&#x64;ove&#xD83D;", "[dove:&#x64;ove]&#xD83D;"),
        ("d\0ove", "[dove:d\0ove]"),
        ("stock <b>dove</b>", "stock <b>[dove:dove]</b>"),
        ("<b>stock</b> dove", "<b>stock</b> [dove:dove]"),
        ("stock<br>dove", "stock<br>[dove:dove]"),
        ("<b>dove</b>cote", "<b>dove</b>cote"),
        ("<b>d</b>ove, l<i>dove</i>", "<b>d</b>ove, l<i>dove</i>"),
        ("dove<sup>1</sup>", "[dove:dove]<sup>1</sup>"),
        ("<li>dove</li>s", "<li>[dove:dove]</li>s"),
        ("x&eacute;<i>dove</i>", "x&eacute;<i>dove</i>"),
        ("a rock pigeon", "a rock pigeon"),
    ],
)
def test_the_words_of_a_mention_are_what_a_reader_sees_between_two_tags(page: str, linked: str) -> None:
    assert _link(page) == linked


@pytest.mark.parametrize(
    ("page", "linked"),
    [
        ("<p lang=fr>une colombe, dove</p>dove", "<p lang=fr>une [dove:colombe], dove</p>dove"),
        ("<html lang=fr-CA><p>l&rsquo;aile brisée", "<html lang=fr-CA><p>l&rsquo;[dove:aile brisée]"),
        ("<html xml:lang=fr><p>l&#8217;aile bris&eacute;e", "<html xml:lang=fr><p>l&#8217;[dove:aile bris&eacute;e]"),
        ("<p>dove<html lang=fr>", "<p>dove<html lang=fr>"),
        (
            "<p lang=fr>abri d&apos;oiseaux <i lang=en>bar",
            "<p lang=fr>[dovecote:abri d&apos;oiseaux] <i lang=en>[bar:bar]",
        ),
    ],
)
def test_each_part_of_a_page_is_searched_in_its_language(page: str, linked: str) -> None:
    assert _link(page) == linked


def test_a_language_may_be_written_with_an_underscore_as_programs_do() -> None:
    assert _link("<html lang=en_GB>dove", _linker(language=None)) == "<html lang=en_GB>[dove:dove]"


@pytest.mark.parametrize("filled", ["{{ dove }}", "{{dove|bar}}", "{% if dove %}"])
def test_what_is_filled_in_when_the_page_is_shown_is_left_alone(filled: str) -> None:
    assert _link(f"a bar {filled} dove {filled}") == f"a [bar:bar] {filled} [dove:dove] {filled}"
    assert _link("{{ a dove") == "{{ a [dove:dove]"


def test_a_page_of_which_nobody_says_the_language_is_left_alone() -> None:
    assert _link("dove <p lang=en>dove", _linker(language=None)) == "dove <p lang=en>[dove:dove]"


def test_headings_and_quotations_are_linked_on_request() -> None:
    page = "<h1>dove</h1> doves <q>bar</q>"
    assert _link(page) == "<h1>dove</h1> [dove:doves] <q>bar</q>"
    assert _link(page, _linker(headings=True, quotations=True)) == "<h1>[dove:dove]</h1> doves <q>[bar:bar]</q>"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://glossary.example/en/dove/">birds</a>',
        '<a href="https://glossary.example/fr/dove/#more">birds</a>',
        '<a data-glossary-term=dove href="/x">birds</a>',
        "<glossary-term term=dove>birds</glossary-term>",
    ],
)
def test_a_link_that_the_page_has_counts_as_the_first(link: str) -> None:
    page = f"<p>A dove. {link}<h2>Two</h2>"
    assert _link(page) == page
    assert _link(f"{page} dove").endswith("[dove:dove]")


MARKUPS = {
    Markup.PLAIN: '<a class="glossary-auto" href="https://glossary.example/en/dove/" referrerpolicy="no-referrer">dove</a>',
    Markup.DATA: '<a class="glossary-auto" data-glossary-term="dove" data-glossary-deflang="en"'
    ' href="https://glossary.example/en/dove/" referrerpolicy="no-referrer">dove</a>',
    Markup.ELEMENT: '<glossary-term class="glossary-auto" term="dove" deflang="en">'
    '<a href="https://glossary.example/en/dove/" referrerpolicy="no-referrer">dove</a></glossary-term>',
}


@pytest.mark.parametrize("markup", list(Markup))
def test_to_link_twice_changes_nothing_and_to_unlink_gives_the_page_back(markup: Markup) -> None:
    page = b"<p>A dove&shy;, a <b>stock<!-- </a> --> dove</b>.\r\n"
    linker = _linker(markup=markup)
    linked = linker.link(page).page
    assert MARKUPS[markup].encode() in linked.replace(b"&shy;", b"")
    assert linker.link(linked).page == linked
    assert unlinked(linked) == page
    assert all(_linker(markup=other).link(linked).page == _linker(markup=other).link(page).page for other in Markup)


def test_a_link_that_somebody_else_made_stays() -> None:
    for page in (
        '<a href="https://glossary.example/en/dove/" class="glossary-auto" referrerpolicy="no-referrer">dove</a>',
        '<a class="glossary-auto" href="https://glossary.example/en/dove/" referrerpolicy="no-referrer"><b>dove</b></a>',
        f"<script>'{MARKUPS[Markup.PLAIN]}'</script><!-- {MARKUPS[Markup.DATA]} -->",
    ):
        assert unlinked(page.encode()) == page.encode()


def test_a_link_is_told_with_its_words_and_line() -> None:
    linked = _linker().link(b"<p>\n\nA stock&nbsp;<!-- x -->\ndove")
    (link,) = linked.links
    assert link == ("stock dove", "stock-dove", 3, "https://glossary.example/en/stock-dove/")


@pytest.mark.parametrize(
    ("page", "line", "what"),
    [
        (b"<p>\n\xe9t\xe9", 2, "byte 5 of the page, 0xe9, is not UTF-8"),
        (b"<meta charset='ISO-8859-1'>\n\xe9t\xe9", 1, "“iso-8859-1”"),
        (b"<meta http-equiv=content-type content='text/html; charset=windows-1252'>\xc3\xa9", 1, "“windows-1252”"),
        (b"\xff\xfe<\x00p\x00", 1, "UTF-16"),
        (b"<p>\n" + b"<div>" * 10_000 + b"dove", 2, "more than 512 elements are open at once"),
    ],
)
def test_what_cannot_be_read_is_refused_with_line_and_remedy(page: bytes, line: int, what: str) -> None:
    with pytest.raises(BadPage, match=what) as refused:
        _linker().link(page)
    assert refused.value.line == line
    assert refused.value.remedy


def test_another_encoding_is_no_matter_where_only_ascii_is_used() -> None:
    assert b"</a>" in _linker().link(b"<!-- <meta charset=x> --><meta charset=iso-8859-1>dove").page
    assert "été".encode() in _linker().link("<!-- <meta charset=x> --><meta charset=utf8>dove été".encode()).page


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "dove",
                "stock dove",
                "doves",
                "colombe",
                "bar",
                " ",
                "\n",
                "&nbsp;",
                "&shy;",
                "&",
                ";",
                "<",
                ">",
                "</",
                "\0",
                "é",
            ),
            *(
                "<b>",
                "</b>",
                "<p>",
                "</p>",
                "<a href=x>",
                "</a>",
                "<code>",
                "</code>",
                "<table>",
                "<td>",
                "</table>",
                "<!--",
            ),
            *(
                "-->",
                "<script>",
                "</script>",
                "<svg>",
                "</svg>",
                "<h2>",
                "</h2>",
                "<p lang=fr>",
                "<select>",
                "</select>",
                '"',
            ),
            *(
                "<textarea>",
                "</textarea>",
                "<b title='",
                "'",
                "\ufeff",
                "<![CDATA[",
                "]]>",
                "<li>",
                "<br>",
                "<wbr>",
                "&#x",
            ),
            *MARKUPS.values(),
        ]
    ),
    max_size=40,
).map("".join)


def test_a_link_that_we_could_not_have_made_stays() -> None:
    link = MARKUPS[Markup.PLAIN]
    page = f"<p><{link}<p>{link}"  # “<dove” is a tag
    assert unlinked(page.encode()) == f"<p><{link}<p>dove".encode()


@settings(deadline=None)
@given(FRAGMENTS, st.sampled_from(Markup), st.sampled_from(Per), st.booleans())
def test_without_its_links_a_page_is_what_it_was(page: str, markup: Markup, per: Per, every: bool) -> None:
    linker = _linker("en", every, every, per, markup)
    before = unlinked(page.encode())
    linked = linker.link(page.encode()).page
    assert unlinked(linked) == before
    assert linker.link(linked).page == linked


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(Markup))
def test_without_its_links_a_page_of_any_nesting_is_what_it_was(seed: int, markup: Markup) -> None:
    page = nasty.page(seed).replace("w1", "dove ").replace("z", " bar ").encode()
    linked = _linker(markup=markup).link(page).page
    assert unlinked(linked) == page


def test_lines_are_counted_from_link_to_link() -> None:
    raw = b"<p>dove\n\nstock\n dove, <b>\ndove</b>\n" * 2
    pages = _linker(per=Per.ALL).link(raw).links
    assert [link.line for link in pages] == [1, 3, 5, 6, 8, 10]


HOSTILE = (
    *(
        "<p><b>dove",
        "<b><i><p>dove</b></i>",
        "<table>dove",
        "<svg><p>dove",
        "<h2>x</h2>\ndove ",
        "<b>dove</b>",
        "do<wbr>ve ",
    ),
    *(
        "<",
        "&",
        "<a b='",
        "<!--x-",
        "<script><!--",
        "&#x64;ove ",
        "<select><option>dove",
        "<nobr>dove",
        "</p></b></table>",
    ),
)


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_page_takes_time_in_proportion_to_its_size(part: str) -> None:
    def seconds(size: int) -> float:
        page = (part * (size // len(part))).encode()
        began = time.process_time()
        _linker().link(page)
        return time.process_time() - began

    small, large = (min(seconds(size) for _ in range(3)) for size in (10_000, 80_000))
    assert large < 8 * 4 * small + 0.1


@pytest.mark.parametrize(
    "link", ['href="https://glossary.example/en/old-dove/"', 'data-glossary-term="old-dove" href="x"']
)
def test_a_link_to_an_id_that_the_concept_had_counts_as_the_first(link: str) -> None:
    listed = words("en", {"dove": ["dove"]})
    former = replace(listed, concepts={"dove": listed.concepts["dove"]._replace(formerly=("old-dove",))})
    page = f"<p>A <a {link}>bird</a>, a dove."
    assert Linker((former,), Scope("en")).link(page.encode()).page == page.encode()
    assert Linker((listed,), Scope("en")).link(page.encode()).page != page.encode()
