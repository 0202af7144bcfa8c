"""The English of one concept, and its facts: what of a file goes into its term file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from glossary.content.model import Autolink, Usage
from glossary.content.text import REQUIRED
from glossary.exchange.incoming.entry import Entry
from glossary.exchange.incoming.found import Found
from glossary.exchange.incoming.ids import folded
from glossary.exchange.incoming.incoming import Incoming, Outcome, Row
from glossary.exchange.incoming.tree import Tree
from glossary.exchange.incoming.values import Value, value
from glossary.exchange.incoming.wishes import Wishes
from glossary.language.tags import SOURCE

_CHOICES: Mapping[str, tuple[str, ...]] = {"usage": tuple(Usage), "autolink": tuple(Autolink)}


def texts(entry: Entry, given: Mapping[str, Found], wishes: Wishes) -> Iterator[Row]:
    """Take the English texts of a concept into its entry, given by their fields, and yield a row for each."""
    given = dict(given)
    if "avoid" in given and wishes.avoid_reason and not _reasoned(entry, given):
        reason = Value(
            value("avoid_reason", wishes.avoid_reason).text, "the file gives none: it is that of --avoid-reason"
        )
        given["avoid_reason"] = given["avoid"]._replace(value=reason)
    for name, ((text, changed), place, _) in given.items():
        outcome, why = wishes.decide(entry.english(name), text)
        if name == "avoid" and outcome is Outcome.TAKEN and not _reasoned(entry, given):
            outcome, why = Outcome.LEFT, "nothing says why these words harm; add “avoid_reason”, or give --avoid-reason"
        if outcome is Outcome.TAKEN:
            entry.texts[name] = text
        why = "; ".join(filter(None, (why, changed if outcome is Outcome.TAKEN else "")))
        yield Row(place, entry.id, SOURCE, name, text, outcome, why)
    for name in REQUIRED:
        if not entry.english(name):
            why = f"a concept begins with its English, and this one has no English {name}"
            yield Row(entry.place, entry.id, SOURCE, name, "", Outcome.REFUSED, why)


def _reasoned(entry: Entry, given: Mapping[str, Found]) -> bool:
    return bool(entry.english("avoid_reason")) or "avoid_reason" in given


def facts(entry: Entry, incoming: Incoming, tree: Tree, wishes: Wishes) -> Iterator[Row]:
    """Take group, usage, autolink and retirement of a concept into its entry, and yield a row for each that the file has,
    or a new concept needs."""
    choices = _CHOICES if tree.groups is None else {**_CHOICES, "group": tree.groups}
    for name in ("group", "usage", "autolink"):
        raw = getattr(incoming, name)
        if raw is None and entry.before is None:
            raw = getattr(wishes, name) or (tree.only_group if name == "group" else None)
        if raw is not None:
            yield _fact(entry, name, raw.strip(), choices.get(name), wishes)
        elif entry.before is None:
            why = "it has no group; give the file a column of them, or --group"
            yield Row(entry.place, entry.id, "", name, "", Outcome.REFUSED, why)
    if incoming.retired or incoming.replaced_by:
        yield _retired(entry, incoming, wishes)


def _fact(entry: Entry, name: str, raw: str, choices: Collection[str] | None, wishes: Wishes) -> Row:
    fact = folded(raw) if name == "group" else raw.lower()
    if not fact or (choices is not None and fact not in choices):
        return Row(entry.place, entry.id, "", name, raw, Outcome.REFUSED, _no_choice(name, fact, choices))
    outcome, why = wishes.decide(str(getattr(entry.before, name)) if entry.before else "", fact)
    if outcome is Outcome.TAKEN:
        entry.facts[name] = fact
    return Row(entry.place, entry.id, "", name, fact, outcome, why)


def _no_choice(name: str, fact: str, choices: Collection[str] | None) -> str:
    if not fact or not choices:
        return "no id can be made of it"
    if name == "group":
        return f"the glossary has no group “{fact}”; name one of {', '.join(choices)}, or add it to [groups] in glossary.toml"
    return f"it is one of {', '.join(choices)}"


def _retired(entry: Entry, incoming: Incoming, wishes: Wishes) -> Row:
    there, day = entry.before and entry.before.retired, incoming.retired or ""
    said = " ".join(filter(None, (day, incoming.replaced_by)))
    if there:
        return Row(incoming.place, entry.id, "", "retired", said, Outcome.UNCHANGED)
    if not day:
        why = "the file does not say on which day it left; write [retired] into the term file"
        return Row(incoming.place, entry.id, "", "retired", said, Outcome.LEFT, why)
    if entry.before and not wishes.replace:
        why = "it is not retired here, and readers would lose it; --replace takes it out"
        return Row(incoming.place, entry.id, "", "retired", said, Outcome.LEFT, why)
    entry.retired["on"] = day
    return Row(incoming.place, entry.id, "", "retired", said, Outcome.TAKEN)
