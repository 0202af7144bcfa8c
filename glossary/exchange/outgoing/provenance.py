"""Where a text comes from, as nodes of a graph: who approved it and when, its rights, and the sources of its concept.

Whatever is said of one text hangs on a node of its own: a concept has one in each language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary.content.model import Approval, Reference, Status
from glossary.edition import rights
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.exchange.outgoing.graph import SCHEME, Node, address, dated, node
from glossary.exchange.outgoing.vetted import Outgoing


def text(edition: Edition, own: str, tag: str, entry: Entry, base_url: str) -> Iterator[Node]:
    """Yield a text and its approvals (rule 5)."""
    given, vetted_text = rights.of_entry(edition, entry), entry.vetted
    if vetted_text is None:
        return
    identifier, approvals = f"{own}#{tag}", vetted_text.approvals
    yield node(
        identifier,
        "Text",
        textOf=own,
        language=tag,
        reviewed=Status.VETTED.value,
        approvedOn=vetted_text.approved_on.isoformat(),
        reviewDueOn=edition.policy.review_due(vetted_text.review_from).isoformat(),
        sourceCurrent=edition.source_current(entry.concept.id, vetted_text),
        approval=[f"{identifier}/approval/{number}" for number, _ in enumerate(approvals, 1)],
        licence=given.licence and address(given.licence.url),
        credit=given.credit,
        quotedFrom=given.source and address(given.source.url),
        page=f"{base_url}/{tag}/{entry.concept.id}/",
        evidence=f"{base_url}/v1/{tag}/terms/{entry.concept.id}.evidence.json",
    )
    for number, act in enumerate(approvals, 1):
        yield from _approval(f"{identifier}/approval/{number}", act)


def _approval(identifier: str, act: Approval) -> Iterator[Node]:
    """Yield an approval, and the publication that it is about as a whole, if it is a statement."""
    stated = act.publication and f"{identifier}/publication"
    yield node(
        identifier,
        "Approval",
        agent=_agent(act.who),
        role=act.role,
        on=act.when.date().isoformat(),
        signed=act.signature is not None,
        basis="statement" if stated else "text",
        publication=stated,
    )
    if stated and act.publication:
        yield node(
            stated,
            "Source",
            sourceTitle=act.publication.title,
            page=address(act.publication.url),
            published=dated(act.publication.day.isoformat()),
        )


def _agent(who: str) -> str:
    return f"{SCHEME}#by/{who}"


def agents(outgoing: Iterable[Outgoing]) -> Iterator[Node]:
    """Yield the reviewers, each by the pseudonym that the policy has."""
    texts = (entry.vetted for each in outgoing for entry in each.entries.values())
    for who in sorted({act.who for text in texts if text for act in text.approvals}):
        yield node(_agent(who), "Agent", identifier=who)


def source(identifier: str, cited: Reference) -> Node:
    """Return a source with the place in it: another concept may cite another place of the same one."""
    return node(
        identifier,
        "Source",
        citation=f"{cited.title}, {cited.locator}" if cited.locator else cited.title,
        sourceTitle=cited.title,
        page=address(cited.url),
        locator=cited.locator,
        kind=cited.kind,
        lawState=cited.state and cited.state.value,
        asOf=cited.as_of.isoformat(),
        published=dated(cited.published),
        seen=cited.seen and cited.seen.isoformat(),
        quotes=list(cited.quotes),
    )
