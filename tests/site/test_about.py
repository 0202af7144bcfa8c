"""What the pages say of the glossary itself: what is published, whose it is, under which rights."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from flask.testing import FlaskClient

from glossary.site import guide
from tests.conftest import ROOT
from tests.test_shipped import LANGUAGES
from tests.world import World


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u2068", "").replace("\u2069", "").split())


def _text_of(world: World, path: str) -> str:
    answer = world.get(path)
    assert answer.status_code == 200, answer.text
    return _text(answer.text)


def _identify(world: World, text: str) -> None:
    (world.root / "glossary.toml").write_text(text)


WHOLE = """\
id = "birds"
title = "Glossary of birds"
publisher = "Society of Bird Friends"
contact = "mailto:birds@example.org"
repository = "https://example.org/birds"
[licence]
id = "CC-BY-4.0"
url = "https://creativecommons.org/licenses/by/4.0/"
"""


@pytest.fixture
def birds(french: World) -> World:
    """One concept that is vetted in English, one that is a draft only; French with its interface."""
    french.term("new")
    interface = "fr/LC_MESSAGES/interface.po"
    shutil.copy(ROOT / "translations" / interface, french.translations / interface)
    return french


def test_the_first_page_says_how_many_terms_are_vetted_here_and_in_english_and_what_the_rest_waits_for(
    birds: World,
) -> None:
    text = _text_of(birds, "/fr/")
    assert "Textes validés, français : 0 sur 2" in text.replace("\u00a0", " ")
    assert "Textes validés, anglais : 1 sur 2" in text.replace("\u00a0", " ")
    english = _text_of(birds, "/en/")
    assert english.count("Vetted in English: 1 of 2") == 1
    for words in ("All other texts are drafts. They wait for reviewers", "exactly its words", "Become a reviewer"):
        assert words in english
    assert 'href="http://127.0.0.1:8000/en/about/#reviewers"' in birds.get("/en/").text
    birds.approve("fr", "dove")
    assert "Textes validés, français : 1 sur 2" in _text_of(birds, "/fr/").replace("\u00a0", " ")


def test_other_texts_are_said_to_be_drafts_only_where_there_are_others(world: World) -> None:
    drafts = "All other texts are drafts."
    world.term("dove")
    world.term("owl")
    world.approve("en", "dove")
    assert [drafts in _text_of(world, path) for path in ("/en/", "/en/about/")] == [True, True]
    world.approve("en", "owl")
    assert "Vetted in English: 2 of 2" in _text_of(world, "/en/")
    assert [drafts in _text_of(world, path) for path in ("/en/", "/en/about/")] == [False, False]
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau."})
    assert [drafts in _text_of(world, path) for path in ("/en/", "/fr/", "/en/about/")] == [False, True, True]


def test_the_list_by_group_stands_only_where_there_are_many_entries(world: World) -> None:
    for number in range(29):
        world.term(f"w-{number}", group="night")
    assert "By group" not in _text(world.preview("/en/").text)
    world.term("w-29", group="night")
    assert "By group night" in _text(world.preview("/en/").text)


def test_what_the_glossary_says_of_itself_is_on_its_pages_and_what_is_not_set_is_left_out(birds: World) -> None:
    assert "No contact is given here." in _text_of(birds, "/en/about/")
    assert "No organisation is named as the publisher of this copy." in _text_of(birds, "/en/")
    assert "Repository" not in _text_of(birds, "/en/about/")
    assert "Licence:" not in _text_of(birds, "/en/about/")
    _identify(birds, WHOLE)
    for path in ("/en/", "/en/about/"):
        assert "Glossary of birds" in _text_of(birds, path)
        assert "Contact: birds@example.org" in _text_of(birds, path)
        assert "Published by: Society of Bird Friends" in _text_of(birds, path)
        assert 'href="mailto:birds@example.org"' in birds.get(path).text
    text = _text_of(birds, "/en/about/")
    assert "Repository: https://example.org/birds" in text
    assert "Licence: CC-BY-4.0 Quoted texts are not under this licence. Each entry says whose they are." in text


def test_the_mark_on_a_text_leads_to_what_it_means(birds: World) -> None:
    page = birds.get("/fr/dove/").text
    assert re.search(r'class="mark vetted"><a href="http://127.0.0.1:8000/fr/about/#vetted">Validé', page)
    assert '<h2 id="vetted">Validé</h2>' in birds.get("/fr/about/").text


def test_an_entry_says_its_licence_or_whose_quotation_it_is_on_page_card_frame_and_in_linked_data(birds: World) -> None:
    _identify(birds, WHOLE)
    licensed = ("/en/dove/", "/embed/en/dove/", "/fragment/en/dove.html")
    for path in licensed:
        assert "Licence: CC-BY-4.0" in _text_of(birds, path)
        assert 'href="https://creativecommons.org/licenses/by/4.0/"' in birds.get(path).text
    assert "When you use this text, name: Glossary of birds" in _text_of(birds, "/en/dove/")
    file = birds.terms / "dove.toml"
    file.write_text(file.read_text() + 'quotes = ["term", "abbreviation", "definition"]\n')
    for address in licensed:
        text = _text_of(birds, address)
        assert "Quoted from: A law. The quoted words belong to their publisher; this glossary gives no licence" in text
        assert "Licence: CC-BY-4.0" not in text
    assert "When you use this text, name: A law" in _text_of(birds, "/en/dove/")


def _work(world: World, path: str) -> dict[str, object]:
    """Return the linked data on the page that the term is the subject of."""
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', world.get(path).text)
    assert match
    data = json.loads(match[1])
    work: dict[str, object] = data["subjectOf"] if "subjectOf" in data else data["hasDefinedTerm"][0]["subjectOf"]
    return work


@pytest.mark.parametrize("path", ["/en/dove/", "/en/"])
def test_linked_data_names_licence_credit_and_the_quoted_work(birds: World, path: str) -> None:
    _identify(birds, WHOLE)
    work = _work(birds, path)
    assert work["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (work["creditText"], work["inLanguage"]) == ("Glossary of birds", "en")
    file = birds.terms / "dove.toml"
    file.write_text(file.read_text() + 'quotes = ["term", "abbreviation", "definition"]\n')
    work = _work(birds, path)
    assert work["isBasedOn"] == {"@type": "CreativeWork", "name": "A law", "url": "https://law.example.org/1"}
    assert work["creditText"] == "A law"
    assert "license" not in work


def test_an_entry_page_has_the_definition_then_help_then_the_rest(birds: World) -> None:
    page = birds.get("/en/dove/").text
    order = [
        "is a bird of peace.</p>",
        'id="help"',
        "Sources</h2>",
        "Licence and credit</h2>",
        "<details",
        'id="languages"',
    ]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert page.count('id="help"') == 1


def test_a_language_without_an_interface_has_whole_english_sentences_marked_as_english(shipped: World) -> None:
    assert shipped.run("new-language", "tr").exit_code == 0
    client = shipped.client()
    for path in ("/tr/", "/tr/about/", "/tr/csam/", "/tr/support/", "/tr/support/fi/", "/embed/tr/csam/"):
        page = client.get(path).text
        body = page[page.index("<body") :]
        for sentence in re.findall(r'<span lang="en" dir="ltr">(.*?)</span>', body, re.DOTALL):
            assert not re.search("İngilizce|Türkçe|Kasım|Ocak|Şubat|Mart|Nisan|Mayıs", sentence), (path, sentence)
    text = _text(client.get("/tr/csam/").text)
    assert "There is no Turkish text yet. The text is in English." in text
    marked = '<p class="fallback">There is no Turkish text yet.'
    assert marked in client.get("/tr/csam/").text
    assert "Vetted in Turkish: 0 of" in _text(client.get("/tr/").text)
    assert re.search(r"as of \d+ [A-Z][a-z]+ 20\d\d", text)


def test_the_guide_to_embedding_is_a_page_with_this_services_addresses(birds: World) -> None:
    answer = birds.client(base_url="https://words.example.org").get("/embedding/")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "en")
    assert "https://words.example.org/embed/glossary.js" in answer.text
    assert guide.EXAMPLE not in answer.text
    assert "INTEGRITY" not in answer.text
    assert answer.text.count("<pre") == guide.FILE.read_text().count("```") // 2
    assert "<table>" in answer.text
    for path in ("/en/dove/", "/fr/dove/", "/en/"):
        assert 'href="http://127.0.0.1:8000/embedding/"' in birds.get(path).text


def test_every_language_has_its_about_page_in_its_own_words(service: FlaskClient) -> None:
    for language in LANGUAGES:
        body = service.get(f"/{language}/about/").text
        main = body[body.index("<main") : body.index("</main>")]
        assert 'lang="en"' not in main, language
