"""Where content comes from that is taken as an artifact, and where it lies then."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from glossary.content import web
from glossary.errors import BadSetting

FOLDERS = ("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT")
"""The variables that say where content is that is read from folders."""


def read(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the origins that an environment names, a folder by its absolute path. Raises ``BadSetting``."""
    value = environment.get("GLOSSARY_CONTENT", "")
    if value and any(environment.get(name) for name in FOLDERS):
        raise BadSetting(f"GLOSSARY_CONTENT is set, and so is one of {', '.join(FOLDERS)}; set the one or the others")
    return tuple(map(_origin, value.split()))


def _origin(value: str) -> str:
    if "://" not in value:
        return str(Path(value).absolute())
    if not web.is_address(value):
        remedy = "set it to folders or addresses, such as https://content.example.org"
        raise BadSetting(f"GLOSSARY_CONTENT has “{value}”; {remedy}")
    return value.rstrip("/")


def taken(place: Path) -> tuple[Path, Path, Path]:
    """Return the folders of content that was taken: term files, translations, contacts."""
    return place / "current" / "terms", place / "current" / "translations", place / "current" / "support"
