"""Help by country, over HTTP, files and the command line: nothing without a source, nothing past its day, never silence."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from glossary.support.countries import CODES, EUROPE
from tests.conftest import ROOT
from tests.world import TODAY, World

SHIPPED_ON = date(2026, 11, 30)
"""A day on which nothing that is shipped has expired."""

UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
    "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
QUOTE = "You can access national child helplines via the European number 116 111."
"""The sentence of the publisher's page, as it stands there."""


@pytest.fixture
def world(world: World) -> World:
    """A glossary of one concept, with directories that have not expired and no record."""
    world.term("dove")
    return world


def _clock(day: date, hour: int = 12) -> Any:
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()
    return lambda: moment


def _json(world: World, path: str, day: date = TODAY) -> Any:
    answer = world.client(clock=_clock(day)).get(path)
    assert answer.status_code == 200, answer.text
    return answer.json


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def test_there_are_the_249_countries_of_iso_3166_and_each_answers(world: World) -> None:
    client, listed = world.client(), _json(world, "/v1/support.json")
    codes = [country["country"] for country in listed["countries"]]
    assert (len(codes), codes) == (249, sorted(codes))
    assert {"FI", "TW", "GB", "AX"} <= set(codes)
    assert not {"EU", "XK", "UK", "ZZ"} & set(codes)
    for country in listed["countries"]:
        answer = client.get(country["links"]["self"].removeprefix("http://127.0.0.1:8000"))
        assert answer.json is not None
        assert (answer.json["country"], answer.json["name"]) == (country["country"], country["name"])
        assert (answer.json["records"], answer.json["reason"]) == ([], "no_record")
        assert [directory["purpose"] for directory in answer.json["directories"]] == ["talk", "report_content"]


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("uk", "gb"), ("el", "gr"), ("deu", "de"), ("finland", "fi"), ("germny", "de"), ("FINNLAND", "fi"),
        ("ß", None), ("a" * 900, None), ("qq", "qa"), ("42", None), ("eu", "ee"),
    ],
)  # fmt: skip
def test_a_code_of_no_country_is_told_which_were_meant(world: World, code: str, near: str | None) -> None:
    answer = world.get(f"/v1/support/{code}.json")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["type"] == "urn:glossary:problem:unknown-country"
    assert "/v1/support.json" in problem["detail"]
    suggested = problem.get("suggestions", [])
    assert near is None or near in suggested
    assert len(suggested) <= 5
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_country_has_one_address_in_small_letters(world: World) -> None:
    client = world.client(base_url="https://example.org/below")
    for path, target in (
        ("/v1/support/FI.json?x=1", "/v1/support/fi.json"),
        ("/en/support/Fi/", "/en/support/fi/"),
        ("/EN/support/fi/", "/en/support/fi/"),
        ("/en/support", "/en/support/"),
    ):
        answer = client.get(path, headers={"Host": "evil.example.org"})
        assert (answer.status_code, answer.headers["Location"]) == (308, f"/below{target}")


