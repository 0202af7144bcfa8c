"""Two implementations of one rule: the library and the script of a page find the same words in the same texts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page

from glossary.annotate.finder import Finder
from glossary.annotate.links import Linker
from glossary.annotate.match import TERM
from glossary.annotate.words import Words
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.linkable import findable
from glossary.language.mentions import Rules, fold, rules
from glossary.language.tags import SOURCE
from glossary.settings import Settings
from tests.browser import Site, recorded_page
from tests.conftest import ROOT

pytest_plugins = ["tests.browser"]

SENTENCES = ROOT / "tests" / "annotate" / "sentences"


class Case(NamedTuple):
    """A text in a language, in whose rules forms are looked for."""

    language: str
    text: str


def _document(language: str, forms: Mapping[str, list[str]], rules: Mapping[str, Any], **avoid: str) -> dict[str, Any]:
    """Return a file of forms."""
    facts: dict[str, Any] = {"usage": "confident", "autolink": "safe", "reason": None, "formerly": []}
    concepts = {
        name: {**facts, "term": words[0], "forms": words, "avoid": [avoid[name]] if name in avoid else []}
        for name, words in forms.items()
    }
    page = f"https://glossary.example/{language}/{{id}}/"
    return {"language": language, "direction": "ltr", "page": page, "rules": rules, "concepts": concepts}


def _by_script(page: Page, fake: Site, files: Mapping[str, Any], cases: list[Case]) -> list[list[list[Any]]]:
    """Return what the script links in each text: concept, first and last place, in units of UTF-16."""
    for language, file in files.items():
        fake.json(f"/v1/{language}/forms.json", file)
    script = '<script type="module" src="/embed/glossary-auto.js?wait&ask"></script>'
    fake.page("/", "", "", language="", head=script)
    page.goto(f"{fake.origin}/")
    found: list[list[list[Any]]] = page.evaluate(
        """async (cases) => {
          const parts = cases.map(([language, text]) => {
            const part = document.createElement("section");
            part.lang = language;
            part.append(text);
            return part;
          });
          document.querySelector("main").append(...parts);
          const wait = setTimeout;
          const ended = new Promise((done) => {
            window.setTimeout = (work, time) => wait(() => { work(); again(); }, Math.min(time ?? 0, 1));
            let timer;
            const again = () => { clearTimeout(timer); timer = wait(done, 1000); };
          });
          glossaryAuto.start();
          await ended;
          return parts.map((part) => {
            let place = 0;
            const found = [];
            for (const node of part.childNodes) {
              const end = place + node.textContent.length;
              if (node.nodeType == 1) found.push([node.dataset.glossaryTerm, place, end]);
              place = end;
            }
            return found;
          });
        }""",
        [list(case) for case in cases],
    )
    return found


def _by_library(files: Mapping[str, Any], cases: list[Case]) -> list[list[list[Any]]]:
    """Return the first mention of each concept in each text, as the library finds it."""
    finders = {language: Finder(Words.read(file), ask=True) for language, file in files.items()}
    found = []
    for case in cases:
        first: dict[str, list[Any]] = {}
        for match in finders[case.language].find(case.text):
            if match.usage == TERM:
                first.setdefault(match.concept, [match.concept, match.start_utf16, match.end_utf16])
        found.append([*first.values()])
    return found


@pytest.fixture
def page(chromium: Browser, fake: Site) -> Iterator[Page]:
    with recorded_page(chromium, fake.origin) as visit:
        yield visit.page


_LETTERS = "aAbBsSßẞſéÉe\u0301σςΣΐİiIǅﬁ가각нНїі\u0301ابال\u064e\u0640å\u212b\u212a1²Ⅳ𝒜😀"
_MARKS = " \u00a0\u202f\n\t''’ʼ-\u2011\u2010_..:/@\u00ad\u200b\u200e\ufeff«”,3"


def _made_up(seed: int) -> tuple[str, dict[str, Any], list[Case]]:
    """Return a language, its file of forms, and texts, of few letters, so that forms are found, and nearly found."""
    chance = random.Random(seed)
    letters = chance.sample(_LETTERS, 4)

    def text(longest: int, letter: float) -> str:
        size = chance.randint(2, longest)
        return "".join(
            chance.choice(letters) if chance.random() < letter else chance.choice(_MARKS) for _ in range(size)
        )

    language = f"q{chr(97 + seed // 26)}{chr(97 + seed % 26)}"  # tags for private use
    forms = {f"c{number}": [normalize("NFC", text(4, 0.9).strip(_MARKS + "\u0301\u064e\u0640"))] for number in range(6)}
    once = {fold(words[0], Rules()): name for name, words in forms.items() if findable(words[0])}
    forms = {name: forms[name] for name in once.values()}
    listed = [words[0] for words in forms.values()] or ["ab"]

    def piece() -> str:
        form = chance.choice(listed)
        return chance.choice([form, form.upper(), normalize("NFD", form), text(4, 0.5), chance.choice(_MARKS)])

    def whole() -> str:
        made = "".join(piece() for _ in range(chance.randint(1, 9)))
        return re.sub("[\u00ad\u200b\u200e\ufeff]+(?=[\u0301\u064e])", "", made)  # nobody writes a mark behind these

    plain = [letter.casefold() for letter in letters if len(letter.casefold()) == 1 and letter.isalpha()]
    a, b, c, d = chance.choices([each for each in plain if each not in "s\u0640"] or ["x"], k=4)
    rules = {"before": [a + "'", b, a + b], "after": ["'" + c], "endings": [":" + d, "-" + a], "letters": {}}
    rules["ignored"] = chance.choice(["", "\u0301\u064e"])
    return (
        language,
        _document(language, forms, rules),
        [Case(language, whole()) for _ in range(40)],
    )


def test_both_find_the_same_in_texts_that_are_made_up(page: Page, fake: Site) -> None:
    made = [_made_up(seed) for seed in range(40)]
    files = {language: file for language, file, _ in made}
    cases = [case for *_, texts in made for case in texts]
    expected = _by_library(files, cases)
    assert sum(map(len, expected)) > 500
    _assert_same(cases, expected, _by_script(page, fake, files, cases))


def test_both_find_the_same_in_the_sentences_of_every_language(page: Page, fake: Site) -> None:
    edition = loading.load(Settings.terms, Settings.translations)
    files = {path.stem: _drafted(edition, path.stem) for path in sorted(SENTENCES.glob("*.txt"))}
    cases = [
        Case(language, re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line.split("\t")[1]))
        for language in files
        for line in (SENTENCES / f"{language}.txt").read_text("utf-8").splitlines()
        if "\t" in line
    ]
    expected = _by_library(files, cases)
    assert len(files) == 26
    assert sum(map(len, expected)) > len(cases) / 2
    _assert_same(cases, expected, _by_script(page, fake, files, cases))


def _drafted(edition: Edition, language: str) -> dict[str, Any]:
    """Return the file of forms that a language would have if its drafts were vetted as they are."""
    claims: dict[str, set[str]] = {}
    words: dict[str, tuple[list[str], list[str]]] = {}
    for concept in edition.live:
        text = concept.text if language == SOURCE else edition.draft(concept.id, language)
        fields = text.fields if text else {}
        mine, avoid = (
            [line for name in names for line in fields.get(name, "").split("\n") if findable(line)]
            for names in (("term", "abbreviation", "forms"), ("avoid",))
        )
        words[concept.id] = mine, avoid
        for form in (*mine, *avoid):
            claims.setdefault(fold(form, rules(language)), set()).add(concept.id)
    facts: dict[str, Any] = {"usage": "confident", "reason": None, "formerly": []}
    concepts = {
        concept.id: {**facts, "term": mine[0], "autolink": concept.autolink.value, "forms": mine, "avoid": avoid}
        for concept in edition.live
        for mine, avoid in [
            [[form for form in forms if len(claims[fold(form, rules(language))]) == 1] for forms in words[concept.id]]
        ]
        if mine
    }
    page = f"https://glossary.example/{language}/{{id}}/"
    return {"language": language, "page": page, "rules": rules(language).document, "concepts": concepts}


def _assert_same(cases: list[Case], library: list[Any], script: list[Any]) -> None:
    wrong = [
        f"{case.language} {case.text!a}: library {ours}, script {its}"
        for case, ours, its in zip(cases, library, script, strict=True)
        if ours != its
    ]
    assert not wrong, f"{len(wrong)} of {len(cases)}:\n" + "\n".join(wrong[:20])


PAGES = """
<p>A dove, two doves.<h2>Dove</h2><p>Doves <a href="/">dove</a></p><h3>x</h3>
<p><em>dove</em> and <b>do</b>ve, dove<sup>1</sup></p>
<section><p>dove<b>s</b> and a do<!-- -->ve</p><section>A grey dove.</section>dove</section>
<aside><ul><li>dove<li>dove</ul></aside>
<article><table><tr><td>dove<td>dove</table></article>
<section><code>dove</code> <kbd>dove</kbd> <button>dove</button> <label>dove</label>
<q>dove</q> <i translate="no">dove</i>
dove</section>
<section><blockquote>dove</blockquote><div contenteditable>dove</div>
<div hidden>dove</div><svg><text>dove</text></svg>doves</section>
<section lang="fr">L’oiseau, des oiseaux, dove.
<span lang="en">doves, oiseau</span></section><section lang="fi">dove</section>
<section>A dove, and <a href="https://glossary.example/en/dove/#x">this</a>.</section>
<section>Dov&eacute;, d&#111;ve, street&nbsp;dove</section>
<section><details><summary>dove</summary>dove</details></section>
<section><div role="button">dove</div><div inert>dove</div></section>
<section><div data-glossary-auto="off">dove</div><p class="notranslate">dove</p>
<textarea>dove</textarea><select><option>dove</select></section>
<section>own <glossary-term term="dove">bird</glossary-term> dove</section><h2 lang="fr">oiseau</h2><p>dove</p>
"""


def test_both_link_the_same_words_of_a_page(page: Page, fake: Site) -> None:
    english = _document("en", {"dove": ["dove", "doves"]}, rules("en").document, dove="street dove")
    french = _document("fr", {"oiseau": ["oiseau", "oiseaux"]}, rules("fr").document)
    script = '<script type="module" src="/embed/glossary-auto.js"></script>'
    fake.json("/v1/en/forms.json", english)
    fake.json("/v1/fr/forms.json", french)
    page.goto(fake.page("/", PAGES, "", head=script))
    page.wait_for_selector("a.glossary-auto")
    listed = (
        """() => [...document.querySelectorAll("a.glossary-auto")].map(a => [a.textContent, a.dataset.glossaryTerm])"""
    )
    source = fake.replies["/"].body
    links = Linker((Words.read(english), Words.read(french))).link(source).links
    assert [[link.words, link.concept] for link in links] == page.evaluate(listed)
