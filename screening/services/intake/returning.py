"""Somebody who was here before: what they answered last time, to be confirmed or changed one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from screening.engine import TREATMENT_AREAS, Item, ItemType, Rulebook, Tense
from screening.models import QuestionnaireResponse
from screening.services.evaluation import parse_accepted
from screening.services.intake.sections import is_asked


@dataclass(frozen=True, slots=True)
class LastTime:
    """What a patient answered at an earlier visit, by link id, and on which day. It counts once confirmed."""

    day: date
    answers: Mapping[str, object]


def last_time(rulebook: Rulebook, response: QuestionnaireResponse) -> LastTime | None:
    """What the patient of a response may confirm; None for somebody who is here for the first time.

    The answers last handed in for another visit which this rulebook accepts and asks of this patient. Without
    what it asks afresh every time, dates that lay ahead, and the areas, which belong to the visit.
    """
    earlier = QuestionnaireResponse.objects.before(response).first()
    if earlier is None or earlier.submitted_at is None:
        return None
    treatments = tuple(response.appointment.treatments)
    accepted = parse_accepted(rulebook, earlier.answers).raw
    answers = {
        link_id: value
        for link_id, value in accepted.items()
        if lasts(rulebook.items[link_id]) and is_asked(rulebook.items[link_id], treatments)
    }
    return LastTime(timezone.localdate(earlier.submitted_at), answers)


def lasts(item: Item) -> bool:
    """Whether an answer may still hold at a later visit."""
    lies_ahead = item.type is ItemType.DATE and item.tense is Tense.FUTURE
    return not (item.fresh or lies_ahead or item.link_id == TREATMENT_AREAS)
