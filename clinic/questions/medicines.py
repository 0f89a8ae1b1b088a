"""Lists of medicines: a name with suggestions, whether it is prescribed, and "I don't know the names"."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from clinic.questions.fields import AnswerField, ChoiceField, NameField
from clinic.questions.rows import Rows
from clinic.questions.widgets import single

NAMES_NOT_KNOWN = "Names not known"
"""Stored as an entry of its own, in every language: a name no rulebook recognises, so somebody will ask."""


class Medicines(Rows):
    """The rows of a list of medicines."""

    template: ClassVar[str] = "intake/fields/medicines.html"

    @property
    def unknown_name(self) -> str:
        """The name of the checkbox "I don't know the names"."""
        return f"{self.name}-unknown"

    @property
    def is_unknown(self) -> bool:
        """Whether some names are not known."""
        if self.data is not None:
            return bool(single(self.data, self.unknown_name))
        return any(is_marker(entry) for entry in self.stored)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or ticked."""
        return super().is_empty and not self.is_unknown

    def stored_rows(self) -> Sequence[Mapping[str, Any]]:
        """The stored entries that are names."""
        return [entry for entry in self.stored if not is_marker(entry)]

    def make_fields(self) -> dict[str, AnswerField]:
        """The fields of a row."""
        return {
            "name": NameField(self.asking.medicine_name(self.item)),
            "prescribed": ChoiceField(self.asking.medicine_prescribed(self.item)),
        }

    def given(self) -> list[dict[str, object]]:
        """The rows as JSON for the engine; one without a name cannot be stored."""
        marker: list[dict[str, object]] = [{"name": NAMES_NOT_KNOWN}] if self.is_unknown else []
        return [row.answer for row in self.filled if "name" in row.answer] + marker

    def offer(self, offered: Collection[str] | None) -> None:
        """Show what near misspellings may have meant: of all names, or of those in `offered`."""
        for row in self.rows:
            name = str(row["name"].value() or "")
            if name and (offered is None or name in offered):
                row.suggestions = self.suggestions_for(name)

    def misspelled(self) -> list[str]:
        """The names as typed that the rulebook has a suggestion for."""
        names = [str(row["name"].value() or "") for row in self.rows]
        return [name for name in names if self.suggestions_for(name)]

    def suggestions_for(self, name: str) -> tuple[str, ...]:
        """The names that a near misspelling may have meant; none for a name that is recognised."""
        return self.asking.rulebook.medicines.match(name, self.item.form).suggestions if name.strip() else ()


def is_marker(entry: Mapping[str, Any]) -> bool:
    """Whether an entry says that names are not known."""
    return entry.get("name") == NAMES_NOT_KNOWN
