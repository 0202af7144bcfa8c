"""The script that links a whole page: what it finds, what it leaves alone, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Reply, Site, Visit, partner_policy, recorded_page
from tests.embed.test_element import bundle

pytest_plugins = ["tests.browser"]

LINKS = "[...document.querySelectorAll('a.glossary-auto')]"


def concept(*words: str, **changes: Any) -> dict[str, Any]:
    """Return a concept of a file of forms."""
    facts: dict[str, Any] = {"term": words[0], "usage": "confident", "autolink": "safe", "reason": None, "formerly": []}
    return {**facts, "forms": list(words), "avoid": [], **changes}


def forms(language: str = "en", rules: Any = None, **concepts: Any) -> dict[str, Any]:
    """Return a file of forms."""
    joined = {"before": [], "endings": [], "after": ["'s"], "ignored": "", "letters": {}}
    return {
        "language": language,
        "direction": "ltr",
        "page": f"https://glossary.example/{language}/{{id}}/",
        "rules": {**joined, **(rules or {})},
        "concepts": concepts or {"dove": concept("dove", "doves", "DV"), "owl": concept("owl", autolink="ask")},
    }


_HURRIED = """
window.pending = 0;
window.wait = setTimeout;
const ask = fetch;
setTimeout = (work, time) => (pending++, wait(() => { try { work(); } finally { pending--; } }, Math.min(time ?? 0, 5)));
requestIdleCallback = setTimeout;
fetch = (...what) => (pending++, ask(...what).finally(() => wait(() => pending--, 5)));
"""
"""The page's timers go off at once, and one can see whether something is still to be done."""


class Linked:
    """A partner's page with the script."""

    def __init__(self, visit: Visit, fake: Site, partner: Site) -> None:
        self.visit, self.fake, self.partner = visit, fake, partner
        visit.page.add_init_script(_HURRIED)

    def open(self, html: str, query: str = "", files: dict[str, Any] | None = None, more: str = "") -> Page:
        """Open a page of some HTML, in which the script has done its work."""
        for language, file in (files or {"en": forms()}).items():
            self.fake.json(f"/v1/{language}/forms.json", file)
        head = more + f'<script type="module" src="{self.fake.origin}/embed/glossary-auto.js{query}"></script>'
        self.visit.page.goto(self.partner.page("/", html, partner_policy(self.fake.origin), head=head))
        self.settle()
        return self.visit.page

    def settle(self) -> None:
        """Wait until the script has nothing more to do."""
        self.visit.page.evaluate("""async () => {
          for (let still = 0; still < 3; still = pending ? 0 : still + 1) await new Promise(done => wait(done, 10));
        }""")

    def links(self) -> list[str]:
        """Return what is linked, with the concept, in the order of the page."""
        found: list[str] = self.visit.page.evaluate(
            f"{LINKS}.map(a => `${{a.textContent}} ${{a.dataset.glossaryTerm}}`)"
        )
        return found


@pytest.fixture
def linked(chromium: Browser, fake: Site, partner: Site) -> Iterator[Linked]:
    with recorded_page(chromium, fake.origin, partner.origin) as visit:
        yield Linked(visit, fake, partner)


def test_the_first_mention_in_each_section_becomes_a_link_that_leads_to_the_entry(linked: Linked) -> None:
    page = linked.open(
        "<h1>Birds</h1><p>A dove and two doves.</p><h2>More</h2><p>The DV’s nest.</p>"
        "<section><p>Doves!</p></section><p>dove</p>"
    )
    assert linked.links() == ["dove dove", "DV dove", "Doves dove"]
    first = page.locator("a.glossary-auto").first
    assert first.get_attribute("href") == "https://glossary.example/en/dove/"
    assert first.get_attribute("referrerpolicy") == "no-referrer"
    expect(page.locator("p").first).to_have_text("A dove and two doves.")


def test_fields_of_a_form_may_have_any_name(linked: Linked) -> None:
    linked.open("<form><input name=matches><input name=closest><p>A dove.</p><b>An</b> DV</form><p>Doves.</p>")
    assert linked.links() == ["dove dove"]


def test_with_the_element_on_the_page_a_link_opens_the_card(linked: Linked) -> None:
    linked.fake.json("/v1/en/bundle/head.json", bundle())
    page = linked.open(
        "<p>A dove.</p>", more=f'<script type="module" src="{linked.fake.origin}/embed/glossary.js"></script>'
    )
    page.get_by_text("dove").click()
    expect(page.get_by_role("dialog")).to_contain_text("is a bird of peace")