def test_files_of_support_are_files(world: World) -> None:
    world.record("FI")
    client = world.client()
    for path in ("/v1/support.json", "/v1/support/fi.json", "/en/support/", "/en/support/fi/"):
        plain, other = client.get(path), client.get(f"{path}?country=se", headers={"Accept-Language": "fi"})
        assert (plain.data, plain.headers["ETag"]) == (other.data, other.headers["ETag"])
        assert client.get(path, headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304
        assert plain.headers["Access-Control-Allow-Origin"] == "*"
        assert plain.headers["Content-Language"] == "en"
        seconds = sum(
            int(value) for value in re.findall(r"(?:max-age|stale-if-error)=(\d+)", plain.headers["Cache-Control"])
        )
        assert 300 < seconds < 24 * 3600


def test_a_record_says_what_is_known_and_null_for_what_is_not(world: World) -> None:
    world.record("FI", "SE", free=True, languages=["fi", "sv"])
    for code in ("fi", "se"):
        (record,) = _json(world, f"/v1/support/{code}.json")["records"]
        assert record["country"] == code.upper()
        assert (record["display"], record["dial"], record["free"]) == ("555 123", "555123", True)
        assert record["languages"] == ["fi", "sv"]
        for name in (
            "operator",
            "in_service",
            "hours",
            "timezone",
            "works_from_abroad",
            "age_from",
            "anonymous",
            "text",
        ):
            assert record[name] is None
        assert (record["as_of"], record["verified_on"], record["verified_by"]) == (TODAY.isoformat(), None, None)
    assert _json(world, "/v1/support/fi.json")["reason"] is None
    counts = {country["country"]: country["records"] for country in _json(world, "/v1/support.json")["countries"]}
    assert {code for code, count in counts.items() if count} == {"FI", "SE"}


def test_a_record_is_shown_until_the_day_before_it_expires_and_then_the_directory_is(world: World) -> None:
    world.record("FI", expires_in=10)
    last, gone = TODAY + timedelta(days=9), TODAY + timedelta(days=10)
    for path in ("/v1/support/fi.json", "/en/support/fi/"):
        assert "555 123" in world.client(clock=_clock(last, 23)).get(path).text
        for day in (gone, gone + timedelta(days=1000)):
            after = world.client(clock=_clock(day, 0)).get(path).text
            assert "555" not in after
            assert "https://childhelplineinternational.org/" in after
    assert _json(world, "/v1/support/fi.json", gone)["reason"] == "expired"
    assert "Out-of-date details" in world.client(clock=_clock(gone)).get("/en/support/fi/").text
    assert "555" not in json.dumps(_json(world, "/v1/support.json", gone))


def test_what_expires_while_the_service_runs_is_gone_at_midnight_even_from_memory(french: World) -> None:
    french.record("FI", expires_in=1)
    now = [datetime.combine(TODAY, datetime.min.time(), UTC).timestamp() + 86399]
    client = french.client(clock=lambda: now[0])
    paths = ["/v1/support/fi.json", "/v1/support.json", "/en/support/fi/", "/v1/index.json", "/v1/en/terms/dove.json"]
    before = {path: client.get(path) for path in paths}
    (french.support / "records.toml").write_text("oops")  # the content need not be readable then
    now[0] += 1
    after = {path: client.get(path) for path in paths}
    assert [path for path in paths if before[path].data == after[path].data] == ["/v1/en/terms/dove.json"]
    assert "555" not in after["/v1/support/fi.json"].text + after["/en/support/fi/"].text
    assert before["/v1/index.json"].json["edition"] != after["/v1/index.json"].json["edition"]  # type: ignore[index]
    assert "expired on" in client.get("/readyz").text


def test_a_day_on_which_nothing_expires_leaves_every_answer_as_it_was(french: World) -> None:
    french.record("FI")
    now = [datetime.combine(TODAY, datetime.min.time(), UTC).timestamp()]
    client = french.client(clock=lambda: now[0])
    paths = ["/v1/support/fi.json", "/v1/support.json", "/en/support/fi/", "/v1/index.json"]
    before = [client.get(path).headers["ETag"] for path in paths]
    now[0] += 86400
    assert [client.get(path).headers["ETag"] for path in paths] == before


def test_a_directory_past_its_day_is_linked_by_its_home_page_and_said_to_be_unconfirmed(french: World) -> None:
    day = TODAY + timedelta(days=180)
    first = _json(french, "/v1/support/fi.json", day)["directories"][0]
    assert (first["url"], first["expired"]) == ("https://childhelplineinternational.org/", True)
    client = french.client(clock=_clock(day))
    assert "not confirmed since" in client.get("/en/dove/").text
    for path in ("/en/support/", "/en/dove/", "/v1/en/bundle.json", "/embed/en/dove/"):
        assert "childhelplineinternational.org/helplines" not in client.get(path).text
        assert "https://childhelplineinternational.org/" in client.get(path).text


def test_check_warns_a_month_before_something_expires_and_when_it_has(french: World) -> None:
    french.run("sync")
    french.record("FI", "SE", expires_in=60)
    at = {days: french.run("check", "--on", (TODAY + timedelta(days=days)).isoformat()) for days in (29, 30, 60)}
    assert [result.exit_code for result in at.values()] == [0, 0, 0]
    assert "expires" not in at[29].output
    assert at[30].output.count("records.toml:1: warning: it expires on") == 1
    assert "renew its dates" in at[30].output
    assert "expired on" in at[60].output
    assert "no longer shown" in at[60].output


def test_an_export_holds_every_country_and_says_when_to_make_the_next(french: World) -> None:
    french.record("FI", expires_in=10)
    target = french.root / "public"
    result = french.run("export", str(target), GLOSSARY_BASE_URL="http://127.0.0.1:8000")
    assert f"Export again before {TODAY + timedelta(days=10)}" in result.output
    assert len(list((target / "v1" / "support").glob("*.json"))) == len(CODES)
    assert len(list((target / "fr" / "support").glob("*/index.html"))) == len(EUROPE | {"FI"})
    headers = json.loads((target / "manifest.json").read_text())["/v1/support/fi.json"]["headers"]
    assert "stale-if-error=82800" in headers["Cache-Control"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"display": "555 132"},
            "display: its digits are 555132, the quotes of its sources print 555123; compare",
        ),
        ({"dial": "555132"}, "dial: its digits are 555132"),
        ({"display": "55 123"}, "display: its digits are 55123"),
        ({"display": "555 1234"}, "display: its digits are 5551234"),
        ({"dial": "555 123"}, "dial: it cannot be dialled; write digits only"),
        ({"display": None}, "display: it needs the other one"),
        ({"display": None, "dial": None}, "it has neither number nor address"),
        ({"countries_": "XX"}, "“XX” is not a country’s code (ISO 3166-1); write"),
        ({"countries_": "UK"}, "“UK” is not a country’s code (ISO 3166-1); write GB"),
        ({"countries_": "fi"}, "“fi” is not a country’s code (ISO 3166-1); write FI"),
        ({"purpose": "chat"}, "purpose: Must be one of: talk, report_content, missing, emergency, remove_image"),
        ({"verified_by": "otter"}, "verified_on: it needs the other one"),
        ({"verified_by": "Otter Smith"}, "verified_by: it is not a pseudonymous id"),
        ({"expires_in": 367}, "expires_on: it is not within 366 days after"),
        ({"expires_in": 0}, "expires_on: it is not within 366 days after"),
        ({"in_service": False}, "in_service: it can only be true; leave it out while it is not known"),
        ({"free": "yes"}, "free: Not a valid boolean"),
        ({"colour": "red"}, "colour: Unknown field"),
        ({"languages": ["finnish"]}, "languages: “finnish” is not a language tag"),
        ({"operator": "<b>x</b>"}, "operator: it holds “<”; write plain prose"),
        ({"url": "http://x.example.org/"}, "url: Not a valid URL"),
        ({"timezone": "Mars/Base", "hours": []}, "timezone: it is not a time zone; write one such as Europe/Helsinki"),
    ],
)
def test_a_wrong_record_is_refused_with_file_line_and_remedy(world: World, fields: dict[str, Any], words: str) -> None:
    country = fields.pop("countries_", "FI")
    world.record("SE")
    lines = len((world.support / "records.toml").read_text().splitlines())
    world.record(country, **fields)
    result = world.run("check")
    assert result.exit_code == 1
    (problem,) = [line for line in result.output.splitlines() if words in line]
    match = re.search(r"records\.toml:(\d+): .+; .+", problem)
    assert match
    assert int(match[1]) > lines


