"""Pages of key figures: all of them, and each, in one language. Pure; knows no HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from glossary.content.figure import Claim, Figure
from glossary.content.interface import Said
from glossary.edition import entries, spoken
from glossary.edition.edition import Edition
from glossary.edition.spoken import Spoken
from glossary.language import dates
from glossary.language.names import region
from glossary.site import pages
from glossary.site.page import Page

HEADING = "figures.heading"


@dataclass(frozen=True, kw_only=True)
class FiguresPage(Page):
    """Every figure that is shown, and every claim that is not served."""

    figures: tuple[Spoken[Figure], ...]
    claims: tuple[Spoken[Claim], ...]


@dataclass(frozen=True, kw_only=True)
class FigurePage(Page):
    """One figure. ``notice`` says why it is in another language than was asked for."""

    figure: Spoken[Figure]
    notice: Said | None

    @property
    def last_day(self) -> Callable[[str], str]:
        """How the last day on which it is shown is written in a language."""
        return self.day(self.figure.record.expires_on - timedelta(days=1))


def of_figures(edition: Edition, language: str, base_url: str, *, drafts: bool) -> FiguresPage:
    """Return the page of all figures and claims."""
    plain = pages.plain(edition, language, "/figures/", HEADING, base_url)
    return FiguresPage(
        **vars(plain) | {"preview": pages.after_notice(plain.interface, plain.say("figures.intro"))},
        figures=tuple(spoken.listed(edition, language, drafts=drafts)),
        claims=tuple(spoken.claims(edition, language, drafts=drafts)),
    )


def of_figure(edition: Edition, name: str, language: str, base_url: str, *, drafts: bool) -> FigurePage:
    """Return a figure's page. Raises what ``spoken.figure`` raises."""
    figure = spoken.figure(edition, name, language, drafts=drafts)
    path = f"/figures/{name}/"
    plain = pages.plain(edition, language, path, HEADING, base_url)
    notice, title = entries.fallback_notice(figure, plain.interface), figure.say("title")
    served = list(spoken.languages(edition, figure.record))
    values = vars(plain) | {
        "title": f"{title} – {plain.say('site.title').text}",
        # The sentence is never without its caveat.
        "preview": pages.after_notice(
            plain.interface,
            notice or Said(f"{figure.say('sentence')} {figure.say('caveat')}", figure.language),
        ),
        "canonical": f"{base_url}/{figure.language}{path}",
        "alternates": {tag: f"{base_url}/{tag}{path}" for tag in served} if language in served else {},
    }
    return FigurePage(**values, figure=figure, notice=notice)


def period(figure: Figure) -> partial[str]:
    """Return how a figure's period is written in a language."""
    return partial(figure.period.written)


def published(value: str) -> partial[str]:
    """Return how the year, month or day of a report is written in a language."""
    return partial(dates.published, value)


def place(figure: Figure, language: str) -> str:
    """Return the name of a figure's place in a language."""
    return region(figure.place, language)
