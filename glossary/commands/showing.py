"""What a reviewer sees of a text at a terminal, what they are asked, and what has become of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from glossary.commands import console
from glossary.content.model import Approval
from glossary.errors import BadContent, Refused
from glossary.language.tags import SOURCE
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.edition.edition import Edition
    from glossary.review.beside import Remarks, Row
    from glossary.review.vetting import Act, Request


def ask(question: str, yes: bool) -> None:
    """Raise ``Refused`` unless the person says yes."""
    if not yes and not click.confirm(f"\n{question}"):
        raise Refused("nothing was recorded", "run the command again when you are sure")


def show(act: Act, said: tuple[Remarks, tuple[Row, ...]] = ({}, ())) -> None:
    """Show what a reviewer needs to see of a text; ``said`` is what there is beside the words."""
    from glossary.review import beside

    notes, more = said
    for row in (*beside.rows(act.english, act.record.text, act.before, notes), *more):
        for line in beside.lines(row, console.width()):
            console.terminal().print(line, soft_wrap=True, highlight=False)
    if act.left_out:
        console.say(f"\nNot included (unfinished, or its English is not vetted yet): {', '.join(act.left_out)}")
    console.say(f"\nDigest: {act.record.digest}")


def remarks(edition: Edition, chosen: Settings, record: Approval) -> tuple[Remarks, tuple[Row, ...]]:
    """Return what there is beside the words of a text: notes and comments by field, and the sources."""
    from glossary.review import beside

    concept = edition.concept(edition.records.former.now(record.concept))
    said: dict[str, list[tuple[str, str]]] = {name: [("note", note)] for name, note in concept.notes.items()}
    for name, comment in _comments(chosen, record, concept.id):
        said.setdefault(name, []).append(("comment", comment))
    return said, tuple(beside.sources(concept))


def _comments(chosen: Settings, record: Approval, concept: str) -> Iterator[tuple[str, str]]:
    from glossary.catalogs import drafts

    messages = () if record.language == SOURCE else drafts.read(chosen.translations, record.language).messages
    for message in messages:
        its, _, name = message.key.rpartition(".")
        if its == concept and not message.obsolete:
            yield from ((name, comment) for comment in message.comments)


def print_withdrawn(chosen: Settings, request: Request) -> None:
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
    status = edition.status(edition.records.former.now(request.concept), request.language) or "without a text"
    console.say(f"recorded; {request.concept} in {request.language} is now {status}")


def print_outcome(edition: Edition, record: Approval) -> None:
    """Say what the approval has made of its own text; another one may still be what readers see."""
    from glossary.review import vetting

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
