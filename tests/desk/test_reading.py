"""Reading and deciding at the desk, over HTTP: what is shown, what is written, and that no verdict is ever lost."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from glossary.content import files
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.desk import batches as module
from glossary.desk import content, credentials
from glossary.desk.git import HOST
from glossary.ledger import ledgers, record
from glossary.ledger.signed import APPROVAL
from glossary.proofs import keys
from tests.conftest import needs
from tests.desk.test_batches import full_disk
from tests.desk.world import Office, Visitor, words
from tests.passkey import Passkey
from tests.world import TODAY, World


@pytest.fixture(autouse=True)
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for new content at every page: a test does not wait."""
    monkeypatch.setattr(content, "LOOK_SECONDS", 0)


@dataclass
class Reviewer:
    """Somebody with a browser and a passkey."""

    office: Office
    who: str
    visitor: Visitor
    passkey: Passkey
    page: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def open(self, place: str = "fr/dove") -> str:
        """Open a text; return its words as people read them."""
        answer = self.visitor.get(f"/{place}")
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return words(answer)

    def shown(self, side: str) -> dict[str, str]:
        """Return the words of one side of the page, as its script takes them."""
        found = re.findall(rf'data-{side}="(\w+)">(.*?)</div>', self.page, re.DOTALL)
        return {name: unescape(value) for name, value in found}

    def line(self, role: str = "") -> str:
        """Return the line of the record that the page's script makes."""
        data = json.loads(unescape(re.findall(r'data-page="([^"]*)"', self.page)[0]))
        made, english = data["record"], self.shown("english")
        role = role or re.findall(r'name="role" value="(\w+)"', self.page)[0]
        text, source = Text.of(self.shown("words")), Text.of(english).digest if english else None
        when = datetime.strptime(made["when"], record.TIME).replace(tzinfo=UTC)
        approval = Approval(when, made["who"], role, Verdict.APPROVE, made["language"], made["concept"], text, source)
        assert approval.digest == data["digest"]
        return record.line(approval)

    def approve(self, place: str = "fr/dove", line: str = "", key: Passkey | None = None) -> TestResponse:
        """Sign the words of the page that is open, and send that."""
        line = line or self.line()
        signature = (key or self.passkey).sign(line.encode(), f"{APPROVAL}:glossary").armour
        return self.visitor.post(f"/{place}/approve", line=line.rstrip(), signed=signature)

    def send(self, act: str, place: str = "fr/dove", **fields: str) -> TestResponse:
        """Send one of the page's other forms."""
        saw = {
            f"saw-{name}": unescape(value) for name, value in re.findall(r'name="saw-(\w+)" value="([^"]*)"', self.page)
        }
        return self.visitor.post(f"/{place}/{act}", **saw, **fields)

    def ledger(self) -> list[str]:
        """Return the lines of this reviewer's records in their batch."""
        path = f"translations/fr/approvals/{self.who}.jsonl"
        return git(self.office.world, "show", f"desk/{self.who}:{path}").splitlines()

    def catalog(self) -> str:
        """Return the French catalog of their batch."""
        return git(self.office.world, "show", f"desk/{self.who}:translations/fr/LC_MESSAGES/glossary.po")


def git(world: World, *arguments: str) -> str:
    """Return what git prints in a world."""
    return subprocess.run(["git", *arguments], cwd=world.root, check=True, capture_output=True, text=True).stdout


def reviewer(office: Office, who: str) -> Reviewer:
    """Sign somebody in whose passkey the desk knows, and the policy does not."""
    passkey = Passkey("localhost", office.desk().origin)
    with office.desk().state.change() as database:
        credentials.keep(office.desk(), database, who, passkey.key, who.encode())
    return Reviewer(office, who, office.sign_in(who), passkey)


@pytest.fixture
def otter(office: Office) -> Reviewer:
    return reviewer(office, "otter")


@pytest.fixture
def heron(office: Office) -> Reviewer:
    return reviewer(office, "heron")


def _identity(office: Office) -> str:
    return office.desk().content.now().edition.identity.id


def test_the_queue_lists_what_waits_and_opens_it(otter: Reviewer) -> None:
    answer = otter.visitor.get("/queue")
    assert "1 text waits for you" in words(answer)
    assert "Dove – Colombe French · ready · about 1 minute" in words(answer)
    assert 'href="/fr/dove"' in answer.text


