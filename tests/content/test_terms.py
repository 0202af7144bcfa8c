"""Term files: what is refused, where, and with which remedy."""

from __future__ import annotations

import pytest

from tests.world import TODAY, World


def _complaints(world: World) -> str:
    result = world.run("check")
    assert result.exit_code == 1, result.output
    return result.output


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('group = "material"', 'group = "Ma terial"', 1, "group: it is not an id"),
        ('group = "material"', 'colour = "red"', 1, "colour: Unknown field"),
        ('group = "material"\n', "", 1, "group: Missing data"),
        ('usage = "confident"', 'usage = "sure"', 2, "usage: Must be one of"),
        ("[text]\n", '[text]\nterms = "x"\n', 7, "text.terms: Unknown field"),
        ('term = "Dove"', "term = 'a <b>dove</b>'", 7, "text.term: it holds “<”"),
        ('term = "Dove"', 'forms = """\nterm = Dove\n"""\nterm = "<b>"', 10, "text.term: it holds “<”"),
        ('term = "Dove"', 'term = "Do\\u202Eve"', 7, "U+202E"),
        ('term = "Dove"', 'term = "Do\\u0007ve"', 7, "U+0007"),
        ('term = "Dove"', 'term = ""', 7, "text.term: it is empty"),
        ('term = "Dove"', 'term = "Dove"\navoid = "pigeon"', 6, "avoid_reason"),
        (f"as_of = {TODAY}", 'as_of = "2026"', 15, "it is not a date"),
        ("https://law", "http://law", 12, "sources.url"),
        ('kind = "law"', 'kind = "blog"', 14, "sources.kind: Must be one of"),
        ('state = "in_force"', 'state = "dead"', 16, "sources.state: Must be one of"),
        ('state = "in_force"\n', "", 10, "sources.state: it is missing; say how far the law has come: “in_force”"),
        ('kind = "law"', 'kind = "standard"', 16, "sources.state: only a law has one; take it out"),
        ('term = "Dove"', 'term = "Dove"\nterm = "Dove"', 8, "it is not TOML"),
        ("related = []", f"related = {'[' * 10_000}", 4, "a nesting that goes on for too long"),
        ("related = []", f"related = {'9' * 10_000}", 4, "a number or a nesting that goes on for too long"),
        (f"as_of = {TODAY}", 'as_of = """', 16, "at end of document"),
        ("related = []", 'related = ["owl"]', 4, "“owl”, which is no concept"),
        ("related = []", 'related = ["dove"]', 4, "which is this concept"),
    ],
)
def test_a_broken_term_file_is_named_with_line_problem_and_remedy(
    world: World, old: str, new: str, line: int, words: str
) -> None:
    path = world.term("dove")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    output = _complaints(world)
    assert words in output
    assert f"dove.toml:{line}: " in output
    assert "; " in output


def test_of_several_sources_the_faulty_one_is_named(world: World) -> None:
    path = world.term("dove")
    path.write_text(path.read_text() + '[[sources]]\ntitle = "A page"\nkind = "blog"\n')
    output = _complaints(world)
    assert "dove.toml:19: sources.kind: Must be one of" in output
    assert "dove.toml:17: sources.url: Missing data" in output


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xef\xbb\xbfgroup = 1", ":1: it starts with a byte-order mark"),
        (b"group = 1\nname = '\xff'", ":2: the byte 0xFF is not UTF-8"),
        (b"a = 1\n<<<<<<< ours\n", ":2: a merge-conflict marker"),
    ],
)
def test_what_would_have_to_be_guessed_at_is_refused(world: World, data: bytes, words: str) -> None:
    world.term("dove").write_bytes(data)
    assert words in _complaints(world)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("= 24", "= 0", 1, "review_due_months: Must be greater"),
        ('source = ["subject"]', "", 2, "required.source: Missing data"),
        ('id = "otter"', 'id = "heron"', 10, "reviewers.id: “heron” stands twice; keep one"),
        ('id = "otter"', 'id = "Otter"', 10, "reviewers.id: it is not a pseudonymous id"),
        ('roles = ["language"]', 'roles = ["language"]\nuntil = "2026"', 12, "reviewers.until: it is not a date"),
        ('languages = ["en", "fr"]', 'languages = ["en", "f r"]', 16, "“f r” is not a language tag"),
        ("[required]", "[required", 2, "it is not TOML"),
        ("= 24", "= " + "2" * 10_000, 1, "a number or a nesting that goes on for too long"),
    ],
)
def test_a_broken_policy_is_named_with_line_problem_and_remedy(
    world: World, old: str, new: str, line: int, words: str
) -> None:
    world.term("dove")
    path = world.translations / "policy.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    output = _complaints(world)
    assert words in output
    assert f"policy.toml:{line}: " in output


def test_one_run_reports_every_problem_of_every_file(world: World) -> None:
    for concept in ("dove", "owl"):
        path = world.term(concept)
        path.write_text(path.read_text().replace('"law"', '"blog"').replace('"safe"', '"maybe"'))
    (world.terms / "Bad Name.toml").write_text("")
    (world.translations / "policy.toml").write_text("oops")
    world.ledger("en").write_text("{}\n")
    output = _complaints(world)
    assert output.count("autolink") == output.count("sources.kind") == 2
    assert "Bad Name" in output
    assert "policy.toml:1" in output
    assert "approvals/heron.jsonl:1" in output


def test_a_reference_to_a_retired_concept_names_the_remedy(world: World) -> None:
    world.term("dove", related=("owl",))
    path = world.term("owl")
    path.write_text(path.read_text() + "[retired]\non = 2026-01-31\n")
    assert "“owl”, which is retired; name its successor" in _complaints(world)


def test_text_is_served_in_normal_form_c(world: World) -> None:
    world.term("dove", term="De\u0301ve")
    world.approve("en", "dove")
    answer = world.get("/v1/en/terms/dove.json").json
    assert answer is not None
    assert answer["term"] == "D\u00e9ve"


@pytest.mark.parametrize("concept", ["letters", "privacy", "search", "support"])
def test_a_concept_can_not_stand_at_the_address_of_another_page(world: World, concept: str) -> None:
    world.term(concept)
    assert f"“{concept}” is the address of another page; give it another id" in _complaints(world)


def test_an_empty_folder_is_no_glossary(world: World) -> None:
    assert "it holds no term file; add one, or mend GLOSSARY_TERMS" in _complaints(world)
