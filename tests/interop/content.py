"""Made-up content for foreign tools to read: seven languages, words to avoid with reasons, characters that formats escape."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from glossary.content import files
from glossary.content.model import Approval, Publication, Verdict
from glossary.content.text import Text
from glossary.ledger import ledgers, record, statement
from tests.signed_world import key, public
from tests.world import World

Words = Mapping[str, str]

WHEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
LANGUAGES = ("en", "ar", "de", "de-x-leicht", "el", "fr", "pt-BR", "zh-Hant")
STATED, PUBLISHED = "el", Publication("Words about birds", "https://birds.example.org/words", date(2024, 5, 1))
"""The language of which a statement about a whole publication approves the texts, and that publication."""
POLICY = f"""\
review_due_months = 24
statements = true
[required]
source = ["subject"]
translation = ["language", "subject"]
[[reviewers]]
id = "heron"
keys = ["{public("heron")}"]
roles = ["subject"]
languages = {json.dumps(LANGUAGES)}
[[reviewers]]
id = "otter"
keys = ["{public("otter")}"]
roles = ["language"]
languages = {json.dumps(LANGUAGES)}
"""
TEXTS: Mapping[str, Mapping[str, Words]] = {
    "bird": {
        "en": {"term": "Bird", "definition": "is an animal with feathers, & it lays eggs."},
        "de": {"term": "Vogel", "definition": "ist ein Tier mit Federn, & es legt Eier."},
        "fr": {"term": "Oiseau", "definition": "est un animal à plumes, & il pond des œufs."},
    },
    "dove": {
        "en": {
            "term": "Dove",
            "abbreviation": "DV",
            "definition": 'is a bird of "peace"; it\'s white, or so people say.',
            "plain": "A white bird.",
            "note": "Say “dove”, and mean it: C:\\doves\\new.",
            "forms": "doves\nDV\nthe dove’s",
            "avoid": "flying rat\nsky pest",
            "avoid_reason": "These words insult the bird, “pest” most of all.",
        },
        "ar": {
            "term": "حمامة",
            "definition": "طائر يرمز إلى السلام.",
            "avoid": "جرذ طائر",
            "avoid_reason": "هذه الكلمة تهين الطائر.",
        },
        "de": {
            "term": "Friedenstaube",
            "abbreviation": "FT",
            "definition": "ist ein Vogel des Friedens, „weiß“ genannt.",
            "forms": "Friedenstauben",
            "avoid": "Flugratte\nRatte der Lüfte",
            "avoid_reason": "Diese Wörter beleidigen den Vogel.",
        },
        "de-x-leicht": {"term": "Die Taube", "definition": "ist ein Vogel. Er ist weiß.", "avoid": "Flugratte",
                        "avoid_reason": "Das Wort ist gemein."},
        "el": {"term": "Περιστέρι", "definition": "είναι πουλί της ειρήνης.", "avoid": "ιπτάμενος αρουραίος",
               "avoid_reason": "Η λέξη προσβάλλει το πουλί."},
        "fr": {
            "term": "Colombe",
            "abbreviation": "CB",
            "definition": "est un oiseau de paix ; on l’appelle « blanche ».",
            "plain": "Un oiseau blanc.",
            "note": "Dites « colombe ».",
            "forms": "colombes\nla colombe",
            "avoid": "pigeon sale\nrat volant",
            "avoid_reason": "Ces mots insultent l’oiseau.",
        },
        "pt-BR": {"term": "Pomba", "definition": "é uma ave da paz.", "avoid": "rato voador",
                  "avoid_reason": "A palavra insulta a ave."},
        "zh-Hant": {"term": "鴿子", "definition": "是和平之鳥。", "avoid": "飛鼠", "avoid_reason": "這個詞侮辱了這種鳥。"},
    },
    "owl": {
        "en": {"term": "Owl (barn, “white”)", "definition": "is a bird of the night, not of the day."},
        "fr": {"term": "Chouette", "definition": "est un oiseau de nuit."},
        "pt-BR": {"term": "Coruja", "definition": "é uma ave da noite."},
    },
}  # fmt: skip
"""The texts by concept and language, each field as its file has it."""

DRAFT = "Taube als Entwurf"
"""A word of a draft: no file may hold it."""


def write(root: Path) -> World:
    """Write the glossary below an empty folder: every text approved, one draft, one concept that is retired."""
    world = World(root)
    (world.translations / "policy.toml").write_text(POLICY)
    for name, texts in TEXTS.items():
        path = world.term(name, group="birds", related=("owl",) if name == "dove" else ("dove",) * (name == "owl"))
        head, _, rest = path.read_text().partition("[text]")
        broader = 'broader = "bird"\n' if name != "bird" else ""
        values = "".join(f"{field} = {json.dumps(text, ensure_ascii=False)}\n" for field, text in texts["en"].items())
        path.write_text(f"{broader}{head}[text]\n{values}\n{rest[rest.index('[[sources]]') :]}")
    crow = world.term("crow", group="birds")
    crow.write_text(crow.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "dove"\n')
    (root / "glossary.toml").write_text(
        'id = "birds"\ntitle = "Glossary of birds & friends"\npublisher = "The “Bird” Society"\n'
        '[licence]\nid = "CC-BY-4.0"\nurl = "https://creativecommons.org/licenses/by/4.0/"\n'
    )
    world.run("sync")
    for language in LANGUAGES[1:]:
        world.catalog(language)
        _approve(world, language)
    _approve(world, "en")
    world.catalog("de", {"owl.term": DRAFT, "owl.definition": "ist ein Entwurf."})
    return world


def text(concept: str, language: str) -> Text:
    """Return a text as the service has it."""
    return Text.of(TEXTS[concept][language])


def _approve(world: World, language: str) -> None:
    for who, role in (("heron", "subject"), ("otter", "language"))[: 1 if language == "en" else 2]:
        acts = [
            Approval(WHEN, who, role, Verdict.APPROVE, language, name, text(name, language), _english(name, language))
            for name in TEXTS
            if language in TEXTS[name]
        ]
        acts = _stated(who, acts) if language == STATED else acts
        files.replace(ledgers.path(world.translations, language, who), "".join(map(record.line, acts)))


def _stated(who: str, acts: Sequence[Approval]) -> list[Approval]:
    """Return approvals as one statement has them."""
    listed = statement.listed([replace(act, publication=PUBLISHED) for act in acts])
    signature = key(who)(statement.head(listed[0]), f"{statement.PURPOSE}:birds").base64
    return [replace(act, signature=signature) for act in listed]


def _english(name: str, language: str) -> str | None:
    return None if language == "en" else text(name, "en").digest
