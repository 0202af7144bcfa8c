"""Every piece of code in docs/embedding.md is run: in a real browser, on another origin, under the page's own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from glossary.embed import element
from glossary.site import guide
from tests.browser import Reply, Site, recorded_page
from tests.conftest import ROOT
from tests.running import Running, serving

pytest_plugins = ["tests.browser"]

PAGE = guide.filled((ROOT / "docs" / "embedding.md").read_text(), "csam", "Child sexual abuse material", "CSAM")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
EXAMPLE = "https://glossary.example.org"
POLICY = next(block for kind, block in BLOCKS if kind == "csp").strip()
HTML = [block for kind, block in BLOCKS if kind == "html"]
WHOLE_PAGE = HTML[0]
WORD = next(block for block in HTML if "<glossary-term" in block)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service over the content of this repository."""
    with serving(tmp_path_factory.mktemp("running")) as service:
        yield service


def _here(text: str, running: Running) -> str:
    """Return a piece of code for the service that runs."""
    text = text.replace(EXAMPLE, f"http://127.0.0.1:{running.port}")
    text = text.replace(guide.AUTO_INTEGRITY, element.current(element.AUTO).integrity)
    return text.replace("INTEGRITY", element.current().integrity)


def _works(page: Page) -> None:
    """Open what is in the page and look for the definition."""
    button = page.locator("[aria-haspopup=dialog]", has_text="CSAM")
    expect(button).to_be_visible()
    button.click()
    expect(page.get_by_role("dialog")).to_contain_text("visually depicts a child")


@pytest.mark.parametrize("number", range(len(HTML)))
def test_each_piece_of_html_works_as_it_stands(chromium: Browser, running: Running, partner: Site, number: int) -> None:
    code, service = _here(HTML[number], running), f"http://127.0.0.1:{running.port}"
    policy = f"default-src 'none'; {_here(POLICY, running)}; frame-src {service}"
    address = partner.page("/", code, policy)
    with recorded_page(chromium, service, partner.origin) as visit:
        visit.page.goto(address)
        if "<iframe" in code:
            expect(visit.page.frame_locator("iframe").locator(".definition")).to_contain_text(
                "visually depicts a child"
            )
        else:
            _works(visit.page)


def _snippets(running: Running) -> list[str]:
    """Return the code to copy on an entry's page, below the citations."""
    return re.findall(r"<code>(.*?)</code>", running.get("/en/csam/")[1].decode().partition('id="embed"')[2], re.DOTALL)


@pytest.mark.parametrize("number", range(4))
def test_each_snippet_of_a_terms_page_works_on_a_partners_page(
    chromium: Browser, running: Running, partner: Site, number: int
) -> None:
    service = f"http://127.0.0.1:{running.port}"
    snippets = _snippets(running)
    assert len(snippets) == 4
    code = unescape(snippets[number])
    if "integrity" in code:  # it loads the script only; the word is that of another snippet
        code += unescape(snippets[0]).split("\n")[1]
    policy = f"default-src 'none'; {_here(POLICY, running)}; frame-src {service}"
    with recorded_page(chromium, service, partner.origin) as visit:
        visit.page.goto(partner.page("/", code, policy))
        if "<iframe" in code:
            expect(visit.page.frame_locator("iframe").locator(".definition")).to_contain_text(
                "visually depicts a child"
            )
        else:
            _works(visit.page)


