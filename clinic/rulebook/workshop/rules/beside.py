"""What stands beside a rule's form: its severities by treatment, and its cases, run on what is typed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.rulebook.presenters.cases import CaseView, cases_of_rule
from clinic.rulebook.presenters.grid import Cell, Row, cells_of
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.partial import read_partially
from clinic.rulebook.workshop.presenters.problems import ProblemView, of_rule, problem_views
from clinic.rulebook.workshop.rules.looking import LookedAt
from clinic.rulebook.workshop.rules.severities import resolved
from screening.engine import Severity
from screening.engine.rulebook.elements import with_element


@dataclass(frozen=True, slots=True)
class Beside:
    """`waiting` says why the cases are not run, `others` what the check says of the rule as it is saved."""

    rows: list[Row]
    cases: list[CaseView]
    waiting: str
    others: list[ProblemView]

    @property
    def worst(self) -> list[Cell]:
        """The worst of all branches for each treatment."""
        by_treatment = zip(*(row.cells for row in self.rows), strict=True)
        return [max(cells, key=rank) for cells in by_treatment]

    @property
    def failed(self) -> int:
        """How many cases do not come out as expected."""
        return sum(bool(case.failures) for case in self.cases)


def rank(cell: Cell) -> int:
    """How bad a cell is."""
    return Severity.from_code(cell.code) if cell.code else Severity.NONE


def beside_of(here: Here, found: LookedAt, rule_id: str) -> Beside:
    """What stands beside the form; the cases are run on the draft with the rule as it is typed."""
    cases, waiting = run_cases(here, found, rule_id)
    problems = of_rule(here.check.problems, rule_id) if rule_id else ()
    return Beside(grid(here, found), cases, waiting, problem_views(here.draft, here.document, problems))


def grid(here: Here, found: LookedAt) -> list[Row]:
    """A row per branch, a cell per treatment."""
    rows = []
    for number, branch in enumerate(found.typed.branches, 1):
        counts = resolved(here.rulebook, branch.severities)
        known = {code: Severity.from_code(word) for code, word in counts.items() if word}
        rows.append(Row(number, cells_of(here.rulebook, known)))
    return rows


def run_cases(here: Here, found: LookedAt, rule_id: str) -> tuple[list[CaseView], str]:
    """The rule's cases as they come out with what is typed; else why they are not run."""
    if not rule_id:
        return [], _("Save the rule first; then give it cases.")
    if not found.is_sound:
        return [], _("They run as soon as nothing is missing in the rule.")
    partial = read_partially(with_element(here.document, f"rules/{rule_id}", found.element))
    if not partial.is_sound:
        return [], _("They run as soon as the errors elsewhere in the draft are mended.")
    return cases_of_rule(partial.rulebook, found.typed.texts["id"]), ""
