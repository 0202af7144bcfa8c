"""oEmbed, frames, fragments and the archive, over HTTP and with the libraries that consume them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import fromstring

import micawber
import pyoembed
import pytest

from glossary.embed import element
from tests.running import Running, serving
from tests.world import World

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def birds(french: World) -> World:
    """Two concepts; one vetted in French, one not vetted at all."""
    french.term("new")
    french.approve("fr", "dove")
    return french


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service over the content of this repository."""
    with serving(tmp_path_factory.mktemp("running")) as service:
        yield service


def test_oembed_answers_for_a_page_in_json_and_xml_alike(birds: World) -> None:
    answer = birds.get(f"/oembed?url={BASE}/fr/dove/")
    values = answer.json
    assert values is not None
    assert (values["version"], values["type"], values["title"]) == ("1.0", "rich", "Colombe")
    assert values["html"].startswith("<blockquote><a href=")  # WordPress drops the frame if anything comes before it
    frame = re.search(r"<iframe ([^>]*)></iframe>$", values["html"])
    assert frame is not None
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', frame[1]))
    allowed = {
        "src",
        "width",
        "height",
        "frameborder",
        "marginwidth",
        "marginheight",
        "scrolling",
        "title",
        "referrerpolicy",
    }  # the last is dropped, and does no harm
    assert set(attributes) <= allowed
    assert (attributes["src"], attributes["width"]) == (f"{BASE}/embed/fr/dove/", "100%")
    xml = birds.get(f"/oembed?url={BASE}/fr/dove/&format=xml")
    assert xml.content_type == "text/xml; charset=utf-8"
    assert {element.tag: element.text for element in fromstring(xml.data)} == {
        name: str(value) for name, value in values.items()
    }


@pytest.mark.parametrize(
    "url",
    [
        f"{BASE}/fr/dove", f"{BASE}/fr/dove/?x=1", f"{BASE}/fr/dove/#definition", f"{BASE}/en/dove/",
    ],
)  # fmt: skip
def test_ways_to_write_a_pages_address(birds: World, url: str) -> None:
    assert birds.get("/oembed", query_string={"url": url}).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "http://", "http://[", f"{BASE}/", f"{BASE}/fr/", f"{BASE}/fr/none/", f"{BASE}/sr/dove/", f"{BASE}/en/new/",
        f"{BASE}/fr/dove/more/", "http://evil.example.org/fr/dove/", "https://127.0.0.1:8000/fr/dove/",
        "//127.0.0.1:8000/fr/dove/",
        "http://127.0.0.1:8000@evil.example.org/fr/dove/", f"{BASE}/fr/dove/?{'a' * 600}", "javascript:alert(1)",
        f"{BASE}/fr/privacy/", f"{BASE}/fr/%64ove/", "file:///etc/passwd", f"{BASE}/fr/dove/\u0000",
    ],
)  # fmt: skip
def test_a_foreign_malformed_overlong_or_unknown_address_is_a_404_without_html(birds: World, url: str) -> None:
    answer = birds.get("/oembed", query_string={"url": url})
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert "html" not in answer.get_json(force=True)


def test_raw_bytes_in_a_query_are_no_failure(birds: World) -> None:
    client = birds.client()
    cases = [("/oembed", "url=\xff", 404), ("/oembed", "\xff", 400), ("/en/search", "q=\xff", 200)]
    for path, query, status in [*cases, ("/v1/en/search", "q=\xff", 400), ("/v1/en/search", "q=%C3\xa5", 400)]:
        assert client.get(path, environ_overrides={"QUERY_STRING": query}).status_code == status


def test_another_format_is_a_501_and_a_missing_address_a_400(birds: World) -> None:
    assert birds.get(f"/oembed?url={BASE}/fr/dove/&format=yaml").status_code == 501
    assert birds.get("/oembed").status_code == 400


@pytest.mark.parametrize(
    ("query", "width", "height"),
    [
        ("", 600, 478),
        ("&maxwidth=300&maxheight=200", 300, 200),
        ("&maxwidth=9999", 600, 478),
        ("&maxwidth=x&maxheight=-1", 600, 478),
    ],
)
def test_sizes_are_kept_and_what_is_no_number_is_ignored(birds: World, query: str, width: int, height: int) -> None:
    values = birds.get(f"/oembed?url={BASE}/fr/dove/{query}").json
    assert values is not None
    assert (values["width"], values["height"]) == (width, height)


