"""Every kind of page passes the Nu Html Checker with no error."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.conftest import ROOT, lacking
from tests.world import World

VNU = ROOT / ".venv" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PAGES = [
    "/en/", "/ar/", "/en/csam/", "/fr/csam/", "/ar/grooming/", "/en/privacy/", "/fr/search?q=child", "/en/search",
    "/en/nope/", "/sr/", "/en/support/", "/ar/support/fi/", "/en/support/no/", "/en/support/germny/",
    "/embed/fr/csam/", "/docs", "/ar/about/", "/embedding/",
    "/en/figures/", "/ar/figures/", "/ar/figures/iwf-webpages-2024/", "/embed/ar/figures/iwf-webpages-2024/",
    "/en/figures/claim-every-second/", "/embed/en/figures/ncmec-enticement-2023/",
]  # fmt: skip


def test_every_kind_of_page_is_valid_html(shipped: World, tmp_path: Path) -> None:
    if not VNU.exists() or shutil.which("java") is None:
        lacking("the Nu Html Checker is not installed: “make test” installs it with npm; it needs Java")
    for number, path in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_bytes(shipped.get(path).data)
    for number, path in enumerate(["/coverage/", "/fr/csam/", "/ar/csam/"]):
        (tmp_path / f"preview-{number}.html").write_bytes(shipped.preview(path).data)
    for language in ("en", "ar"):
        assert shipped.run("sheet", language, "--output", str(tmp_path / f"sheet-{language}.html")).exit_code == 0
    files = sorted(tmp_path.glob("*.html"))
    done = subprocess.run(["java", "-jar", VNU, "--errors-only", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
