"""What maintainers take in, and what they look at before: the content as it would be, beside what it is."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.desk.batches import Batch
from glossary.desk.checkout import Checkout
from glossary.desk.desk import Desk
from glossary.errors import Finding, Refused
from glossary.ledger import news
from glossary.ledger import policy as policies
from glossary.review import since


@dataclass(frozen=True)
class Look:
    """A batch, with what ``check --since`` says of it, and whether the policy knows its reviewer."""

    batch: Batch
    findings: tuple[Finding, ...]
    adoptions: tuple[str, ...]
    registered: bool


def checkout(desk: Desk) -> Checkout:
    """Return the checkout of the content."""
    return Checkout(desk.settings, desk.batches)


def look(desk: Desk, who: str) -> Look | None:
    """Return what waits of a reviewer; ``None`` where nothing does. Raises ``Refused``, ``BadContent``."""
    batch = desk.batches.of(who)
    if not batch.acts:
        return None
    with desk.batches.open(who) as opened:  # it is brought up to date, so that only its own changes are left
        head = checkout(desk).head
        base = opened.git.line("merge-base", head, "HEAD")
        found = tuple(since.of_translations(opened.translations, base))
        new = tuple(news.since(opened.translations, base))
    rules = policies.load(desk.settings.translations, desk.settings.today)
    return Look(batch, tuple(_plain(finding, base) for finding in found), new, who in rules.reviewers)


def _plain(finding: Finding, base: str) -> Finding:
    what = finding.what.removeprefix(f"since {base}: ")
    return Finding(finding.file, finding.line, what, finding.remedy.replace(base, "the content"), finding.level)


def take_in(desk: Desk, who: str, seen: str) -> Batch:
    """Take a batch in. ``seen`` is how many verdicts were in it when somebody looked at it.

    Raises ``Refused`` where it has changed since, where its reviewer is not in the policy yet, or somebody is at work in the
    checkout; ``BadContent`` where the content could not be served with it.
    """
    rules = policies.load(desk.settings.translations, desk.settings.today)
    if who not in rules.reviewers:
        raise Refused(f"“{who}” is not in the policy yet", "enter their key first, then take the batch in")
    if str(len(desk.batches.of(who).acts)) != seen:
        raise Refused("the batch has grown since you looked at it", "look at it again, and take it in then")
    checkout(desk).require_quiet()
    return desk.batches.take_in(who)
