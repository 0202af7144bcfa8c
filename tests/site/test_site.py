"""The pages for people, over HTTP: what they say, in which language, and what they never do."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from typing import Any

import pytest
from pyld import jsonld

from tests.conftest import ROOT
from tests.world import TODAY, World

BASE = "http://127.0.0.1:8000"
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Html(HTMLParser):
    """Collects elements with their attributes, and the text of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [element for name, element in self.elements if name == tag and attributes.items() <= element.items()]


@pytest.fixture
def birds(french: World) -> World:
    """Two concepts; one vetted in French, with words to avoid in English."""
    french.term("dove", definition="is a bird of peace.", related=("owl",), avoid="pigeon", avoid_reason="It hurts.")
    french.term("owl", related=("dove",), plain="A bird.", note="Not the film.")
    french.approve("en", "dove", "owl")
    french.run("sync")
    french.catalog("fr", {"dove.avoid": "pigeon", "dove.avoid_reason": "C’est blessant."})
    french.approve("fr", "dove")
    interface = "fr/LC_MESSAGES/interface.po"
    shutil.copy(ROOT / "translations" / interface, french.translations / interface)
    return french


def _page(world: World, path: str, status: int = 200) -> Html:
    answer = world.get(path)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "text/html; charset=utf-8"
    return Html(answer.text)


def _linked(page: Html) -> dict[str, Any]:
    text = next(word for word in page.words if word.startswith('{"@context"'))
    data: dict[str, Any] = json.loads(text)
    return data


def test_an_entry_page_says_everything_that_is_approved_in_its_language(birds: World) -> None:
    page = _page(birds, "/fr/dove/")
    assert page.all("html", lang="fr", dir="ltr")
    for words in (
        "Colombe",
        "est un oiseau de paix.",
        "pigeon",
        "C’est blessant.",
        "Approuvé par otter",
        "A law",
    ):
        assert words in page.text
    assert "Owl" in page.text  # the related entry, in the language that it has
    assert page.all("span", lang="en", dir="ltr")
    assert "Preview" not in page.text


def test_a_law_among_the_sources_says_whether_it_is_in_force(birds: World) -> None:
    path = birds.terms / "dove.toml"
    page = '[[sources]]\ntitle = "A page"\nurl = "https://p.example.org/"\nlocator = "Top"\nkind = "publisher"\n'
    path.write_text(
        path.read_text().replace(f'{TODAY}\nstate = "in_force"', '2026-01-31\nstate = "lapsed"')
        + page
        + "as_of = 2026-01-31\n"
    )
    text = _page(birds, "/en/dove/").text
    assert "A law , Article 1 (no longer in force, as of 31 January 2026)" in text
    assert "A page , Top (as of 31 January 2026)" in text
    states = [source["state"] for source in birds.get("/v1/en/terms/dove.json").json["sources"]]  # type: ignore[index]
    assert states == ["lapsed", None]


def test_a_fallback_is_said_in_words_and_marked_in_the_page(birds: World) -> None:
    page = _page(birds, "/fr/owl/")
    assert birds.get("/fr/owl/").headers["Content-Language"] == "en, fr"
    assert "Il n’y a pas encore de texte" in page.text or "anglais" in page.text
    assert page.all("h1", lang="en", dir="ltr")
    assert page.all("link", rel="canonical")[0]["href"] == "http://127.0.0.1:8000/en/owl/"
    assert page.all("link", rel="alternate", hreflang="fr") == []
    for path in ("/fr/", "/fr/search?q=owl"):
        assert re.search(r"Owl</span></a>\s*<span class=\"mark\">anglais</span>", birds.get(path).text)


def test_languages_of_a_concept_are_linked_as_each_other_s_translations(birds: World) -> None:
    page = _page(birds, "/fr/dove/")
    assert {
        element["hreflang"]: element["href"] for element in page.all("link", rel="alternate") if "hreflang" in element
    } == {
        "en": "http://127.0.0.1:8000/en/dove/",
        "fr": "http://127.0.0.1:8000/fr/dove/",
    }
    names = {element["lang"]: element for element in page.all("a") if "hreflang" in element}
    assert names["fr"]["aria-current"] == "true"
    assert "français" in page.text


