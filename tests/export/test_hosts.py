"""An export beside what static hosts take: what fits, what does not, what to leave out, and how old the numbers are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from glossary.cli import main
from glossary.export import hosts
from glossary.export.measures import NAMES
from glossary.export.selection import KINDS, Selection
from glossary.settings import Settings
from tests.world import World

HERE = "http://127.0.0.1:8000"
HOSTS = ("cloudflare-pages", "netlify", "github-pages")


def _made(
    folder: Path, files: Iterable[str] = (), headers: str = "/*\n  A: b\n", redirects: str = "/a /b 200\n"
) -> Path:
    """Make a folder with these files, all of them empty."""
    for path in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    (folder / "_headers").write_text(headers)
    (folder / "_redirects").write_text(redirects)
    return folder


def _large(folder: Path, path: str, size: int) -> None:
    """Make a file that says it is so large, and takes no room."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    with (folder / path).open("wb") as file:
        file.truncate(size)


def _taking(monkeypatch: pytest.MonkeyPatch, **most: int) -> None:
    """Let the only known host take so much."""
    seen = Settings().today
    limits = tuple(
        hosts.Limit(what.replace("_", "-"), "https://host.example.org", seen, n, "it ends") for what, n in most.items()
    )
    monkeypatch.setattr(hosts, "known", lambda: (hosts.Host("small", "Small Host", limits),))


def _run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["hosts", str(folder), *options], env={"COLUMNS": "160"})


def _row(output: str, host: str, what: str) -> str:
    return next(line for line in output.splitlines() if line.startswith(host) and f" {what} " in line)


def test_a_small_export_fits_every_host_and_each_number_has_its_source_and_day(french: World) -> None:
    french.approve("fr", "dove")
    target = french.root / "public"
    assert french.run("export", str(target), GLOSSARY_BASE_URL=HERE).exit_code == 0
    result = _run(target)
    assert result.exit_code == 0, result.output
    for host in hosts.known():
        assert f"{host.name}: fits." in result.output
        for limit in host.limits:
            assert f"{limit.source} (seen {limit.seen})" in result.output
    written = sum(path.is_file() for path in target.resolve().rglob("*")) - 2  # hosts publish neither of the two
    assert f"{written:,}" in _row(result.output, "cloudflare-pages", "files")
    assert "not read" in _row(result.output, "github-pages", "rules in _headers")
    assert "GitHub Pages: fits. It reads no _headers and no _redirects." in result.output


def test_a_host_that_is_named_is_the_one_that_counts(tmp_path: Path) -> None:
    _large(_made(tmp_path), "v1/terms.ttl", 25 * 1024 * 1024 + 1)
    assert _run(tmp_path).exit_code == 0
    result = _run(tmp_path, "--host", "cloudflare-pages")
    assert result.exit_code == 1
    assert "does not fit: the upload is refused" in _row(result.output, "cloudflare-pages", "largest file")
    assert "Cloudflare Pages: does not fit. Export again with --without all-languages, beside" in result.output
    assert "netlify" not in result.output
    assert _run(tmp_path, "--host", "netlify").exit_code == 0
    _large(tmp_path, "v1/terms.ttl", 25 * 1024 * 1024)
    assert _run(tmp_path, "--host", "cloudflare-pages").exit_code == 0


def test_an_export_that_fits_no_host_ends_with_1(tmp_path: Path) -> None:
    redirects = "".join(f"/{n} /b 308\n" for n in range(10_000))
    _large(_made(tmp_path, redirects=redirects), "en/index.html", 1_000_000_001)
    result = _run(tmp_path)
    assert result.exit_code == 1
    assert result.output.count(": does not fit. ") == len(HOSTS)


def test_what_no_host_needs_is_left_behind_before_anything_else(tmp_path: Path) -> None:
    _large(_made(tmp_path), "manifest.json", 30_000_000)
    assert (
        "Cloudflare Pages: does not fit. Leave manifest.json and nginx.conf behind: no host needs them.\n"
        in _run(tmp_path).output
    )


def test_only_what_has_to_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _taking(monkeypatch, files=10)
    pages = [f"en/{n}/index.html" for n in range(8)]
    _made(tmp_path, [*pages, *(f"{page}.gz" for page in pages)])
    assert "Export again with --plain, beside" in _run(tmp_path).output
    _made(tmp_path, [f"fragment/en/{n}.html" for n in range(8)])
    assert "Export again with --plain --without fragments, beside" in _run(tmp_path).output
    _made(tmp_path, [f"embed/en/{n}/index.html" for n in range(8)])
    assert "Export again with --plain --without fragments,frames, beside" in _run(tmp_path).output


