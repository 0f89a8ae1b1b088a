"""The practitioner's verbs: the list of submitted questionnaires, one summary, the clinic's own answers."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import AnswerError, AnswerProblem, Rulebook, Severity, parse_answer
from screening.models import Appointment, Evaluation, Patient, PlaceInList, QuestionnaireResponse
from screening.models.evaluation import EvaluationQuerySet
from screening.services.audit import Actor, record, record_all
from screening.services.errors import AnswersRefused, NotSubmitted, UnknownEvaluation, UnknownPlace
from screening.services.evaluation import evaluate_response
from screening.services.rulebook import active_version, rulebook_of

CLINIC = "clinic"
MOST_ROWS = 100
MOST_COUNTED = 1000
YEARS = range(1970, 2200)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; None leaves it wide. Days are the clinic's, both included."""

    eligibility: str | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the list (with response, appointment and patient), and the key of the next page, if any."""

    rows: tuple[Evaluation, ...]
    next_key: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """One submitted questionnaire as one of its evaluations sees it.

    `result` is the stored body (engine's `Evaluation.as_json()`), `rulebook` the one it was made with;
    `previous` is the body of the evaluation before it, if any. `set_aside` holds answers that rulebook does
    not accept. `history` has every evaluation, oldest first.
    """

    appointment: Appointment
    patient: Patient
    response: QuestionnaireResponse
    evaluation: Evaluation
    rulebook: Rulebook
    result: Mapping[str, Any]
    previous: Mapping[str, Any] | None
    set_aside: Mapping[str, object]
    history: tuple[Evaluation, ...]


@transaction.atomic
def list_submitted(*, by: Actor, filters: Filters | None = None, after: str = "", limit: int = 50) -> Page:
    """Submitted questionnaires of booked appointments, the earliest first, at one time the worst first.

    `after` is the `next_key` of the page before; UnknownPlace for anything else. Every page costs the same.
    """
    rows = submitted(filters).with_people().by_appointment()
    if after:
        rows = rows.after(place_of(after))
    size = max(1, min(limit, MOST_ROWS))
    found = list(rows[: size + 1])
    shown = tuple(found[:size])
    read = [(row.response, {"evaluation": str(row.pk)}) for row in shown]
    record_all(action="response.listed", by=by, details=read)
    return Page(shown, key_of(shown[-1].place) if len(found) > size else None)


def count_submitted(*, filters: Filters | None = None) -> int:
    """How many questionnaires `list_submitted` has; counted to MOST_COUNTED, so that no list is too long."""
    return submitted(filters)[:MOST_COUNTED].count()


def submitted(filters: Filters | None) -> EvaluationQuerySet:
    """The current evaluations of booked appointments that a filter lets through."""
    wanted = filters or Filters()
    rows = Evaluation.objects.current().of_booked().on_days(wanted.first_day, wanted.last_day)
    return rows.filter(eligibility=wanted.eligibility) if wanted.eligibility else rows


@transaction.atomic
def open_summary(*, appointment: Appointment, by: Actor, sequence: int | None = None) -> Summary:
    """Everything a practitioner reads about one submitted questionnaire; noted on the audit trail as read.

    As its newest evaluation sees it, or the one numbered `sequence`. NotSubmitted before the patient has
    handed it in; UnknownEvaluation for a number it has not; RulebookBroken where its rulebook cannot be used.
    """
    fresh: Appointment = Appointment.objects.with_people().get(pk=appointment.pk)
    response = fresh.response
    history = tuple(Evaluation.objects.filter(response=response).oldest_first())
    if not history:
        raise NotSubmitted
    number = len(history) if sequence is None else sequence
    if not 1 <= number <= len(history):
        raise UnknownEvaluation
    chosen = history[number - 1]
    result = json.loads(chosen.body)
    own = {**response.set_aside, **response.answers} if chosen.is_current else response.set_aside
    record(action="response.read", by=by, subject=response, detail={"evaluation": str(chosen.pk)})
    return Summary(
        appointment=fresh,
        patient=fresh.patient,
        response=response,
        evaluation=chosen,
        rulebook=rulebook_of(chosen.rulebook_version),
        result=result,
        previous=json.loads(history[number - 2].body) if number > 1 else None,
        set_aside={link_id: value for link_id, value in own.items() if link_id not in result["answers"]},
        history=history,
    )


@transaction.atomic
def enter_clinic_answers(
    *, response: QuestionnaireResponse, answers: Mapping[str, object], by: Actor
) -> Evaluation | None:
    """Store answers to the items asked of the clinic (an empty value clears one), and evaluate anew.

    Returns the new evaluation; None where the patient has not handed in the questionnaire yet.
    AnswersRefused, with nothing stored, for items the patient is asked and for values the active rulebook
    does not accept.
    """
    Appointment.objects.lock(response.appointment_id)
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    values = read_clinic_answers(rulebook_of(active_version()), answers)
    laid = {**fresh.answers, **values}
    fresh.answers = {link_id: value for link_id, value in laid.items() if value is not None}
    fresh.save(update_fields=["answers"])
    record(action="response.clinic_answers", by=by, subject=fresh, detail={"items": sorted(values)})
    if not fresh.is_submitted:
        return None
    return evaluate_response(response=fresh, cause=Evaluation.Cause.CLINIC_ANSWERS, by=by)


def read_clinic_answers(rulebook: Rulebook, answers: Mapping[str, object]) -> dict[str, object | None]:
    """The answers in the rulebook's spelling; AnswersRefused with every problem."""
    values: dict[str, object | None] = {}
    problems: list[AnswerProblem] = []
    for link_id, given in answers.items():
        item = rulebook.items.get(link_id)
        if item is not None and item.asked != CLINIC:
            problems.append(AnswerProblem(link_id, "not_asked", _("This question is for the patient.")))
        try:
            values[link_id] = parse_answer(rulebook, link_id, given, timezone.localdate())
        except AnswerError as error:
            problems += error.problems
    if problems:
        raise AnswersRefused(problems)
    return values


def key_of(place: PlaceInList) -> str:
    """A place in the list as text for an address: no health words in it."""
    at = place.appointment_at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}~{place.severity_rank}~{place.id}"


def place_of(key: str) -> PlaceInList:
    """The place behind a key; UnknownPlace where it is none."""
    try:
        at, rank, pk = key.split("~")
        place = PlaceInList(datetime.fromisoformat(at), int(rank), uuid.UUID(pk))
    except ValueError:
        raise UnknownPlace from None
    at_fits = timezone.is_aware(place.appointment_at) and place.appointment_at.year in YEARS
    if not at_fits or place.severity_rank not in range(len(Severity)):
        raise UnknownPlace
    return place
