"""The command by which what stands beside the texts is adopted: ``adopt``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from glossary.commands import console, keys
from glossary.errors import Refused, counted
from glossary.settings import Settings

_OWN_CONTENT = ("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT")


@click.command(epilog="Example: glossary adopt fr --by otter")
@click.argument("what", nargs=-1)
@click.option("--by", "who", metavar="PERSON", help="Your id in policy.toml.")
@keys.option
@click.option("--all", "at_once", is_flag=True, help="Ask once for everything, not for each.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@click.option("--baseline", is_flag=True, help="Make what a release of this project ships, in nobody's name.")
def adopt(what: tuple[str, ...], who: str | None, key: str, at_once: bool, yes: bool, baseline: bool) -> None:
    """Adopt what stands beside the texts as it is now: shows what changes, word by word, asks, and adds lines.

    That is interface strings, the facts of concepts, key figures, and contacts of help. WHAT is a language, a concept, a
    figure, a country, or a kind (string, facts, figures, contacts, directories); without any, everything that is not adopted.
    """
    if baseline:
        _make_baseline(bool(what or who or key))
    elif who:
        _adopt(what, who, key, at_once, yes)
    else:
        raise Refused("nobody is named", "say who adopts it, with --by and an id in policy.toml")


def _make_baseline(more: bool) -> None:
    from glossary.review import adopting

    root = Path(adopting.__file__).resolve().parents[2]
    if more:
        raise Refused("a baseline is made whole and in nobody's name", "leave out --by, --key and what you named")
    if own := [name for name in _OWN_CONTENT if os.environ.get(name)]:
        what = f"{own[0]} is set: a baseline is made from the content of this project only"
        raise Refused(what, "unset it, or adopt content of your own with --by")
    if not ((root / ".git").exists() and (root / "pyproject.toml").exists()):
        raise Refused("this is not a checkout of this project", "run it in one; a release ships its baseline")
    changed = adopting.make_baseline(console.settings(), console.settings().today)
    done = f"{counted(changed, 'line')} changed; read the difference, and commit it with the content"
    click.echo(f"glossary/baseline: {done if changed else 'nothing to do'}")


def _adopt(what: tuple[str, ...], who: str, key: str, at_once: bool, yes: bool) -> None:
    from glossary.ledger import signed
    from glossary.review import adopting, differences

    chosen = console.settings()
    edition = console.edition(chosen)
    keys.require_key(edition.policy, key)
    sign = keys.signer(chosen, key, who, signed.ADOPTION)
    choice = adopting.choice(edition, chosen.translations, who, what, chosen.today)
    accepted = []
    for pending, role in choice.mine:
        click.echo(f"\n{pending.file}:{pending.line}: {pending.item}")
        for line in differences.lines(pending.before, pending.after):
            click.echo(f"  {line}")
        if yes or at_once or click.confirm(f"Adopt this as “{who}” ({role})?"):
            accepted.append((pending, role))
    for pending, reason in choice.others:
        click.echo(f"not adopted: {pending.item}; {reason}")
    if accepted and at_once and not yes and not click.confirm(f"\nAdopt {counted(len(accepted), 'item')} as “{who}”?"):
        accepted = []
    if not accepted:
        _nothing(bool(choice.mine or choice.others))
        return
    count = adopting.commit(chosen.translations, who, accepted, chosen.now, sign)
    click.echo(f"\n{counted(count, 'adoption')} recorded")
    _print_rest(chosen)


def _nothing(waiting: bool) -> None:
    if waiting:
        raise Refused("nothing was recorded", "run the command again when you are sure")
    click.echo("nothing to do")


def _print_rest(chosen: Settings) -> None:
    left = console.edition(chosen).pending
    if left:
        names = ", ".join(str(each.item) for each in left[:3]) + (" …" if len(left) > 3 else "")
        click.echo(f"not adopted yet: {names}")
