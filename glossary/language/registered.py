"""Languages that the CLDR has no own name of: registered all the same (IANA), many of them signed, or without a state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class OwnName(NamedTuple):
    """What those who use a language call it, and where that was read."""

    name: str
    source: str


SEEN = date(2026, 11, 30)
"""The day on which all sources were read."""

_IANA = "IANA, Language Subtag Registry, file of 2021-08-06, as langcodes 3.5.1 has it"
_ISO_CODES = "Debian iso-codes, ISO 639-3 in the language that is written around it, as pycountry 26.2.16 has it"
_WIKIDATA = "Wikidata, native label (P1705), as wikidata-lang 5.0.1 has it"
_WIKIMEDIA = "Wikimedia, language-data at 002447373c57, data/langdb.yaml"

OWN_NAMES: Mapping[str, OwnName] = {
    "ary": OwnName("الدارجة", _WIKIMEDIA),
    "ase": OwnName("American Sign Language", _IANA),
    "asq": OwnName("Österreichische Gebärdensprache", _ISO_CODES),
    "bfi": OwnName("British Sign Language", _IANA),
    "bqn": OwnName(
        "български жестов език", "the Bulgarian Sign Language Act of 2021, https://pap.deaf.bg/national-legislation/"
    ),
    "csc": OwnName("llengua de signes catalana", _IANA),
    "cse": OwnName("český znakový jazyk", "Act 155/1998, section 4, https://www.novyepis.cz/pravni-predpisy/76482"),
    "csq": OwnName("hrvatski znakovni jezik", _ISO_CODES),
    "dse": OwnName("Nederlandse Gebarentaal", _ISO_CODES),
    "dsl": OwnName("dansk tegnsprog", _ISO_CODES),
    "eso": OwnName("eesti viipekeel", _ISO_CODES),
    "fse": OwnName(
        "suomalainen viittomakieli",
        "the Ministry of Justice of Finland (there inflected), https://oikeusministerio.fi/viittomakielet",
    ),
    "fsl": OwnName("langue des signes française", _ISO_CODES),
    "gsg": OwnName("Deutsche Gebärdensprache", _ISO_CODES),
    "gss": OwnName("ελληνική νοηματική γλώσσα", _ISO_CODES),
    "hsh": OwnName("magyar jelnyelv", _ISO_CODES),
    "ise": OwnName(
        "lingua dei segni italiana",
        "Decree-law 41/2021, article 34-ter, by https://pescara.ens.it/index.php/20-normativa/45-riconoscimento-della-lis-lingua-dei-segni-italiana",
    ),
    "isg": OwnName("Irish Sign Language", _IANA),
    "lls": OwnName("lietuvių gestų kalba", _ISO_CODES),
    "lsl": OwnName("latviešu zīmju valoda", "the State Language Law, section 3, by https://www.lns.lv/lat/?doc=21243"),
    "mdl": OwnName("Lingwa tas-Sinjali Maltija", "https://deafmalta.org/?page_id=1912"),
    "nsl": OwnName("norsk tegnspråk", _WIKIDATA),
    "pso": OwnName("polski język migowy", _ISO_CODES),
    "psr": OwnName("língua gestual portuguesa", _WIKIDATA),
    "rms": OwnName("limba semnelor române", "Act 27/2020, article 1, by https://legalup.ro/legea-nr-27-2020/"),
    "rom": OwnName("Romani chib", _WIKIDATA),
    "sfb": OwnName("langue des signes de Belgique francophone", _IANA),
    "sgg": OwnName("Deutschschweizer Gebärdensprache", _WIKIDATA),
    "ssp": OwnName("lengua de signos española", _WIKIDATA),
    "svk": OwnName(
        "slovenský posunkový jazyk",
        "Act 149/1995 as amended in 2017, section 3, https://www.nrsr.sk/web/Dynamic/DocumentPreview.aspx?DocID=438945",
    ),
    "swl": OwnName(
        "svenskt teckenspråk",
        "Institutet för språk och folkminnen, https://www.isof.se/stod-och-sprakrad/vanliga-fragor-och-svar/fragor-och-svar/vad-betyder-spraklagen-for-det-svenska-teckenspraket",
    ),
    "ukl": OwnName("українська жестова мова", _WIKIDATA),
    "vgt": OwnName("Vlaamse Gebarentaal", _IANA),
}
"""What those who use a language call it, a signed one in the language that is written around it. Pages were read in stored
copies. Small and capital letters are those that a name has within a sentence. iso-codes has other names for ise, sgg and ukl,
Wikidata for ary and bqn: the law's own, or the one with which those who use it write, stands here."""


@lru_cache(maxsize=1)
def _english_names() -> Mapping[str, str]:
    """Return the names of all languages in IANA's registry (RFC 5646 section 3.1), of which langcodes has a copy."""
    found = find_spec("langcodes")  # not imported: its tables take time to load
    (folder,) = found.submodule_search_locations if found and found.submodule_search_locations else ("",)
    text = (Path(folder) / "data" / "language-subtag-registry.txt").read_text("utf-8")
    rows = re.findall(r"^Type: language\nSubtag: ([a-z]{2,3})\n((?:Description: .+\n)+)", text, re.MULTILINE)
    return {language: _english(described.splitlines()) for language, described in rows}


def _english(descriptions: list[str]) -> str:
    """Return the first name, but of a sign language the one that calls it so: the first may be its own."""
    names = [line.removeprefix("Description: ") for line in descriptions]
    return next((name for name in names if "Sign Language" in name), names[0])


def english_name(language: str) -> str | None:
    """Return the English name of a language, given by the first part of its tag; ``None`` if it is not registered."""
    return _english_names().get(language)
