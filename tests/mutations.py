"""Ways in which content gets damaged: by a disk, an editor, a merge, a wrong tool, or on purpose. Each is a small function in
one of two tables; ``tests/faults.py`` does them to a glossary and looks at what is served."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from unicodedata import normalize

from glossary.content.digests import digest
from glossary.content.files import ADOPTIONS, MAX_BYTES

Lines = list[bytes]


def _bits(dice: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 1, 1, 2, 8, 64])):
        position = dice.randrange(len(changed))
        changed[position] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _insert(dice: Random, data: bytes) -> bytes:
    position = dice.randrange(len(data) + 1)
    return data[:position] + dice.randbytes(dice.randrange(1, 20)) + data[position:]


def _remove(dice: Random, data: bytes) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 200) :]


def _repeat(dice: Random, data: bytes) -> bytes:
    start = dice.randrange(len(data))
    part = data[start : start + dice.randrange(1, 400)]
    return data[:start] + part * dice.choice([2, 3]) + data[start + len(part) :]


def _letter(dice: Random, data: bytes) -> bytes:
    """Replace one letter by one that looks like it, or hide one."""
    text = data.decode()
    other = dice.choice(["а", "е", "о", "\u200b", "\u202e", "\u0000", "\ufeff", "\u0301", "<", "\ue000", "\u2028"])
    position = dice.randrange(len(text))
    return (text[:position] + other + text[position + 1 :]).encode()


def _lines(change: Callable[[Random, Lines], Lines]) -> Callable[[Random, bytes], bytes]:
    return lambda dice, data: b"".join(change(dice, data.splitlines(keepends=True)))


def _doubled(dice: Random, lines: Lines) -> Lines:
    return [*lines, dice.choice(lines)]


def _doubled_in_place(dice: Random, lines: Lines) -> Lines:
    number = dice.randrange(len(lines))
    return [*lines[:number], lines[number], *lines[number:]]


def _dropped(dice: Random, lines: Lines) -> Lines:
    number = dice.randrange(len(lines))
    return lines[:number] + lines[number + 1 :]


def _shuffled(dice: Random, lines: Lines) -> Lines:
    return dice.sample(lines, len(lines))


def _swapped(dice: Random, lines: Lines) -> Lines:
    changed, one, other = lines[:], dice.randrange(len(lines)), dice.randrange(len(lines))
    changed[one], changed[other] = lines[other], lines[one]
    return changed


def _conflict(dice: Random, lines: Lines) -> Lines:
    number = dice.randrange(len(lines))
    ours, theirs = lines[number], lines[dice.randrange(len(lines))]
    marked = [b"<<<<<<< ours\n", ours, b"=======\n", theirs, b">>>>>>> theirs\n"]
    return [*lines[:number], *marked, *lines[number + 1 :]]


def _texts_exchanged(dice: Random, data: bytes) -> bytes:
    """Exchange what stands between two pairs of quotation marks: the translations of a catalog, the values of a table."""
    values = list(re.finditer(rb'(?<=")[^"\n]+(?=")', data))
    one, other = sorted(dice.sample(values, 2), key=lambda match: match.start())
    middle = data[one.end() : other.start()]
    return data[: one.start()] + other[0] + middle + one[0] + data[other.end() :]


def _word(dice: Random, data: bytes) -> bytes:
    return data.replace(*dice.choice([(b"peace", b"war"), (b"est", b"n'est"), (b"on ", b"ei ole "), (b"en", b"fr")]))


BYTES: Mapping[str, Callable[[Random, bytes], bytes]] = {
    "bits flipped": _bits,
    "cut off": lambda dice, data: data[: dice.randrange(len(data))],
    "cut off at a line": lambda dice, data: b"".join(data.splitlines(True)[: dice.randrange(1, data.count(b"\n") + 1)]),
    "bytes put in": _insert,
    "bytes lost": _remove,
    "bytes repeated": _repeat,
    "emptied": lambda dice, data: b"",
    "zeroed": lambda dice, data: bytes(len(data)),
    "UTF-8 with a byte-order mark": lambda dice, data: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda dice, data: data.decode().encode(dice.choice(["utf-16", "utf-16-le", "utf-16-be"])),
    "Latin-1": lambda dice, data: data.decode().encode("latin-1", "replace"),
    "UTF-8 taken for Latin-1": lambda dice, data: data.decode("latin-1").encode(),
    "decomposed": lambda dice, data: normalize("NFD", data.decode()).encode(),
    "Windows line ends": lambda dice, data: data.replace(b"\n", b"\r\n"),
    "old Mac line ends": lambda dice, data: data.replace(b"\n", b"\r"),
    "another letter": _letter,
    "a line doubled": _lines(_doubled_in_place),
    "a line again at the end": _lines(_doubled),
    "a line lost": _lines(_dropped),
    "two lines exchanged": _lines(_swapped),
    "lines shuffled": _lines(_shuffled),
    "a merge conflict": _lines(_conflict),
    "texts exchanged": _texts_exchanged,
    "a word changed": _word,
    "without an end of the last line": lambda dice, data: data.rstrip(b"\n"),
    "nested deeply": lambda dice, data: data + b"x = " + b"[" * 20_000 + b"\n",
    "a number without end": lambda dice, data: data + b"x = " + b"9" * 20_000 + b"\n",
    "many lines": lambda dice, data: data + b"again and again\n" * 20_000,
}
"""Damage to the bytes of one file, whichever it is."""


def _huge(dice: Random, path: Path, world: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES + dice.randrange(1, 2**40))


def _deleted(dice: Random, path: Path, world: Path) -> None:
    path.unlink()


def _folder(dice: Random, path: Path, world: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(dice: Random, path: Path, world: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link(dice: Random, path: Path, world: Path) -> None:
    path.unlink()
    path.symlink_to(dice.choice(["/dev/zero", "/nowhere", "/proc/self/mem", path.name, "/"]))


def _other(dice: Random, path: Path, world: Path) -> None:
    """Take another file's content: a ledger of another language, the catalog of another term, a policy for a term."""
    path.write_bytes(dice.choice(contents(world)).read_bytes())


