"""The benchmarks: what wrk says is read right, the table says what holds, and a whole short run comes to its end."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import beside, finders, importing, load, material, prose, shapes, stating, targets, testing, waiting
from benchmarks.builds import OLDER
from benchmarks.builds import OURS as NEWER
from benchmarks.competitors import BUILT_IN, EXPORT, LIMIT, OURS, Competitor
from benchmarks.errors import Failed
from benchmarks.figures import FIGURES, LARGE, SIZES
from benchmarks.material import Place
from benchmarks.measures import Plan
from benchmarks.report import number, page
from benchmarks.rounds import Run
from benchmarks.samples import Samples
from tests.conftest import ROOT, needs
from tests.world import World

WRK = """\
Running 3s test @ http://127.0.0.1:8123/v1/fr/terms/term-1.json
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     0.90ms  287.49us   4.78ms   80.34%
    Req/Sec    35.15k     3.99k   44.41k    70.00%
  105060 requests in 3.01s, 240.45MB read
{}Requests/sec:  34949.85
Transfer/sec:     79.99MB
"""
PLAIN = next(one for one in BUILT_IN if one.peer)


def test_the_tests_of_an_earlier_build_are_known_by_their_names_in_whichever_file_they_are_now() -> None:
    before = ["tests/test_a.py::one", "tests/test_a.py::two[x]", "tests/test_a.py::two[y]", "tests/test_a.py::gone"]
    before += ["tests/test_a.py::three[1]", "tests/test_a.py::four[1]"]
    now = [
        "tests/b/test_a.py::one",
        "tests/b/test_c.py::two[x]",
        "tests/b/test_c.py::two[y]",
        "tests/b/test_c.py::two[z]",
    ]
    now += [
        "tests/b/test_c.py::three[new name]",
        "tests/b/test_c.py::four[5]",
        "tests/b/test_c.py::four[6]",
        "tests/c.py::new",
    ]
    assert testing.kept(before, now) == [*now[:3], "tests/b/test_c.py::three[new name]", "tests/b/test_c.py::four[5]"]


def test_what_wrk_says_is_read_with_its_units() -> None:
    result = load.parse(WRK.format(""))
    assert (result.requests, result.failed) == (105060, 0)
    assert result.rate == pytest.approx(34949.85)
    assert result.bytes == pytest.approx(240.45 * 1024**2)


def test_every_answer_that_failed_is_counted() -> None:
    lines = "  Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 100\n"
    assert load.parse(WRK.format(lines)).failed == 110


@pytest.mark.parametrize("output", ["", "unable to connect to 127.0.0.1:1 Connection refused", WRK.partition("{}")[0]])
def test_what_is_no_result_of_wrk_is_no_measurement(output: str) -> None:
    with pytest.raises(Failed, match="wrk did not finish"):
        load.parse(output)


def _samples(entry: float, limit: float) -> Samples:
    """Three rounds: in each the machine is of another speed."""
    samples = Samples()
    for speed in (1.0, 0.5, 0.9):
        for who, rate in ((OURS, entry), (LIMIT, limit), (PLAIN, 1000)):
            samples.add(who.name, 60, [("entry", rate * speed), ("limit", limit * speed)])
        samples.add(OURS.name, 60, [("not modified", entry * speed), ("modified", entry * speed)])
    return samples


def _row(text: str, words: str) -> list[str]:
    return [cell.strip() for line in text.splitlines() if line.startswith(f"| {words} |") for cell in line.split("|")][
        2:-1
    ]


def _page(samples: Samples, others: float = 0.0, **failures: str) -> str:
    run = Run(Plan(), print, samples, failures)
    return page(run, {"Processor": "a fast one"}, others, 60)


@pytest.mark.parametrize(("entry", "says"), [(8000, "holds"), (6000, "**does not hold**")])
def test_the_table_says_what_holds_by_the_ratio_within_each_round(entry: float, says: str) -> None:
    text = _page(_samples(entry, 10_000))
    ratio = f"{entry / 10_000:.2f}"
    assert _row(text, "An entry, by the limit") == ["≥ 0.7", f"{ratio} ({ratio}–{ratio})", says]
    assert _row(text, f"**{OURS.name}**")[0] == f"{number(0.9 * entry)} /s ({number(0.5 * entry)}–{number(entry)})"
    assert f"The fastest peer is {PLAIN.name}." in text


def test_what_was_not_measured_is_called_so_and_nobody_is_dropped_in_silence() -> None:
    text = _page(_samples(8000, 10_000), Datasette="it is not here")
    assert _row(text, "Start with 1,000 concepts") == ["≤ 10 s", "·", "not measured"]
    assert _row(text, "Datasette") == ["it is not here"]
    assert "a fast one" in text
    assert all(figure.words in text for figure in FIGURES)


def test_a_run_on_a_busy_machine_says_so_before_anything_else() -> None:
    assert "busy" not in _page(_samples(8000, 10_000), others=0.02)
    before, _, figures = _page(_samples(8000, 10_000), others=0.61).partition("## Figures to reach")
    assert "61% of its processors" in before
    assert figures


@pytest.mark.parametrize(("power", "holds"), [(1, True), (1.2, True), (1.4, False), (2, False)])
def test_growth_is_linear_if_a_concept_costs_the_same_in_a_large_glossary(power: float, holds: bool) -> None:
    samples = Samples()
    for size in SIZES:
        samples.add(OURS.name, size, [("start", 0.5 + size**power / LARGE), ("memory", 1e8 + size**power)])
    growth = [figure for figure in FIGURES if figure.words.startswith("Growth")]
    assert [figure.holds(samples) for figure in growth] == [holds, holds]


@pytest.mark.parametrize(
    ("value", "text"), [(43_210.0, "43,200"), (118_999.0, "119,000"), (683.4, "683"), (46.71, "46.7"), (0.7049, "0.70")]
)
def test_numbers_have_the_digits_that_say_something(value: float, text: str) -> None:
    assert number(value) == text


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A made-up glossary of two concepts."""
    return material.write(tmp_path / "two", 2)


