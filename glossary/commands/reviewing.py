"""Commands for reviewers: ``sheet`` and ``vet``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console, keys
from glossary.content.model import Approval, Verdict
from glossary.errors import BadContent, Refused, counted
from glossary.ledger.policy import ROLES
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.edition.edition import Edition
    from glossary.review.vetting import Act, Request


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
@keys.option
@click.option("--withdraw", is_flag=True, help="Take the published text back instead.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def vet(language: str, concept: str, who: str, role: str, digest: str, key: str, withdraw: bool, yes: bool) -> None:
    """Approve the draft of CONCEPT in LANGUAGE: shows it beside its English, asks, and adds one record."""
    from glossary.ledger import signed
    from glossary.review import vetting, withdrawing
    from glossary.review.allow import allowed

    chosen, verdict = console.settings(), Verdict.WITHDRAW if withdraw else Verdict.APPROVE
    request = vetting.Request(language, concept, who, role, verdict, chosen.now, digest)
    sign = keys.signer(chosen, key, who, signed.APPROVAL)
    if withdraw:
        act = withdrawing.prepare(chosen.translations, request)
        _ask(act, request, yes)
        withdrawing.commit(chosen.translations, act, request, sign)
        _print_withdrawn(chosen, request)
        return
    edition = console.edition(chosen)
    keys.require_key(edition.policy, key)
    act = vetting.prepare(edition, allowed(chosen.translations, chosen.today), request)
    _ask(act, request, yes)
    _print_outcome(chosen, vetting.commit(chosen.translations, edition, language, act, chosen.now, sign))


def _ask(act: Act, request: Request, yes: bool) -> None:
    """Show what a reviewer needs to see, and ask. Raises ``Refused`` unless they say yes."""
    from glossary.review import report

    for line in report.beside(act.english, act.record.text, act.before):
        console.terminal().print(line, soft_wrap=True, highlight=False)
    if act.left_out:
        console.say(f"\nNot included (unfinished, or its English is not vetted yet): {', '.join(act.left_out)}")
    console.say(f"\nDigest: {act.record.digest}")
    question = f"\n{request.verdict.value.capitalize()} this text as “{request.who}” ({request.role})?"
    if not yes and not click.confirm(question):
        raise Refused("nothing was recorded", "run the command again when you are sure")


def _print_withdrawn(chosen: Settings, request: Request) -> None:
    """Say what has become of the text, also where other content is broken: the withdrawal counts all the same."""
    try:
        edition = console.edition(chosen)
    except BadContent as error:
        console.say(
            f"recorded; {request.concept} in {request.language} is withdrawn. A service that runs takes it out,"
        )
        console.say("although the content cannot be served as it is:")
        console.print_findings(error.findings)
        return
    status = edition.status(request.concept, request.language) or "without a text"
    console.say(f"recorded; {request.concept} in {request.language} is now {status}")


def _print_outcome(chosen: Settings, record: Approval) -> None:
    """Say what the approval has made of its own text; another one may still be what readers see."""
    from glossary.review import vetting

    edition = console.edition(chosen)
    status, before = vetting.outcome(edition, record)
    missing = vetting.missing(edition, record) if status is not edition.vetted_status else []
    console.say(
        f"recorded; {record.concept} in {record.language} is now {status}"
        + (f"; still missing: {' and '.join(missing)}" if missing else "")
        + ("\nReaders see the text that was approved before it." if before else "")
    )
    _print_uncounted(edition, record)


def _print_uncounted(edition: Edition, record: Approval) -> None:
    """Say why an approval does not count yet: the policy has to know its key."""
    from glossary.ledger.signed import reason
    from glossary.proofs import signatures

    fault = edition.records.fault(edition.records.read(record), edition.policy)
    if fault and record.signature:
        console.say(f"It does not count yet: {reason(fault)[0]}. For policy.toml, beside “{record.who}”:")
        console.say(f'keys = ["{signatures.read(record.signature).key.line}"]')