def test_pyoembed_finds_the_frame_by_discovery(running: Running) -> None:
    response = pyoembed.oEmbed(f"http://127.0.0.1:{running.port}/fr/csam/")
    assert response["title"] == "Child sexual abuse material"
    assert f"http://127.0.0.1:{running.port}/embed/fr/csam/" in response["html"]


def test_micawber_fetches_the_frame_from_the_endpoint_that_the_page_names(running: Running) -> None:
    page = running.get("/fr/csam/")[1].decode()
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
    assert link is not None
    assert len(page[: link.start()]) < 150_000
    assert page.index("</head>") > link.start()
    registry = micawber.ProviderRegistry()
    registry.register(r"http://127\.0\.0\.1:\d+/\S+", micawber.Provider(unescape(link[1]).split("?")[0]))
    response = registry.request(f"http://127.0.0.1:{running.port}/fr/csam/")
    assert response["provider_name"] == "Glossary of child-safety terms"


def test_a_frame_may_stand_anywhere_and_is_complete_without_script(birds: World) -> None:
    answer = birds.get("/embed/fr/dove/")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Language"] == "en, fr"  # the interface is not translated here
    for words in (
        "Colombe",
        "est un oiseau de paix.",
        "This text describes",
        "childhelplineinternational.org",
        f"{BASE}/fr/dove/",
    ):
        assert words in answer.text
    assert "exit" not in answer.text
    missing = birds.get("/embed/fr/none/")
    assert missing.status_code == 404
    assert "childhelplineinternational.org" in missing.text
    assert f"{BASE}/fr/support/" in missing.text
    assert "frame-ancestors *" in missing.headers["Content-Security-Policy"]


def test_a_fragment_is_a_piece_of_html_with_its_language(birds: World) -> None:
    text = birds.get("/fragment/fr/dove.html").text
    assert text.startswith('<article class="glossary-definition" lang="en" dir="ltr">')
    assert '<p class="definition" lang="fr" dir="ltr"><strong>Colombe:</strong> est un oiseau de paix.</p>' in text
    assert "<script" not in text


def test_the_script_is_the_same_bytes_everywhere_with_its_published_hash(birds: World) -> None:
    client = birds.client()
    index = client.get("/v1/index.json").json
    assert index is not None
    fixed = client.get(index["embed"]["script"].removeprefix(BASE))
    assert fixed.data == client.get("/embed/glossary.js").data == element.current().data
    assert index["embed"]["integrity"] == element.current().integrity
    assert index["embed"]["integrity"] in unescape(client.get("/en/dove/").text)
    assert fixed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "max-age=3600" in client.get("/embed/glossary.js").headers["Cache-Control"]
    for answer in (fixed, client.get("/embed/glossary.js")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.content_type.startswith("text/javascript")
    assert client.get("/embed/9.9.9/glossary.js").status_code == 404


def test_the_archive_holds_script_bundles_and_an_example_and_is_the_same_bytes_again(birds: World) -> None:
    client = birds.client()
    answer = client.get("/embed/glossary-embed.zip")
    assert answer.data == birds.client().get("/embed/glossary-embed.zip").data
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    names = {"embed/glossary.js", "v1/en/bundle.json", "v1/fr/bundle.json", "example.html"}
    names |= {
        "embed/glossary-auto.js",
        "v1/en/forms.json",
        "v1/fr/forms.json",
        "v1/en/bundle/head.json",
        "v1/fr/bundle/head.json",
        ".htaccess",
        "nginx.conf",
        "_redirects",
        "verify.html",
    }
    assert set(archive.namelist()) == {f"glossary/{name}" for name in names}
    assert archive.read("glossary/embed/glossary.js") == element.current().data
    for language in ("en", "fr"):
        packed = json.loads(archive.read(f"glossary/v1/{language}/bundle.json"))
        assert packed == client.get(f"/v1/{language}/bundle.json").json


def test_a_bundle_holds_vetted_text_only_even_in_a_preview(birds: World) -> None:
    birds.catalog("fr", {"dove.definition": "est un autre oiseau."})
    for answer in (birds.get("/v1/fr/bundle.json"), birds.preview("/v1/fr/bundle.json")):
        bundle = answer.json
        assert bundle is not None
        assert set(bundle["entries"]) == {"dove"}
        assert bundle["entries"]["dove"]["definition"] == "est un oiseau de paix."
        assert bundle["page"] == f"{BASE}/fr/{{id}}/"
