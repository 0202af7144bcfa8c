"""What reviewers read on paper: ``sheet``. Their verdicts are in ``vetting``."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.commands import console
from glossary.errors import counted


@click.command(epilog="Example: glossary sheet fr")
@click.argument("language")
@click.option("--output", metavar="FILE", help="Default: build/sheet-LANGUAGE.html, or build/answers-LANGUAGE.html")
@click.option("--answers", is_flag=True, help="Write a file that is answered in a browser, from disk, instead.")
def sheet(language: str, output: str | None, answers: bool) -> None:
    """Write one page to print for the reviewers of LANGUAGE: drafts beside their English, questions, room for verdicts."""
    from glossary.content import files
    from glossary.review import answers as on_screen
    from glossary.review import sheet as sheets
    from glossary.review.allow import allowed

    chosen = console.settings()
    edition, today = console.edition(chosen), chosen.today
    words = allowed(chosen.translations, today)
    parts = tuple(sheets.parts(edition, chosen.translations, edition.offered(language), words, today))
    path = Path(output or f"build/{'answers' if answers else 'sheet'}-{language}.html")
    render = on_screen.render if answers else sheets.render
    files.replace(path, render(edition, language, parts, today))
    questions, findings = sum(len(part.open) for part in parts), sum(len(part.findings) for part in parts)
    counts = (len(parts), "concept"), (questions, "open question"), (findings, "finding")
    console.say(f"{path}: {', '.join(counted(*count) for count in counts)}")