def test_a_text_stands_beside_its_english_with_all_that_was_said(otter: Reviewer) -> None:
    world = otter.office.world
    path = world.catalog("fr", {"dove.definition": "est un oiseau < de paix".replace(" <", "")})
    path.write_text(path.read_text().replace('msgctxt "dove.term"', '# Or pigeon?\nmsgctxt "dove.term"'))
    shown = otter.open()
    for part in (
        "is a bird of peace.",
        "est un oiseau de paix",
        "Or pigeon?",
        "it ends with no final mark",
        "Article 1",
    ):
        assert part in shown
    assert "This text cannot be approved yet: it fails a check" in shown
    assert '<html lang="en"' in otter.page
    assert otter.shown("english") == {"term": "Dove", "abbreviation": "DV", "definition": "is a bird of peace."}


def test_an_approval_is_written_as_it_was_signed(otter: Reviewer) -> None:
    otter.open()
    line = otter.line()
    answer = otter.approve()
    assert (answer.status_code, answer.location) == (303, "/queue?done=approve:fr/dove")
    [written] = otter.ledger()
    values = json.loads(written)
    assert line.startswith(written.partition(', "signature"')[0])
    assert values["when"] == f"{TODAY}T00:00:00Z"
    assert "signature" in values
    answer = otter.visitor.get(answer.location)
    assert "Your approval is in your batch: “dove” (fr)" in words(answer)
    assert "Nothing waits for you now" in words(answer)
    assert "You approved exactly these words" in otter.open()


def test_two_reviewers_make_a_text_vetted_that_the_policy_knows_the_keys_of(otter: Reviewer, heron: Reviewer) -> None:
    office, world = otter.office, otter.office.world
    for each in (otter, heron):
        each.open()
        assert each.approve().status_code == 303
    policy = world.translations / "policy.toml"
    text = f'origins = ["{office.desk().origin}"]\n' + policy.read_text()
    for each in (otter, heron):
        text = text.replace(f'id = "{each.who}"', f'id = "{each.who}"\nkeys = ["{each.passkey.key.line}"]')
    policy.write_text(text)
    world.commit("the policy has their keys")
    for each in (otter, heron):
        office.desk().batches.take_in(each.who)
    entry = world.get("/v1/fr/terms/dove.json").json
    assert entry is not None
    assert (entry["language"], entry["vetting"]["status"]) == ("fr", "vetted")
    assert all(approval["signed"] for approval in entry["vetting"]["approvals"])


def test_a_text_that_changed_meanwhile_is_refused_with_the_difference_and_the_verdict_kept(otter: Reviewer) -> None:
    otter.open()
    otter.office.world.catalog("fr", {"dove.definition": "est un bel oiseau de paix."})
    answer = otter.approve()
    assert answer.status_code == 409
    assert "definition: est un<ins> bel</ins> oiseau de paix." in answer.text
    assert "Your verdict is not written yet" in words(answer)
    assert "Not written yet: your approval of dove" in words(otter.visitor.get("/queue"))
    for act, fields in (("ask", {"field": "definition", "reason": "Say more."}), ("propose", {"definition": "x."})):
        answer = otter.send(act, **fields)
        assert answer.status_code == 409
        assert "bel" in words(answer)
        assert unescape(fields.get("reason", "x.")) in unescape(answer.text)
    shown = otter.open()
    assert "Your wish for a change is not written yet: the text has changed" in shown
    assert "Say more." in otter.page
    assert otter.send("ask", field="definition", reason="Say more.").status_code == 303
    assert "Your wish for a change is not" not in otter.open()


def test_a_second_tab_writes_nothing_twice(otter: Reviewer) -> None:
    otter.open()
    line = otter.line()
    assert otter.approve(line=line).status_code == 303
    answer = otter.approve(line=line)
    assert answer.status_code == 409
    assert "approved exactly this text" in words(answer)
    assert len(otter.ledger()) == 1


def test_nobody_approves_with_another_key_or_in_another_name(otter: Reviewer, heron: Reviewer) -> None:
    otter.open()
    assert "a key that is not yours" in words(otter.approve(key=heron.passkey))
    heron.open()
    assert "t is by “heron”, and you are “otter”" in words(otter.approve(line=heron.line()))
    answer = otter.visitor.post("/fr/dove/approve", line=otter.line().rstrip())
    assert answer.status_code == 409
    with pytest.raises(subprocess.CalledProcessError):
        otter.ledger()