def test_the_content_notice_comes_before_the_definition_and_help_is_near(birds: World) -> None:
    answer = birds.get("/en/dove/").text
    assert answer.index("This text describes sexual abuse of children.") < answer.index("<h1")
    assert "https://childhelplineinternational.org/helplines/" in answer
    assert "https://www.inhope.org/" in answer


def test_the_way_out_is_a_link_that_works_without_script_and_is_honest(birds: World) -> None:
    page = _page(birds, "/en/dove/")
    exits = [element for element in page.all("a") if "data-exit" in element]
    assert len(exits) == 2
    assert {(element["href"], element["rel"]) for element in exits} == {
        ("https://www.bbc.co.uk/weather", "nofollow noreferrer")
    }
    assert "It does not erase your browsing history" in page.text


def test_json_ld_expands_to_the_defined_term(birds: World) -> None:
    def load(_url: str, _options: object) -> dict[str, Any]:
        return {
            "contextUrl": None,
            "documentUrl": "https://schema.org",
            "document": {"@context": {"@vocab": "https://schema.org/"}},
        }

    (term,) = jsonld.expand(_linked(_page(birds, "/fr/dove/")), {"documentLoader": load})
    assert term["@type"] == ["https://schema.org/DefinedTerm"]
    assert term["@id"] == "http://127.0.0.1:8000/fr/dove/"
    assert term["https://schema.org/name"] == [{"@value": "Colombe"}]
    assert term["https://schema.org/description"] == [{"@value": "est un oiseau de paix."}]
    assert "https://schema.org/inLanguage" not in term  # no property of a DefinedTerm
    (page,) = term["https://schema.org/subjectOf"]
    assert page["https://schema.org/inLanguage"] == [{"@value": "fr"}]
    (terms,) = jsonld.expand(_linked(_page(birds, "/fr/")), {"documentLoader": load})
    assert terms["@type"] == ["https://schema.org/DefinedTermSet"]
    names = [term["https://schema.org/name"][0]["@value"] for term in terms["https://schema.org/hasDefinedTerm"]]
    assert names == ["Colombe", "Owl"]


def test_the_list_is_by_the_languages_letters(world: World) -> None:
    for concept in "abcd":
        world.term(f"w-{concept}", group="night", term=f"English {concept}")
        world.approve("en", f"w-{concept}")
    policy = world.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"hr"]', '"hr", "cs"]'))
    world.catalog("cs")
    for concept, term in (("a", "chata"), ("b", "čaj"), ("c", "cihla"), ("d", "had")):
        world.catalog("cs", {f"w-{concept}.term": term, f"w-{concept}.definition": "je něco."})
        world.approve("cs", f"w-{concept}")
    text = world.get("/cs/").text
    letters = re.findall(r'class="letter">([^<]+)<', text)
    assert letters == ["C", "Č", "H", "CH"]


def test_the_search_box_works_without_script(birds: World) -> None:
    form = _page(birds, "/fr/").all("form")[0]
    assert (form["action"], form.get("method")) == ("http://127.0.0.1:8000/fr/search", "post")
    page = _page(birds, "/fr/search?q=PIGEON")
    assert "Colombe" in page.text
    assert "C’est blessant." in page.text
    assert page.all("input", value="PIGEON")
    assert page.all("meta", name="robots", content="noindex")
    _page(birds, "/fr/search")
    _page(birds, "/fr/search?q=" + "a" * 5000)
    assert "Owl" not in _page(birds, "/fr/search?q=zzz").text


@pytest.mark.parametrize(
    ("header", "target"), [("fr-BE, en;q=0.5", "/fr/"), ("sr, fr;q=0.5", "/fr/"), ("xx", "/en/"), ("", "/en/")]
)
def test_the_front_door_leads_to_the_readers_language(birds: World, header: str, target: str) -> None:
    answer = birds.get("/", headers={"Accept-Language": header, "Host": "evil.example.org"})
    assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert answer.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("path", "target"),
    [("/fr/dove", "/fr/dove/"), ("/FR/dove/", "/fr/dove/"), ("/fr-CA/", "/fr/"), ("/en/privacy", "/en/privacy/")],
)
def test_another_way_to_write_an_address_leads_to_the_one(birds: World, path: str, target: str) -> None:
    for base in ("", "/below"):
        client = birds.client(base_url=f"https://example.org{base}")
        answer = client.get(path + "?x=1", headers={"Host": "evil.example.org"})
        assert (answer.status_code, answer.headers["Location"]) == (308, base + target)