def test_the_example_of_the_documentation_is_of_the_right_form(french: World) -> None:
    page = (ROOT / "docs" / "embedding.md").read_text()
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (french.support / "directories.toml").write_text(block)
    dove = french.terms / "dove.toml"
    dove.write_text(dove.read_text().replace(str(TODAY), str(SHIPPED_ON)))
    (record,) = _json(french, "/v1/support/fi.json", SHIPPED_ON)["records"]
    assert (record["display"], record["verified_by"], record["hours"][0]["closes"]) == ("555 123", "otter", "20:00")
    section = page.split("## Help and reporting")[1]
    assert set(record) - {"country"} <= set(re.findall(r"`(\w+)`", section))


def test_a_folder_without_a_directory_is_an_error_and_readers_get_the_adopted_home_pages(world: World) -> None:
    world.adopt()
    (world.support / "directories.toml").unlink()
    assert (
        "it names no directory “talk”, so readers get the last adopted home page; add a [[" in world.run("check").output
    )
    directories = _json(world, "/v1/support.json")["directories"]
    assert [each["url"] for each in directories] == [
        "https://childhelplineinternational.org/",
        "https://www.inhope.org/",
    ]


def test_a_running_service_keeps_what_it_has_when_support_data_breaks(french: World) -> None:
    from glossary.serving.front import Front
    from glossary.serving.watch import Watch

    french.record("FI")
    client = french.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    before = client.get("/v1/support/fi.json").data
    path = french.support / "records.toml"
    good = path.read_text()
    path.write_text(good.replace('"555 123"', '"555 132"'))
    Watch(front).look()
    assert client.get("/v1/support/fi.json").data == before
    assert "digit by digit" in client.get("/readyz").text
    path.write_text(good.replace("555 123", "555 132").replace("555123", "555132"))
    french.adopt()
    Watch(front).look()
    assert "555 132" in client.get("/v1/support/fi.json").text