def _appended(dice: Random, path: Path, world: Path) -> None:
    alike = [other for other in contents(world) if other.suffix == path.suffix]
    path.write_bytes(path.read_bytes() + dice.choice(alike).read_bytes())


def _exchanged(dice: Random, path: Path, world: Path) -> None:
    other = dice.choice([other for other in contents(world) if other.suffix == path.suffix])
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


def _renamed(dice: Random, path: Path, world: Path) -> None:
    names = [b"\xff", b"other", b"UPPER", b"a\nb", b"policy", b"privacy", b"..."]
    path.rename(path.with_name(os.fsdecode(dice.choice(names)) + path.suffix))


def _language(dice: Random, path: Path, world: Path) -> None:
    """Give a language's folder another name, or another language a copy of it."""
    name = os.fsdecode(dice.choice([b"fi", b"sv", b"en", b"\xff", b"no language", b"FR", b"x-klingon"]))
    target, source = world / "translations" / name, world / "translations" / "fr"
    if dice.random() < 0.5:
        shutil.rmtree(target, ignore_errors=True)
        source.rename(target)
    else:
        shutil.copytree(source, target, dirs_exist_ok=True)


def _folder_lost(dice: Random, path: Path, world: Path) -> None:
    shutil.rmtree(path.parent)


def _ledgers(world: Path) -> list[Path]:
    return [path for path in contents(world) if path.suffix == ".jsonl" and path.parent.name != ADOPTIONS]


def _altered(dice: Random, path: Path, world: Path) -> None:
    """Alter an approved text, and leave the digest as it is."""
    ledger = dice.choice(_ledgers(world))
    lines = ledger.read_text().splitlines(keepends=True)
    number = dice.randrange(len(lines))
    record = json.loads(lines[number])
    name = dice.choice([*record["text"]])
    record["text"][name] += dice.choice([" ", "!", " not", "\u0301", "\n"])
    lines[number] = json.dumps(record, ensure_ascii=False) + "\n"
    ledger.write_text("".join(lines))


_FORGED: tuple[dict[str, object], ...] = (
    {"who": "stranger"},
    {"who": "stranger", "text": {"term": "Forged", "definition": "is not approved."}},
    {"who": []},
    {"who": None},
    {"role": "owner"},
    {"role": {}},
    {"source": []},
    {"source": 1},
    {"source": "sha256:"},
    {"text": {}},
    {"text": []},
    {"text": {"term": 1, "definition": None}},
    {"text": {"term": "Forged", "definition": "is <b>not</b> approved."}},
    {"when": "soon"},
    {"when": "0001-01-01T00:00:00Z"},
    {"when": None},
    {"verdict": "perhaps"},
    {"concept": "../../etc"},
    {"concept": []},
    {"language": "fi"},
    {"language": None},
    {"more": 1},
)


def _forged(dice: Random, path: Path, world: Path) -> None:
    """Add a record with another value in it, and the digest that it should have, as somebody who is no reviewer could."""
    ledger = dice.choice(_ledgers(world))
    record = json.loads(dice.choice(ledger.read_text().splitlines())) | dice.choice(_FORGED)
    del record["digest"]
    whole = {**record, "digest": digest(record)}
    ledger.write_text(ledger.read_text() + json.dumps(whole, ensure_ascii=False) + "\n")


FILES: Mapping[str, Callable[[Random, Path, Path], None]] = {
    "a huge file": _huge,
    "a file deleted": _deleted,
    "a folder in its place": _folder,
    "a pipe in its place": _pipe,
    "a link in its place": _link,
    "another file in its place": _other,
    "another file appended": _appended,
    "two files exchanged": _exchanged,
    "a file renamed": _renamed,
    "a language's folder renamed or copied": _language,
    "a folder lost": _folder_lost,
    "an approved text altered": _altered,
    "a record forged": _forged,
}
"""Damage to a file as a whole, or to several."""


def contents(world: Path) -> list[Path]:
    """Return the files that a glossary is read from, in a fixed order."""
    kinds = (".toml", ".po", ".jsonl")
    return sorted(path for path in world.rglob("*") if path.suffix in kinds and path.is_file())


def damage(dice: Random, world: Path) -> tuple[str, Path]:
    """Do one thing to a glossary; return what, and to which file."""
    name = dice.choice([*BYTES, *FILES])
    # Each kind of file as often as the others, however many of it there are; ledgers, which are published, twice as often.
    kind = dice.choice([".jsonl", ".jsonl", ".po", ".toml", "policy.toml"])
    path = dice.choice([path for path in contents(world) if path.name.endswith(kind)])
    if name in BYTES:
        path.write_bytes(BYTES[name](dice, path.read_bytes()))
    else:
        FILES[name](dice, path, world)
    return name, path