def test_a_snippet_still_links_when_the_service_has_stopped(chromium: Browser, partner: Site, tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        snippets = _snippets(service)
        origin = f"http://127.0.0.1:{service.port}"
    code = unescape(snippets[0])
    policy = f"default-src 'none'; script-src {origin}; connect-src {origin}"
    with recorded_page(chromium, origin, partner.origin) as visit:
        visit.page.goto(partner.page("/", code, policy))
        link = visit.page.get_by_role("link", name="CSAM")
        expect(link).to_be_visible()
        assert link.get_attribute("href") == f"{origin}/en/csam/"


def test_the_style_sheet_of_the_page_changes_the_look(chromium: Browser, running: Running, partner: Site) -> None:
    css = next(block for kind, block in BLOCKS if kind == "css")
    partner.replies["/own.css"] = Reply(css.encode(), "text/css")
    service = f"http://127.0.0.1:{running.port}"
    policy = f"default-src 'none'; {_here(POLICY, running)}; style-src 'self'"
    head = '<link rel="stylesheet" href="/own.css">'
    with recorded_page(chromium, service, partner.origin) as visit:
        visit.page.goto(partner.page("/", _here(WORD, running), policy, head=head))
        button = visit.page.locator("[aria-haspopup=dialog]", has_text="CSAM")
        expect(button).to_have_css("text-decoration-style", "wavy")
        button.click()
        expect(visit.page.get_by_role("dialog").get_by_role("link").first).to_have_css("color", "rgb(106, 27, 154)")


def test_properties_parts_and_events_of_the_page_are_those_of_the_element() -> None:
    source = (ROOT / "glossary" / "embed" / element.current().version / "glossary.js").read_text()
    assert set(re.findall(r"`(--glossary-\w+)`", PAGE)) == set(re.findall(r"--glossary-\w+", source))
    listed = PAGE.split("`::part()`: ")[1].split(".")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == set(re.findall(r'part: "(\w+)"', source))
    for reason in re.findall(r"`([a-z-]+)`", PAGE.split("`reason` for an error: ")[1].split(")")[0]):
        assert f'"{reason}"' in source


def test_what_the_server_side_lines_name_is_there(running: Running) -> None:
    for path in ("/fragment/en/csam.html", "/v1/en/terms/csam.json", "/embed/glossary-embed.zip", "/v1/en/forms.json"):
        assert path in PAGE
        assert running.get(path)[0].status == 200


def test_the_library_file_is_yaml_that_loads_the_script_as_a_module() -> None:
    library = yaml.safe_load(next(block for kind, block in BLOCKS if kind == "yaml"))
    assert library["glossary"]["js"][f"{EXAMPLE}/embed/glossary.js"]["attributes"] == {"type": "module"}


def test_a_view_of_a_partners_page_costs_two_requests(chromium: Browser, running: Running, partner: Site) -> None:
    service = f"http://127.0.0.1:{running.port}"
    policy = f"default-src 'none'; {_here(POLICY, running)}"
    with recorded_page(chromium, service, partner.origin) as visit:
        visit.page.goto(partner.page("/", _here(WORD, running) * 3, policy))
        expect(visit.page.locator("[aria-haspopup=dialog]", has_text="CSAM").first).to_be_visible()
        asked = [url for url in visit.requests if url.startswith(service)]
        assert asked == [f"{service}/embed/glossary.js", f"{service}/v1/en/bundle/head.json"]


def test_a_page_that_is_linked_as_a_whole_costs_four_requests_and_none_when_a_word_is_found(
    chromium: Browser, running: Running, partner: Site
) -> None:
    service = f"http://127.0.0.1:{running.port}"
    policy = f"default-src 'none'; {_here(POLICY, running)}"
    with recorded_page(chromium, service, partner.origin) as visit:
        visit.page.goto(partner.page("/", _here(WHOLE_PAGE, running), policy))
        expect(visit.page.locator("[aria-haspopup=dialog]", has_text="CSAM").first).to_be_visible()
        asked = sorted(url.removeprefix(service) for url in visit.requests if url.startswith(service))
        assert asked == [
            *("/embed/glossary-auto.js", "/embed/glossary.js"),
            *("/v1/en/bundle/head.json", "/v1/en/forms.json"),
        ]


def test_the_guide_on_the_site_has_the_hashes_of_the_scripts_that_the_service_serves(running: Running) -> None:
    page = running.get("/embedding/")[1].decode()
    for name in (element.ELEMENT, element.AUTO):
        script = element.current(name)
        assert f"integrity=&#34;{script.integrity}&#34;" in page
        assert running.get(f"/embed/{script.version}/{name}")[1] == script.data
    assert guide.AUTO_INTEGRITY not in page
