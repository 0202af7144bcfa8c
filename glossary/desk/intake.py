"""What maintainers take in and adopt, and what they look at before: the content as it would be, beside what it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from glossary.desk.batches import Batch
from glossary.desk.checkout import Checkout
from glossary.desk.desk import Desk
from glossary.desk.people import Person
from glossary.edition.edition import Edition
from glossary.edition.pending import Pending
from glossary.errors import BadContent, Finding, Refused
from glossary.ledger import adopted, news
from glossary.ledger import policy as policies
from glossary.review import adopting, since
from glossary.review.differences import Pieces, changed


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


@dataclass(frozen=True)
class Offer:
    """Something that somebody may adopt now, as what, and how it differs from what readers get."""

    pending: Pending
    role: str
    parts: tuple[tuple[str, Pieces], ...]

    @property
    def name(self) -> str:
        """What stands for it in a form: what it is, and exactly which copy."""
        return adopting.mark(self.pending)


def offers(desk: Desk, edition: Edition, person: Person) -> tuple[list[Offer], list[tuple[Pending, str]]]:
    """Return what somebody may adopt, and what waits for others, each with the reason."""
    settings = desk.settings
    choice = adopting.choice(edition, settings.translations, person.id, (), settings.today)
    mine = [Offer(each, role, tuple(changed(each.before, each.after))) for each, role in choice.mine]
    return mine, list(choice.others)


def adopt(desk: Desk, edition: Edition, person: Person, chosen: Collection[str]) -> int:
    """Adopt what was chosen, by its marks, and commit it; return how much. Raises ``Refused``."""
    if edition.policy.unsigned is not None:
        what = "the policy asks for signatures, and adoptions are signed in a shell"
        raise Refused(what, f"run “glossary adopt --by {person.id} --key FILE”; see docs/operating.md")
    mine = [offer for offer in offers(desk, edition, person)[0] if offer.name in chosen]
    if len(mine) != len(set(chosen)) or not mine:
        raise Refused("what you chose has changed since the page was opened", "look at it again, and choose anew")
    settings = desk.settings
    file = adopted.path(settings.translations, person.id)
    with checkout(desk).changing(file, f"adopt {len(mine)}", person.id):
        rows = [(offer.pending, offer.role) for offer in mine]
        return adopting.commit(settings.translations, person.id, rows, _time(desk))


def _time(desk: Desk) -> datetime:
    """Return the time that adoptions state: midnight (UTC) of today, or a second after the newest that is there."""
    midnight = datetime.combine(desk.settings.today, time.min, UTC)
    try:
        times = [line.adoption.by.when for line in adopted.read(desk.settings.translations) if line.adoption.by]
    except BadContent:  # adopting says what is wrong
        times = []
    return max([midnight, *(when + timedelta(seconds=1) for when in times if when.date() == midnight.date())])
