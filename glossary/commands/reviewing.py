"""Commands for reviewers: ``sheet`` and ``vet``."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.commands import console
from glossary.content.model import Approval, Verdict
from glossary.errors import Refused, counted
from glossary.ledger.policy import ROLES
from glossary.settings import Settings


@click.command(epilog="Example: glossary sheet fr")
@click.argument("language")
@click.option("--output", metavar="FILE", help="Default: build/sheet-LANGUAGE.html")
def sheet(language: str, output: str | None) -> None:
    """Write one page to print for the reviewers of LANGUAGE: drafts beside their English, questions, room for verdicts."""
    from glossary.content import files
    from glossary.review import sheet as sheets
    from glossary.review.allow import allowed

    chosen = console.settings()
    edition, today = console.edition(chosen), chosen.today
    words = allowed(chosen.translations, today)
    parts = tuple(sheets.parts(edition, chosen.translations, edition.offered(language), words, today))
    path = Path(output or f"build/sheet-{language}.html")
    files.replace(path, sheets.render(edition, language, parts, today))
    questions, findings = sum(len(part.open) for part in parts), sum(len(part.findings) for part in parts)
    counts = (len(parts), "concept"), (questions, "open question"), (findings, "finding")
    console.say(f"{path}: {', '.join(counted(*count) for count in counts)}")


@click.command(epilog="Example: glossary vet fr csam --by otter --role language")
@click.argument("language")
@click.argument("concept")
@click.option("--by", "who", required=True, metavar="REVIEWER", help="Your id in policy.toml.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What you vouch for.")
@click.option("--digest", default="", help="Only if it is the text with this digest, as a sheet shows it.")
@click.option("--withdraw", is_flag=True, help="Take the published text back instead.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def vet(language: str, concept: str, who: str, role: str, digest: str, withdraw: bool, yes: bool) -> None:
    """Approve the draft of CONCEPT in LANGUAGE: shows it beside its English, asks, and adds one record."""
    from glossary.review import report, vetting
    from glossary.review.allow import allowed

    chosen = console.settings()
    edition, verdict = console.edition(chosen), Verdict.WITHDRAW if withdraw else Verdict.APPROVE
    request = vetting.Request(language, concept, who, role, verdict, chosen.now, digest)
    act = vetting.prepare(edition, allowed(chosen.translations, chosen.today), request)
    for line in report.beside(act.english, act.record.text, act.before):
        console.terminal().print(line, soft_wrap=True, highlight=False)
    if act.left_out:
        console.say(f"\nNot included (unfinished, or its English is not vetted yet): {', '.join(act.left_out)}")
    console.say(f"\nDigest: {act.record.digest}")
    question = f"\n{verdict.value.capitalize()} this text as “{who}” ({role})?"
    if not yes and not click.confirm(question):
        raise Refused("nothing was recorded", "run the command again when you are sure")
    vetting.commit(chosen.translations, edition, language, act, chosen.now)
    _print_outcome(chosen, act.record)


def _print_outcome(chosen: Settings, record: Approval) -> None:
    from glossary.review import vetting

    edition = console.edition(chosen)
    status = edition.status(record.concept, record.language) or "without a text"
    missing = vetting.missing(edition, record) if record.verdict is Verdict.APPROVE else []
    console.say(
        f"recorded; {record.concept} in {record.language} is now {status}"
        + (f"; still missing: {' and '.join(missing)}" if missing else "")
    )
