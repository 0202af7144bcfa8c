"""The results of a run, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.competitors import BUILT_IN, INSTALLED, OURS
from benchmarks.figures import FIGURES, Figure, fastest_peer
from benchmarks.load import CONNECTIONS
from benchmarks.measures import MEASURES
from benchmarks.rounds import Run
from benchmarks.samples import Samples, ratios, spread

_NONE = "·"
QUIET = 0.05
"""Which share of the processors others may use before a page says that it is worth little."""

_OTHERS = "At work for others meanwhile"
_BUSY = """\
**The machine was busy: {others:.0%} of its processors were at work for others meanwhile. Neither rates nor times nor ratios
of this run can be relied on; “by time at work” and memory can. Run it again on a quiet machine.**
"""
_RATES = (("entry", "limit"), ("entry at work", "limit at work"))
_READING = """\
## How to read it

Every number is the median of the rounds, with the minimum and the maximum in brackets. In a round everybody is started,
measured and stopped, one after the other. For the entry the limit stands beside, and both are loaded in turns of a
second, {turns} each, so that what slows the machine down for a while meets them alike; the ratio of the limit itself
shows what that leaves over. The answer 304 has its turns with the entry. Ratios are made within a round, that of a peer
from both ratios by the limit. The server keeps to one core, wrk to another: one thread, {connections} connections that
stay open, {seconds} s each where nothing else is said, without compression. Searches are asked one after the other over
one connection, {searches} in a round, each another one. Before each load one answer is looked at (status, texts), under
load every status is counted, and so are the bytes; one failed answer and there is no number. “By time at work” counts
answers for each second that the processor was at work for the server: where others use the machine too, it says more than
the rate.

The content is made up (`benchmarks/content.py`): 25 translations beside the English, every text vetted, a definition of about
400 characters. All competitors have the same texts, in their own shape. A ratio means something on any machine, a rate on
this one only.
"""


def page(run: Run, facts: Mapping[str, str], others: float, compared: int, waited: str = "") -> str:
    """Return the whole page. ``others`` is the share of the processors that was at work for others meanwhile, ``waited`` the
    part about what people wait for."""
    plan = run.plan
    parts = [
        "# Benchmarks\n\nMade by `make bench`; not written by hand.\n",
        *filter(None, [waited]),
        "## Figures to reach\n\n" + table(("Figure", "To reach", "Measured", ""), figure_rows(run.samples, FIGURES)),
        f"## What else could be used, {compared} concepts\n\n" + _comparison(run.samples, compared),
        "## This service as a glossary grows\n\n" + _growth(run.samples),
        _READING.format(connections=CONNECTIONS, turns=plan.turns, seconds=plan.seconds, searches=plan.searches),
        "## Machine and versions\n\n" + table(("", ""), [*facts.items(), (_OTHERS, f"{others:.0%} of the processors")]),
    ]
    if run.failures:
        parts.insert(1, "## Not measured\n\n" + table(("Who", "Why"), run.failures.items()))
    if others > QUIET:
        parts.insert(1, _BUSY.format(others=others))
    return "\n".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in line) + " |\n" for line in lines
    )


def number(value: float) -> str:
    """Return a number with three digits that say something, thousands set apart."""
    if abs(value) >= 100:
        digits = max(0, len(str(int(abs(value)))) - 3)
        return f"{round(value, -digits):,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def measured(values: Sequence[float], unit: str = "", factor: float = 1) -> str:
    """Return the median with its unit and the spread, or a dot."""
    samples = spread([factor * value for value in values])
    if samples is None:
        return _NONE
    text = " ".join(filter(None, (number(samples.median), unit)))
    return f"{text} ({number(samples.minimum)}–{number(samples.maximum)})" if len(values) > 1 else text


def figure_rows(samples: Samples, figures: Iterable[Figure]) -> Iterator[Sequence[str]]:
    """Yield the rows of a table of figures: what, to reach, measured, whether it holds."""
    for figure in figures:
        words = {True: "holds", False: "**does not hold**", None: "not measured"}[figure.holds(samples)]
        sign = "≥" if figure.is_minimum else "≤"
        reach = " ".join(filter(None, (f"{sign} {figure.reach:g}", figure.unit)))
        yield figure.words, reach, measured(figure.values(samples), figure.unit), words


def _comparison(samples: Samples, concepts: int) -> str:
    head = "Who|An entry|by the limit|the same by time at work|bytes|The list|bytes|Start|Memory (PSS, all processes)"
    there = [one for one in (*BUILT_IN, *INSTALLED) if samples.of(one.name, concepts, "entry")]
    rows = [_competitor(samples, one.name, concepts) for one in there]
    notes = "".join(f"- **{one.name}**: {one.about}.\n" for one in there)
    fastest = fastest_peer(samples, concepts)
    return table(head.split("|"), rows) + f"\n{notes}" + (f"\nThe fastest peer is {fastest}.\n" if fastest else "")


def _competitor(samples: Samples, name: str, concepts: int) -> Sequence[str]:
    values = {
        what: samples.of(name, concepts, what)
        for what in ("entry", "entry bytes", "list", "list bytes", "start", "processes")
    }
    return (
        f"**{name}**" if name == OURS.name else name,
        measured(values["entry"], "/s"),
        *(measured(ratios(*(samples.of(name, concepts, what) for what in rate))) for rate in _RATES),
        *(number(values["entry bytes"][0]) if values["entry bytes"] else _NONE,),
        measured(values["list"], "/s"),
        *(number(values["list bytes"][0]) if values["list bytes"] else _NONE,),
        measured(values["start"], "s"),
        measured(values["processes"], "MB", 1e-6),
    )


def _growth(samples: Samples) -> str:
    sizes = samples.sizes()
    head = ("", *(f"{size:,} concepts" for size in sizes))
    rows = (
        (measure.words, *(measured(samples.of(OURS.name, size, what), measure.unit, measure.factor) for size in sizes))
        for what, measure in MEASURES.items()
    )
    return table(head, rows)
