"""Cases of drafts that were made from a record: they go with it, as far as a draft can still be changed.

Such a case names nobody (`services.rulebook.harmless`). In a document that was handed in for approval or
published it stays: the digest that people approved is that of the whole document.
"""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from screening.engine import digest_of_text
from screening.engine.rulebook.elements import with_element
from screening.models import AuditEvent, RulebookChange, RulebookDraft
from screening.services.rulebook.documents import canonical

COLLECTION = "cases"
MADE_CASE = "response.made_case"
CHANGEABLE = (RulebookDraft.Status.OPEN, RulebookDraft.Status.DISCARDED)


def remove_cases(responses: Iterable[uuid.UUID]) -> int:
    """Take the cases made from these questionnaires out of drafts and their history; returns how many."""
    events = AuditEvent.objects.filter(action=MADE_CASE, subject_id__in=list(responses))
    made = [(event.detail.get("draft"), event.detail.get("case")) for event in events]
    return sum(remove_case(uuid.UUID(draft), name) for draft, name in made if draft and name)


def remove_case(draft_id: uuid.UUID, name: str) -> int:
    """Take one case out of a draft and of its history; 0 where the draft cannot be changed any more."""
    draft: RulebookDraft | None = RulebookDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None or draft.status not in CHANGEABLE:
        return 0
    document = json.loads(draft.document)
    if any(case.get("id") == name for case in document.get(COLLECTION, [])):
        draft.document = canonical(with_element(document, f"{COLLECTION}/{name}", None, None))
        draft.digest = digest_of_text(draft.document)
        draft.revision += 1
        draft.save(update_fields=["document", "digest", "revision"])
    blank_history(draft, name)
    return 1


def blank_history(draft: RulebookDraft, name: str) -> None:
    """Leave of a case in the history of a draft only that there was one."""
    place = f"{COLLECTION}/{name}"
    changes = RulebookChange.objects.filter(
        Q(place=place) | Q(landed=place) | Q(place=COLLECTION), draft=draft
    )
    for change in changes.select_for_update():
        before, after = blanked(change.before, change.place, name), blanked(change.after, change.place, name)
        if (before, after) != (change.before, change.after):
            change.before, change.after = before, after
            change.save(update_fields=["before", "after"])


def blanked(text: str, place: str, name: str) -> str:
    """What is kept of an element of the history without the case; nothing stays nothing."""
    if not text:
        return ""
    empty: dict[str, Any] = {"id": name}
    if place != COLLECTION:
        return canonical(empty)
    together = json.loads(text)
    return canonical(together | {name: empty}) if name in together else text
