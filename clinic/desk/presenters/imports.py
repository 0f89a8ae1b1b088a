"""A file of appointments as a table: every row, what becomes of it, and what is wrong with it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.desk.presenters.people import Likely, likely_ones
from clinic.desk.presenters.rows import treatment_words
from clinic.look import Look
from screening.engine import Rulebook
from screening.services.desk.importing import Action, Imported, Plan, PlannedRow

ACTIONS = {
    Action.NEW: Look("go", "plus", gettext_lazy("Will be booked")),
    Action.CHANGED: Look("note", "pencil", gettext_lazy("Will be changed")),
    Action.UNCHANGED: Look("plain", "check", gettext_lazy("Booked already")),
    Action.CHOOSE: Look("wait", "circle-help", gettext_lazy("Choose the patient")),
    Action.SKIPPED: Look("plain", "circle-slash", gettext_lazy("Left out")),
    Action.LEFT: Look("plain", "circle-slash", gettext_lazy("Cancelled here: stays so")),
    Action.PROBLEM: Look("stop", "circle-alert", gettext_lazy("Cannot be imported")),
}
CHANGES: dict[str, str | Promise] = {
    "starts_at": gettext_lazy("time"),
    "minutes": gettext_lazy("length"),
    "treatments": gettext_lazy("treatments"),
    "areas": gettext_lazy("areas"),
    "practitioner": gettext_lazy("practitioner"),
    "reference": gettext_lazy("reference"),
}


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file."""

    line: int
    when: str
    name: str
    what: str
    look: Look
    about: str
    problems: tuple[str, ...]
    likely: tuple[Likely, ...]
    chosen: str


def import_rows(plan: Plan, choices: dict[int, str], rulebook: Rulebook) -> list[ImportRow]:
    """Every row; `choices` says what was chosen so far."""
    return [import_row(row, choices.get(row.line, ""), rulebook) for row in plan.rows]


def import_row(row: PlannedRow, chosen: str, rulebook: Rulebook) -> ImportRow:
    """One row: as it was read where it could be, as it stands in the file where not."""
    cells, draft = row.cells, row.draft
    names = (cells.get(key, "") for key in ("first_name", "last_name", "name"))
    typed = " ".join(cells[key] for key in ("starts_at", "date", "time") if cells.get(key))
    return ImportRow(
        line=row.line,
        when=f"{draft.starts_at:%d.%m.%Y, %H:%M}" if draft else typed,
        name=draft.name if draft else " ".join(name for name in names if name),
        what=treatment_words(rulebook, draft.treatments) if draft else cells.get("treatments", ""),
        look=ACTIONS[row.action],
        about=about(row),
        problems=tuple(problem.message for problem in row.problems),
        likely=tuple(likely_ones(row.candidates)),
        chosen=chosen,
    )


def about(row: PlannedRow) -> str:
    """One line more about what becomes of a row."""
    if row.is_new_patient:
        return _("New patient")
    if row.action == Action.CHANGED:
        return ", ".join(str(CHANGES.get(name, name)) for name in row.changes)
    return ""


def counts_of(plan: Plan) -> list[tuple[Look, int]]:
    """How many rows of each kind, those that have any."""
    return [(look, plan.counts[action]) for action, look in ACTIONS.items() if plan.counts[action]]


def result_words(result: Imported) -> list[str]:
    """What came of an import."""
    lines = [
        (result.booked, ngettext("%(n)d appointment booked", "%(n)d appointments booked", result.booked)),
        (result.changed, ngettext("%(n)d appointment changed", "%(n)d appointments changed", result.changed)),
        (result.patients, ngettext("%(n)d patient added", "%(n)d patients added", result.patients)),
        (
            result.untouched,
            ngettext("%(n)d row changed nothing", "%(n)d rows changed nothing", result.untouched),
        ),
    ]
    return [words % {"n": count} for count, words in lines]