LEFT = [
    "<a href='/other/'>dove</a>", "<code>dove</code>", "<pre>dove</pre>", "<kbd>dove</kbd>", "<samp>dove</samp>",
    "<button>dove</button>", "<label>dove</label>", "<select><option>dove</select>", "<textarea>dove</textarea>",
    "<input value=dove>", "<div contenteditable>dove</div>", "<div contenteditable=plaintext-only>dove</div>",
    "<p translate=no>dove</p>", "<p class=notranslate>dove</p>", "<svg><text>dove</text></svg>",
    "<math><mtext>dove</mtext></math>", "<h2>dove</h2>", "<blockquote>dove</blockquote>", "<q>dove</q>",
    "<glossary-term term=owl>dove</glossary-term>", "<span role=button>dove</span>", "<p data-glossary-auto=off>dove</p>",
    "<details><summary>dove</summary></details>", "<template><p>dove</p></template>", "<script>'dove'</script>",
    "<!-- dove -->", "<p lang=fi>dove</p>", "<p lang=''>dove</p>",
]  # fmt: skip


def test_what_is_no_prose_of_the_page_is_left_alone(linked: Linked) -> None:
    html = "".join(f"<section>{each}</section>" for each in LEFT if "script" not in each)
    page = linked.open(html + "<section><p>dove</p></section>")
    assert linked.links() == ["dove dove"]
    assert page.locator("section").last.locator("a").count() == 1


def test_headings_quotations_and_words_with_another_meaning_are_linked_where_the_page_asks_for_it(
    linked: Linked,
) -> None:
    files = {"en": forms(dove=concept("dove", "doves", ask=["RSC"]), owl=concept("owl", autolink="ask"))}
    html = "<h2>Doves</h2><section><q>dove</q></section><section><p>An owl.</p></section><section>RSC</section>"
    everything = ["Doves dove", "dove dove", "owl owl", "RSC dove"]
    linked.open(f"<div data-glossary-auto='headings quotations ask'>{html}</div><p>dove</p>", files=files)
    assert linked.links() == everything
    linked.open(html, query="?headings&quotations&ask", files=files)
    assert linked.links() == everything
    linked.open(html + "<p>dove</p><h3>3</h3><p>dove</p>", query="?page", files=files)
    assert linked.links() == ["dove dove"]


def test_each_part_is_read_in_its_own_language(linked: Linked) -> None:
    files = {
        "en": forms(),
        "fr": forms("fr", {"before": ["l'", "d'"]}, oiseau=concept("oiseau")),
        "ar": forms("ar", {"before": ["ال", "و"], "ignored": "\u064e\u0640"}, bird=concept("حمامة")),
    }
    html = "<p>dove</p><p lang='fr-CA'>L’oiseau, dove.</p><p lang=ar dir=rtl>هذه الحَمامة</p><p lang=xx>dove</p>"
    page = linked.open(html, files=files)
    assert linked.links() == ["dove dove", "oiseau oiseau", "حَمامة bird"]
    asked = [path for path in linked.fake.asked if path.startswith("/v1/")]
    assert sorted(asked) == [f"/v1/{tag}/forms.json" for tag in ("ar", "en", "fr-CA", "fr", "xx")]
    page.evaluate("document.querySelector('main').append('A dove, ', document.createElement('br'), 'two doves')")
    linked.settle()
    assert [path for path in linked.fake.asked if path.startswith("/v1/")] == asked


FOUND = [
    ("dove", "the dove's nest, x'dove, dove'x", ["dove"]),
    ("child sexual abuse", "abuse, then child\n  sexual\u00a0abuse", ["child\n  sexual\u00a0abuse"]),
    ("CSEA", "csea, Csea, CSEAs, CSEA-Inhalte", ["CSEA"]),
    ("i̇stanbul dove", "In İSTANBUL DOVES and İstanbul Dove.", ["İstanbul Dove"]),
    ("Straße", "In der STRASSE.", ["STRASSE"]),
    ("café", "a cafe\u0301, please", ["cafe\u0301"]),
    ("birdsong", "\u200ebird\u00adsong\u200e", ["bird\u00adsong"]),
    ("list", "list_x list.example a@list.org https://list.org/list www.list.org _list_", ["list"]),
    ("п’ять", "пʼять", ["пʼять"]),
    ("ясо", "м'ясо м’ясо мʼясо", []),
    ("night-bird", "night\u2011bird", ["night\u2011bird"]),
    ("robin redbreast", "A robin redbreasted, a robin <b>redbreast</b>", []),
]
"""A form, a text, and what of it is linked where every mention has a section of its own."""


