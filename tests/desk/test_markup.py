"""Every kind of page of the desk passes the Nu Html Checker with no error."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

from tests.conftest import lacking
from tests.desk.world import Office, Visitor
from tests.site.test_markup import VNU

PAGES = [
    "/",
    "/queue",
    "/fr/dove",
    "/en/dove",
    "/keys",
    "/sign-in",
    "/withdraw",
    "/answers",
    "/nothing",
    "/invitation/x",
]


MAINTAIN = ["", "/adopt", "/wishes", "/log", "/batches/otter", "/people/otter"]


def _keeper(office: Office) -> Visitor:
    """Return a maintainer's browser, for whom something waits on each page."""
    office.waiting("newt")
    office.approve("otter", "language")
    office.world.approve("fr", "dove")
    office.world.adopting = False
    office.world.term("dove", definition="is a bird of peace.", abbreviation="DV", group="people")
    office.world.commit("a fact, and two approvals")
    return office.sign_in("keeper")


def test_every_kind_of_page_is_valid_html(office: Office, tmp_path: Path) -> None:
    if not VNU.exists() or shutil.which("java") is None:
        lacking("the Nu Html Checker is not installed: “make test” installs it with npm; it needs Java")
    somebody, visitor = office.sign_in("both"), office.visitor()
    answers = [each.get(path) for each in (somebody, visitor) for path in PAGES]
    link = office.run("invite", "newt", "--role", "language", "--language", "fr").stdout.strip()
    answers += [visitor.get(link), visitor.post(link, armour="none"), visitor.post("/sign-in", id="none")]
    keeper = _keeper(office)
    answers += [keeper.get(f"/maintain{path}") for path in MAINTAIN]
    answers += [keeper.post("/maintain/keys"), keeper.post("/maintain/people/otter", policy=keeper.value("policy"))]
    answers += [office.visitor().post("/keys", armour="first\nsecond"), somebody.post("/fr/dove/ask", field="term")]
    answers.append(somebody.post("/answers", answers=[(BytesIO(b"x"), "x.line")]))
    assert {answer.status_code for answer in answers} == {200, 303, 403, 404, 409}
    for number, answer in enumerate(answers):
        (tmp_path / f"{number:02}.html").write_bytes(answer.data)
    done = subprocess.run(
        ["java", "-jar", VNU, "--errors-only", *sorted(tmp_path.glob("*.html"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