def test_wrong_addresses_get_a_helpful_page(birds: World) -> None:
    assert "/fr/dove/" in birds.get("/fr/duve/").text
    page = _page(birds, "/fr/duve/", 404)
    assert "Colombe" in page.text
    _page(birds, "/sr/", 404)
    birds.term("new")
    assert "vetted yet" in _page(birds, "/en/new/", 404).text
    retired = birds.term("gone")
    retired.write_text(retired.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "owl"\n')
    assert "Owl" in _page(birds, "/en/gone/", 410).text


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "Type a word to search for."),
        ("...", "This search has no letters or digits. Type a word."),
        ("dove " * 60, "The search was too long. Only its beginning was used."),
    ],
)
def test_a_search_that_cannot_find_says_why(birds: World, query: str, reason: str) -> None:
    page = birds.client().post("/en/search", data={"q": query})
    assert page.status_code == 200
    assert reason in page.text


def test_results_have_the_notice_and_help_before_the_first_definition(birds: World) -> None:
    page = birds.get("/en/search?q=dove").text
    notice, support, definition = (
        page.index(words) for words in ("This text describes", "/en/support/", "is a bird of peace")
    )
    assert notice < support < definition


@pytest.mark.parametrize(
    ("method", "path", "data", "status"),
    [
        ("PUT", "/en/", None, 405),
        ("POST", "/en/search", {"q": "a" * 5000}, 413),
        ("POST", "/en/search", b'{"q": "dove"}', 415),
        ("GET", "/nowhere", None, 404),
    ],
)
def test_a_browser_is_refused_with_a_page_and_a_program_with_a_problem(
    birds: World, method: str, path: str, data: dict[str, str] | bytes | None, status: int
) -> None:
    client = birds.client()
    page = client.open(path, method=method, data=data, headers={"Accept": "text/html"})
    assert page.status_code == status
    assert page.mimetype == "text/html"
    assert 'id="help"' in page.text
    assert "noindex" in page.text
    problem = client.open(path, method=method, data=data)
    assert (problem.status_code, problem.mimetype) == (status, "application/problem+json")
    assert page.headers.get("Allow") == problem.headers.get("Allow")
    assert "Accept" in page.headers["Vary"]


@pytest.mark.parametrize("path", ["/tr/dove/", "/embed/tr/dove/", "/not-a-well-formed-language-tag/dove/"])
def test_a_language_that_is_not_offered_leads_to_the_entry_in_english_and_to_help(birds: World, path: str) -> None:
    page = _page(birds, path, 404)
    assert "This glossary does not offer the language that was asked for. The text is in English." in page.text
    assert page.all("a", href=f"{BASE}/en/dove/")
    assert any("/support/" in str(link["href"]) for link in page.all("a"))


def test_a_language_that_is_not_offered_leads_to_the_same_page_in_those_that_are(birds: World) -> None:
    for path in ("dove/", "about/", "support/"):
        assert _page(birds, f"/tr/{path}", 404).all("a", href=f"{BASE}/fr/{path}"), path
    for path in ("none/", "search", "support/zz/"):
        assert _page(birds, f"/tr/{path}", 404).all("a", href=f"{BASE}/fr/"), path


def test_whoever_asks_for_a_word_that_waits_is_not_sent_to_another_one(birds: World) -> None:
    birds.term("hovering", term="Hovering", forms="covering")
    birds.term("covers", term="Coverings")
    birds.approve("en", "covers")
    assert birds.get("/v1/terms/coverngs").json["suggestions"] == ["covers"]  # type: ignore[index]
    assert "suggestions" not in birds.get("/v1/terms/covering").json  # type: ignore[operator]


@pytest.mark.parametrize("path", ["/fr/search?q=owl", "/fr/", "/fr/ow/", "/fr/dove/"])
def test_wherever_an_entry_is_marked_as_in_another_language_the_reason_stands_beside_it(
    birds: World, path: str
) -> None:
    page = birds.get(path).text
    main = page[page.index("<main") : page.index("</main>")]
    assert '<span class="mark">anglais</span>' in main
    assert "Il n’y a pas encore de texte en français. Ce texte est en anglais." in main