def test_a_wish_for_a_change_stands_where_the_translator_sees_it(otter: Reviewer) -> None:
    otter.open()
    answer = otter.send("ask", field="definition", reason="Say “symbole de paix”.")
    assert answer.status_code == 303
    assert "# otter asks for a change" in otter.catalog()
    assert '#, fuzzy\nmsgctxt "dove.definition"' in otter.catalog()
    assert "Nothing waits for you now" in words(otter.visitor.get("/queue"))
    otter.office.desk().batches.take_in("otter")
    assert "Say “symbole de paix”." in otter.open()
    assert "Nothing waits for you now" in words(otter.visitor.get("/queue"))


def test_proposed_words_are_in_the_catalog_and_checked(otter: Reviewer) -> None:
    otter.open()
    assert "it ends with no final mark" in words(otter.send("propose", definition="est un oiseau"))
    assert otter.send("propose", definition="est un symbole de paix.").status_code == 303
    assert 'msgstr "est un symbole de paix."' in otter.catalog()
    assert "hese are the words that were there" in words(otter.send("propose", term="Colombe"))


def test_a_text_says_what_its_reader_has_answered_and_waits_no_longer(otter: Reviewer, heron: Reviewer) -> None:
    otter.open()
    otter.send("propose", definition="est un symbole de paix.")
    heron.open()
    heron.send("ask", field="definition", reason="Say “symbole de paix”.")
    for one, said in (
        (otter, "You proposed other words than these."),
        (heron, "You asked for a change of these words."),
    ):
        assert said in one.open()
        assert "Nothing waits for you now" in words(one.visitor.get("/queue"))


def test_a_text_without_a_definition_is_not_proposed(otter: Reviewer) -> None:
    otter.open()
    answer = otter.send("propose", term=" ", definition="")
    assert answer.status_code == 409
    assert "no text is without it" in words(answer)


def test_what_no_approval_takes_in_stands_beside_its_draft_english_and_says_so(otter: Reviewer) -> None:
    world = otter.office.world
    world.term("dove", abbreviation="DV", definition="is a bird of peace.", plain="A calm bird.")
    assert world.run("sync").exit_code == 0
    world.catalog("fr", {"dove.plain": "Un oiseau calme."})
    shown = otter.open()
    assert "English, not approved yet A calm bird. French Un oiseau calme." in shown
    assert "Un oiseau calme. Not part of this approval: readers do not get it yet. Sources" in shown
    assert otter.shown("english") == {"term": "Dove", "abbreviation": "DV", "definition": "is a bird of peace."}
    assert otter.approve().status_code == 303
    world.catalog("fr", fuzzy=("dove.definition",), texts={"dove.definition": "est un oiseau de paix."})
    shown = otter.open()
    assert "English is a bird of peace. French" in shown
    assert "English, not approved yet A calm bird. French" in shown


def test_nobody_approves_words_that_they_have_proposed(otter: Reviewer, heron: Reviewer) -> None:
    otter.open()
    otter.send("propose", definition="est un symbole de paix.")
    otter.office.desk().batches.take_in("otter")
    assert "1 text waits" in words(heron.visitor.get("/queue"))
    assert "Nothing waits for you now" in words(otter.visitor.get("/queue"))
    assert "You proposed these words, so others approve them." in otter.open()
    assert 'id="approve"' not in otter.page
    heron.open()
    line = heron.line().replace('"heron"', '"otter"')
    values = json.loads(line)
    made = Approval(
        datetime.combine(TODAY, datetime.min.time(), UTC),
        "otter",
        "language",
        Verdict.APPROVE,
        "fr",
        "dove",
        Text.of(values["text"]),
        values["source"],
    )
    assert "“otter” proposed exactly these words" in words(otter.approve(line=record.line(made)))


def test_a_text_can_be_taken_back_in_every_state_of_the_content(office: Office) -> None:
    office.world.approve("fr", "dove")
    office.world.commit("vetted")
    otter = reviewer(office, "otter")
    (office.world.terms / "dove.toml").write_text("broken")
    answer = otter.visitor.get("/queue")
    assert (answer.status_code, "The content cannot be read" in words(answer)) == (503, True)
    otter.visitor.get("/withdraw?language=fr&concept=dove&role=language")
    answer = otter.visitor.post("/withdraw", language="fr", concept="dove", role="language")
    assert answer.status_code == 303
    assert json.loads(otter.ledger()[-1])["verdict"] == "withdraw"