def test_a_kind_is_what_the_export_leaves_out_by_its_name(french: World, monkeypatch: pytest.MonkeyPatch) -> None:
    french.approve("fr", "dove")
    target = french.root / "public"
    assert french.run("export", str(target), "--plain", GLOSSARY_BASE_URL=HERE).exit_code == 0
    every = list(json.loads((target / "manifest.json").read_text()))
    monkeypatch.setattr("glossary.export.fitting.NEEDLESS", ("none",))
    for kind in KINDS:
        monkeypatch.setattr("glossary.export.fitting._ORDER", (kind,))
        left = len(Selection(without=(kind,)).of(every, ("en", "fr"))) + 2  # manifest.json and nginx.conf
        _taking(monkeypatch, files=left)
        assert f"Export again with --without {kind}, beside" in _run(target).output
        _taking(monkeypatch, files=left - 1)
        assert f"--without {kind}," not in _run(target).output


def test_where_no_kind_is_enough_the_number_of_languages_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taking(monkeypatch, files=30)
    for language in ("en", "fr", "de", "sv"):
        _made(tmp_path, [f"v1/{language}/terms.json", *(f"{language}/{n}/index.html" for n in range(9))])
    result = _run(tmp_path)
    assert (
        "Export again with --plain --languages (at most 2 of the 3 beside English), beside the options that you had.\n"
        in result.output
    )
    _taking(monkeypatch, files=9)
    assert "Nothing that can be left out is enough" in _run(tmp_path).output


@pytest.mark.parametrize(
    ("headers", "redirects", "what"),
    [
        ("".join(f"/{n}\n  A: b\n" for n in range(101)), "", "rules in _headers"),
        (f"/*\n  A: {'b' * 2_000}\n", "", "longest line in _headers"),
        ("", "".join(f"/{n} /b 200\n" for n in range(2_001)), "plain rules in _redirects"),
        ("", "".join(f"/{n}/:a /b/:a 308\n" for n in range(101)), "pattern rules in _redirects"),
        ("", "/x/* /y/:splat 308\n" + "".join(f"/{n} /b 200\n" for n in range(100)), "pattern rules in _redirects"),
        ("", f"/{'a' * 1_000} /b\n", "longest line in _redirects"),
    ],
)
def test_rules_that_a_host_would_not_read_are_told(headers: str, redirects: str, what: str, tmp_path: Path) -> None:
    result = _run(_made(tmp_path, headers=headers, redirects=redirects), "--host", "cloudflare-pages")
    assert result.exit_code == 1
    assert "not read" in _row(result.output, "cloudflare-pages", what)
    assert result.output.count("does not fit: ") == 1
    assert "No option of “glossary export” makes fewer rules" in result.output


def test_comments_and_empty_lines_are_no_rules(tmp_path: Path) -> None:
    headers = "# said\n\n" * 200 + "/*\n  A: b\n"
    result = _run(_made(tmp_path, headers=headers, redirects="# said\n\n" * 3_000), "--host", "cloudflare-pages")
    assert result.exit_code == 0
    assert " 1 " in _row(result.output, "cloudflare-pages", "rules in _headers")


def test_numbers_are_warned_of_two_years_after_somebody_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = min(limit.seen for host in hosts.known() for limit in host.limits)
    for days, warned in ((731, False), (732, True)):
        moment = datetime.combine(oldest + timedelta(days=days), datetime.min.time(), UTC).timestamp()
        monkeypatch.setattr(Settings, "today", date.fromtimestamp(moment))
        result = _run(_made(tmp_path))
        assert ("more than two years ago; look at https://" in result.stderr) is warned
        assert result.exit_code == 0


@pytest.mark.parametrize(
    ("folder", "options", "told"),
    [
        (
            ".",
            ["--host", "geocities"],
            "“geocities” is no host whose limits are known; name one of cloudflare-pages, netlify",
        ),
        ("none", [], "none is no export: there is no _headers in it; name a folder that “glossary export” wrote"),
        ("half", [], "half is no export: there is no _redirects in it"),
    ],
)
def test_what_is_no_export_or_no_host_is_refused(folder: str, options: list[str], told: str, tmp_path: Path) -> None:
    _made(tmp_path)
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "_headers").touch()
    result = _run(tmp_path / folder, *options)
    assert result.exit_code == 1
    assert told in result.output
    assert "limit" not in result.stdout


def test_every_number_names_a_page_and_a_day_that_is_over() -> None:
    assert tuple(host.id for host in hosts.known()) == HOSTS
    for limit in (limit for host in hosts.known() for limit in host.limits):
        assert limit.what in NAMES
        assert urlsplit(limit.source).scheme == "https"
        assert limit.seen <= Settings().today
        assert bool(limit.beyond) is (limit.most is not None or not limit.read)
