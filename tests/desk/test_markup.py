"""Every kind of page of the desk passes the Nu Html Checker with no error."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

from tests.conftest import lacking
from tests.desk.world import Office
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


def test_every_kind_of_page_is_valid_html(office: Office, tmp_path: Path) -> None:
    if not VNU.exists() or shutil.which("java") is None:
        lacking("the Nu Html Checker is not installed: “make test” installs it with npm; it needs Java")
    somebody, visitor = office.sign_in("both"), office.visitor()
    answers = [each.get(path) for each in (somebody, visitor) for path in PAGES]
    link = office.run("invite", "newt", "--role", "language", "--language", "fr").stdout.strip()
    answers += [visitor.get(link), visitor.post(link, armour="none"), visitor.post("/sign-in", id="none")]
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
