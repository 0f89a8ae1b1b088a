"""What has changed since a patient's previous questionnaire: answers, and what was found.

The previous questionnaire is the one the same patient handed in last before this one, for another
appointment, as its newest evaluation sees it.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from screening.engine import TREATMENT_AREAS, Item, ItemType, Rulebook, Tense, canonical_json
from screening.models import Evaluation
from screening.services.errors import NotSubmitted
from screening.services.rulebook import rulebook_of

PATIENT = "patient"
UNORDERED = frozenset({ItemType.CHOICES, ItemType.AREAS, ItemType.MEDICINES, ItemType.ENTRIES})


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question answered differently; None: not answered, or not asked, that time."""

    link_id: str
    before: object
    now: object


@dataclass(frozen=True, slots=True)
class FindingChange:
    """What one rule says about one treatment now and said then: severities by code, None for nothing."""

    rule: str
    treatment: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Since:
    """A previous questionnaire, and what is another answer or finding now.

    Findings are compared for `compared`, the treatments planned both times; `result` is the earlier one's.
    """

    earlier: Evaluation
    rulebook: Rulebook
    result: Mapping[str, Any]
    answers: tuple[AnswerChange, ...]
    findings: tuple[FindingChange, ...]
    compared: tuple[str, ...]


def since_last_time(evaluation: Evaluation) -> Since | None:
    """What has changed since the previous questionnaire; None where there is none.

    RulebookBroken where either's rulebook cannot be used.
    """
    related = list(Evaluation.objects.with_previous([evaluation.response_id]))
    earlier = next((one for one in related if one.response_id != evaluation.response_id), None)
    if earlier is None:
        return None
    before, now = json.loads(earlier.body), json.loads(evaluation.body)
    rulebooks = rulebooks_of(earlier, evaluation)
    compared = tuple(code for code in now["treatments"] if code in before["treatments"])
    return Since(
        earlier=earlier,
        rulebook=rulebooks[0],
        result=before,
        answers=tuple(changed_answers(rulebooks, before, now)),
        findings=tuple(changed_findings(before, now, compared)),
        compared=compared,
    )


def count_changed_answers(responses: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """By response, how many answers differ from the previous questionnaire's; one query for all of them.

    Without a key: the patient has no previous questionnaire.
    """
    wanted = set(responses)
    related = list(Evaluation.objects.with_previous(wanted))
    counts: dict[uuid.UUID, int] = {}
    for evaluation in related:
        earlier = latest_before(evaluation, related) if evaluation.response_id in wanted else None
        if earlier is not None:
            results = json.loads(earlier.body), json.loads(evaluation.body)
            changed = changed_answers(rulebooks_of(earlier, evaluation), *results)
            counts[evaluation.response_id] = len(changed)
    return counts


def latest_before(evaluation: Evaluation, related: Iterable[Evaluation]) -> Evaluation | None:
    """Of these evaluations the one of what the same patient handed in last before."""
    earlier = [one for one in related if handed_in_of(one) < handed_in_of(evaluation)]
    theirs = [one for one in earlier if patient_of(one) == patient_of(evaluation)]
    return max(theirs, key=handed_in_of, default=None)


def handed_in_of(evaluation: Evaluation) -> datetime:
    """When the answers were handed in, without which there is no evaluation."""
    at = evaluation.response.submitted_at
    if at is None:
        raise NotSubmitted
    return at


def patient_of(evaluation: Evaluation) -> uuid.UUID:
    """Whose answers they are."""
    return evaluation.response.appointment.patient_id


def rulebooks_of(earlier: Evaluation, evaluation: Evaluation) -> tuple[Rulebook, Rulebook]:
    """The rulebooks the two were made with."""
    return rulebook_of(earlier.rulebook_version), rulebook_of(evaluation.rulebook_version)


def changed_answers(
    rulebooks: tuple[Rulebook, Rulebook], before: Mapping[str, Any], now: Mapping[str, Any]
) -> list[AnswerChange]:
    """What the patient answers otherwise than before, in the order of the newer rulebook.

    Only questions both rulebooks know and both questionnaires had reason to ask; not the areas and the birth
    date, which belong to the appointment and to the patient's record.
    """
    then, rulebook = rulebooks
    asked = [
        item.link_id
        for item in rulebook.items.values()
        if is_the_patients(item)
        and item.is_asked_for(tuple(now["treatments"]))
        and item.link_id in then.items
        and then.items[item.link_id].is_asked_for(tuple(before["treatments"]))
    ]
    changes = [
        AnswerChange(link_id, before["answers"].get(link_id), now["answers"].get(link_id))
        for link_id in asked
    ]
    return [one for one in changes if not is_same(rulebook.items[one.link_id].type, one.before, one.now)]


def is_the_patients(item: Item) -> bool:
    """Whether the patient answers an item anew each time."""
    return item.asked == PATIENT and item.tense is not Tense.BIRTH and item.link_id != TREATMENT_AREAS


def is_same(kind: ItemType, before: object, now: object) -> bool:
    """Whether two answers say the same; in a list the order says nothing."""
    if kind in UNORDERED and isinstance(before, list) and isinstance(now, list):
        return sorted(map(canonical_json, before)) == sorted(map(canonical_json, now))
    return before == now


def changed_findings(
    before: Mapping[str, Any], now: Mapping[str, Any], compared: tuple[str, ...]
) -> list[FindingChange]:
    """What rules say otherwise about these treatments: what is there now, worst first, then what went."""
    was, became = severities_of(before, compared), severities_of(now, compared)
    return [
        FindingChange(rule, treatment, was.get((rule, treatment)), became.get((rule, treatment)))
        for rule, treatment in dict.fromkeys([*became, *was])
        if was.get((rule, treatment)) != became.get((rule, treatment))
    ]


def severities_of(result: Mapping[str, Any], treatments: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """The severity of every finding by rule and treatment."""
    return {
        (finding["rule"], treatment): told["severity"]
        for finding in result["findings"]
        for treatment, told in finding["treatments"].items()
        if treatment in treatments
    }
