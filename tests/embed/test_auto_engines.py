"""The script that links a whole page, in Chromium, Firefox and WebKit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import slices
from tests.browser import Site, partner_policy
from tests.embed.test_auto import concept, forms
from tests.embed.test_element import bundle
from tests.engines import Engine

pytest_plugins = ["tests.browser", "tests.engines"]

NEARLY_ALL = 0.75
LINKS = "[...document.querySelectorAll('a.glossary-auto')]"


@pytest.mark.parametrize("element", [True, False], ids=["card", "link"])
def test_words_are_linked_right_to_left_too_and_taken_back(
    engine: Engine, fake: Site, partner: Site, element: bool
) -> None:
    fake.json("/v1/en/forms.json", forms())
    fake.json("/v1/ar/forms.json", forms("ar", {"before": ["وال"]}, bird=concept("حمامة")))
    for language in ("en", "ar"):
        fake.json(f"/v1/{language}/bundle/head.json", bundle(entries={"dove": bundle()["entries"]["dove"]}))
    names = ["glossary-auto.js", *(["glossary.js"] if element else [])]
    head = "".join(f'<script type="module" src="{fake.origin}/embed/{name}"></script>' for name in names)
    html = '<p>A dove, a DV.</p><p lang="ar" dir="rtl">هذه والحمامة.</p>'
    engine.open(partner.page("/", html, partner_policy(fake.origin), head=head))
    engine.run(f"async () => {{ while ({LINKS}.length < 2) await new Promise(done => setTimeout(done, 20)) }}")
    assert engine.run(f"() => {LINKS}.map(link => link.textContent)") == ["dove", "حمامة"]
    if element:
        engine.run(
            f"async () => {{ while (!{LINKS}[0].ariaHasPopup) await new Promise(done => setTimeout(done, 20)) }}"
        )
        engine.click(f"{LINKS}[0]")
        assert engine.run("() => Boolean(document.querySelector('glossary-term'))")
    engine.run("() => glossaryAuto.stop()")
    assert engine.run("() => document.querySelector('main').innerHTML") == html
    assert engine.run("() => [...document.querySelectorAll('main p')].map(part => part.childNodes.length)") == [1, 1]


def test_the_work_on_a_long_page_is_done_in_short_pieces(
    engine: Engine, fake: Site, partner: Site, counted: Callable[[str], None], request: pytest.FixtureRequest
) -> None:
    """Other programs may take the processor in the middle of a piece, so a few are let pass, and it may try again.
    ``make page-slices`` lets none pass."""
    address = slices.prepare(fake, partner)
    for _ in range(3):
        taken = slices.measure(engine, address)
        if taken.kept > NEARLY_ALL:
            break
    counted(f"{request.node.callspec.params['engine']}: {taken}")
    assert taken.links > 1000
    assert len(taken.pieces) > 20
    assert taken.kept > NEARLY_ALL
