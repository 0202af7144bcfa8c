"""The form assistant, for translators: ``forms``."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.commands import console
from glossary.errors import BadContent, BadSetting, Finding, counted
from glossary.language.tags import SOURCE
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.review.inflections import Proposal


@click.command(epilog="Example: glossary forms fi")
@click.argument("language", metavar="LANG")
@click.argument("concepts", nargs=-1, metavar="[CONCEPT]...")
@click.option("--list", "only_list", is_flag=True, help="Print what is proposed, and change nothing.")
@click.option(
    "--accept",
    "accepted",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Add the proposals in this file: lines as --list prints them, those that you agree to.",
)
def forms(language: str, concepts: tuple[str, ...], only_list: bool, accepted: Path | None) -> None:
    """Propose inflections that stand in the texts of LANG and are no form yet, one by one, to add or not.

    Nothing is added by itself: more than half of the guesses can be wrong. Answer y, n, or q to stop; what you agreed to
    is kept.
    """
    _require_extra()
    from glossary.review import inflections, stems
    from glossary.review.vocabulary import Vocabulary

    chosen = console.settings()
    edition = console.edition(chosen)
    tag = edition.offered(language)
    wanted = [edition.concept(concept).id for concept in concepts]
    found = list(inflections.proposals(Vocabulary(edition, tag), stems.roots(tag), wanted))
    if only_list:
        for each in found:
            console.say(_line(each))
        return
    _add(chosen, tag, _listed(accepted, found) if accepted else _asked(found))


def _require_extra() -> None:
    """Raise ``BadSetting`` where what only this command needs is not installed."""
    from glossary.review import stems

    if not stems.available():
        raise BadSetting(
            "“forms” needs more than is installed; in the folder of this program, pip install -e '.[forms]' brings it"
        )


def _line(proposal: Proposal) -> str:
    return f"{proposal.concept}: {proposal.form} | {proposal.sentence}"


def _asked(found: list[Proposal]) -> list[Proposal]:
    """Ask for each proposal; return those that somebody agreed to. A form that one concept got is not asked again."""
    agreed: list[Proposal] = []
    for number, each in enumerate(found, 1):
        if any(each.form == other.form for other in agreed):
            continue
        console.say(f"\n{number}/{len(found)}  {each.concept}: {each.form}\n    {each.sentence}")
        try:
            answer = click.prompt("Add it?", type=click.Choice(["y", "n", "q"]))
        except click.Abort:  # the end of what is typed, or Ctrl-C
            answer = "q"
        if answer == "q":
            break
        agreed += [each] if answer == "y" else []
    return agreed


def _listed(file: Path, found: list[Proposal]) -> list[Proposal]:
    """Return the proposals that stand in a file. Raises ``BadContent`` for a line that is none, or gives a form twice."""
    from glossary.content import files

    there = {(each.concept, each.form): each for each in found}
    findings = list[Finding]()
    agreed: dict[str, Proposal] = {}
    for number, line in enumerate(files.read(file).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        concept, _, rest = line.partition(": ")
        proposal = there.get((concept, rest.partition(" | ")[0].strip()))
        if proposal is None:
            what, remedy = (
                "this is not proposed",
                "copy a line of “glossary forms --list”, or change the catalog by hand",
            )
            findings.append(Finding(files.displayed(file), number, what, remedy))
        elif proposal.form in agreed:
            what = f"“{proposal.form}” is given to “{agreed[proposal.form].concept}” already"
            findings.append(Finding(files.displayed(file), number, what, "keep it for one concept"))
        else:
            agreed[proposal.form] = proposal
    if findings:
        raise BadContent(findings)
    return list(agreed.values())


def _add(chosen: Settings, language: str, agreed: list[Proposal]) -> None:
    from glossary.review import adding

    new = defaultdict[str, list[str]](list)
    for each in agreed:
        new[each.concept].append(each.form)
    if new and language == SOURCE:
        adding.to_terms(chosen.terms, new)
    elif new:
        adding.to_catalog(chosen.translations, language, new)
    after = " Now run “glossary sync”." if new and language == SOURCE else ""
    console.say(f"{counted(len(agreed), 'form')} added.{after}")
