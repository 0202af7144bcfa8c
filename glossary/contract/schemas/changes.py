"""What was served before: one version, all versions of a text, and the changes of all."""

from __future__ import annotations

from marshmallow import fields

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.entry import Approval
from glossary.contract.schemas.examples import (
    APPROVAL,
    CHANGE,
    VERSION_LINKS,
    VERSION_ROW,
    VERSION_TEXT,
    VERSIONS_LINKS,
)
from glossary.edition.events import What
from glossary.edition.version import Fate

_FATE = (
    "What has become of it: vetted, it is served; superseded, another one replaced it; withdrawn; revoked, it no longer"
    " counts, because somebody on whose approval it rests was revoked; retired, its concept has left the glossary."
)
_ADDRESS = "Its words, at an address that never changes. Null if they are not shown any more."


class VersionLinks(shape.Answer):
    self = shape.text("This version.", VERSION_LINKS["self"])
    entry = shape.text("The entry, with the words of today.", VERSION_LINKS["entry"])
    versions = shape.text("All versions of this text.", VERSION_LINKS["versions"])


class Version(shape.Answer):
    """Exactly these words, as they were vetted. Nothing but the status ever changes in it while its approvals count."""

    id = shape.identifier()
    language = shape.language()
    direction = shape.direction()
    digest = shape.text("The digest of exactly these words.", VERSION_ROW["digest"])
    status = shape.choice(
        "Whether it is served, or another one has replaced it.", [Fate.VETTED, Fate.SUPERSEDED], "superseded"
    )
    vetted_on = shape.text("The day on which these words became vetted (ISO 8601, UTC).", VERSION_ROW["vetted_on"])
    text = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        **shape.described(
            "The words, by field, as they were approved. Their digest is the SHA-256 of this object in canonical form"
            " (RFC 8785).",
            VERSION_TEXT,
        ),
    )
    approvals = shape.many(Approval, "The approvals by which they became vetted.", APPROVAL)
    links = shape.one(VersionLinks, "Addresses.", VERSION_LINKS)


class VersionRow(shape.Answer):
    digest = shape.text("The digest of exactly its words.", VERSION_ROW["digest"])
    status = shape.choice(_FATE, Fate, VERSION_ROW["status"])
    vetted_on = shape.text("The day on which it became vetted (ISO 8601, UTC).", VERSION_ROW["vetted_on"])
    ended_on = shape.text(
        "The day on which it ended; null while it is served, and if the day is not known.",
        VERSION_ROW["ended_on"],
        allow_none=True,
    )
    replaced_by = shape.text(
        "The digest of the version that replaced it; null if none did.", VERSION_ROW["replaced_by"], allow_none=True
    )
    version = shape.text(_ADDRESS, VERSION_ROW["version"], allow_none=True)


class VersionsLinks(shape.Answer):
    self = shape.text("This file.", VERSION_LINKS["versions"])
    entry = shape.text("The entry, with the words of today.", VERSION_LINKS["entry"])


class Versions(shape.Answer):
    """All versions of one text, that which came last first."""

    id = shape.identifier()
    language = shape.language()
    versions = shape.many(VersionRow, "The versions.", VERSION_ROW)
    links = shape.one(VersionsLinks, "Addresses.", VERSIONS_LINKS)


class Change(shape.Answer):
    on = shape.text("The day of the change (ISO 8601, UTC); null if it is not known.", CHANGE["on"], allow_none=True)
    change = shape.choice(
        "What it is: vetted, a text came; changed, it came in the place of another one; withdrawn; revoked, it no longer"
        " counts; retired, its concept has left the glossary.",
        What,
        CHANGE["change"],
    )
    id = shape.identifier()
    language = shape.language()
    digest = shape.text("The digest of the text that came, or that is gone.", CHANGE["digest"])
    before = shape.text("The digest of the text that it replaced; null if none.", CHANGE["before"], allow_none=True)
    version = shape.text(_ADDRESS, CHANGE["version"], allow_none=True)


class Changes(shape.Answer):
    """What was vetted, changed, withdrawn and retired, the newest first. It names texts by their digests."""

    since = shape.text("What was asked for; null for all.", None, allow_none=True)
    through = shape.text(
        "The place of the newest change of all. Remember it, and ask for the changes since then.", "58a7a3f5ac5f9c3b"
    )
    changes = shape.many(Change, "The changes.", CHANGE)