def test_the_page_of_a_country_says_it_all_in_the_reader_s_language(french: World) -> None:
    interface = french.translations / "fr" / "LC_MESSAGES" / "interface.po"
    french.run("sync")
    interface.write_text(
        interface.read_text().replace(
            'msgid "Opening hours: {hours}"\nmsgstr ""', 'msgid "Opening hours: {hours}"\nmsgstr "Horaires : {hours}"'
        )
    )
    path = french.record(
        "FI", operator="Owls", free=True, anonymous=True, works_from_abroad=False, age_from=5, age_to=18, in_service=True,
        languages=["fi", "sv"], timezone="Europe/Helsinki", url="https://owls.example.org/", text=True, chat=True,
        verified_by="otter",
    )  # fmt: skip
    hours = '[[record.hours]]\ndays = ["mo", "tu"]\nopens = "14:00"\ncloses = "24:00"\n'
    path.write_text(path.read_text().replace("as_of =", f"verified_on = {TODAY}\nas_of =") + hours)
    client = french.client()
    english, text = client.get("/en/support/fi/").text, client.get("/fr/support/fi/").text
    for words in (
        "<h1>Finland</h1>", "Owls", "https://owls.example.org/", "Free of charge", "You need not give your name",
        "Cannot be reached from other countries", "For ages 5–18", "Languages: Finnish, Swedish", "By text message",
        "By chat",
        "Checked on", "Valid until", "Opening hours: Mon, Tue 14:00–24:00 (Helsinki)",
        '<a href="tel:555123"><bdi dir="ltr">555 123</bdi></a>',
    ):  # fmt: skip
        assert words in english, words
    assert "not checked here" not in english
    assert "<h1>Finlande</h1>" in text
    assert "Horaires : lun. et mar. 14:00–24:00 (Helsinki)" in text
    assert '<span lang="en" dir="ltr">Free of charge</span>' in text


def test_a_number_is_written_from_left_to_right_in_every_language(shipped: World) -> None:
    client = shipped.client(clock=_clock(SHIPPED_ON))
    for tag in ("ar", "fi"):
        assert '<a href="tel:116111"><bdi dir="ltr">116 111</bdi></a>' in client.get(f"/{tag}/support/fi/").text


def test_every_page_and_embed_leads_to_help_by_country(french: World) -> None:
    client = french.client()
    link = "http://127.0.0.1:8000/en/support/"
    for path in (
        "/en/",
        "/en/dove/",
        "/en/search",
        "/en/none/",
        "/embed/en/dove/",
        "/fragment/en/dove.html",
        "/en/support/fi/",
    ):
        assert f'"{link}"' in client.get(path).text, path
    assert client.get("/v1/en/bundle.json").json["help"][-1] == {"label": "Help by country", "url": link}  # type: ignore[index]
    assert client.get("/v1/index.json").json["links"]["support"] == "http://127.0.0.1:8000/v1/support.json"  # type: ignore[index]


