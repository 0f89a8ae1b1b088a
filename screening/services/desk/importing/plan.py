"""What an import would do, row by row. Nothing here writes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from screening.engine import digest_of
from screening.models import Appointment, Patient
from screening.services.desk.duplicates import Duplicate
from screening.services.desk.importing.rows import Draft
from screening.services.errors import FieldProblem

NEW_PATIENT = "new"
SKIP = "skip"


class Action(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CHOOSE = "choose"
    SKIPPED = "skipped"
    LEFT = "left"  # the appointment was cancelled here, and stays so
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file and what becomes of it.

    `patient` is the record it belongs to, None for one to be registered; `candidates` are those to choose
    from. `changes` names what of a booked appointment changes (starts_at, minutes, treatments, areas,
    practitioner, reference).
    """

    line: int
    cells: Mapping[str, str]
    action: Action
    draft: Draft | None = None
    problems: tuple[FieldProblem, ...] = ()
    patient: Patient | None = None
    candidates: tuple[Duplicate, ...] = ()
    appointment: Appointment | None = None
    changes: tuple[str, ...] = ()

    @property
    def is_new_patient(self) -> bool:
        """Whether somebody is registered for it."""
        return self.action == Action.NEW and self.patient is None


@dataclass(frozen=True, slots=True)
class Plan:
    """Every row; columns of the file nobody knows; how it was encoded. `digest` names what it would do."""

    rows: tuple[PlannedRow, ...]
    ignored: tuple[str, ...]
    encoding: str

    @property
    def counts(self) -> Counter[Action]:
        """How many rows of each action."""
        return Counter(row.action for row in self.rows)

    @property
    def is_guessed(self) -> bool:
        """Whether the encoding is a guess, and letters like ä should be looked at."""
        return self.encoding == "cp1252"

    @property
    def digest(self) -> str:
        """The same for plans that do the same."""
        return digest_of([self.fingerprint(row) for row in self.rows])

    @staticmethod
    def fingerprint(row: PlannedRow) -> list[object]:
        """What one row does."""
        return [
            row.line,
            row.action.value,
            str(row.patient.pk) if row.patient else "",
            str(row.appointment.pk) if row.appointment else "",
            list(row.changes),
            [str(one.patient.pk) for one in row.candidates],
            [problem.code for problem in row.problems],
        ]
