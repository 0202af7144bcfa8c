"""What somebody may adopt at the desk: what stands beside the texts and is not adopted, as ``glossary adopt`` shows it.

1. Only what was shown is adopted: a form names each copy by its digest.
2. Adoptions state midnight (UTC) of their day, or one second after the newest of that day.
3. Where the policy asks for signatures, each line is signed on a machine of its maintainer, and checked before any is kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from glossary.desk import intake
from glossary.desk.challenges import pasted
from glossary.desk.desk import Desk
from glossary.desk.people import Person
from glossary.edition.edition import Edition
from glossary.edition.pending import Pending
from glossary.errors import BadContent, BadSignature, Refused
from glossary.ledger import adopted, adoption, signed
from glossary.ledger.adoption import Act, Adoption
from glossary.ledger.checked import Claim
from glossary.ledger.record import TIME
from glossary.review import adopting
from glossary.review.differences import Pieces, changed

_SIGNATURE = re.compile(r"-----BEGIN SSH SIGNATURE-----.+?-----END SSH SIGNATURE-----", re.DOTALL)


@dataclass(frozen=True)
class Offer:
    """Something that somebody may adopt now, as what, and how it differs from what readers get."""

    pending: Pending
    role: str
    parts: tuple[tuple[str, Pieces], ...]

    @property
    def name(self) -> str:
        """What stands for it in a form (rule 1)."""
        return adopting.mark(self.pending)


def of(desk: Desk, edition: Edition, person: Person) -> tuple[list[Offer], list[tuple[Pending, str]]]:
    """Return what somebody may adopt, and what waits for others, each with the reason."""
    settings = desk.settings
    choice = adopting.choice(edition, settings.translations, person.id, (), settings.today)
    mine = [Offer(each, role, tuple(changed(each.before, each.after))) for each, role in choice.mine]
    return mine, list(choice.others)


def _chosen(desk: Desk, edition: Edition, person: Person, marks: Collection[str]) -> list[Offer]:
    mine = [offer for offer in of(desk, edition, person)[0] if offer.name in marks]
    if len(mine) != len(set(marks)) or not mine:
        raise Refused("what you chose has changed since the page was opened", "look at it again, and choose anew")
    return mine


def prepared(desk: Desk, edition: Edition, person: Person, marks: Collection[str]) -> list[Adoption]:
    """Return the adoptions of what was chosen, by its marks, as they would be written. Raises ``Refused`` by rule 1."""
    when = _time(desk)
    chosen = _chosen(desk, edition, person, marks)
    return [Adoption(one.pending.item, one.pending.after, Act(when, person.id, one.role)) for one in chosen]


def stated(desk: Desk) -> str:
    """Return the time that adoptions state now, as they write it (rule 2)."""
    return _time(desk).strftime(TIME)


def adopt(desk: Desk, edition: Edition, person: Person, marks: Collection[str], armours: str = "") -> int:
    """Adopt what was chosen, and commit it; return how much. ``armours`` are the signatures, one after the other.

    Raises ``Refused``, and ``BadSignature`` by rule 3.
    """
    acts = prepared(desk, edition, person, marks)
    signatures = _signatures(edition, acts, armours) if edition.policy.unsigned is not None else {}
    settings, when = desk.settings, _time(desk)
    rows = [(offer.pending, offer.role) for offer in _chosen(desk, edition, person, marks)]
    file = adopted.path(settings.translations, person.id)
    with intake.checkout(desk).changing(file, f"adopt {len(rows)}", person.id):
        return adopting.commit(
            settings.translations, person.id, rows, when, signatures.__getitem__ if signatures else None
        )


def _signatures(edition: Edition, acts: Iterable[Adoption], armours: str) -> Mapping[bytes, str]:
    """Return the signature of each adoption's line, whichever order they came in."""
    from glossary.proofs import signatures

    given = [signatures.read(pasted(armour)).base64 for armour in _SIGNATURE.findall(armours)]
    return {adoption.message(act): _good(edition, act, given) for act in acts}


def _good(edition: Edition, act: Adoption, given: Iterable[str]) -> str:
    faults = list[BadSignature]()
    for signature in given:
        claim = _claim(edition, act, signature)
        if (fault := signed.fault(claim, edition.policy)) is None:
            return signature
        faults.append(fault)
    remedy = str(faults[0]) if len(faults) == 1 else "sign each of the lines with your key, and paste all of it"
    raise Refused(f"no good signature of “{act.item}” is among them", remedy)


def _claim(edition: Edition, act: Adoption, signature: str) -> Claim:
    if act.by is None:
        raise Refused("an adoption by nobody is not signed", "only the baseline of a release has such")
    return signed.of_adoption(replace(act, signature=signature), act.by, edition.identity.id)


def _time(desk: Desk) -> datetime:
    midnight = datetime.combine(desk.settings.today, time.min, UTC)
    try:
        times = [line.adoption.by.when for line in adopted.read(desk.settings.translations) if line.adoption.by]
    except BadContent:  # adopting says what is wrong
        times = []
    return max([midnight, *(when + timedelta(seconds=1) for when in times if when.date() == midnight.date())])