def test_words_are_found_as_they_are_written_and_nothing_else(linked: Linked) -> None:
    concepts: dict[str, Any] = {f"c{number}": concept(form) for number, (form, _, _) in enumerate(FOUND)}
    files = {"en": forms(**concepts)}
    linked.open("".join(f"<section>{text}</section>" for _, text, _ in FOUND), files=files)
    assert linked.links() == [f"{words} c{number}" for number, row in enumerate(FOUND) for words in row[2]]


def test_a_word_to_avoid_is_no_link_and_neither_is_a_word_in_it(linked: Linked) -> None:
    linked.open(
        "<p>A street dove. </p>", files={"en": forms(dove=concept("dove", avoid=["street dove"], reason="No."))}
    )
    assert linked.links() == []


def test_a_link_of_the_page_to_the_entry_is_its_first_mention(linked: Linked) -> None:
    own = "<a href='https://glossary.example/en/dove/'>bird</a>"
    old = "<a data-glossary-term=pigeon href='/'>bird</a>"
    html = "".join(
        f"<section><p>dove</p>{link}</section>" for link in (own, old, "<glossary-term term=dove>x</glossary-term>")
    )
    linked.open(html, files={"en": forms(dove=concept("dove", formerly=["pigeon"]))})
    assert linked.links() == []


def test_text_that_comes_later_is_linked(linked: Linked) -> None:
    page = linked.open("<p id=place>Nothing.</p><h2>More</h2>")
    page.evaluate("document.querySelector('h2').insertAdjacentHTML('afterend', '<p>A dove.</p>')")
    linked.settle()
    assert linked.links() == ["dove dove"]
    page.evaluate("document.querySelector('#place').firstChild.data = 'Earlier, a DV.'")
    linked.settle()
    assert linked.links() == ["DV dove", "dove dove"]


def test_a_framework_that_holds_a_text_node_can_change_move_and_remove_it(linked: Linked) -> None:
    page = linked.open("<p>One <b>bold</b> dove and more text.</p>")
    page.evaluate("held = document.querySelector('p').childNodes[2]")
    assert linked.links() == ["dove dove"]
    page.evaluate("held.data = ' other doves, and an end.'")
    linked.settle()
    expect(page.locator("p")).to_have_text("One bold other doves, and an end.")
    assert linked.links() == ["doves dove"]
    page.evaluate("document.querySelector('p').prepend(held)")
    linked.settle()
    expect(page.locator("p")).to_have_text(" other doves, and an end.One bold")
    assert linked.links() == ["doves dove"]
    page.evaluate("held.remove()")
    linked.settle()
    expect(page.locator("p")).to_have_text("One bold")


def test_one_call_takes_all_links_back_and_another_begins_again(linked: Linked) -> None:
    html = "<p>A dove, a DV.</p><h2>x</h2><p>Doves and doves</p><section>An <i>old</i> dove.</section>"
    page = linked.open(html, query="?wait")
    tree = """() => { const walk = document.createTreeWalker(document.querySelector("main"), 5), all = [];
      while (walk.nextNode()) all.push(walk.currentNode.nodeName + (walk.currentNode.data ?? "")); return all; }"""
    before = page.evaluate(tree)
    assert linked.links() == []
    for _ in range(2):
        page.evaluate("glossaryAuto.start()")
        linked.settle()
        assert linked.links() == ["dove dove", "Doves dove", "dove dove"]
        page.evaluate("glossaryAuto.stop()")
        assert page.evaluate(tree) == before


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"no", "text/plain", 404), Reply(b"no", "text/plain", 500), Reply(b"{", "application/json"),
        Reply(b"null", "application/json"), Reply(b'{"page": "javascript:1", "rules": {}, "concepts": {}}'),
        Reply(b'{"page": "https://a/{id}", "rules": {"before": 1}, "concepts": {"a": {"forms": ["dove"]}}}'),
    ],
    ids=["missing", "broken", "cut", "null", "address", "rules"],
)  # fmt: skip
def test_where_the_file_of_forms_is_not_good_the_page_stays_as_it_is(linked: Linked, reply: Reply) -> None:
    linked.fake.replies["/v1/en/forms.json"] = reply
    page = linked.open("<p>A dove.</p>", files={"fi": {}})
    assert page.locator("main").inner_html() == "<p>A dove.</p>"


def test_it_looks_only_where_the_page_says(linked: Linked) -> None:
    linked.open("</main><nav>dove</nav><main><p>dove</p></main><aside>dove</aside><main>")
    assert linked.links() == ["dove dove"]
    linked.open("<p>dove</p><div data-glossary-auto><p>doves</p><div data-glossary-auto=off>DV</div></div>")
    assert linked.links() == ["doves dove"]
