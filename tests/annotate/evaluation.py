"""How well terms are found in prose: sentences in which a reader marked every mention, beside what the finder finds there.

``make sentences`` prints the figures of each language; ``ARGS="--misses fr"`` also each mention that is missed and each match
that is wrong. The content is the demonstration's: every draft of this repository as if it were vetted.

1. A mention is *listed* if its words, folded, are a form of its concept. Recall is over these.
2. A match is right if a mention has its concept and its usage, begins where it begins or behind an article or prefix that is
   listed with it, and ends where it ends or before a possessive that is.
3. What lies in a mention whose form is not looked for (``ask`` without being asked, ``never``) is neither right nor wrong;
   such a mention is not counted among all mentions either, with ``--ask`` it is.
4. What lies in a longer mention that no list has counts as *within*: the mention is missed, and counted there, and the words
   that are linked in it are a term too. The strict precision counts it as wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from glossary.annotate.finder import Finder
from glossary.annotate.match import AVOID, Match
from glossary.annotate.words import Words
from glossary.content.model import Autolink, Vetted
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.proposal import answering
from glossary.language.mentions import fold
from glossary.ledger.vetted import Standing
from glossary.settings import Settings

FOLDER = Path(__file__).parent / "sentences"
RECALL, PRECISION = 0.98, 0.99
_MARK = re.compile(r"\[([^\[\]]+)\]\((!?)([a-z0-9-]+)\)")


class Mention(NamedTuple):
    """What a reader marked in a sentence."""

    start: int
    end: int
    concept: str
    avoid: bool

    def of(self, text: str) -> str:
        """Return its words in the text of the sentence."""
        return text[self.start : self.end]


class Sentence(NamedTuple):
    """A sentence without its marks, with the line and the kind that it has in its file."""

    line: int
    kind: str
    text: str
    mentions: Sequence[Mention]


class Judged(NamedTuple):
    """What became of the sentences of a language."""

    listed: int
    found: int
    mentions: int
    all_found: int
    right: int
    within: int
    wrong: Sequence[str]
    missed: Sequence[str]

    @property
    def recall(self) -> float:
        """Which share of the listed mentions is found."""
        return self.found / self.listed if self.listed else 1.0

    @property
    def recall_of_all(self) -> float:
        """Which share of all mentions of the concepts that are looked for is found."""
        return self.all_found / self.mentions if self.mentions else 1.0

    @property
    def precision(self) -> float:
        """Which share of the matches is right (rule 4)."""
        return self.right / (self.right + len(self.wrong)) if self.right or self.wrong else 1.0

    @property
    def strict(self) -> float:
        """The same where what lies within a longer mention is wrong."""
        matches = self.right + len(self.wrong) + self.within
        return self.right / matches if matches else 1.0


def sentences(language: str) -> Iterator[Sentence]:
    """Read the sentences of a language."""
    lines = (FOLDER / f"{language}.txt").read_text("utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            kind, _, marked = line.partition("\t")
            yield Sentence(number, kind, *_unmarked(marked))


def _unmarked(marked: str) -> tuple[str, list[Mention]]:
    text, mentions, done = "", list[Mention](), 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        mentions.append(Mention(len(text), len(text) + len(mark[1]), mark[3], bool(mark[2])))
        text, done = text + mark[1], mark.end()
    return text + marked[done:], mentions


class Judge:
    """Compares what is found in the sentences of a language with what was marked in them."""

    def __init__(self, words: Words, ask: bool = False) -> None:
        self._rules, self._finder = words.rules, Finder(words, ask)
        played = {Autolink.SAFE, *([Autolink.ASK] if ask else [])}
        self._looked = {form.concept for form in words.forms if form.autolink in played}
        self._played = {
            self._key(form.concept, form.avoid, form.words): form.autolink in played for form in words.forms
        }

    def judge(self, of: Iterable[Sentence]) -> Judged:
        """Return what became of sentences."""
        counts, wrong, missed = Counter[str](), list[str](), list[str]()
        for sentence in of:
            matches = self._finder.find(sentence.text)
            for mention in sentence.mentions:
                found = any(self._right(match, mention, sentence.text) for match in matches)
                counts.update(kinds := self._kinds(mention, sentence.text, found))
                if kinds and not found:
                    what = f"{'listed ' * ('listed' in kinds)}{mention.concept} “{mention.of(sentence.text)}”"
                    missed.append(f"{sentence.line}: {what}: {sentence.text}")
            for match in matches:
                counts[verdict := self._verdict(match, sentence)] += 1
                if verdict == "wrong":
                    what = f"{match.usage} {match.concept} “{sentence.text[match.start : match.end]}”"
                    wrong.append(f"{sentence.line}: {what}: {sentence.text}")
        listed, listed_found, every, every_found = (
            counts[name] for name in ("listed", "listed found", "mention", "mention found")
        )
        return Judged(listed, listed_found, every, every_found, counts["right"], counts["within"], wrong, missed)

    def _kinds(self, mention: Mention, text: str, found: bool) -> list[str]:
        """Return as what a mention counts: not at all where it is not looked for (rules 1 and 3)."""
        played = self._played.get(self._key(mention.concept, mention.avoid, mention.of(text)))
        if mention.concept not in self._looked or played is False:
            return []
        kinds = ["mention", "listed"] if played else ["mention"]
        return [*kinds, *(f"{kind} found" for kind in kinds if found)]

    def _verdict(self, match: Match, sentence: Sentence) -> str:
        over = [mention for mention in sentence.mentions if mention.start < match.end and match.start < mention.end]
        if any(self._right(match, mention, sentence.text) for mention in over):
            return "right"
        looked = [mention for mention in over if self._kinds(mention, sentence.text, found=False)]
        if over and not looked:
            return "neither"  # rule 3
        return "within" if any(each.start <= match.start and match.end <= each.end for each in looked) else "wrong"

    def _right(self, match: Match, mention: Mention, text: str) -> bool:
        """Return whether a match is a mention (rule 2)."""
        if match.start > mention.start or match.end < mention.end:
            return False
        before, behind = text[match.start : mention.start], fold(text[mention.end : match.end], self._rules)
        listed = fold(match.form, self._rules).endswith(fold(mention.of(text), self._rules))
        same = (match.concept, match.usage == AVOID) == (mention.concept, mention.avoid)
        return same and (listed or not re.search(r"\s", before)) and behind in ("", *self._rules.after)

    def _key(self, concept: str, avoid: bool, words: str) -> tuple[str, bool, str]:
        return concept, avoid, fold(words, self._rules)


def demonstrated() -> Mapping[str, Words]:
    """Return the words of every draft, as the demonstration has them; its approvals would take longer than all the rest."""
    settings = Settings()
    edition = loading.load(settings.terms, settings.translations, settings.support)
    standings = {language: dict(_standings(edition, language)) for language in edition.languages}
    vetted = replace(edition, standings=standings)
    return {language: Words.of(vetted, language, "https://glossary.example") for language in edition.languages}


def _standings(edition: Edition, language: str) -> Iterator[tuple[str, Standing]]:
    for concept in edition.drafted:
        if draft := edition.draft(concept.id, language):
            finished = replace(draft, fuzzy=frozenset(), sources=concept.text.fields)
            proposal = answering(finished, concept.text)
            if proposal:
                yield concept.id, Standing(vetted=Vetted(proposal.text, ()))


@click.command(epilog="Example: python -m tests.annotate.evaluation --misses fr ga")
@click.option("--misses", is_flag=True, help="Print each mention that is missed, and each match that is wrong.")
@click.option("--ask", is_flag=True, help="Look also for what is linked only on request.")
@click.argument("languages", nargs=-1)
def main(misses: bool, ask: bool, languages: tuple[str, ...]) -> None:
    """Print how well the terms of the demonstration are found in sentences that were marked by hand."""
    words = demonstrated()
    click.echo("      sentences  listed  recall  precision  strict  all mentions  recall of all")
    for language in languages or words:
        of = list(sentences(language))
        it = Judge(words[language], ask).judge(of)
        figures = f"{it.recall:6.3f}  {it.precision:9.3f}  {it.strict:6.3f}  {it.mentions:12}  {it.recall_of_all:13.3f}"
        click.echo(f"{language:5} {len(of):9}  {it.listed:6}  {figures}")
        for line in (
            (*(f"wrong  {each}" for each in it.wrong), *(f"missed {each}" for each in it.missed)) if misses else ()
        ):
            click.echo(f"      {line}")


if __name__ == "__main__":
    main()
