"""Names in public files: told by check, cleaned by sync where a tool writes them, left to a person in comments."""

from __future__ import annotations

import pytest

from tests.world import World

HEADERS = {
    "Last-Translator": "Person Example <person@example.org>",
    "Language-Team": "French <https://hosted.example.org/projects/x/fr/>",
    "Report-Msgid-Bugs-To": "person@example.org",
    "X-Poedit-Basepath": "/home/person/glossary",
    "X-Asked": "person@example.org",
}


def _with(world: World, name: str, value: str) -> str:
    path = world.catalog("fr")
    lines = [line for line in path.read_text().splitlines() if not line.startswith(f'"{name}:')]
    lines.insert(2, f'"{name}: {value}\\n"')
    path.write_text("\n".join(lines) + "\n")
    return path.read_text()


@pytest.mark.parametrize(("name", "value"), HEADERS.items(), ids=HEADERS)
def test_a_person_in_a_header_is_told_and_sync_cleans_it(french: World, name: str, value: str) -> None:
    french.run("sync")
    _with(french, name, value)
    output = french.run("check").output
    assert f"fr/LC_MESSAGES/glossary.po:1: warning: its header field {name} may name a person" in output
    assert "run “glossary sync fr”" in output
    assert french.run("sync").exit_code == 0
    text = french.catalog("fr").read_text()
    assert "person" not in text
    assert "hosted" not in text
    assert "est un oiseau de paix." in text
    assert french.run("check").output == "0 errors, 0 warnings\n"


def test_a_pseudonym_and_what_a_tool_says_of_itself_stay(french: World) -> None:
    french.run("sync")
    _with(french, "Last-Translator", "otter")
    text = _with(french, "X-Generator", "Poedit 3.4")
    assert french.run("check").output == "0 errors, 0 warnings\n"
    assert "nothing to do" in french.run("sync").output
    assert french.catalog("fr").read_text() == text


@pytest.mark.parametrize(
    "comment",
    ["Person Example <person@example.org>, 2026.", "Person Example, 2025, 2026.", "Copyright (C) 2026 Person Example"],
)
def test_a_person_in_a_comment_above_the_header_is_told(french: World, comment: str) -> None:
    french.run("sync")
    path = french.catalog("fr")
    path.write_text(f"# French texts of the glossary\n# {comment}\n{path.read_text()}")
    assert "glossary.po:1: warning: a comment above its header names a person; delete it" in french.run("check").output
    french.run("sync")
    assert comment in path.read_text(), "a comment is a translator's own"


def test_an_address_in_a_comment_of_an_entry_is_told_and_a_source_is_none(french: World) -> None:
    french.run("sync")
    path = french.catalog("fr")
    head = "#. The definition"
    asked = path.read_text()
    path.write_text(asked.replace(head, f"# ask person@example.org\n{head}", 1))
    assert "warning: dove.definition: a comment holds a person's address" in french.run("check").output
    path.write_text(asked.replace(head, f"# see https://law.example.org/1, 2026?\n{head}", 1))
    assert french.run("check").output == "0 errors, 0 warnings\n"
