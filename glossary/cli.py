"""The command line: ``glossary``, or ``python -m glossary``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from glossary import __version__, settings
from glossary.content import terms
from glossary.content.model import Approval, Status, Verdict
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.errors import BadContent, Finding, GlossaryError, Level, Refused, UnknownConcept, UnknownLanguage, counted
from glossary.language.tags import SOURCE
from glossary.ledger.policy import ROLES
from glossary.settings import Settings

_LISTED = {
    UnknownConcept: f" “glossary status {SOURCE}” lists the concepts.",
    UnknownLanguage: " “glossary status” lists the languages.",
}


class _Group(click.Group):
    """Prints the glossary's own errors as sentences and exits 1. A traceback is for errors that nobody foresaw."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BadContent as error:
            _print_findings(error.findings)
        except GlossaryError as error:
            click.echo(f"glossary: {error}{_nearest(error)}", err=True)
        sys.exit(1)


def _nearest(error: GlossaryError) -> str:
    """Return what may have been meant by a name that does not exist, and where all are listed."""
    near = getattr(error, "suggestions", ())
    return (f" Did you mean {', '.join(near)}?" if near else "") + _LISTED.get(type(error), "")


def _print_findings(findings: Iterable[Finding]) -> int:
    """Print findings to standard error, in order; return how many are errors."""
    ordered = sorted(findings)
    for finding in ordered:
        click.echo(str(finding), err=True)
    return sum(finding.level is Level.ERROR for finding in ordered)


def _settings() -> Settings:
    return settings.read(os.environ)


def _edition(chosen: Settings, day: date | None = None) -> Edition:
    return loading.load(chosen.terms, chosen.translations, chosen.support, day or chosen.today)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="glossary")
def main() -> None:
    """Vetted, translated definitions of child-safety terms."""


@main.command(epilog="Example: PORT=9000 WORKERS=2 glossary serve")
def serve() -> None:
    """Serve the API. PORT, WORKERS and GLOSSARY_… variables change how."""
    _serve(_settings(), "/en/", "/v1/en/terms/csam.json", "/docs")


@main.command(epilog="Example: PORT=9000 glossary preview")
def preview() -> None:
    """Serve on this machine only, with drafts shown, marked as drafts, and neither cached nor indexed."""
    os.environ |= {"GLOSSARY_LEAST_STATUS": Status.DRAFT.value, "GLOSSARY_HOST": "127.0.0.1", "GLOSSARY_BASE_URL": ""}
    _serve(_settings(), "/en/", "/coverage/", "/docs")


@main.command(epilog="Example: PORT=9000 glossary demo")
def demo() -> None:
    """Serve a copy on this machine only, in which every draft that passes its checks stands as if it were approved.

    It shows the whole product in every language. Every page and every answer says that nobody has reviewed the texts.
    """
    import tempfile

    from glossary.review import demonstration

    with tempfile.TemporaryDirectory(prefix="glossary-demonstration-") as folder:
        texts = demonstration.make(_settings(), Path(folder))
        os.environ |= demonstration.environment(Path(folder))
        click.echo(f"Demonstration: {counted(texts, 'draft')} shown as if approved; nobody has reviewed them.")
        _serve(_settings(), "/de/csam/", "/demonstration/", "/docs")


def _serve(chosen: Settings, *worth_opening: str) -> None:
    from glossary.serving import server, state

    edition = state.prepare(chosen)
    findings = (*edition.findings, *edition.support.due())
    _print_findings(findings)
    if findings:
        click.echo(
            f"glossary: {counted(len(findings), 'finding')} in the content, listed at {chosen.base_url}/readyz; "
            "readers do not see them",
            err=True,
        )
    click.echo("Worth opening:")
    for path in worth_opening:
        click.echo(f"  {chosen.base_url}{path}")
    sys.stdout.flush()
    server.run(chosen)


@main.command(epilog="Example: GLOSSARY_BASE_URL=https://glossary.example.org glossary export public")
@click.argument("directory", type=click.Path(path_type=Path))
def export(directory: Path) -> None:
    """Write every file of the service to DIRECTORY, for a file server or CDN: the same bytes, compressed beside plain."""
    from glossary.export import writer
    from glossary.serving import locate

    front = locate.front(replace(_settings(), nudge="", watch_seconds=0, minimum=Status.VETTED))
    with _progress() as progress:
        done = writer.export(front, directory, lambda paths: iter(progress.track(paths, description="Writing")))
    click.echo(
        f"{directory}: {counted(done.files, 'file')}, " + (f"now {done.name}" if done.changed else "nothing to do")
    )
    if until := front.service.edition.support.until:
        click.echo(f"Export again before {until}: something in these files expires then.")


@main.command(epilog="Example: glossary check --since HEAD~1")
@click.option(
    "--since", metavar="REV", help="Also prove that no ledger lost or changed a record since this git revision."
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="As if it were this day: what will expire?"
)
def check(since: str | None, on: datetime | None) -> None:
    """Find everything that is wrong with the content. Exits 1 if there is an error; warnings are for a person to judge."""
    from glossary.ledger import history
    from glossary.review import findings

    chosen = _settings()
    day = on.date() if on else chosen.today
    edition = _edition(chosen, day)
    every = list(findings.check(chosen.translations, edition, day))
    every += history.shrunk(chosen.translations, since) if since else []
    errors = _print_findings(every)
    click.echo(f"{counted(errors, 'error')}, {counted(len(every) - errors, 'warning')}")
    sys.exit(1 if errors else 0)


