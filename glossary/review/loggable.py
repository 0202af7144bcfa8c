"""What the log holds: the lines of all records, of all adoptions, and of the policies that maintainers signed."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.catalogs import drafts
from glossary.content import identity
from glossary.edition import trusted
from glossary.language.tags import SOURCE
from glossary.ledger import adopted, ledgers, logged, versions
from glossary.ledger.policy import Policy
from glossary.proofs import log as logs
from glossary.proofs import tiles
from glossary.proofs.log import Log
from glossary.settings import Settings


def lines(settings: Settings) -> Iterator[bytes]:
    """Yield the line of every record, in every language, of every adoption, and of every policy that maintainers signed.
    Raises ``BadContent`` where a ledger or the log is damaged, or where the policy does not count."""
    yield from _policies(settings)
    yield from _acts(settings)


def _acts(settings: Settings) -> Iterator[bytes]:
    adopted.read(settings.translations)
    for language in (SOURCE, *drafts.language_folders(settings.translations)[0]):
        ledgers.read(settings.translations, language)
    yield from logged.lines(settings.translations)


def _policies(settings: Settings) -> Iterator[bytes]:
    """Yield the lines of the policies that the log has, and of the present one where the operator pins who must sign it: of
    one that somebody else wrote the log would keep a version that no later policy reaches."""
    before = logs.read(settings.translations / tiles.FOLDER)
    yield from filter(before.has, versions.lines(settings.translations))
    if rules := _signed(settings, before):
        yield versions.add(settings.translations, rules)


def _signed(settings: Settings, before: Log) -> Policy | None:
    if (pins := trusted.pins(settings)) is None:
        return None
    name = identity.load(settings.terms, settings.today).id
    return trusted.load(settings.translations, name, settings.today, pins, log=before)


def missing(settings: Settings) -> list[bytes]:
    """Return the lines that the log does not have yet; changes nothing. Raises as ``lines`` does."""
    known = logs.read(settings.translations / tiles.FOLDER)
    rules = _signed(settings, known)
    own = [versions.line(rules)] if rules else []
    return [line for line in (*own, *_acts(settings)) if not known.has(line)]
