"""A case of a draft made from a real questionnaire, without anything that says whose it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from screening.engine import Context, Rulebook, RulebookError, Severity, evaluate, parse_rulebook
from screening.engine.rulebook.elements import element_digest
from screening.models import Appointment, Evaluation, RulebookChange, RulebookDraft
from screening.services.audit import Actor, record
from screening.services.errors import DraftChangedSince, NotSubmitted, RulebookRefused
from screening.services.rulebook.accepting import accepted_answers
from screening.services.rulebook.drafts import document_of, read_title
from screening.services.rulebook.editing import change_element
from screening.services.rulebook.harmless import REFERENCE_DAY, Harmless
from screening.services.withdrawn import refuse_withdrawn


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case to look at before it is added: `left_out` are the link ids whose answers lost something.

    `seen` names exactly this case; `before` is the eligibility of the questionnaire it was made from.
    """

    rulebook: Rulebook
    element: dict[str, Any]
    left_out: tuple[str, ...]
    before: str
    seen: str


def prepare_case(*, draft: RulebookDraft, appointment: Appointment) -> Prepared:
    """Make a case of a questionnaire's newest evaluation; nothing is stored.

    It expects what the draft makes of its answers. NotSubmitted without an evaluation; FormWithdrawn;
    RulebookRefused where the draft is no sound rulebook, or knows none of the treatments.
    """
    refuse_withdrawn(appointment)
    evaluation = Evaluation.objects.current().filter(response__appointment=appointment).first()
    if evaluation is None:
        raise NotSubmitted
    try:
        rulebook = parse_rulebook(document_of(draft))
    except RulebookError as error:
        raise RulebookRefused(error.problems) from error
    body: dict[str, Any] = json.loads(evaluation.body)
    treatments = tuple(code for code in body["treatments"] if code in rulebook.treatments)
    if not treatments:
        raise RulebookRefused(())
    harmless = Harmless(rulebook, date.fromisoformat(body["on"]))
    kept = dict(harmless.kept(body["answers"]))
    accepted = accepted_answers(rulebook, kept)
    answers = {name: value for name, value in kept.items() if name not in accepted.refused}
    left_out = tuple(name for name, given in body["answers"].items() if harmless.lost(name, given, answers))
    result = evaluate(rulebook, accepted.answers, Context(REFERENCE_DAY, treatments)).as_json()
    element = {
        "on": REFERENCE_DAY.isoformat(),
        "treatments": list(treatments),
        "answers": answers,
        **expected_of(result),
    }
    return Prepared(rulebook, element, left_out, body["eligibility"], element_digest(element))


def expected_of(result: Mapping[str, Any]) -> dict[str, object]:
    """What a case of the whole questionnaire expects, where this is what comes out."""
    topics = {
        finding["topic"]
        for finding in result["findings"]
        if Severity.from_code(finding["severity"]) > Severity.INFORMATION
    }
    day = {"earliest_date": result["earliest_date"]} if result["earliest_date"] else {}
    settled = {"settled": result["settled"]}
    return {"eligibility": result["eligibility"], "topics": sorted(topics), **day, **settled}


@transaction.atomic
def add_case_from_record(
    *, draft: RulebookDraft, appointment: Appointment, title: str, seen: str, by: Actor
) -> RulebookChange | None:
    """Add the case somebody has looked at to an open draft.

    DraftChangedSince where it would be another by now; DraftClosed; InvalidInput naming `title`; otherwise as
    `prepare_case`. Whoever adds it has worked on the draft.
    """
    called = read_title(title)
    prepared = prepare_case(draft=draft, appointment=appointment)
    if prepared.seen != seen:
        raise DraftChangedSince
    name = uuid4().hex
    element = {"id": name, "title": called, **prepared.element}
    change = change_element(draft=draft, place=f"cases/{name}", element=element, seen="", by=by)
    detail = {"draft": str(draft.pk), "case": name}  # by which erasing the record finds it
    record(action="response.made_case", by=by, subject=appointment.response, detail=detail)
    return change
