"""Keys at the command line: whoever signs names one, and ``signers`` prints all that count."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console
from glossary.errors import BadContent, Refused
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.edition.edition import Edition
    from glossary.ledger.policy import Policy
    from glossary.ledger.signed import Sign
    from glossary.proofs.signatures import Signature

AGENT = "agent"
option = click.option(
    "--key",
    default="",
    metavar="FILE|agent",
    help="Sign with the private Ed25519 key in FILE, or with that which the SSH agent holds (of FILE.pub, or of yours).",
)


def passphrase(file: Path) -> Callable[[], str]:
    """Return a function that asks for the passphrase of a key's file."""
    from glossary.content import files

    return lambda: str(click.prompt(f"Passphrase of {files.displayed(file)}", hide_input=True, err=True))


def require_outside(file: Path, translations: Path) -> None:
    """Raise ``Refused`` for a private key that lies in the repository of the content."""
    folder = translations.resolve()
    root = next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), folder)
    if file.resolve().is_relative_to(root):
        raise Refused("the key lies in the repository", "move it elsewhere: whoever reads the repository could use it")


def require_key(policy: Policy, key: str) -> None:
    """Raise ``Refused`` where the policy asks for signatures, and nobody is going to sign."""
    if not key and policy.unsigned is not None:
        raise Refused("the policy asks for signatures", "name your key with --key; see docs/reviewers.md")


def signer(chosen: Settings, key: str, who: str, purpose: str) -> Sign | None:
    """Return what signs lines for a purpose with the key that somebody named; ``None`` where nobody named one.

    Raises ``Refused`` where that key cannot sign, ``BadContent`` where the glossary's id cannot be read.
    """
    if not key:
        return None
    from glossary.content import identity
    from glossary.ledger import signed

    namespace = signed.namespace(purpose, identity.load(chosen.terms, chosen.today).id)
    make = _with_agent(chosen, who) if key == AGENT else _with_file(chosen, Path(key))
    return lambda message: make(message, namespace).base64


def _with_file(chosen: Settings, file: Path) -> Callable[[bytes, str], Signature]:
    from glossary.proofs import signing

    if not file.is_file():
        raise Refused(f"there is no file {file}", "give that of your key, or “agent”")
    if file.suffix == ".pub":
        return partial(signing.with_agent, signing.public(file), agent=os.environ.get("SSH_AUTH_SOCK", ""))
    require_outside(file, chosen.translations)
    return partial(signing.with_private, signing.private_key(file, passphrase(file)))


def _with_agent(chosen: Settings, who: str) -> Callable[[bytes, str], Signature]:
    """Sign with the first of a person's keys in the policy that the agent holds."""
    from glossary.proofs import keys, signing

    own = [key for key in map(keys.of_line, _lines(chosen, who)) if key.kind == keys.ED25519]
    agent = os.environ.get("SSH_AUTH_SOCK", "")

    def sign(message: bytes, namespace: str) -> Signature:
        refused = Refused(f"the policy has no SSH key of “{who}”", "name yours: --key FILE.pub")
        for key in own:
            try:
                return signing.with_agent(key, message, namespace, agent)
            except Refused as error:
                refused = error
        raise refused

    return sign


def _lines(chosen: Settings, who: str) -> list[str]:
    from glossary.ledger import policy

    try:
        reviewer = policy.load(chosen.translations, chosen.today).reviewers.get(who)
    except BadContent:  # a withdrawal works all the same, with a key that is named
        return []
    return [one.line for one in reviewer.keys] if reviewer else []


@click.command(epilog="Example: glossary signers > allowed_signers")
@click.option("--unsigned", is_flag=True, help="Print what counts without a signature instead, as policy.toml pins it.")
def signers(unsigned: bool) -> None:
    """Print the keys of the policy as “ssh-keygen -Y verify -f” reads them, with their days.

    Whom you trust is yours to decide: compare the fingerprints with what their owners say.
    """
    from glossary.edition import trusted
    from glossary.ledger import signed
    from glossary.proofs import signers as allowed

    chosen = console.settings()
    edition = console.edition(chosen)
    if unsigned:
        pinned = sorted([*edition.records.unsigned(edition.policy), *_unsigned_adoptions(edition, chosen)])
        console.say("signatures_required_from = [" + "".join(f'\n    "{digest}",' for digest in pinned) + "\n]")
        return
    known = signed.signers(edition.policy, edition.identity.id)
    required = {"source": edition.policy.source_roles, "translation": edition.policy.translation_roles}
    if trusted.pins(chosen) is None:
        click.echo(allowed.REPOSITORY)
    click.echo(allowed.write(known, edition.policy.origins, required), nl=False)


def _unsigned_adoptions(edition: Edition, chosen: Settings) -> Iterator[str]:
    from glossary.ledger import adopted

    for line in adopted.read(chosen.translations):
        if line.adoption.signature is None and line.adoption.seal in edition.adopted.seals:
            yield line.adoption.digest
