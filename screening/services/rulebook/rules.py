"""Rules of a draft together with their cases: copied and removed as one."""

from typing import Any

from django.db import transaction

from screening.engine.rulebook.elements import element_at, element_digest, following, names_of, rows_of
from screening.models import RulebookDraft
from screening.services.audit import Actor
from screening.services.rulebook.drafts import document_of, lock_draft
from screening.services.rulebook.editing import change_element

Document = dict[str, Any]


@transaction.atomic
def remove_rule(*, draft: RulebookDraft, rule_id: str, seen: str, by: Actor) -> None:
    """Take a rule out of a draft, and the cases that are its own.

    EditConflict where the rule is no longer what `seen` says; DraftClosed.
    """
    document = document_of(lock_draft(draft))
    for place in cases_of(document, rule_id):
        case = element_at(document, place)
        change_element(draft=draft, place=place, element=None, seen=element_digest(case), by=by)
    change_element(draft=draft, place=f"rules/{rule_id}", element=None, seen=seen, by=by)


@transaction.atomic
def duplicate_rule(*, draft: RulebookDraft, rule_id: str, title: str, by: Actor) -> str:
    """Put a copy of a rule behind it, with copies of its cases; return its id, nothing without the rule.

    DraftClosed; InvalidInput.
    """
    document = document_of(lock_draft(draft))
    place = f"rules/{rule_id}"
    rule = element_at(document, place)
    if rule is None:
        return ""
    copy_id = free_name(document, "rules", f"{rule_id}_copy")
    copy = {**rule, "id": copy_id, "title": title}
    copy.pop("built_in", None)  # exactly one rule stands for each of the engine's own findings
    before = following(document, place) or None
    change_element(draft=draft, place=f"rules/{copy_id}", element=copy, seen="", by=by, before=before)
    for number, case_place in enumerate(cases_of(document, rule_id), 1):
        case = {**(element_at(document, case_place) or {}), "rule": copy_id}
        case.pop("id", None)
        name = free_name(document, "cases", f"{copy_id}_{number}")
        change_element(draft=draft, place=f"cases/{name}", element=case, seen="", by=by)
    return copy_id


def cases_of(document: Document, rule_id: str) -> list[str]:
    """The places of a rule's cases."""
    named = zip(names_of(document, "cases"), rows_of(document, "cases"), strict=True)
    return [f"cases/{name}" for name, case in named if case.get("rule") == rule_id]


def free_name(document: Document, collection: str, wanted: str) -> str:
    """A name nothing in the collection has: the one wanted, or that with a number."""
    taken = set(names_of(document, collection))
    names = (wanted, *(f"{wanted}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
