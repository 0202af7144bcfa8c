"""A made-up glossary of any size: term files, catalogs and ledgers in which every text is vetted in every language.

The words mean nothing. A concept's texts depend on the seed, its number and the language only, so that ``term-1`` says the
same in a glossary of two concepts and in one of a thousand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

import click

from glossary.catalogs import drafts, header, po, sync
from glossary.catalogs.po import Catalog
from glossary.content import facts, files, terms
from glossary.content.model import Approval, Concept, Verdict
from glossary.content.text import Text
from glossary.language.tags import SOURCE
from glossary.ledger import adopted, ledgers, policy, record
from glossary.ledger.adoption import Act, Adoption, Item, Kind, line
from glossary.settings import Settings

SHIPPED = Path(__file__).resolve().parent.parent / "translations"
"""The interface strings of a made-up glossary are those that this repository ships."""

WHEN = datetime(2026, 11, 1, tzinfo=UTC)
_LATIN = (
    "ba be bi bo da de di do fa fe ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa re ri ro sa se si so ta te"
)
_SYLLABLES: Mapping[str, str] = {
    "ar": "با بي تا تو جا دا دي را رو سا سو شا فا في قا كا كي لا لو ما مي نا نو وا يا",
    "bg": "ба бе би бо да де ди до ка ке ки ко ла ле ли ло ма ме ми мо на не ни но ра ре ри ро са се си со та",
    "el": "βα βε βι βο δα δε δι δο κα κε κι κο λα λε λι λο μα με μι μο να νε νι νο ρα ρε ρι ρο σα σε σι σο τα",
    "uk": "ба бе би бо да де ди до ка ке ки ко ла ле лі ло ма ме мі мо на не ні но ра ре рі ро са се сі со та",
}
_LENGTHS: Mapping[str, int] = {"definition": 400, "plain": 130, "note": 200, "avoid_reason": 90}
"""About how many characters a field's prose has."""

SENTENCE = 12
"""Words of a sentence."""

WORDS = 8000
"""Words of a language's vocabulary; as in speech, the shorter ones are the more frequent ones (Zipf's law)."""

_FREQUENCIES = tuple(accumulate(1 / rank for rank in range(1, WORDS + 1)))

_POLICY = """\
review_due_months = 600
[required]
source = ["subject"]
translation = ["language", "subject"]
[[reviewers]]
id = "heron"
roles = ["subject"]
languages = {languages}
[[reviewers]]
id = "otter"
roles = ["language"]
languages = {languages}
"""
_MAINTAINER = """
[[reviewers]]
id = "heron-too"
roles = ["maintainer"]
"""
_TERM = """\
group = "group-{group}"
usage = "confident"
autolink = "safe"
related = {related}

[text]
{text}
[[sources]]
title = "Law {number}"
url = "https://law.example.org/{number}"
locator = "Article {number}"
kind = "law"
state = "in_force"
as_of = 2026-01-31
"""


def text(number: int, language: str, seed: int = 0) -> Text:
    """Return the text of the concept with this number in a language."""
    random = Random(f"{seed} {language} {number}")
    vocabulary, syllables = _vocabulary(language), _syllables(language)

    def words(count: int) -> list[str]:
        return random.choices(vocabulary, cum_weights=_FREQUENCIES, k=count)

    def prose(characters: int) -> str:
        chosen = words(characters * 2 // 9)
        sentences = (chosen[start : start + SENTENCE] for start in range(0, len(chosen), SENTENCE))
        return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)

    name = "".join(random.choices(syllables, k=4))
    # The number distinguishes the words to avoid from all other words: a text that used one would not be vetted.
    return Text(
        term=f"{name.capitalize()} {number}",
        abbreviation=f"T{number}",
        **{field: prose(length) for field, length in _LENGTHS.items()},
        forms=tuple(f"{name}{ending} {number}" for ending in ("", *random.sample(syllables, 3))),
        avoid=tuple(f"{' '.join(words(2))} {number}" for _ in range(2)),
    )


def _syllables(language: str) -> list[str]:
    return _SYLLABLES.get(language, _LATIN).split()


