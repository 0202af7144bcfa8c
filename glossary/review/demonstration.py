"""The demonstration: a copy of the content in which every draft that passes its checks stands as if it were approved.

Reviewers who are nobody approve in it, and adopt what stands beside the texts. Its policy is marked; whoever serves it
says so everywhere, its texts stay drafts, and any other tree refuses its ledgers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from glossary.catalogs import drafts, po
from glossary.content import figures, files, identity, sources, wording
from glossary.content.model import Approval, Verdict
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.proposal import Proposal
from glossary.errors import Level
from glossary.language.tags import SOURCE
from glossary.ledger import ledgers, policy
from glossary.ledger.record import line
from glossary.ledger.roles import CONTACT, DEMONSTRATION, MAINTAINER, ROLES
from glossary.review import adopting, vetting
from glossary.review.allow import Allowed, allowed
from glossary.review.vocabulary import Vocabulary
from glossary.settings import Settings

_REVIEWER = """
[[reviewers]]
id = "{reviewer}"
roles = ["{role}"]
languages = [{languages}]
about = "Nobody: it approves drafts in a demonstration."
"""


def make(settings: Settings, folder: Path) -> int:
    """Write the demonstration of this content into an empty folder; return the number of texts in it.

    Raises ``BadContent`` where there is no edition to copy.
    """
    _copy(settings, folder)
    translations = folder / "translations"
    tags, _ = drafts.language_folders(translations)
    for tag in tags:
        _finish(translations, tag)
    people = _mark(translations, [SOURCE, *tags], settings.today)
    edition = loading.load(folder / "terms", translations, folder / "support")
    adopting.append(translations, adopting.everything(edition, people, settings.now))
    return _approve_all(settings, folder, [SOURCE]) + _approve_all(settings, folder, tags)


def environment(folder: Path) -> Mapping[str, str]:
    """Return the variables by which a service serves a demonstration, on this machine only."""
    content = {name: str(folder / name.lower()) for name in ("TERMS", "TRANSLATIONS", "SUPPORT")}
    return {
        **{f"GLOSSARY_{name}": path for name, path in content.items()},
        "GLOSSARY_HOST": "127.0.0.1",
        "GLOSSARY_BASE_URL": "",
        "GLOSSARY_MAINTAINERS": "",  # nobody signed the policy of a demonstration
    }


def _copy(settings: Settings, folder: Path) -> None:
    for name, source in (
        ("terms", settings.terms),
        ("translations", settings.translations),
        ("support", settings.support),
    ):
        shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for own in (sources.folder(settings.terms), figures.folder(settings.terms)):
        if own.is_dir():
            shutil.copytree(own, folder / own.name)
    for name in (identity.FILE, identity.PICTURE, wording.FILE):
        if (file := settings.terms.parent / name).exists():
            shutil.copy(file, folder)


def _finish(translations: Path, tag: str) -> None:
    """Clear the fuzzy marks of a language's catalog: whoever wants to see the whole product wants to see these too."""
    path = drafts.path(translations, tag)
    if path.exists():
        catalog = drafts.read(translations, tag)
        messages = (message._replace(fuzzy=False, previous=None) for message in catalog.messages)
        files.replace(path, po.write(po.Catalog(catalog.header, tuple(messages), catalog.comments)))


def _mark(translations: Path, tags: list[str], today: date) -> Mapping[str, Sequence[str]]:
    """Mark the policy as that of a demonstration, and register reviewers who are nobody; return those who adopt, by role."""
    rules, path = policy.load(translations, today), translations / policy.FILE
    contacts = [f"{DEMONSTRATION}{CONTACT}-{number}" for number in range(1, rules.contact_people + 1)]
    adopters = {MAINTAINER: [DEMONSTRATION + MAINTAINER], CONTACT: contacts}
    people = {**{role: [DEMONSTRATION + role] for role in ROLES}, **adopters}
    languages = ", ".join(f'"{tag}"' for tag in tags)
    reviewers = (
        _REVIEWER.format(reviewer=who, role=role, languages=languages) for role in people for who in people[role]
    )
    files.replace(path, "demonstration = true\n" + files.read(path) + "".join(reviewers))
    return adopters


def _approve_all(settings: Settings, folder: Path, tags: list[str]) -> int:
    """Add the approvals of these languages. Translations come after the English, which theirs are checked against."""
    translations = folder / "translations"
    edition = loading.load(folder / "terms", translations, folder / "support", settings.today)
    allow = allowed(translations, settings.today)
    texts = 0
    for tag in tags:
        proposals = list(_passing(edition, tag, allow))
        acts = [act for concept, proposal in proposals for act in _acts(edition, settings, tag, concept, proposal)]
        for who in {act.who for act in acts}:
            lines = (line(act) for act in acts if act.who == who)
            files.replace(ledgers.path(translations, tag, who), "".join(lines))
        texts += len(proposals)
    return texts


def _passing(edition: Edition, tag: str, allow: Allowed) -> Iterator[tuple[str, Proposal]]:
    vocabulary = Vocabulary(edition, tag)
    for concept in edition.drafted:
        proposal = edition.proposal(concept.id, tag)
        levels = (finding.level for finding in vetting.findings(vocabulary, allow, concept.id))
        if proposal and Level.ERROR not in levels:
            yield concept.id, proposal


def _acts(edition: Edition, settings: Settings, tag: str, concept: str, proposal: Proposal) -> Iterator[Approval]:
    for role in edition.policy.roles(tag):
        text, source = proposal.text, proposal.key[1]
        yield Approval(settings.now, DEMONSTRATION + role, role, Verdict.APPROVE, tag, concept, text, source)
