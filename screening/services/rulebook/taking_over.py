"""Failing cases of a draft that are to expect what comes out: looked at together, stored as one change."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from screening.engine import Case, Rulebook, RulebookError, parse_rulebook
from screening.engine.checks.cases import mismatches
from screening.engine.checks.mismatches import Mismatch
from screening.engine.checks.taking_over import element_expecting, taken_over
from screening.engine.rulebook.elements import names_of, rows_of, with_elements
from screening.models import RulebookChange, RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import DraftChangedSince, FieldProblem, InvalidInput, RulebookRefused
from screening.services.rulebook.drafts import document_of, lock_draft
from screening.services.rulebook.editing import refusing_places
from screening.services.rulebook.steps import Step, store_step

CASES = "cases"


@dataclass(frozen=True, slots=True)
class Takeover:
    """A failing case, what does not come out of it, and the element that expects what does.

    `left` is what would not come out even so: that the case shows what it is there for, or its answers.
    """

    name: str
    case: Case
    failing: tuple[Mismatch, ...]
    left: tuple[Mismatch, ...]
    element: Mapping[str, object]

    @property
    def is_possible(self) -> bool:
        """Whether it passes afterwards."""
        return not self.left


def takeovers(rulebook: Rulebook, document: Mapping[str, Any]) -> tuple[Takeover, ...]:
    """The failing cases of a document that is this rulebook, in its order."""
    named = zip(names_of(document, CASES), rulebook.cases, rows_of(document, CASES), strict=True)
    return tuple(
        takeover(rulebook, name, case, row) for name, case, row in named if mismatches(rulebook, case)
    )


def takeover(rulebook: Rulebook, name: str, case: Case, row: Mapping[str, object]) -> Takeover:
    """One failing case."""
    after = taken_over(rulebook, case)
    return Takeover(
        name=name,
        case=case,
        failing=tuple(mismatches(rulebook, case)),
        left=tuple(mismatches(rulebook, after)),
        element=element_expecting(row, case, after),
    )


@transaction.atomic
def take_over_cases(
    *, draft: RulebookDraft, cases: Collection[str], seen_revision: int, by: Actor
) -> RulebookChange:
    """Let failing cases expect what comes out of them: one change of the draft, which can be undone as one.

    DraftChangedSince where the draft is no longer at the revision somebody looked at; DraftClosed;
    RulebookRefused where it is no sound rulebook; InvalidInput naming `cases` where there is none, or one
    that does not fail, or would fail even so.
    """
    locked = lock_draft(draft)
    if locked.revision != seen_revision:
        raise DraftChangedSince
    document = document_of(locked)
    try:
        rulebook = parse_rulebook(document)
    except RulebookError as error:
        raise RulebookRefused(error.problems) from error
    possible = {one.name: one.element for one in takeovers(rulebook, document) if one.is_possible}
    refuse_odd(cases, possible)
    chosen = {name: element for name, element in possible.items() if name in cases}
    with refusing_places():
        after = with_elements(document, CASES, chosen)
    names = tuple(chosen)
    return store_step(locked, Step(RulebookChange.Kind.CHANGED, CASES, document, after, names=names), by)


def refuse_odd(cases: Collection[str], possible: Collection[str]) -> None:
    """InvalidInput where no case is chosen, or one that cannot be taken over."""
    if not cases:
        raise InvalidInput([FieldProblem(CASES, "required", _("Tick the cases to take over."))])
    if not set(cases) <= set(possible):
        message = _("Not every case you ticked can be taken over. Look at them one by one.")
        raise InvalidInput([FieldProblem(CASES, "not_possible", message)])
