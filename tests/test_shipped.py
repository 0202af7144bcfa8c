"""The content of this repository: complete, checked, readable by every tool."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from glossary.catalogs import po, reader
from tests.conftest import ROOT, needs
from tests.test_promises import QUOTED
from tests.world import World

LANGUAGES = sorted(path.name for path in (ROOT / "translations").iterdir() if path.is_dir() and path.name != "en")
CONCEPTS = sorted((ROOT / "glossary" / "terms").glob("*.toml"))
CATALOGS = sorted((ROOT / "translations").rglob("*.po"))
EVERYDAY = {
    "ar": "مرور الزمن · إدارة المحتوى · دائرة الثقة · استدراج الأطفال",
    "bg": "давност · кръг на доверие · излъчване на живо на насилие",
    "cs": "oznamovací povinnost · promlčení · kruh důvěry · CRC",
    "da": "indbygget sikkerhed · forældelse · anslået alder · hvervning af børn",
    "de": "Meldepflicht · Verjährung · Vertrauenskreis · eingebaute Sicherheit · Altersnachweis · Altersfeststellung · KRK",
    "el": "παραγραφή · κύκλος εμπιστοσύνης · αναγνώριση θυμάτων · Σπίτι του Παιδιού",
    "en": "circle of trust · duty to report · order to remove · luring · Stop It Now · soliciting children · age check · CRC",
    "es": "prescripción · círculo de confianza · notificación obligatoria · casa de los niños · ASI · CDN",
    "et": "aegumine · modereerimine · kohustus teatada · usaldusring",
    "fi": "ilmoitusvelvollisuus · sisäänrakennettu turvallisuus · poistopyyntö · suojaikä · LOS",
    "fr": "prescription · demande de retrait · ordre de retrait · cercle de confiance · solliciter des enfants",
    "ga": "lomnochtú · mealladh ar líne · ciorcal iontaoibhe · GSD",
    "hr": "zastara · zahtjev za uklanjanje · ugrađena sigurnost · krug povjerenja",
    "hu": "elévülés · bejelentési kötelezettség · eltávolítási kérelem · bizalmi kör · távoli élő közvetítés",
    "it": "prescrizione · obbligo di denuncia · richiesta di rimozione · cerchia di fiducia · SIC",
    "lt": "pareiga pranešti · ryšių mezgimas su vaikais · ieškinio senatis · pasitikėjimo ratas",
    "lv": "ziņošanas pienākums · noilgums · uzticības loks · vilināšana tiešsaistē",
    "mt": "preskrizzjoni · ċirku ta’ fiduċja · xandir b’mod dirett mill-bogħod",
    "nl": "verjaren · meldplicht · verwijderingsverzoek · benaderen van kinderen · vertrouwenskring",
    "pl": "obowiązek zgłoszenia · przedawnienie · centrum pomocy dzieciom · krąg zaufania",
    "pt": "dever de comunicação · pedido de remoção · círculo de confiança · CDC · RSD",
    "ro": "obligația de raportare · prescripția extinctivă · cercul de încredere",
    "sk": "kontaktovanie detí · premlčanie · kruh dôvery · CRC",
    "sl": "dolžnost prijave · zastaranje · krog zaupanja · KOP",
    "sv": "inbyggd säkerhet · preskription · exploateringsmaterial · förtroendekretsen",
    "uk": "домагання дітей · позовна давність · запит на видалення · коло довіри",
}
"""Words and abbreviations that stand in many texts about other things."""


def test_there_is_a_catalog_for_every_official_language_of_the_union_ukrainian_and_arabic() -> None:
    languages = "ar bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv uk"
    assert " ".join(path.parts[-3] for path in CATALOGS if path.name == "glossary.po") == languages


def test_check_finds_nothing_and_sync_has_nothing_to_do(shipped: World) -> None:
    *found, sums = shipped.run("check", "--on", "2026-11-30").output.splitlines()
    assert sums.startswith("0 errors, ")
    assert [line for line in found if not line.endswith("[old-law]")] == []  # nobody could look up laws that move
    assert shipped.run("sync").output == "nothing to do\n"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_msgfmt_accepts_every_catalog(path: Path) -> None:
    needs("msgfmt")
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_catalog_is_written_as_we_write(path: Path) -> None:
    assert po.write(reader.read(path)) == path.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_draft_of_every_concept_with_no_required_field_empty(
    service: FlaskClient, language: str
) -> None:
    concepts = len(CONCEPTS)
    assert concepts >= 40
    languages = {row["language"]: row for row in service.get("/v1/languages.json").json["languages"]}  # type: ignore[index]
    assert languages.keys() == {*LANGUAGES, "en"}
    assert languages[language]["concepts"]["missing"] == 0
    entries = service.get(f"/v1/{language}/terms?status=draft").json["entries"]  # type: ignore[index]
    assert [entry["language"] for entry in entries] == [language] * concepts
    assert all(entry["fallback"] is None and entry["term"] and entry["definition"] for entry in entries)
    assert all(entry["plain"] for entry in entries)


def test_exactly_the_two_quoted_definitions_are_approved() -> None:
    ledgers = sorted((ROOT / "translations").rglob("*.jsonl"))
    assert [path.relative_to(ROOT).as_posix() for path in ledgers] == ["translations/en/approvals/childsafetyon.jsonl"]
    records = [json.loads(line) for line in ledgers[0].read_text("utf-8").splitlines()]
    assert {(row["concept"], row["who"], row["verdict"]) for row in records} == {
        ("csam", "childsafetyon", "approve"),
        ("grooming", "childsafetyon", "approve"),
    }
    assert {row["concept"]: row["text"]["definition"] for row in records} == {
        concept: quoted["definition"] for concept, quoted in QUOTED.items()
    }
    assert len(records) == 2


def test_both_approvals_say_that_they_are_unsigned_and_so_does_verify(shipped: World) -> None:
    client = shipped.client()
    for concept in QUOTED:
        entry, evidence = (client.get(f"/v1/en/terms/{concept}{end}.json") for end in ("", ".evidence"))
        assert [act["signed"] for act in entry.json["vetting"]["approvals"]] == [False]  # type: ignore[index]
        assert [record["signature"] for record in evidence.json["records"]] == [None]  # type: ignore[index]
        (shipped.root / "csam.evidence.json").write_bytes(evidence.data)
        result = shipped.run("verify", str(shipped.root / "csam.evidence.json"))
        assert (result.exit_code, "unsigned: “childsafetyon” (subject)" in result.output) == (1, True)


def test_related_concepts_exist_and_name_each_other_and_every_source_is_dated() -> None:
    concepts = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in CONCEPTS}
    for name, concept in concepts.items():
        assert all(name in concepts[other]["related"] for other in concept["related"])
        assert concept.get("broader") in {None, *concepts} - {name}
        assert all(source["locator"] for source in concept["sources"])
        assert all((ROOT / "glossary" / "sources" / f"{source['id']}.toml").is_file() for source in concept["sources"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_of_any_language_is_served_english_and_told_why(service: FlaskClient, language: str) -> None:
    answer = service.get(f"/v1/{language}/terms/csam.json")
    assert answer.json is not None
    assert answer.json["definition"].startswith("visually depicts a child")
    assert (answer.json["requested_language"], answer.json["language"]) == (language, "en")
    assert answer.json["fallback"] == {"reason": "awaiting_review"}
    assert answer.json["content_notice"] == "This text describes sexual abuse of children."


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_each_language_s_own_avoided_words_lead_to_csam_and_only_a_preview_says_why(
    service: FlaskClient, drafts: FlaskClient, language: str
) -> None:
    words = drafts.get(f"/v1/{language}/terms/csam.json").json["avoid"]["words"]  # type: ignore[index]
    assert words
    hit = service.get(f"/v1/{language}/search", query_string={"q": words[0]}).json["hits"][0]  # type: ignore[index]
    assert hit["match"] == {"field": "avoid", "rank": "exact", "avoid": True, "reason": None}
    assert (hit["entry"]["id"], hit["entry"]["avoid"]["words"]) == ("csam", [])
    draft = drafts.get(f"/v1/{language}/search", query_string={"q": words[0]}).json["hits"][0]  # type: ignore[index]
    assert draft["entry"]["id"] == "csam"
    assert draft["match"]["reason"]


@pytest.mark.parametrize("language", EVERYDAY)
def test_an_everyday_word_is_no_form_that_a_program_links_by_itself(language: str) -> None:
    texts = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in CONCEPTS}
    safe = {name for name, concept in texts.items() if concept["autolink"] == "safe"}
    if language == "en":
        forms = {(name, form) for name in safe for form in texts[name]["text"].get("forms", "").splitlines()}
    else:
        messages = reader.read(ROOT / "translations" / language / "LC_MESSAGES" / "glossary.po").messages
        keys = ((message.key.partition("."), message.text) for message in messages if not message.obsolete)
        listed = ((name, text) for (name, _, field), text in keys if field in ("term", "forms") and name in safe)
        forms = {(name, form) for name, text in listed for form in text.splitlines()}
    assert len(forms) > 200
    everyday = EVERYDAY[language].casefold().split(" · ")
    assert [(name, form) for name, form in sorted(forms) if form.casefold() in everyday] == []


@pytest.mark.parametrize(
    ("query", "language"), [("child pornography", "en"), ("pedopornographie", "fr"), ("Kinderporno", "de")]
)
def test_what_people_type_leads_to_csam(service: FlaskClient, query: str, language: str) -> None:
    answer = service.get(f"/v1/{language}/search", query_string={"q": query}).json
    assert answer is not None
    assert answer["hits"][0]["entry"]["id"] == "csam"
    assert answer["hits"][0]["match"]["avoid"]
