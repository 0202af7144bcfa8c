"""Forgeries of a concept's id: what people approved under one id claimed for another concept, or brought back by it."""

from __future__ import annotations

from pathlib import Path
from random import Random

from glossary.content import claims
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.ledger import former, ledgers
from glossary.ledger.adoption import Item
from glossary.ledger.adoption import Kind as What
from glossary.ledger.former import Former
from tests import faults
from tests.forging import NIGHT, TRANSLATED, Claim, Kind, off, served
from tests.forging_beside import _ANYBODY, _YES, adopt, current
from tests.world import TODAY, World


def _id(dice: Random) -> str:
    return "claimed-" + "".join(dice.choices("abcdefghij", k=8))


def _named(world: World, old: str, new: str) -> None:
    """Let every other concept name another id."""
    for path in world.terms.glob("*.toml"):
        lines = path.read_text().split("\n")
        changed = (line.replace(f'"{old}"', f'"{new}"') if line.startswith("related") else line for line in lines)
        path.write_text("\n".join(changed))


def _claiming(world: World, old: str, new: str) -> Path:
    """Write another concept, which claims an id."""
    path = world.term(new)
    path.write_text(f'formerly = ["{old}"]\n{path.read_text()}')
    return path


def _by_an_edit(dice: Random, world: World) -> Claim:
    """Put another concept in the place of one, and claim its id."""
    new, language = _id(dice), dice.choice(TRANSLATED)
    (world.terms / "dove.toml").unlink()
    _claiming(world, "dove", new)
    _named(world, "dove", new)
    return served(language, new, faults.WORDS[language]["dove"])


def _while_it_is_taken(dice: Random, world: World) -> Claim:
    """Claim the id of a concept that is there."""
    new, language = _id(dice), dice.choice(TRANSLATED)
    _claiming(world, "dove", new)
    return served(language, new, faults.WORDS[language]["dove"])


def _by_strangers(dice: Random, world: World) -> Claim:
    """Somebody adopts the claim who has no part in it."""
    claim = _by_an_edit(dice, world)
    (path,) = world.terms.glob("claimed-*.toml")
    _, value = current(world, What.FACTS, "dove")
    adopt(world, Item(What.FACTS, "", path.stem), {**value, "formerly": ["dove"]}, dice.choice(("otter", "heron")))
    return claim


def _of_a_retired_one(dice: Random, world: World) -> Claim:
    """A maintainer adopts a claim to the id of a concept that has left."""
    new, (item, value) = _id(dice), current(world, What.FACTS, "wren")
    adopt(world, item, {**value, "retired": {"on": TODAY.isoformat(), "replaced_by": None}})
    (world.terms / "wren.toml").unlink()
    _claiming(world, "wren", new)
    adopt(world, Item(What.FACTS, "", new), {**value, "formerly": ["wren"]})
    return served("en", new, faults.WORDS["en"]["wren"])


def _back_without_the_claim(dice: Random, world: World) -> Claim:
    """A text is withdrawn under its new id; then its concept gets the old one back, and no file says that it had another."""
    new, language = _id(dice), dice.choice(TRANSLATED)
    item, value = current(world, What.FACTS, "dove")
    adopt(world, Item(What.FACTS, "", new), {**value, "formerly": ["dove"]})
    text = Text(term=f"dove ({language})", definition=faults.WORDS[language]["dove"])
    english = Text(term="Dove", definition=faults.WORDS["en"]["dove"]).digest
    act = Approval(NIGHT, "heron", "subject", Verdict.WITHDRAW, language, new, text, english)
    ledgers.append(world.translations, act)
    adopt(world, Item(What.FACTS, "", new), value)
    adopt(world, item, value)
    return served(language, "dove", text.definition)


def _by_the_present_rows(
    _shipped: object, _counting: object, _every: object, rows: dict[str, dict[str, list[str]]]
) -> Former:
    """What ids mean if only the present facts say so."""
    return Former({old: name for name, row in rows.items() for old in row.get("formerly", ())})


KINDS = (
    Kind("a concept's id claimed by an edit", _by_an_edit, yes=_YES),
    Kind(
        "a concept's id claimed while it is there",
        _while_it_is_taken,
        (off(claims, "findings", lambda *_: iter(())),),
        yes=_YES,
    ),
    Kind("a claim adopted by somebody without that role", _by_strangers, (_ANYBODY,)),
    Kind("the id of a retired concept claimed", _of_a_retired_one, (off(former, "retired", lambda _: frozenset()),)),
    Kind(
        "a withdrawn text back under its old id", _back_without_the_claim, (off(former, "read", _by_the_present_rows),)
    ),
)
