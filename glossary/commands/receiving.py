"""What reviewers answered elsewhere, taken from a folder: ``vet --from``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.commands import console, showing
from glossary.content.model import Approval
from glossary.errors import BadContent, GlossaryError, Refused, counted
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.edition.edition import Edition
    from glossary.review.comments import Comment

    Act = Callable[[Settings, Edition, bool], Edition]

LINE, SIGNATURE, COMMENTS = ".line", ".sig", ".comments.json"
"""How the files are named that an answers file saves, and what ``ssh-keygen -Y sign`` adds to that."""


def take(folder: Path, yes: bool) -> None:
    """Take each approval and each comment of a folder, or say why not: one that is refused does not stop the others. Raises
    ``Refused`` where any was refused, or there is none."""
    from glossary.content import files

    found = sorted(file for file in folder.glob("*") if file.name.endswith((LINE, COMMENTS))) if folder.is_dir() else []
    if not found:
        raise Refused(f"there is no file *{LINE} in {files.displayed(folder)}", "name the folder with what was saved")
    chosen = console.settings()
    edition, refused, total = console.edition(chosen), 0, 0
    for file in found:
        console.say(f"\n{files.displayed(file)}")
        for act in _acts(file):
            total += 1
            try:
                edition = act(chosen, edition, yes)
            except GlossaryError as error:
                reasons = error.findings if isinstance(error, BadContent) else [error]
                console.say(f"refused: {'; '.join(map(str, reasons))}", err=True)
                refused += 1
    if refused:
        raise Refused(f"{refused} of {counted(total, 'answer')} refused", "each reason stands above")


def _acts(file: Path) -> Iterator[Act]:
    """Yield what is to be done with a file: one approval, or each of its comments."""
    if file.name.endswith(LINE):
        yield partial(_taken, file)
        return
    try:
        said = _comments(file)
    except GlossaryError as error:
        yield partial(_failed, error)
        return
    for comment in said:
        yield partial(_commented, comment)


def _failed(error: GlossaryError, *_: object) -> Edition:
    raise error


def _comments(file: Path) -> tuple[Comment, ...]:
    from glossary.content import files
    from glossary.review import comments

    return comments.read(files.read_bytes(file))


def _commented(comment: Comment, chosen: Settings, edition: Edition, yes: bool) -> Edition:
    """Show a comment and put it into the catalog; return the edition with it."""
    from glossary.review import comments

    asked = comment.whole
    console.say("\n".join(asked.comments))
    showing.ask(f"Ask for this change of {asked.key} in {asked.language} as “{asked.who}”?", yes)
    console.say(f"{comments.take(chosen.translations, edition, comment)}: {asked.key} is marked as open")
    return console.edition(chosen)


def _taken(file: Path, chosen: Settings, edition: Edition, yes: bool) -> Edition:
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