def test_a_page_without_a_translated_interface_is_an_english_page(birds: World) -> None:
    birds.catalog("tr")
    for path in ("/tr/", "/tr/dove/", "/tr/support/", "/tr/search?q=dove", "/embed/tr/dove/"):
        page = birds.get(path)
        assert re.search(r'<html lang="en" dir="ltr">', page.text), path
        assert "Türkçe" not in page.text.split("<footer>")[0], path
        assert "İngilizce" not in page.text, path
        assert page.headers["Content-Language"] == "en", path
    assert "There is no Turkish text yet. The text is in English." in birds.get("/tr/dove/").text


def test_privacy_says_what_the_service_sees(birds: World) -> None:
    text = _page(birds, "/en/privacy/").text
    for words in ("sets no cookies", "not which word you open", "keeps no record of addresses", "browser's history"):
        assert words in text


@pytest.mark.parametrize(
    "path", ["/", "/fr/", "/fr/dove/", "/fr/search?q=x", "/en/privacy/", "/fr/none/", "/embed/fr/dove/"]
)
def test_pages_watch_nobody(birds: World, path: str) -> None:
    answer = birds.get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = Html(answer.text)
    loaded = [element.get("src") for element in page.all("script")] + [
        element["href"] for element in page.all("link") if element.get("rel") in ("stylesheet", "icon")
    ]
    assert all(address is None or address.startswith(("http://127.0.0.1:8000/static/", "data:,")) for address in loaded)
    assert (
        not page.all("img")
        + page.all("style")
        + [element for _, element in page.elements if "style" in element or "onclick" in element]
    )
    if answer.status_code != 302:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/fr/", "/fr/dove/", "/en/privacy/", "/embed/fr/dove/", "/fragment/fr/dove.html"])
def test_pages_are_files(birds: World, path: str) -> None:
    client = birds.client()
    plain = client.get(path)
    other = client.get(f"{path}?lang=en&status=draft&q=%00", headers={"Accept-Language": "fi"})
    assert (plain.status_code, plain.data, plain.headers["ETag"]) == (200, other.data, other.headers["ETag"])
    assert "max-age=300" in plain.headers["Cache-Control"]
    assert plain.headers["Vary"] == "Accept-Encoding"


def test_preview_shows_the_draft_its_source_and_what_check_says(birds: World) -> None:
    birds.catalog("fr", {"owl.term": "Hibou", "owl.definition": "est un oiseau"})
    answer = birds.preview("/fr/owl/")
    page = Html(answer.text)
    for words in (
        "Preview: drafts are shown",
        "Hibou",
        "is a word for owlkind.",
        "it ends with no final mark",
        "Brouillon",
    ):
        assert words in page.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    assert page.all("meta", name="robots", content="noindex")
    assert "Hibou" not in birds.get("/fr/owl/").text


def test_coverage_is_a_matrix_of_a_preview_only(birds: World) -> None:
    birds.vet("fr", "dove", "heron", "subject", "--withdraw")
    assert birds.get("/coverage/").status_code == 404
    page = Html(birds.preview("/coverage/").text)
    for words in ("French, dove: draft, withdrawn", "English, dove: vetted", "French, owl: missing"):
        assert words in page.text


HOSTILE = """</script><script>alert(1)</script> "quoted' & <b>bold</b>"""


def test_hostile_text_is_text_everywhere(birds: World) -> None:
    for query in (HOSTILE, '" onfocus="alert(1)', "\u202eevil"):
        text = birds.get("/fr/search", query_string={"q": query}).text
        assert "<script>alert" not in text
        assert ' onfocus="' not in text
    birds.term("owl", term="Owl \"quoted' & co", definition="is \"a\" & 'b'.")
    birds.approve("en", "owl")
    for path in ("/en/owl/", "/en/", "/embed/en/owl/", "/fragment/en/owl.html"):
        page = _page(birds, path)
        assert not [element for _, element in page.elements if "co" in element]
    assert _linked(_page(birds, "/en/owl/"))["name"] == "Owl \"quoted' & co"
    answer = birds.get("/oembed?url=http://127.0.0.1:8000/en/owl/&format=xml")
    assert "&amp;amp; co" in answer.text
