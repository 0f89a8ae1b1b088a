"""Fields made of fields: rows of a table, a single table, a condition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.builder import Group, builder_view, checked, root_from, root_of
from clinic.rulebook.workshop.builder.posting import one, whole
from clinic.rulebook.workshop.builder.writing import condition_of
from clinic.rulebook.workshop.elements.kinds.texts import FOLDER
from clinic.rulebook.workshop.elements.tables import (
    Page,
    Sent,
    Spec,
    Typed,
    element_of,
    posted_of,
    typed_of,
)
from screening.engine.canonical import digest_of

MOST_ROWS = 200
PREFIX = "when"
"""What the names of a condition's fields begin with; an element has one condition at most."""

RowsTyped = tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables. `each` names a row, `add` the button for one more."""

    specs: Sequence[Spec]
    each: Words
    add: Words
    template: str = f"{FOLDER}/rows.html"

    def typed(self, raw: object) -> RowsTyped:
        """The rows."""
        rows = raw if isinstance(raw, list) else []
        return tuple(replace(typed_of(self.specs, row), mark=mark_of(row)) for row in rows)

    def posted(self, sent: Sent, name: str, was: object) -> RowsTyped:
        """The rows sent, each with what it was before."""
        rows = {mark_of(row): row for row in was} if isinstance(was, list) else {}
        count = min(whole(one(sent.data, f"{name}-count")), max(MOST_ROWS, len(rows)))
        return tuple(self.row(sent, f"{name}-{number}-", rows) for number in range(count))

    def row(self, sent: Sent, prefix: str, rows: Mapping[str, object]) -> Typed:
        """One row sent, with the row of the document it began as, wherever that stands by now."""
        mark = one(sent.data, f"{prefix}was")
        found = posted_of(self.specs, sent, prefix, rows.get(mark, {}))
        return replace(found, mark=mark if mark in rows else "")

    def written(self, value: RowsTyped) -> object:
        """The tables; nothing where there are none."""
        return [element_of(self.specs, row) for row in value] or None

    def shown(self, value: RowsTyped, name: str, page: Page) -> Mapping[str, object]:
        """The rows with their fields."""
        return {"rows": page.rows(self, value, name), "add": self.add}


def mark_of(row: object) -> str:
    """What a row of the document is known by in a form: its number may be another row's by now."""
    return digest_of([row])


@dataclass(frozen=True, slots=True)
class Table:
    """A single table, which is not there while nothing is typed in it."""

    specs: Sequence[Spec]
    template: str = f"{FOLDER}/table.html"

    def typed(self, raw: object) -> Typed:
        """The table."""
        return typed_of(self.specs, raw)

    def posted(self, sent: Sent, name: str, was: object) -> Typed:
        """The table sent."""
        return posted_of(self.specs, sent, f"{name}-", was)

    def written(self, value: Typed) -> object:
        """The table; nothing where it is empty."""
        return element_of(self.specs, value) or None

    def shown(self, value: Typed, name: str, page: Page) -> Mapping[str, object]:
        """Its fields."""
        return {"fields": page.fields(self.specs, value, f"{name}-")}


@dataclass(frozen=True, slots=True)
class When:
    """A condition on the answers, or none. `unconditional` says what is true without one."""

    unconditional: Words
    template: str = f"{FOLDER}/when.html"

    def typed(self, raw: object) -> Group | None:
        """The condition's root; None without a condition."""
        return None if raw is None else root_of(raw)

    def posted(self, sent: Sent, name: str, was: object) -> Group | None:
        """The condition sent; None where nothing is left of it."""
        root = root_from(sent.data, PREFIX, sent.scope)
        return root if root is not None and root.parts else None

    def written(self, value: Group | None) -> object:
        """The condition as the document has it."""
        return None if value is None else condition_of(value)

    def shown(self, value: Group | None, name: str, page: Page) -> Mapping[str, object]:
        """Its builder and its sentence."""
        words: dict[str, object] = {"unconditional": self.unconditional, "prefix": PREFIX}
        if value is None:
            return words
        rulebook = page.here.rulebook
        own = f"{PREFIX}."
        focus = page.focus[len(own) - 1 :] if page.focus.startswith(own) else ""
        looked = checked(value, rulebook)
        view = builder_view(rulebook, PREFIX, looked, focus, loud=page.loud)
        return words | {"builder": view, "phrases": view.phrases, "missing": view.missing}
