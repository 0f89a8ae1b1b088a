"""Reading and writing rulebooks as TOML: one file, or a folder of files joined in name order."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import tomli_w

from screening.engine.canonical import digest_of
from screening.engine.rulebook.problems import Problem, RulebookError

_HEADER = re.compile(r"^\s*\[\[\s*([A-Za-z_]+)\s*\]\]|^\s*\[\s*([A-Za-z_]+)\s*\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table of the document was read."""

    file: str
    line: int


@dataclass(frozen=True)
class RulebookSource:
    """A joined document, and where each of its top-level tables stands (by name and number)."""

    document: dict[str, object]
    origins: Mapping[tuple[str, int], Origin] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The digest the document will have as a rulebook."""
        return digest_of(self.document)


def read_document(path: Path) -> RulebookSource:
    """Read a TOML file, or every `*.toml` below a folder in name order, into one document.

    Files called `translations.*.toml` are documents of their own (`read_translations`) and left out.
    Raises RulebookError naming every file that is missing, not TOML, not UTF-8, or repeats a plain table, and
    every value that has no canonical form.
    """
    files = (
        [file for file in sorted(path.rglob("*.toml")) if not is_translation(file)]
        if path.is_dir()
        else [path]
    )
    if not files:
        raise RulebookError((Problem(str(path), 0, "folder", "holds no .toml file"),))
    document: dict[str, object] = {}
    origins: dict[tuple[str, int], Origin] = {}
    problems: list[Problem] = []
    for file in files:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        try:
            text = file.read_text(encoding="utf-8")
            table = tomllib.loads(text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            problems.append(Problem(name, line_in(error), "file", f"cannot be read: {error}"))
            continue
        join(document, origins, Piece(name, text, table), problems)
    if problems:
        raise RulebookError(tuple(problems))
    return RulebookSource(document, origins)


def is_translation(file: Path) -> bool:
    """Whether a file holds a rulebook's texts in another language, by its name."""
    return file.name.startswith("translations.")


def read_toml(text: str, name: str) -> RulebookSource:
    """Read one TOML text that is called `name` into a document; raises RulebookError as `read_document`."""
    document: dict[str, object] = {}
    origins: dict[tuple[str, int], Origin] = {}
    problems: list[Problem] = []
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: not TOML, or a number too long to convert
        line = text.count("\n") + 1 if "end of document" in str(error) else line_in(error)
        raise RulebookError((Problem(name, line, "file", f"cannot be read: {error}"),)) from error
    join(document, origins, Piece(name, text, table), problems)
    if problems:
        raise RulebookError(tuple(problems))
    return RulebookSource(document, origins)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a rulebook."""

    name: str
    text: str
    table: Mapping[str, object]


def line_in(error: Exception) -> int:
    """Return the line a TOML error names, 0 where it names none."""
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else 0


def join(
    document: dict[str, object],
    origins: dict[tuple[str, int], Origin],
    piece: Piece,
    problems: list[Problem],
) -> None:
    """Add one file to the document: arrays are appended, plain tables stand once."""
    lines = header_lines(piece.text)
    for key, given in piece.table.items():
        where = lines.get(key, [0])
        value = plain(given, f"{key}", piece.name, where[0], problems)
        present = document.get(key)
        if isinstance(value, list) and (present is None or isinstance(present, list)):
            start = len(present or [])
            document[key] = [*(present or []), *value]
            lines_of = [where[min(number, len(where) - 1)] for number in range(len(value))]
            origins |= {(key, start + n): Origin(piece.name, line) for n, line in enumerate(lines_of)}
        elif present is not None:
            problems.append(Problem(piece.name, where[0], key, "stands in another file already"))
        else:
            document[key] = value
            origins[key, 0] = Origin(piece.name, where[0])


def header_lines(text: str) -> dict[str, list[int]]:
    """Return the lines on which each top-level table begins."""
    found: dict[str, list[int]] = {}
    line, counted = 1, 0
    for match in _HEADER.finditer(text):
        line += text.count("\n", counted, match.end())
        counted = match.end()
        found.setdefault(match[1] or match[2], []).append(line)
    return found


def plain(value: object, place: str, file: str, line: int, problems: list[Problem]) -> object:
    """Return a TOML value as JSON knows it: dates as ISO text; floats are a problem."""
    if isinstance(value, dict):
        return {key: plain(inner, f"{place}.{key}", file, line, problems) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner, f"{place}[{n}]", file, line, problems) for n, inner in enumerate(value)]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float):
        problems.append(
            Problem(file, line, place, f"{value} is not a whole number; write whole numbers or text")
        )
    return value


def to_toml(document: Mapping[str, object]) -> str:
    """Return a document as TOML that reads back to the same digest."""
    return tomli_w.dumps(document, multiline_strings=False)
