"""Rulebooks as files on disk, one table after the other, each on lines a test can count."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from screening.engine import Problem, RulebookError, parse_source, read_document
from tests.engine.rulebooks import Table

Row = tuple[str, Table]
"""The name of a top-level array of tables, and one table of it."""

Placed = tuple[str, int, str, str]
"""File, line, place and reason of a problem."""


def inline(value: object) -> str:
    """A value as TOML on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {inline(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def as_toml(*rows: Row) -> str:
    """Tables one after the other, each with its header, a line per key, and an empty line."""
    tables = [
        [f"[[{name}]]", *(f"{key} = {inline(value)}" for key, value in row.items())] for name, row in rows
    ]
    return "\n\n".join("\n".join(lines) for lines in tables) + "\n"


def document_as_toml(document: Mapping[str, object]) -> str:
    """A whole document: its plain tables, then its arrays of tables."""
    plain = [(name, value) for name, value in document.items() if isinstance(value, dict)]
    head = [[f"[{name}]", *(f"{key} = {inline(v)}" for key, v in table.items())] for name, table in plain]
    rows = [(name, row) for name, value in document.items() if isinstance(value, list) for row in value]
    return "\n\n".join("\n".join(lines) for lines in head) + "\n\n" + as_toml(*rows)


def folder_of(path: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder, and return it."""
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def placed(problems: Iterable[Problem]) -> list[Placed]:
    """What a test compares of problems."""
    return [(problem.file, problem.line, problem.place, problem.reason) for problem in problems]


def problems_in(path: Path) -> list[Placed]:
    """The problems of a rulebook that cannot be read; empty where it can."""
    try:
        parse_source(read_document(path))
    except RulebookError as error:
        return placed(error.problems)
    return []
