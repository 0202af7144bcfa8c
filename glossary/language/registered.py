"""Languages that the CLDR does not have: registered all the same (IANA), many of them signed, or spoken without a state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

OWN_NAMES: Mapping[str, str] = {
    "ary": "الدارجة المغربية",
    "ase": "American Sign Language",
    "asq": "Österreichische Gebärdensprache",
    "bfi": "British Sign Language",
    "bqn": "български жестов език",
    "csc": "llengua de signes catalana",
    "cse": "český znakový jazyk",
    "csq": "hrvatski znakovni jezik",
    "dse": "Nederlandse Gebarentaal",
    "dsl": "dansk tegnsprog",
    "eso": "eesti viipekeel",
    "fse": "suomalainen viittomakieli",
    "fsl": "langue des signes française",
    "gsg": "Deutsche Gebärdensprache",
    "gss": "ελληνική νοηματική γλώσσα",
    "hsh": "magyar jelnyelv",
    "ise": "lingua dei segni italiana",
    "isg": "Irish Sign Language",
    "lls": "lietuvių gestų kalba",
    "lsl": "latviešu zīmju valoda",
    "mdl": "Lingwa tas-Sinjali Maltija",
    "nsl": "norsk tegnspråk",
    "pso": "polski język migowy",
    "psr": "língua gestual portuguesa",
    "rms": "limba semnelor române",
    "rom": "romani čhib",
    "sfb": "langue des signes de Belgique francophone",
    "sgg": "Deutschschweizer Gebärdensprache",
    "ssp": "lengua de signos española",
    "svk": "slovenský posunkový jazyk",
    "swl": "svenskt teckenspråk",
    "ukl": "українська жестова мова",
    "vgt": "Vlaamse Gebarentaal",
}
"""What those who use a language call it, a signed one in the language that is written around it. None of these names has been
checked against a source yet (2026-11-30): whoever knows the language should."""


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