def test_every_text_of_a_made_up_glossary_is_vetted_and_has_no_problem(place: Place, world: World) -> None:
    world.terms, world.translations = place.terms, place.translations
    assert world.run("check").output == "0 errors, 0 warnings\n"
    client = world.client()
    for tag in place.languages:
        answer = client.get(f"/v1/{tag}/terms.json").get_json()
        statuses = [(entry["language"], entry["vetting"]["status"]) for entry in answer["entries"]]
        assert statuses == [(tag, "vetted")] * 2
    assert len(place.languages) == 26


def test_no_search_is_asked_twice(place: Place) -> None:
    rounds = [material.queries(place, number, 300) for number in range(5)]
    assert len({query for queries in rounds for query in queries}) == 1500


def _measured(place: Place, competitor: Competitor) -> Run:
    shapes.as_gettext(place.translations, place.folder / "compiled")
    run = Run(Plan(seconds=1, turns=1, warm=False), print)
    run.round(0, place, [competitor])
    run.round(1, place, [competitor])
    return run


@pytest.mark.parametrize(
    ("path", "list_path", "why"),
    [("/fr/terms/none", PLAIN.list, "was not answered (404)"), (PLAIN.entry, PLAIN.entry, "lacks 1 of 2 texts")],
)
def test_a_wrong_answer_is_no_measurement(place: Place, path: str, list_path: str, why: str) -> None:
    needs("wrk")
    wrong = Competitor(name="wrong", about="it is", command=PLAIN.command, entry=path, list=list_path)
    run = _measured(place, wrong)
    assert list(run.samples) == []
    assert why in run.failures["wrong, 2 concepts"]


def test_a_short_run_measures_all_that_needs_no_installation(tmp_path: Path) -> None:
    for tool in ("wrk", "nginx", "taskset"):
        needs(tool)
    command = [sys.executable, "-m", "benchmarks", "--quick", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "quick.md").read_text()
    assert done.stdout.strip() == text.strip()
    for one in BUILT_IN:
        assert "·" not in _row(text, f"**{one.name}**" if one is OURS else one.name)
    sizes = {one.name: _row(text, f"**{one.name}**" if one is OURS else one.name)[3] for one in (OURS, EXPORT, LIMIT)}
    assert len(set(sizes.values())) == 1, sizes
    assert all("·" not in row for row in text.partition("## This service")[2].splitlines() if row.startswith("| "))
    assert "not measured" not in "".join(_row(text, "Bundle and script with Brotli, share from memory"))
    assert str(ROOT) not in text