@main.command(epilog="Example: glossary sync fr de")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
def sync(languages: tuple[str, ...]) -> None:
    """Bring catalogs up to date with the term files, by key. Nothing that a translator wrote is lost."""
    from glossary.catalogs import drafts
    from glossary.catalogs import sync as syncing

    chosen = _settings()
    catalogs, findings = drafts.language_folders(chosen.translations)
    if strangers := [tag for tag in languages if tag not in catalogs]:
        raise Refused(f"there is no catalog for {', '.join(strangers)}", "make one with “glossary new-language TAG”")
    changed = False
    for change in syncing.sync(chosen.translations, terms.load(chosen.terms), list(languages) or catalogs):
        changed = True
        if isinstance(change, Finding):
            findings.append(change)
        else:
            click.echo(change)
    if not changed:
        click.echo("nothing to do")
    sys.exit(1 if _print_findings(findings) else 0)


@main.command("new-language", epilog="Example: glossary new-language pt-BR")
@click.argument("tag")
def new_language(tag: str) -> None:
    """Make the catalogs of a language, ready for a translator to open."""
    from glossary.catalogs import sync
    from glossary.content import files

    chosen = _settings()
    for path in sync.new_language(chosen.translations, terms.load(chosen.terms), tag, chosen.today):
        click.echo(f"made {files.displayed(path)}")
    click.echo("Open it in Poedit, Weblate or any editor; then run “glossary check”.")


@main.command(epilog="Example: glossary status fr")
@click.argument("language", required=False)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def status(language: str | None, as_json: bool) -> None:
    """Show how far each language has come, or each concept of one LANGUAGE."""
    from glossary.review import report

    chosen = _settings()
    edition, today = _edition(chosen), chosen.today
    if language:
        rows = report.concepts(edition, edition.offered(language), today)
        table, data = report.concept_table(rows), {"language": language, "concepts": rows}
        total = counted(len(rows), "concept")
    else:
        rows = report.languages(edition, today)
        table, data = report.language_table(rows), {"languages": rows}
        size = f"{counted(len(edition.live), 'concept')} x {counted(len(rows), 'language')}"
        total = f"{size}\n{report.emptiness(rows)}"
    if as_json:
        click.echo(
            json.dumps({"edition": edition.id, **data, "problems": len(edition.findings)}, ensure_ascii=False, indent=2)
        )
        return
    _console().print(table)
    click.echo(f"\n{total}\nedition {edition.id}")
    _print_findings(edition.findings)


@main.command(epilog="Example: glossary sheet fr")
@click.argument("language")
@click.option("--output", metavar="FILE", help="Default: build/sheet-LANGUAGE.html")
def sheet(language: str, output: str | None) -> None:
    """Write one page to print for the reviewers of LANGUAGE: drafts beside their English, questions, room for verdicts."""
    from glossary.content import files
    from glossary.review import sheet as sheets
    from glossary.review.allow import allowed

    chosen = _settings()
    edition, today = _edition(chosen), chosen.today
    words = allowed(chosen.translations)
    parts = tuple(sheets.parts(edition, chosen.translations, edition.offered(language), words, today))
    path = Path(output or f"build/sheet-{language}.html")
    files.replace(path, sheets.render(edition, language, parts, today))
    questions, findings = sum(len(part.open) for part in parts), sum(len(part.findings) for part in parts)
    counts = (len(parts), "concept"), (questions, "open question"), (findings, "finding")
    click.echo(f"{path}: {', '.join(counted(*count) for count in counts)}")


@main.command(epilog="Example: glossary vet fr csam --by otter --role language")
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

    chosen = _settings()
    edition, verdict = _edition(chosen), Verdict.WITHDRAW if withdraw else Verdict.APPROVE
    request = vetting.Request(language, concept, who, role, verdict, chosen.now, digest)
    act = vetting.prepare(edition, allowed(chosen.translations), request)
    for line in report.beside(act.english, act.record.text, act.before):
        _console().print(line, soft_wrap=True, highlight=False)
    if act.left_out:
        click.echo(f"\nNot included (unfinished, or its English is not vetted yet): {', '.join(act.left_out)}")
    click.echo(f"\nDigest: {act.record.digest}")
    question = f"\n{verdict.value.capitalize()} this text as “{who}” ({role})?"
    if not yes and not click.confirm(question):
        raise Refused("nothing was recorded", "run the command again when you are sure")
    vetting.commit(chosen.translations, edition, language, act, chosen.now)
    _print_outcome(chosen, act.record)


def _print_outcome(chosen: Settings, record: Approval) -> None:
    from glossary.review import vetting

    edition = _edition(chosen)
    status = edition.status(record.concept, record.language) or "without a text"
    missing = vetting.missing(edition, record) if record.verdict is Verdict.APPROVE else []
    click.echo(
        f"recorded; {record.concept} in {record.language} is now {status}"
        + (f"; still missing: {' and '.join(missing)}" if missing else "")
    )


def _progress() -> Any:
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), disable=not sys.stderr.isatty())


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120)
