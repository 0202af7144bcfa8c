"""Commands for whoever checks: ``verify``, ``log`` and ``witness``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary.commands import console, keys
from glossary.errors import Finding, Refused, Rewritten, counted

if TYPE_CHECKING:
    from glossary.contract.judging import Judgement, Trust
    from glossary.proofs.notes import Verifier

_KEY = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(epilog="Example: glossary log --key ~/.keys/log --origin glossary.example.org/log")
@click.option(
    "--key", "file", type=_KEY, required=True, help="The log’s private key (Ed25519), outside the repository."
)
@click.option("--origin", default="", help="The log’s name, at its first use: its address without “https://”.")
def log(file: Path, origin: str) -> None:
    """Enter every new record into the log, as a digest without words, and sign a checkpoint."""
    from glossary.content import files
    from glossary.ledger import logged
    from glossary.proofs import log as logs
    from glossary.proofs import notes, signing, tiles
    from glossary.review import loggable

    chosen = console.settings()
    keys.require_outside(file, chosen.translations)
    private, lines = signing.private_key(file, keys.passphrase(file)), list(loggable.lines(chosen))
    folder = chosen.translations / tiles.FOLDER
    done, new = logs.append(folder, lines, origin, private)
    added = f"{counted(new, 'record')} added" if new else "nothing to add"
    console.say(f"{files.displayed(folder)}: {added}, {len(done.entries)} in all")
    console.say(f"Known by: {notes.verifier_of(done.origin, private, notes.SIGNATURE)}")
    if gone := logged.gone(chosen.translations, done):
        what = f"no ledger has {counted(len(gone), 'logged record')} any more"
        console.print_findings([Finding(files.displayed(folder), 0, what, "restore them from version control")])
        sys.exit(1)


@click.command(
    epilog="Example: glossary witness https://glossary.example.org/log --log glossary.example.org/log+0123abcd+AQ… "
    "--name partner.example.org/witness --key ~/.keys/witness --state ~/witness"
)
@click.argument("place", metavar="URL|FOLDER")
@click.option("--log", "vkey", required=True, help="By what the log is known, as “glossary log” prints it.")
@click.option("--name", required=True, help="Your own name: an address of yours without “https://”.")
@click.option("--key", "file", type=_KEY, required=True, help="Your private key (Ed25519), for nothing else.")
@click.option("--state", type=click.Path(path_type=Path), required=True, help="A folder for what was seen.")
def witness(place: str, vkey: str, name: str, file: Path, state: Path) -> None:
    """See whether a log still shows the history that it showed before; if so, cosign it. Exits 1 if not. For a timer."""
    from glossary.content import files
    from glossary.proofs import notes, signing
    from glossary.proofs import witness as witnesses

    private = signing.private_key(file, keys.passphrase(file))
    known = _known(vkey)
    try:
        own = notes.verifier_of(name, private, notes.COSIGNATURE)
    except ValueError as error:
        raise Refused(str(error), "give a name of your own") from None
    with files.locked(state):
        before = witnesses.kept(state)
        try:
            note = witnesses.look(witnesses.source(place), known, before)
        except Rewritten as error:
            files.replace(state / witnesses.REFUSED, error.now)
            raise
        seconds = int(console.settings().clock())
        witnesses.keep(state, note, known, lambda found: notes.cosign(found, name, private, seconds))
    size = notes.checkpoint(note).size
    seen = f"extends the {notes.checkpoint(before).size} seen before" if before else "seen for the first time"
    console.say(f"{known.name}: {counted(size, 'record')}, {seen}; cosigned in {files.displayed(state)}")
    console.say(f"Known by: {own}")


@click.command(epilog="Example: glossary verify dove.evidence.json --signers allowed_signers")
@click.argument("places", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@click.option("--signers", "file", type=_KEY, help="Keys that you trust: a file of allowed_signers, from elsewhere.")
@click.option(
    "--fingerprint", "prints", multiple=True, metavar="SHA256:…", help="A key that you trust, whosever it is."
)
@click.option("--log", "vkey", default="", help="By what you know the log, as “glossary log” prints it.")
@click.option("--since", metavar="CHECKPOINT", help="Instead, prove that a log lost nothing since this one (FILE|URL).")
@click.option("--witness", "witnesses", multiple=True, metavar="VKEY", help="With --since: who must have cosigned it.")
def verify(
    places: tuple[str, ...],
    file: Path | None,
    prints: tuple[str, ...],
    vkey: str,
    since: str | None,
    witnesses: tuple[str, ...],
) -> None:
    """See who approved a text, by its evidence (.evidence.json), and whether keys that you trust signed it. Exits 0 only if
    each record is signed by one, and none is missing. Keys inside the evidence are shown, never trusted."""
    from glossary.contract.judging import Trust
    from glossary.proofs import signers

    log = _known(vkey) if vkey else None
    if since:
        _prove_extension(places, since, log, [_known(one) for one in witnesses])
        return
    trust = Trust(fingerprints=frozenset(prints), log=log)
    if file:
        named, origins, required = signers.read(file), signers.origins(file), signers.required(file)
        trust = replace(trust, signers=named, origins=origins, required=required)
    good = [_print_judgements(document, trust) for document in _documents(places)]
    if file and signers.by_repository(file):
        console.say("the keys are vouched for by the repository only")
    sys.exit(0 if good and all(good) else 1)


def _known(vkey: str) -> Verifier:
    from glossary.proofs import notes

    try:
        return notes.verifier(vkey)
    except ValueError as error:
        raise Refused(str(error), "give what “glossary log” or “glossary witness” printed") from None


def _prove_extension(places: tuple[str, ...], since: str, log: Verifier | None, witnesses: list[Verifier]) -> None:
    from glossary.proofs import notes, witness

    if log is None:
        raise Refused("it is not said by what you know the log", "give --log, as “glossary log” printed it")
    before = notes.read(_data(since).decode(errors="replace"))
    notes.check(before, log)
    for one in witnesses:
        seen = datetime.fromtimestamp(notes.check(before, one), UTC)
        console.say(f"good: {one.name} saw and cosigned it on {seen:%Y-%m-%dT%H:%M:%SZ}")
    for place in places:
        now = notes.checkpoint(witness.look(witness.source(place), log, before))
        old = notes.checkpoint(before).size
        console.say(
            f"good: {now.origin} has {counted(now.size, 'record')}, and nothing was taken out of the first {old}"
        )


def _data(name: str) -> bytes:
    """Return the bytes of a file or an address. Raises ``Refused`` where there is none."""
    from glossary.proofs import witness

    folder, _, last = name.rpartition("/")
    try:
        return witness.source(folder or ("/" if name.startswith("/") else "."))(last)
    except OSError as error:
        raise Refused(f"{name} cannot be read ({error.strerror or error})", "give another file") from None


def _documents(places: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    from glossary.contract import judging

    for place in places:
        names = sorted(Path(place).rglob("*.evidence.json")) if Path(place).is_dir() else [place]
        if not names:
            raise Refused(f"{place} holds no evidence", "give a file or a folder of files that end in .evidence.json")
        yield from (judging.read(_data(str(name))) for name in names)


def _print_judgements(document: dict[str, Any], trust: Trust) -> bool:
    from glossary.contract.judging import judge

    console.say(f"{document['id']} in {document['language']}, {document['namespace']}")
    judgements = judge(document, trust)
    for judgement in judgements:
        console.say(f"  {_said(judgement, trust, document['id'])}")
    return not any(judgement.fault for judgement in judgements)


def _said(judgement: Judgement, trust: Trust, concept: str) -> str:
    act, signature, fault = judgement.act, judgement.signature, judgement.fault
    under = f" under its former id “{act.concept}”" if act and act.concept != concept else ""
    who = f"“{act.who}” ({act.role}) on {act.when:%Y-%m-%d}{under}" if act else "a record"
    key = f", {'passkey' if signature.key.site else 'key'} {signature.key.fingerprint}" if signature else ""
    if fault:
        return f"{fault.fault}: {who}{key}: {fault}"
    whose = "the fingerprint" if signature and signature.key.fingerprint in trust.fingerprints else "the signers"
    entered = f"; in the log at its checkpoint of {judgement.checkpoint.size}" if judgement.checkpoint else ""
    if act and act.publication:
        entered = f", by a statement about the whole of “{act.publication.title}”, not text by text{entered}"
    return f"good: {who}{key}, vouched for by {whose} that you gave{entered}"