def test_a_build_is_measured_beside_an_earlier_one_with_the_same_questions() -> None:
    command = [
        sys.executable,
        "-m",
        "benchmarks.beside",
        "HEAD",
        "--concepts",
        "12",
        "--queries",
        "100",
        "--rounds",
        "1",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == list(beside.WHAT.values())
    assert all(re.search(r"\d ms beside \S+ ms, ratio \d+\.\d\d ", line) for line in lines)


def test_an_unknown_revision_is_told_before_anything_is_measured() -> None:
    command = [sys.executable, "-m", "benchmarks.beside", "no-such-revision"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no-such-revision" in done.stderr


def test_a_start_with_signed_records_is_measured_beside_one_without() -> None:
    command = [sys.executable, "-m", "benchmarks.signed", "--concepts", "11", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert re.search(r"to verify: +\d+\.\d\d s, 561 signatures in \d+ processes\n", done.stdout), done.stderr


def test_a_made_up_table_is_imported_twice_and_served(tmp_path: Path) -> None:
    lines = importing.measure(tmp_path, concepts=2, languages=2, rounds=1)
    assert lines[0] == "2 concepts in 2 languages, median of 1 rounds:"
    assert lines[3].endswith("nothing changed")
    assert "in 8 files" in lines[4]  # 2 term files, a source, a policy, 2 templates, 2 catalogs


def test_a_made_up_glossary_is_stated_by_two_people_and_served(tmp_path: Path) -> None:
    lines = stating.measure(tmp_path, concepts=2, languages=3)
    assert lines[0] == "2 concepts in 3 languages, once:"
    assert lines[2].startswith("one statement over 4 texts in 2 languages: ")
    assert re.fullmatch(r"its records: 0\.0 MB, \d+ bytes each, of which \d{3} are what .*", lines[3])


def test_terms_in_prose_are_measured_beside_the_automaton_alone() -> None:
    command = [sys.executable, "-m", "benchmarks.annotating", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\| By ahocorasick_rs alone, everything in \| ≥ 0.5 \| \d", done.stdout, re.MULTILINE)
    assert "·" not in done.stdout


def test_everybody_finds_what_stands_in_the_made_up_prose() -> None:
    script = prose.SCRIPTS[0]
    forms = prose.forms(script, 20)
    text = prose.prose(script, forms, 20_000)
    ours, raw = (finders.MAKERS[who](forms, script.language)(text.casefold()) for who in ("ours", "raw"))
    assert len(ours) == len(raw)
    assert len(text) // prose.OFTEN - len(ours) in (0, 1)  # the last one may be due behind the end


def _waited(older: float, newer: float) -> Samples:
    """Three rounds of both builds: in each the machine is of another speed."""
    samples = Samples()
    for speed in (1.0, 2.0, 1.1):
        for who, seconds in ((OLDER, older), (NEWER, newer)):
            samples.add(who, 1000, [("start", seconds * speed), ("start work", seconds)])
    return samples


@pytest.mark.parametrize(("newer", "ratio", "says"), [(1.0, "0.10", "holds"), (4.0, "0.40", "**does not hold**")])
def test_what_people_wait_for_is_told_by_the_ratio_to_the_older_build_in_each_round(
    newer: float, ratio: str, says: str
) -> None:
    text = targets.page([targets.Target("Start", 1000, "start", 1 / 5)], _waited(10.0, newer), "0ldbu1ld")
    assert text.startswith("| Figure | 0ldbu1ld | This build | Ratio |")
    cells = _row(text, "Start")
    assert cells[0] == "11.0 s (10.0–20.0)"
    assert cells[2:] == [f"{ratio} ({ratio}–{ratio})", f"{ratio} ({ratio}–{ratio})", "≤ 1/5", says]


def test_a_line_that_could_not_be_measured_is_called_so() -> None:
    every = [target for line in waiting.lines(*waiting.SIZES).values() for target in line.targets]
    text = targets.page(every, Samples(), "0ldbu1ld")
    assert text.count("not measured") == sum(target.reach is not None for target in every)


@pytest.mark.parametrize(("power", "says"), [(1.0, "holds"), (1.3, "**does not hold**")])
def test_growth_is_told_by_what_a_glossary_costs_beyond_the_smallest(power: float, says: str) -> None:
    samples = Samples()
    for size in (2, 1000, 5000):
        samples.add(NEWER, size, [("start", 0.5 + (size - 2) ** power / 1000)])
    text = targets.page([targets.Growth("Order", "start", 1.1, (2, 1000, 5000))], samples, "0ldbu1ld")
    assert _row(text, "Order")[-1] == says


def test_starts_are_measured_beside_an_earlier_build(tmp_path: Path) -> None:
    needs("taskset")
    command = [sys.executable, "-m", "benchmarks.waiting", "--quick", "--only", "start", "--rounds", "1"]
    command += ["--revision", "HEAD", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "not measured" not in done.stdout
    assert _row(done.stdout, "Start at 3 concepts, nothing kept")[0].endswith(" s")
