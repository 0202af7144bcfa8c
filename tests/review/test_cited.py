"""The sources of all concepts together, over the command line: home pages, titles and addresses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World


def _page(world: World, name: str, **fields: Any) -> None:
    page = {"title": f"The page {name}", "url": f"https://birds.example.org/{name}", "kind": "publisher"}
    world.source(name, state=None, published=None, **{**page, **fields})


def _check(world: World) -> str:
    world.run("sync")
    return world.run("check").output


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://birds.example.org", True),
        ("https://birds.example.org/", True),
        ("https://birds.example.org/#doves", True),
        ("https://birds.example.org/doves", False),
        ("https://birds.example.org/?page=12", False),
    ],
)
def test_a_home_page_is_not_all_that_an_entry_has(world: World, url: str, bare: bool) -> None:
    _page(world, "home", url=url)
    world.cite("dove", ("home", "Doves"))
    output = _check(world)
    assert (
        f"dove.sources: all that it cites is a home page ({url}); give the address of the very page" in output
    ) is bare
    assert output.endswith(f"{int(bare)} error{'' if bare else 's'}, 0 warnings\n")


def test_a_home_page_beside_a_page_is_no_fault(world: World) -> None:
    _page(world, "home", url="https://birds.example.org/")
    _page(world, "doves")
    world.cite("dove", ("home", "Doves"), ("doves", "Page 12"))
    assert _check(world) == "0 errors, 0 warnings\n"


def test_one_address_has_one_title_and_one_title_should_have_one_address(world: World) -> None:
    _page(world, "doves")
    _page(world, "pigeons", url="https://birds.example.org/doves")
    _page(world, "rock-doves", title="The page doves")
    world.cite("dove", ("doves", "Page 1"), ("pigeons", "Page 2"), ("rock-doves", "Page 3"))
    output = _check(world)
    assert (
        "sources/pigeons.toml:2: sources.pigeons: https://birds.example.org/doves is “The page pigeons” here" in output
    )
    assert "and “The page doves” elsewhere; write its title once, as its publisher does [two-titles]" in output
    assert "sources/rock-doves.toml:2: warning: sources.rock-doves: “The page doves” is at" in output
    assert output.endswith("1 error, 1 warning\n")


def test_titles_of_sources_in_term_files_are_compared_too(world: World) -> None:
    world.term("dove")
    path = world.term("owl")
    path.write_text(path.read_text().replace('"A law"', '"The same law"'))
    assert "terms/owl.toml:10: owl.sources.0: https://law.example.org/1 is “The same law” here" in _check(world)
