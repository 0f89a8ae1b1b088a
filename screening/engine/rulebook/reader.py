"""A reader over one table of the document: typed values out, every problem noted with its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from screening.engine.dates import Duration
from screening.engine.rulebook.problems import ERROR, Problem
from screening.engine.rulebook.source import RulebookSource

Table = Mapping[str, object]
T = TypeVar("T")


@dataclass
class Problems:
    """The problems met so far, placed by the source."""

    source: RulebookSource
    found: list[Problem] = field(default_factory=list)

    def add(self, root: tuple[str, int], place: str, reason: str, severity: str = ERROR) -> None:
        """Note a problem inside the `root[1]`-th table named `root[0]`."""
        origin = self.source.origins.get(root)
        file, line = (origin.file, origin.line) if origin else ("", 0)
        problem = Problem(file, line, place, reason, severity)
        if problem not in self.found:
            self.found.append(problem)


class Reader:
    """Reads one table. `done` notes every key that nobody asked for."""

    def __init__(self, table: object, root: tuple[str, int], place: str, problems: Problems) -> None:
        self.root = root
        self.place = place
        self.problems = problems
        self.table: Table = table if isinstance(table, Mapping) else {}
        self._read: set[str] = set()
        if not isinstance(table, Mapping):
            self.note("must be a table")

    def note(self, reason: str, key: str = "", severity: str = ERROR) -> None:
        """Note a problem of this table, or of one of its keys."""
        self.problems.add(self.root, f"{self.place}.{key}" if key else self.place, reason, severity)

    def has(self, key: str) -> bool:
        """Whether the table has this key."""
        return key in self.table

    def get(self, key: str) -> object:
        """Return a value as it stands."""
        self._read.add(key)
        return self.table.get(key)

    def text(self, key: str, *, optional: bool = False) -> str:
        """Return text; note its absence unless optional."""
        value = self.get(key)
        if value is None:
            if not optional:
                self.note("is missing", key)
            return ""
        if not isinstance(value, str):
            self.note("must be text", key)
            return ""
        if not value.strip() and not optional:
            self.note("is empty", key)
        return value

    def one_of(self, key: str, words: Collection[str], default: str = "") -> str:
        """Return one of some words."""
        if default and not self.has(key):
            self.get(key)
            return default
        value = self.text(key)
        if value and value not in words:
            self.note(f'"{value}" is none of {", ".join(sorted(words))}', key)
            return default or next(iter(words), value)
        return value or default or next(iter(words), value)

    def flag(self, key: str) -> bool:
        """Return true or false; false where it is not given."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.note("must be true or false", key)
        return value is True

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.note("must be a whole number", key)
            return default or 0
        return value

    def pair(self, key: str) -> tuple[int, int] | None:
        """Return two whole numbers, least and most; None where not given."""
        value = self.get(key)
        if value is None:
            return None
        numbers = [n for n in value if isinstance(n, int)] if isinstance(value, list) else []
        if len(numbers) != 2 or not isinstance(value, list) or len(value) != 2 or numbers[0] > numbers[1]:
            self.note("must be two whole numbers, the smaller first", key)
            return None
        return numbers[0], numbers[1]

    def texts(self, key: str, *, optional: bool = True) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.get(key)
        if value is None and optional:
            return ()
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.note("must be a list of texts", key)
            return ()
        if not value and not optional:
            self.note("is empty", key)
        repeated = {text for text in value if value.count(text) > 1}
        if repeated:
            self.note(f"names {', '.join(sorted(repeated))} twice", key)
        return tuple(value)

    def codes(self, key: str, known: Collection[str], what: str, *, optional: bool = True) -> tuple[str, ...]:
        """Return a list of texts that are all among `known`."""
        found = self.texts(key, optional=optional)
        for code in found:
            if code not in known:
                self.note(f'there is no {what} "{code}"', key)
        return tuple(code for code in found if code in known)

    def duration(self, key: str) -> Duration:
        """Return a duration."""
        text = self.text(key)
        try:
            return Duration.parse(text)
        except ValueError as error:
            if text.strip():
                self.note(str(error), key)
            return Duration(0, 0, "0 days")

    def tables(self, key: str) -> "list[Reader]":
        """Return readers over a list of tables; none where it is not given."""
        value = self.get(key)
        if value is not None and not isinstance(value, list):
            self.note("must be a list of tables", key)
        rows = value if isinstance(value, list) else []
        return [
            Reader(row, self.root, f"{self.place}.{key}[{n}]", self.problems) for n, row in enumerate(rows)
        ]

    def inner(self, key: str) -> "Reader | None":
        """Return a reader over a table inside; None where it is not given."""
        if not self.has(key):
            return None
        return Reader(self.get(key), self.root, f"{self.place}.{key}", self.problems)

    def done(self) -> None:
        """Note every key that was not read."""
        for key in self.table:
            if key not in self._read:
                self.note("is not a key of the format", key)


def top_tables(source: RulebookSource, name: str, problems: Problems, label: str = "") -> list[Reader]:
    """Return readers over a top-level array of tables; `label` is the key that names a row in places."""
    rows = source.document.get(name, [])
    if not isinstance(rows, list):
        problems.add((name, 0), name, f"must be a list of tables, [[{name}]]")
        return []
    return [Reader(row, (name, n), row_place(name, n, row, label), problems) for n, row in enumerate(rows)]


def row_place(name: str, number: int, row: object, label: str) -> str:
    """Return the place of a row: its name where it has one, else its number."""
    value = row.get(label) if isinstance(row, Mapping) and label else None
    return f"{name} {value}" if isinstance(value, str) else f"{name}[{number}]"


def unique(rows: "Sequence[tuple[Reader, str, T]]") -> dict[str, T]:
    """Return rows by their id; note each id that stands twice."""
    found: dict[str, T] = {}
    for reader, name, value in rows:
        if name in found:
            reader.note(f'"{name}" stands here a second time')
        elif name:
            found[name] = value
    return found
