"""Forms added to a language: to its catalog, or in English to the term files. Nothing else in them changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from glossary.catalogs import editing
from glossary.catalogs.editing import Change
from glossary.catalogs.po import Message
from glossary.content import files
from glossary.errors import Refused

New = Mapping[str, Collection[str]]
"""Forms by the id of their concept."""


def to_catalog(translations: Path, language: str, new: New) -> None:
    """Add forms to a language's catalog, in one step. Raises as ``editing.edit`` does."""
    editing.edit(translations, language, {f"{concept}.forms": _with(forms) for concept, forms in new.items()})


def _with(forms: Collection[str]) -> Change:
    def changed(message: Message) -> Message:
        return message._replace(text=_joined(message.text, forms))

    return changed


def _joined(text: str, forms: Collection[str]) -> str:
    return "\n".join([*filter(None, text.split("\n")), *forms])


def _as_written(forms: str) -> str:
    """Return a list as term files have it: one word on each line of the file."""
    escaped = forms.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}\n"""'


def to_terms(term_files: Path, new: New) -> None:
    """Add forms to term files, each in one step. Raises ``Refused`` for one that cannot be changed, ``Unwritable``."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    with files.locked(term_files):
        for concept, forms in new.items():
            path = term_files / f"{concept}.toml"
            try:
                document: Any = tomlkit.parse(files.read(path))
                text = _joined(str(document["text"].get("forms", "")), forms)
                document["text"]["forms"] = tomlkit.value(_as_written(text))
            except (TOMLKitError, KeyError) as error:
                raise Refused(f"{files.displayed(path)} cannot be changed ({error})", "add the forms by hand") from None
            files.replace(path, tomlkit.dumps(document))
