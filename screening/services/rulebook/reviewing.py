"""Rules whose sources were looked at again."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from screening.engine.rulebook.elements import element_at
from screening.models import RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import FieldProblem, InvalidInput
from screening.services.rulebook.drafts import document_of, lock_draft
from screening.services.rulebook.editing import change_element

LONGEST_YEARS = 10
DAYS_A_YEAR = 366


@transaction.atomic
def mark_reviewed(
    *, draft: RulebookDraft, rules: Mapping[str, str], review_by: date, today: date, by: Actor
) -> int:
    """Say that the sources of rules were looked at, and when they are due again; returns how many changed.

    `rules` are ids with the `element_digest` of what was looked at. All or none: EditConflict where one has
    changed since; DraftClosed; InvalidInput naming `rules` or `review_by`.
    """
    refuse_odd(rules, review_by, today)
    document = document_of(lock_draft(draft))
    changed = 0
    for rule_id, seen in rules.items():
        place = f"rules/{rule_id}"
        element = {**(element_at(document, place) or {"id": rule_id}), "review_by": review_by.isoformat()}
        changed += change_element(draft=draft, place=place, element=element, seen=seen, by=by) is not None
    return changed


def refuse_odd(rules: Mapping[str, str], review_by: date, today: date) -> None:
    """InvalidInput where nothing is chosen, a rule was not seen, or the day makes no sense."""
    if not rules or not all(rules.values()):
        message = _("Choose the rules whose sources you have looked at.")
        raise InvalidInput([FieldProblem("rules", "required", message)])
    if review_by <= today:
        message = _("Choose a day that is still to come.")
        raise InvalidInput([FieldProblem("review_by", "past", message)])
    if review_by > today + timedelta(days=LONGEST_YEARS * DAYS_A_YEAR):
        message = _("Choose a day within the next ten years.")
        raise InvalidInput([FieldProblem("review_by", "far", message)])