def test_earlier_versions_are_taken_back_with_a_text_where_that_is_ticked(office: Office) -> None:
    office.world.approve("fr", "dove")
    office.world.catalog("fr", {"dove.definition": "est un bel oiseau."})
    office.world.approve("fr", "dove")
    office.world.commit("vetted twice")
    otter = reviewer(office, "otter")
    otter.visitor.get("/withdraw")
    answer = otter.visitor.post("/withdraw", language="fr", concept="dove", role="language", every="on")
    assert answer.status_code == 303
    taken = [json.loads(line) for line in otter.ledger() if json.loads(line)["verdict"] == "withdraw"]
    assert [each["text"]["definition"] for each in taken] == ["est un bel oiseau.", "est un oiseau de paix."]


@pytest.mark.parametrize("language", ["../../../outside", "fr/../fr", ""])
def test_the_language_of_a_withdrawal_leads_to_no_other_folder(otter: Reviewer, language: str) -> None:
    outside = otter.office.state / "outside" / "approvals"
    outside.mkdir(parents=True)
    (outside / ".left.part").write_text("not the desk's")
    otter.visitor.get("/withdraw")
    answer = otter.visitor.post("/withdraw", language=language, concept="dove", role="language")
    assert (answer.status_code, "is not a language tag" in words(answer)) == (409, True)
    assert (outside / ".left.part").exists()


def test_a_text_that_was_taken_back_says_so_to_whoever_reads_it_next(office: Office) -> None:
    office.world.approve("fr", "dove")
    office.world.vet("fr", "dove", "heron", "subject", "--withdraw")
    office.world.commit("vetted, and withdrawn")
    assert f"“heron” took the text of this concept back on {TODAY}" in reviewer(office, "otter").open()


def test_two_reviewers_decide_at_once(otter: Reviewer, heron: Reviewer) -> None:
    for each in (otter, heron):
        each.open()
    with ThreadPoolExecutor() as pool:
        assert [answer.status_code for answer in pool.map(Reviewer.approve, (otter, heron))] == [303, 303]
    assert [len(each.ledger()) for each in (otter, heron)] == [1, 1]


def test_broken_content_says_what_happened_and_keeps_the_verdict(otter: Reviewer) -> None:
    otter.open()
    path = otter.office.world.catalog("fr")
    good = path.read_text()
    path.write_text(good.replace('msgstr "Colombe"', 'msgstr "Colombe'))
    answer = otter.approve()
    assert answer.status_code == 409
    assert "The file with this language’s drafts cannot be read" in otter.open()
    assert "Not written yet" in words(otter.visitor.get("/queue"))
    path.write_text(good)
    fields = dict(re.findall(r'name="(line|signed)" value="([^"]*)"', otter.visitor.get("/queue").text))
    answer = otter.visitor.post("/fr/dove/approve", **{name: unescape(value) for name, value in fields.items()})
    assert answer.status_code == 303
    assert "Not written yet" not in words(otter.visitor.get("/queue"))


