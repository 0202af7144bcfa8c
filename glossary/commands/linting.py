"""The command for whoever writes about the subject: ``lint``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.commands import console, linking
from glossary.errors import BadContent, Finding, GlossaryError, counted
from glossary.language import tags

if TYPE_CHECKING:
    from glossary.annotate.linting.linter import Linter
    from glossary.annotate.linting.named import Named
    from glossary.annotate.linting.report import Report

FOUND, UNUSABLE = 1, 2
"""The exit codes beside 0."""

_FAILING = {"warning": ("warning",), "note": ("warning", "note"), "never": ()}


@click.command(epilog="Example: glossary lint articles --from forms.json --language en")
@click.argument("names", metavar="FILE…", nargs=-1, required=True)
@click.option(
    "--from",
    "sources",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A forms.json of a glossary, or a folder of them; without it, the glossary here.",
)
@click.option("--language", "--lang", metavar="TAG", help="The language of texts that do not say theirs.")
@click.option("--ask", is_flag=True, help="Look for words too that only their context decides; these are notes.")
@click.option("--quotations", is_flag=True, help="Look in quotations too.")
@click.option("--allow", metavar="WORDS", multiple=True, help="Words, or the id of a term, that are no fault.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="Files to leave alone, such as “archive/*”.")
@click.option(
    "--as", "kind", type=click.Choice(["text", "markdown", "html"]), help="What the files are, whatever their names."
)
@click.option("--stdin-name", metavar="NAME", default="<stdin>", help="The name of what comes over standard input.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True, help="Print …"
)
@click.option(
    "--fail-on", type=click.Choice([*_FAILING]), default="warning", show_default=True, help="Exit with 1 for a …"
)
def lint(
    names: tuple[str, ...],
    kind: str | None,
    form: str,
    fail_on: str,
    exclude: tuple[str, ...],
    stdin_name: str,
    **said: Any,
) -> None:
    """Find the words that the glossary asks to avoid in texts of yours: plain text, Markdown, HTML.

    FILE is a file, a folder, a pattern such as “articles/**/*.md”, or - for standard input. Each word is told with its place,
    the reason, and the term to write. Code, addresses and quotations are left alone.

    Exits 0 if there is none, 1 if there is one, 2 if a text cannot be read.
    """
    try:
        linking.require_extra("ahocorasick_rs", "pyromark")
        from glossary.annotate.linting import named

        linter = _linter(**said)
        reports = [_report(linter, each, kind) for each in named.named(names, exclude, stdin_name)]
    except BadContent as error:
        console.print_findings(error.findings)
        sys.exit(UNUSABLE)
    except GlossaryError as error:
        console.say(f"glossary: {error}", err=True)
        sys.exit(UNUSABLE)
    code = _exit_code(reports, fail_on)
    _print(reports, form, code)
    sys.exit(code)


def _linter(sources: tuple[Path, ...], language: str | None, allow: tuple[str, ...], **said: bool) -> Linter:
    from glossary.annotate.linting.linter import Linter

    words = linking.words(sources, linked=False)
    return Linter(words, tags.parse(language) if language else None, **said, allowed=allow)


def _report(linter: Linter, each: Named, kind: str | None) -> Report:
    from glossary.annotate.html import BadPage
    from glossary.annotate.linting.document import Kind, kind_of
    from glossary.annotate.linting.report import Refusal, Report

    try:
        return Report(each.name, linter.lint(each.read(), Kind(kind) if kind else kind_of(each.name)))
    except BadPage as error:
        return Report(each.name, refusal=Refusal(error.line, error.what, error.remedy))


def _exit_code(reports: Iterable[Report], fail_on: str) -> int:
    levels = {fault.level for report in reports for fault in report.faults}
    if any(report.refusal for report in reports):
        return UNUSABLE
    return FOUND if levels.intersection(_FAILING[fail_on]) else 0


def _print(reports: list[Report], form: str, code: int) -> None:
    """Print what was found to standard output, and to standard error what was not looked at and a summary."""
    from glossary.annotate.linting import report as reporting

    if form == "text":
        for report in reports:
            for line in reporting.as_lines(report):
                console.say(line)
    else:
        document = reporting.as_json(reports) if form == "json" else reporting.as_sarif(reports, code)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    console.print_findings(
        Finding(report.name, report.refusal.line, report.refusal.what, report.refusal.remedy)
        for report in reports
        if report.refusal
    )
    console.say(_summary(reports), err=True)


def _summary(reports: list[Report]) -> str:
    levels = [str(fault.level) for report in reports for fault in report.faults]
    told = [counted(levels.count(level), level) for level in ("warning", "note") if level in levels] or [
        "nothing found"
    ]
    refused = sum(report.refusal is not None for report in reports)
    told += [f"{refused} not looked at, for the reasons above"] if refused else []
    return f"{counted(len(reports), 'file')}: {', '.join(told)}."
