"""What somebody wants of a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.annotate.markup import Markup
from glossary.annotate.occurrences import Per
from glossary.annotate.page import Scope


@dataclass(frozen=True)
class Wanted:
    """In parts without a language of their own the words of ``scope.language``; with ``ask`` those also that have an ordinary
    meaning; of each concept the first mention in a section, on the page, or all; of links their markup."""

    scope: Scope = field(default_factory=Scope)
    ask: bool = False
    per: Per = Per.ALL
    markup: Markup = Markup.PLAIN
