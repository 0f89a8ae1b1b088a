"""A question as patients will get it, made by the very forms and templates of their pages."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinic.questions import Asking, SectionForm, render_slot
from clinic.rulebook.workshop.elements.looking import LookedAt
from screening.engine import Item, ItemType

CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class Preview:
    """The question as patients get it; else `waiting` says why there is nothing to see."""

    question: SafeString
    section: str
    waiting: str


def preview_of(found: LookedAt, link_id: str) -> Preview:
    """The preview of a question as it is typed."""
    item = found.partial.rulebook.items.get(link_id)
    section = next(
        (one.title for one in found.partial.rulebook.sections if item and one.id == item.section), ""
    )
    waiting = why_not(item)
    if waiting or item is None:
        return Preview(SafeString(), section, waiting)
    asking = Asking(found.partial.rulebook, timezone.localdate())
    form = SectionForm([item], asking)
    form.show({item.link_id})
    return Preview(render_slot(form, item.link_id), section, "")


def why_not(item: Item | None) -> str:
    """Why a question is not shown to patients; nothing where it is."""
    if item is None or not item.question.strip():
        return _("It appears here as soon as the question has a wording and a label.")
    if item.type is ItemType.SCORE:
        return _("Patients are not asked for a score: it is worked out from their other answers.")
    if item.asked == CLINIC:
        return _("Patients are not asked this. The clinic fills it in on the patient's page.")
    if item.type in {ItemType.CHOICE, ItemType.CHOICES} and not item.options:
        return _("It appears here as soon as it has options.")
    return ""