def test_a_batch_that_somebody_else_keeps_says_so_and_keeps_the_verdict(
    otter: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    otter.open()
    with files.locked(otter.office.world.root / ".git"):
        answer = otter.approve()
    assert "another program has been changing" in words(answer).lower()
    assert "Not written yet" in words(otter.visitor.get("/queue"))
    assert otter.approve().status_code == 303


def test_a_ledger_that_another_process_holds_says_so_and_keeps_the_verdict(
    otter: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    otter.office.world.vet("fr", "dove", "heron", "subject")
    otter.office.world.commit("so its folder stays")
    otter.open()
    with otter.office.desk().batches.open("otter") as batch:
        folder = ledgers.path(batch.translations, "fr", "otter").parent
    with ledgers.locked(batch.translations, "fr"):
        answer = otter.approve()
    assert folder.is_dir()
    assert "another program has been changing" in words(answer).lower()
    assert "Not written yet" in words(otter.visitor.get("/queue"))
    assert otter.approve().status_code == 303


def test_a_full_disk_says_so_and_the_page_holds_the_verdict(otter: Reviewer) -> None:
    otter.open()
    line = otter.line()
    with full_disk():
        answer = otter.approve(line=line)
    assert answer.status_code == 409
    assert unescape(re.findall(r'name="line" value="([^"]*)"', answer.text)[0]) == line.rstrip()
    answer = otter.approve(line=line)
    assert answer.status_code == 303, words(answer)


def test_a_repository_in_the_middle_of_a_merge_takes_verdicts_all_the_same(otter: Reviewer) -> None:
    world = otter.office.world
    otter.open()
    (world.root / ".git" / "MERGE_HEAD").write_text(git(world, "rev-parse", "HEAD"))
    assert otter.approve().status_code == 303
    assert len(otter.ledger()) == 1


def test_a_text_that_is_put_off_comes_back_and_nobody_sees_it(otter: Reviewer, heron: Reviewer) -> None:
    otter.open()
    assert otter.send("later").location == "/queue"
    assert "You put 1 off until tomorrow" in words(otter.visitor.get("/queue"))
    assert "1 text waits" in words(heron.visitor.get("/queue"))
    otter.visitor.post("/queue/all")
    assert "1 text waits" in words(otter.visitor.get("/queue"))


def test_a_source_is_ticked_off_by_one_person(otter: Reviewer, heron: Reviewer) -> None:
    otter.open()
    otter.send("looked-up", source="https://law.example.org/1")
    assert "☑ looked up" in otter.open()
    assert "☐ looked up" in heron.open()
    otter.send("looked-up", source="https://law.example.org/1")
    assert "☐ looked up" in otter.open()


def test_what_an_ssh_key_signs_is_a_file_with_the_line_of_the_form(otter: Reviewer) -> None:
    otter.open()
    path = unescape(re.findall(r'href="([^"]*\.line[^"]*)"', otter.page)[0])
    answer = otter.visitor.get(path)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fr-dove.line"'
    assert answer.text == otter.line()
    hidden = [unescape(value) for value in re.findall(r'name="line" value="([^"]*)"', otter.page)]
    assert hidden == [answer.text]
    for bad in (path.replace("T", "x"), path.replace("role=language", "role=subject"), "/fr/dove.line"):
        assert otter.visitor.get(bad).status_code == 404


def test_without_scripts_stock_ssh_keygen_signs_and_the_signature_is_pasted(otter: Reviewer, tmp_path: Path) -> None:
    needs("ssh-keygen")
    key, saved = tmp_path / "key", tmp_path / "fr-dove.line"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    with otter.office.desk().state.change() as database:
        credentials.keep(otter.office.desk(), database, "otter", keys.of_line(Path(f"{key}.pub").read_text()))
    otter.open()
    saved.write_bytes(otter.visitor.get(unescape(re.findall(r'href="([^"]*\.line[^"]*)"', otter.page)[0])).data)
    command = shlex.split(unescape(re.findall(r"ssh-keygen -Y sign[^<]*", otter.page)[0]))
    command[command.index("-f") + 1] = str(key)
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    fields = {"line": saved.read_text().rstrip(), "signed": Path(f"{saved}.sig").read_text().replace("\n", "\r\n")}
    assert otter.visitor.post("/fr/dove/approve", **fields).status_code == 303
    assert len(otter.ledger()) == 1


@pytest.mark.parametrize("path", ["/fr/duve", "/xx/dove", "/fr/..%2f..%2fetc", "/fr/dove/nothing"])
def test_what_is_not_there_is_not_found(otter: Reviewer, path: str) -> None:
    assert otter.visitor.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/x_x/dove/ask", "/fr/Dove/ask", "/fr/..%2fdove/propose", "/zzzzz/dove/approve"])
def test_nothing_is_kept_under_a_name_that_no_text_can_have(otter: Reviewer, path: str) -> None:
    otter.open()
    assert otter.visitor.post(path, reason="x").status_code == 404
    assert "Not written yet" not in words(otter.visitor.get("/queue"))


@pytest.mark.parametrize("path", ["/queue", "/fr/dove", "/fr/dove.line", "/withdraw"])
def test_nobody_reads_without_signing_in(office: Office, path: str) -> None:
    assert office.visitor().get(path).location.startswith("/sign-in")


def test_a_batch_names_a_pseudonym_alone(otter: Reviewer) -> None:
    otter.open()
    otter.approve()
    said = git(otter.office.world, "log", "--format=%an %ae %cn %ce %ad", "--date=iso", "main..desk/otter")
    assert set(said.splitlines()) == {f"otter otter@{HOST} otter otter@{HOST} {TODAY} 00:00:00 +0000"}


def test_no_page_of_the_desk_loads_anything_from_elsewhere(otter: Reviewer) -> None:
    otter.open()
    sources = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', otter.page)
    assert sources
    assert all(source.startswith("/") for source in sources)
    assert otter.visitor.get("/record.js").mimetype == "text/javascript"


def test_the_desk_says_what_the_glossary_says_before_its_texts_and_nothing_where_that_is_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "LOOK_SECONDS", 0)
    assert "This text describes sexual abuse of children." in office.visitor().get("/sign-in").text
    (office.world.root / "glossary.toml").write_text('id = "glossary"\ntitle = "Birds"\n')
    office.world.adopt()
    office.world.commit()
    assert "Content notice" not in office.visitor().get("/sign-in").text