@cache
def _vocabulary(language: str) -> list[str]:
    random = Random(language)
    made = ("".join(random.choices(_syllables(language), k=random.choice((2, 3, 4)))) for _ in range(2 * WORDS))
    return [*_syllables(language), *sorted(dict.fromkeys(made), key=len)][:WORDS]


def write(directory: Path, concepts: int, seed: int = 0) -> None:
    """Write a glossary of so many concepts below an empty or missing folder: ``terms`` and ``translations``."""
    term_files, translations = directory / "terms", directory / "translations"
    term_files.mkdir(parents=True)
    for number in range(1, concepts + 1):
        values = (f"{name} = {json.dumps(value)}\n" for name, value in text(number, SOURCE, seed).fields.items())
        related = [f"term-{other}" for other in (number - 1, number + 1) if 1 <= other <= concepts]
        source = _TERM.format(group=number % 10, related=json.dumps(related), text="".join(values), number=number)
        (term_files / f"term-{number}.toml").write_text(source, encoding="utf-8")
    tags, _ = drafts.language_folders(SHIPPED)
    files.replace(translations / policy.FILE, _POLICY.format(languages=json.dumps([SOURCE, *tags])))
    concepts_by_id = terms.load(term_files, Settings().today)
    for domain in drafts.DOMAINS:
        files.replace(*sync.template(translations, sync.Written(concepts_by_id), domain))
    for tag in (SOURCE, *tags):
        _language(translations, concepts_by_id, tag, seed)
    adopt(directory)


def adopt(directory: Path) -> None:
    """Have the facts of all concepts adopted. ``beside`` does so for a glossary that an older build wrote, which knew no such
    thing."""
    translations = directory / "translations"
    path, act = adopted.path(translations, "heron-too"), Act(WHEN, "heron-too", "maintainer")
    rules = translations / policy.FILE
    if not path.exists():
        files.replace(rules, files.read(rules) + _MAINTAINER)
        concepts = terms.load(directory / "terms", Settings().today).items()
        lines = (line(Adoption(Item(Kind.FACTS, "", name), facts.of(concept), act)) for name, concept in concepts)
        files.replace(path, "".join(lines))


def _language(translations: Path, concepts: Mapping[str, Concept], language: str, seed: int) -> None:
    """Write a language's ledger, and its catalogs where it is not the English."""
    texts = {name: text(int(name.removeprefix("term-")), language, seed) for name in concepts}
    acts = [act for name, concept in concepts.items() for act in _approvals(concept, texts[name], language)]
    for who in {act.who for act in acts}:
        lines = (record.line(act) for act in acts if act.who == who)
        files.replace(ledgers.path(translations, language, who), "".join(lines))
    if language == SOURCE:
        return
    messages = (
        message._replace(text=texts[concept].fields[field])
        for message in sync.template_messages(sync.Written(concepts))
        for concept, _, field in [message.key.rpartition(".")]
    )
    catalog = Catalog(header.new(language, date(2026, 11, 1)), tuple(messages))
    files.replace(drafts.path(translations, language), po.write(catalog))
    shipped = drafts.read(SHIPPED, language, "interface")
    strings = tuple(
        message for message in shipped.messages if not message.key.startswith("figure.")
    )  # it has no figures
    files.replace(drafts.path(translations, language, "interface"), po.write(replace(shipped, messages=strings)))


def _approvals(concept: Concept, approved: Text, language: str) -> list[Approval]:
    roles = {"heron": "subject"} if language == SOURCE else {"otter": "language", "heron": "subject"}
    source = None if language == SOURCE else concept.text.digest
    return [
        Approval(WHEN, who, role, Verdict.APPROVE, language, concept.id, approved, source)
        for who, role in roles.items()
    ]


@click.command(epilog="Example: python -m benchmarks.content build/thousand --concepts 1000")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--concepts", default=1000, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--seed", default=0, show_default=True, help="Another seed gives other words.")
def main(directory: Path, concepts: int, seed: int) -> None:
    """Write a made-up glossary to DIRECTORY, which must not be there yet."""
    try:
        write(directory, concepts, seed)
    except FileExistsError:
        raise click.ClickException(f"{directory / 'terms'} is there; name a folder that is not") from None
    click.echo(f"GLOSSARY_TERMS={directory / 'terms'} GLOSSARY_TRANSLATIONS={directory / 'translations'}")


if __name__ == "__main__":
    main()
