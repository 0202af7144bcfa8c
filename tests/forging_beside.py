"""Forgeries of what stands beside the texts: help, interface strings, facts of concepts, and the lines that adopt them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from glossary.content import interface, tables
from glossary.edition import beside
from glossary.ledger import adopted, adoption, losses
from glossary.ledger.adoption import Act, Adoption, Item
from glossary.ledger.adoption import Kind as What
from glossary.ledger.policy import Policy
from tests.forging import Claim, Kind, off
from tests.world import World


def _digits(dice: Random) -> str:
    return f"{dice.randrange(200, 1000)} {dice.randrange(100, 1000)}"


def _on(path: str, words: str) -> Claim:
    return lambda client: words in client.get(path).text


def _file(world: World, name: str) -> Any:
    return world.support / name


def _number(dice: Random, world: World) -> Claim:
    """Change a number and the quote that proves it, together."""
    file, digits = _file(world, "records.toml"), _digits(dice)
    file.write_text(file.read_text().replace("555 123", digits).replace("555123", digits.replace(" ", "")))
    return _on(dice.choice(("/v1/support/fi.json", "/en/support/fi/")), digits)


def _directory(dice: Random, world: World) -> Claim:
    """Change the address of a directory of help."""
    file, host = _file(world, "directories.toml"), f"h{dice.randrange(10**6)}.example.org"
    old = dice.choice(("childhelplineinternational.org", "www.inhope.org"))
    file.write_text(file.read_text().replace(old, host))
    return _on(dice.choice(("/en/", "/en/dove/", "/v1/support.json", "/v1/en/bundle.json")), host)


def _no_directories(dice: Random, world: World) -> Claim:
    """Take the directories of help away: the file, its rows, or one of them."""
    file = _file(world, "directories.toml")
    rows = file.read_text().split("[[directory]]")[1:]
    match dice.randrange(3):
        case 0:
            file.unlink()
        case 1:
            file.write_text("")
        case _:
            file.write_text("[[directory]]" + dice.choice(rows))
    path = dice.choice(("/en/", "/en/dove/", "/fr/support/"))
    return lambda client: (
        not all(host in client.get(path).text for host in ("childhelplineinternational.org", "inhope.org"))
    )


def _expired_for_ever(dice: Random, world: World) -> Claim:
    """Date a contact ahead, so that it never expires."""
    file, digits = _file(world, "records.toml"), _digits(dice)
    years = dice.randrange(4, 900)
    text = file.read_text().replace("555 123", digits).replace("555123", digits.replace(" ", ""))
    file.write_text(re.sub(r"(as_of|expires_on) = (\d{4})", lambda day: f"{day[1]} = {int(day[2]) + years}", text))
    return _on("/v1/support/fi.json", digits)


def _string(dice: Random, world: World) -> Claim:
    """Translate an interface string anew."""
    words = f"Trouver {''.join(dice.choices('abcdefghij', k=8))}"
    world.phrase("fr", dice.choice(("search.button", "help.heading", "nav.about")), words)
    return _on("/fr/", words)


def _fact(dice: Random, world: World) -> Claim:
    """Change a fact of a concept: how it may be used, linked, what it is related to, where it is from."""
    file = world.terms / "dove.toml"
    title = f"A law of {dice.randrange(1000, 10**6)}"
    old, new, shown = dice.choice(
        (
            ('usage = "confident"', 'usage = "avoid"', '"usage":"avoid"'),
            ('autolink = "safe"', 'autolink = "never"', '"autolink":"never"'),
            ("related = []", 'related = ["wren"]', '"id":"wren"'),
            ('title = "A law"', f'title = "{title}"', title),
            (
                "https://law.example.org/1",
                f"https://law.example.org/{title[9:]}",
                f"https://law.example.org/{title[9:]}",
            ),
        )
    )
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return _on("/v1/en/terms/dove.json", shown)


def _retired(dice: Random, world: World) -> Claim:
    """Retire a concept by an edit of its file."""
    concept = dice.choice(("wren", "owl"))
    file = world.terms / f"{concept}.toml"
    file.write_text(file.read_text() + f"[retired]\non = 2026-0{dice.randrange(1, 10)}-01\n")
    return lambda client: client.get(f"/v1/en/terms/{concept}.json").status_code == 410


def adopt(
    world: World,
    item: Item,
    value: Any,
    who: str = "keeper",
    role: str = "maintainer",
    when: datetime | None = None,
) -> None:
    """Add a well-formed line by which somebody adopts a copy."""
    act = Act(when or datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=5), who, role)
    file = adopted.path(world.translations, who)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + adoption.line(Adoption(item, value, act)))


def current(world: World, kind: What, key: str = "") -> tuple[Item, Any]:
    """Return the last adopted copy of a kind, and of which item."""
    lines = [line.adoption for line in adopted.read(world.translations)]
    last = [each for each in lines if each.item.kind is kind and key in ("", each.item.key)][-1]
    return last.item, json.loads(json.dumps(last.value))


def _by_one(dice: Random, world: World) -> Claim:
    """One person adopts a number that two must adopt."""
    item, value = current(world, What.CONTACTS)
    digits = _digits(dice)
    changed = json.loads(json.dumps(value).replace("555 123", digits).replace("555123", digits.replace(" ", "")))
    _number_in(world, digits)
    adopt(world, item, changed, dice.choice(("keeper", "second-keeper")), "contact")
    return _on("/v1/support/fi.json", digits)


def _number_in(world: World, digits: str) -> None:
    file = _file(world, "records.toml")
    file.write_text(file.read_text().replace("555 123", digits).replace("555123", digits.replace(" ", "")))


def _by_strangers(dice: Random, world: World) -> Claim:
    """People adopt a number who have no part in it."""
    item, value = current(world, What.CONTACTS)
    digits = _digits(dice)
    changed = json.loads(json.dumps(value).replace("555 123", digits).replace("555123", digits.replace(" ", "")))
    _number_in(world, digits)
    for who in dice.sample(("otter", "heron", "stranger"), 2):
        adopt(world, item, changed, who, "contact")
    return _on("/v1/support/fi.json", digits)


def _string_with_a_number(dice: Random, world: World) -> Claim:
    """A maintainer adopts a string with a number, an address, or nothing to be seen."""
    item, value = current(world, What.STRING, "search.button")
    words = dice.choice(
        (f"Tel. {_digits(dice)}", f"www.h{dice.randrange(10**6)}.example.org", f"x{dice.randrange(10**6)}@example.org")
    )
    adopt(world, item, {**value, "text": words})
    return _on("/fr/", words)


def _ahead(dice: Random, world: World) -> Claim:
    """An adoption is dated ahead."""
    item, value = current(world, What.STRING, "search.button")
    words = f"Trouver {''.join(dice.choices('abcdefghij', k=8))}"
    adopt(
        world,
        item,
        {**value, "text": words},
        "keeper",
        "maintainer",
        datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=dice.randrange(9000)),
    )
    return _on("/fr/", words)


def _lost_adoption(dice: Random, world: World) -> Claim:
    """Take away the adoption of the present copy of a string, so that the one before it is the last."""
    file = adopted.path(world.translations, "keeper")
    rows = file.read_text().splitlines(keepends=True)
    last = max(number for number, row in enumerate(rows) if '"key": "search.button"' in row)
    file.write_text("".join(rows[:last] + rows[last + 1 :]))
    return _on("/fr/", "Avant cela")


def _edited_adoption(dice: Random, world: World) -> Claim:
    """Edit an adopted copy, digest left."""
    words = f"Trouver {''.join(dice.choices('abcdefghij', k=8))}"
    file = adopted.path(world.translations, "keeper")
    file.write_text(file.read_text().replace('"text": "Chercher"', f'"text": "{words}"'))
    return _on("/fr/", words)


def _lenient(written: bytes) -> Adoption:
    """Read an adoption without comparing its digest."""
    values = json.loads(written)
    by = values["adopted"]
    act = by and Act(datetime.fromisoformat(by["when"]).astimezone(UTC), by["who"], by["role"])
    return Adoption(Item(What(values["adopts"]), values.get("language", ""), values["key"]), values["value"], act)


_YES: Callable[[World], None] = World.adopt
_NOTHING_LOST = off(losses, "lost", lambda *_, **__: [])
_ANY_STRING = off(interface, "objection", lambda *_: None)
_ANYBODY = off(Policy, "objection", lambda *_: None)

KINDS = (
    Kind("a number and its quote changed together", _number, yes=_YES),
    Kind("the address of a directory changed", _directory, yes=_YES),
    Kind("directories of help taken away", _no_directories, (off(beside, "support", lambda _, written: written),)),
    Kind("a contact dated ahead", _expired_for_ever, (off(tables, "_ahead", lambda *_: iter(())),), yes=_YES),
    Kind("an interface string translated anew", _string, yes=_YES),
    Kind("a fact of a concept changed", _fact, yes=_YES),
    Kind("a concept retired by an edit", _retired, yes=_YES),
    Kind("a number adopted by one of two", _by_one, (off(adopted, "needed", lambda *_: 1),)),
    Kind("a number adopted by people without that role", _by_strangers, (_ANYBODY,)),
    Kind(
        "a string with a number or an address adopted",
        _string_with_a_number,
        (off(interface, "objection", lambda *_: None),),
    ),
    Kind("an adoption dated ahead", _ahead, (off(adopted, "_counts", lambda *_: True),)),
    Kind("an adoption's line taken away", _lost_adoption, (_NOTHING_LOST,)),
    Kind("an adopted copy edited, digest left", _edited_adoption, (off(adoption, "read", _lenient), _NOTHING_LOST)),
)