def test_a_card_names_the_countries_only_in_its_own_language(french: World) -> None:
    cards = french.translations / "fr" / "LC_MESSAGES" / "interface.po"
    french.run("sync")
    needed = (
        "card.close",
        "entry.more",
        "notice.content",
        "help.heading",
        "help.talk",
        "help.report",
        "fallback.awaiting_review",
    )
    blocks = cards.read_text().split("\n\n")
    for number, block in enumerate(blocks):
        if any(f'msgctxt "{key}"' in block for key in needed):
            blocks[number] = block.replace('msgstr ""', f"msgstr {re.search(r'msgid (.*)', block)[1]}")  # type: ignore[index]
    cards.write_text("\n\n".join(blocks))
    card = french.get("/v1/fr/bundle.json").json
    assert card is not None
    assert card["interface"]["language"] == "fr"
    assert len(card["help"]) == 2


def test_the_list_is_in_the_order_of_its_language(world: World) -> None:
    world.record("TH")
    world.catalog("sv", {"support.countries": "Hjälp efter land"}, domain="interface")
    text = world.get("/sv/support/").text
    names = re.findall(r'/sv/support/../">([^<]+)<', text)
    assert names[-3:] == ["Ungern", "Vatikanstaten", "Österrike"] or names[-1] == "Österrike"
    assert "Thailand" in names
    assert names.index("Åland") > names.index("Vitryssland" if "Vitryssland" in names else "Ungern")


def test_the_page_of_a_country_without_one_is_helpful(world: World) -> None:
    for path, meant in (("/en/support/germny/", "/en/support/de/"), ("/en/support/us/", "/en/support/")):
        answer = world.get(path)
        assert answer.status_code == 404
        assert f'href="http://127.0.0.1:8000{meant}"' in answer.text
        assert "https://childhelplineinternational.org/" in answer.text


def test_shipped_are_the_european_number_where_it_may_work_and_two_directories(shipped: World) -> None:
    client = shipped.client(clock=_clock(SHIPPED_ON))
    listed = client.get("/v1/support.json").get_json()
    assert [directory["operator"] for directory in listed["directories"]] == ["Child Helpline International", "INHOPE"]
    with_record = {country["country"] for country in listed["countries"] if country["records"]}
    assert with_record == set(UNION) - {"FR", "IT"}
    for code in sorted(with_record):
        (record,) = client.get(f"/v1/support/{code.lower()}.json").get_json()["records"]
        assert (record["display"], record["dial"]) == ("116 111", "116111")
        assert (record["in_service"], record["reserved"], record["verified_on"]) == (None, True, None)
        assert "not verified" in record["availability"]


def test_every_shipped_number_is_that_of_its_source_digit_by_digit() -> None:
    numbers = 0
    for path in (ROOT / "glossary" / "support").glob("*.toml"):
        for record in tomllib.loads(path.read_text()).get("record", []):
            quote = next(source["quote"] for source in record["sources"] if "quote" in source)
            assert quote == QUOTE
            assert [*_digits(record["display"])] == [*_digits(record["dial"])] == [*_digits(quote)]
            numbers += 1
    assert numbers == 1


def test_shipped_numbers_stand_in_no_other_place_that_is_shown() -> None:
    interface = (ROOT / "glossary" / "content" / "interface.toml").read_text()
    assert not re.search(r"\d{3}", "".join(re.findall(r'^text = "(.*)"', interface, re.MULTILINE)))


def test_after_its_day_nothing_shipped_is_shown_but_the_directories(shipped: World) -> None:
    client = shipped.client(clock=_clock(date(2027, 2, 20)))
    for code in UNION:
        answer = client.get(f"/v1/support/{code.lower()}.json").get_json()
        assert (answer["records"], len(answer["directories"])) == ([], 2)
