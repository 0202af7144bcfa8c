"""Where content comes from: a folder that a command is run in, or origins from which it is taken as an artifact."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from glossary.content import web
from glossary.errors import BadSetting

FOLDERS = ("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT")
"""The variables that say where content is that is read from folders."""


def here(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that name a folder as the content, where a whole glossary lies in it and no variable says where
    the content is; else none. So the commands work in the folder of a glossary as other tools do in that of a site."""
    if any(environment.get(name) for name in (*FOLDERS, "GLOSSARY_CONTENT")):
        return {}
    parts = {"GLOSSARY_TERMS": folder / "terms", "GLOSSARY_TRANSLATIONS": folder / "translations"}
    if not (os.path.lexists(folder / "glossary.toml") and all(path.is_dir() for path in parts.values())):
        return {}
    parts |= {"GLOSSARY_SUPPORT": folder / "support"} if (folder / "support").is_dir() else {}
    return {name: str(path) for name, path in parts.items()}


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
