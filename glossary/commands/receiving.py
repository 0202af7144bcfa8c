"""Approvals that were made elsewhere, taken from a folder: ``vet --from``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glossary.commands import console, showing
from glossary.content.model import Approval
from glossary.errors import BadContent, GlossaryError, Refused, counted
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.edition.edition import Edition

LINE, SIGNATURE = ".line", ".sig"
"""How the files are named that an answers file saves, and what ``ssh-keygen -Y sign`` adds to that."""


def take(folder: Path, yes: bool) -> None:
    """Take each line of a folder, or say why not: one that is refused does not stop the others. Raises ``Refused`` where any
    was refused, or there is none."""
    from glossary.content import files

    lines = sorted(folder.glob(f"*{LINE}")) if folder.is_dir() else []
    if not lines:
        raise Refused(f"there is no file *{LINE} in {files.displayed(folder)}", "name the folder with what was saved")
    chosen, refused = console.settings(), 0
    edition = console.edition(chosen)
    for file in lines:
        console.say(f"\n{files.displayed(file)}")
        try:
            edition = _taken(chosen, edition, file, yes)
        except GlossaryError as error:
            reasons = error.findings if isinstance(error, BadContent) else [error]
            console.say(f"refused: {'; '.join(map(str, reasons))}", err=True)
            refused += 1
    if refused:
        raise Refused(f"{counted(refused, 'file')} of {len(lines)} refused", "each reason stands above")


def _taken(chosen: Settings, edition: Edition, file: Path, yes: bool) -> Edition:
    """Show and write one line; return the edition with it."""
    from glossary.review import receiving
    from glossary.review.allow import allowed

    record = _read(file)
    if record.record_digest in edition.records.digests:
        console.say("it is recorded already")
        return edition
    act = receiving.check(edition, allowed(chosen.translations, chosen.today), record, chosen.now)
    showing.show(act, showing.remarks(edition, chosen, record))
    signed = "signed" if record.signature else "not signed"
    showing.ask(f"Record this approval by “{record.who}” ({record.role}, {record.when.date()}, {signed})?", yes)
    receiving.commit(chosen.translations, edition, record, chosen.now)
    after = console.edition(chosen)
    showing.print_outcome(after, record)
    return after


def _read(file: Path) -> Approval:
    """Return the record in a file, with the signature beside it where there is one."""
    from glossary.content import files
    from glossary.review import receiving

    line, beside = files.read_bytes(file), file.with_name(file.name + SIGNATURE)
    signature = files.read(beside) if beside.exists() else None
    return receiving.read(line, receiving.language(line), signature)
