"""Everything stored about the patient of one visit that is theirs to see (docs/adr/0021-my-data.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from screening.engine import Rulebook
from screening.models import (
    AnswerCorrection,
    Appointment,
    AuditEvent,
    Consent,
    CorrectionRequest,
    Evidence,
    OutboxMessage,
    QuestionnaireResponse,
    Review,
)
from screening.services.audit import Actor, record
from screening.services.credit import AnsweredBy, answered_by
from screening.services.rulebook.languages import rulebook_here


class Reader(StrEnum):
    """Who has read something, in general words: no names (see the ADR)."""

    CARE = "care"
    DESK = "desk"


READINGS = {
    "review.read": Reader.CARE,
    "response.read": Reader.CARE,
    "response.exported": Reader.CARE,
    "plan.opened": Reader.CARE,
    "treatment.read": Reader.CARE,
    "evidence.read": Reader.CARE,
    "appointment.read": Reader.DESK,
    "patient.read": Reader.DESK,
}
"""Who reads by which act: the pages behind the first open to those who treat, those behind the last show no
answers.
"""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer: the day it was given (None: not known), and by whom where it was not the patient alone.

    `is_set_aside`: a newer questionnaire no longer takes it, and nothing rests on it.
    """

    link_id: str
    value: object
    given_on: date | None
    by: AnsweredBy | None
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """On how many days one group of people has read something, and when last."""

    who: Reader
    days: int
    last: datetime


@dataclass(frozen=True, slots=True)
class MyData:
    """What is stored about one visit and its patient, as far as it is theirs; see the ADR for what is not."""

    appointment: Appointment
    response: QuestionnaireResponse
    review: Review
    rulebook: Rulebook
    answers: tuple[StoredAnswer, ...]
    corrected: tuple[AnswerCorrection, ...]
    documents: tuple[Evidence, ...]
    consents: tuple[Consent, ...]
    messages: tuple[OutboxMessage, ...]
    readings: tuple[Reading, ...]
    requests: tuple[CorrectionRequest, ...]


@transaction.atomic
def open_my_data(*, response: QuestionnaireResponse, by: Actor) -> MyData:
    """What the patient sees on the page; noted on the audit trail. RulebookBroken."""
    record(action="mydata.read", by=by, subject=response)
    return gathered(response)


@transaction.atomic
def take_my_data(*, response: QuestionnaireResponse, by: Actor, form: str) -> MyData:
    """The same for a copy to keep; `form` is `json` or `pdf`. RulebookBroken."""
    record(action="mydata.copied", by=by, subject=response, detail={"form": form})
    return gathered(response)


def gathered(response: QuestionnaireResponse) -> MyData:
    """Everything, read from the rows as they are now, in a constant number of queries."""
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    appointment = fresh.appointment
    review = Review.objects.get(appointment=appointment)
    corrected = tuple(AnswerCorrection.objects.filter(response=fresh).in_order())
    sent = OutboxMessage.objects.about(appointment).filter(status=OutboxMessage.Status.SENT)
    return MyData(
        appointment=appointment,
        response=fresh,
        review=review,
        rulebook=rulebook_here(fresh.rulebook_version),
        answers=tuple(answers_with_days(fresh, corrected)),
        corrected=corrected,
        documents=tuple(Evidence.objects.filter(review=review).listed()),
        consents=tuple(Consent.objects.filter(appointment=appointment).newest_first()),
        messages=tuple(sent.order_by("sent_at", "id")),
        readings=tuple(readings_of([appointment.pk, appointment.patient_id, fresh.pk, review.pk])),
        requests=tuple(CorrectionRequest.objects.of_patient(appointment.patient).in_order()),
    )


def answers_with_days(
    response: QuestionnaireResponse, corrected: Iterable[AnswerCorrection]
) -> Iterable[StoredAnswer]:
    """Every answer stored, with the day it was given and who gave it."""
    whose, days = answered_by(response), days_of(response)
    last = {one.link_id: timezone.localdate(one.made_at) for one in corrected}
    stored: Mapping[str, object] = response.answers
    for link_id, value in stored.items():
        yield StoredAnswer(link_id, value, last.get(link_id) or days.get(link_id), whose.get(link_id))
    for link_id, value in response.set_aside.items():
        if link_id not in stored:
            yield StoredAnswer(link_id, value, days.get(link_id), whose.get(link_id), is_set_aside=True)


def days_of(response: QuestionnaireResponse) -> dict[str, date]:
    """By link id, the day an answer was given: that of the first saving on the audit trail that holds it.

    Answers have revisions, the trail has the time of each. Where it has none, the day it was handed in.
    """
    events = AuditEvent.objects.about(response).filter(detail__has_key="revision")
    saved = sorted((event.detail["revision"], event.at) for event in events)
    fallback = response.submitted_at or response.started_at or response.created_at
    found: dict[str, date] = {}
    revisions = response.answer_revisions or {}
    for link_id in {**response.answers, **response.set_aside}:
        revision = revisions.get(link_id)
        at = next((at for known, at in saved if revision is not None and known >= revision), fallback)
        found[link_id] = timezone.localdate(at)
    return found


def readings_of(subjects: Iterable[UUID]) -> Iterable[Reading]:
    """Who has read something of these records, in general words."""
    rows = AuditEvent.objects.tallied(subjects, READINGS).filter(actor_kind=AuditEvent.ActorKind.STAFF)
    found = [(READINGS[row["action"]], row["day"], row["last"]) for row in rows]
    for who in Reader:
        own = [(day, last) for reader, day, last in found if reader is who]
        if own:
            yield Reading(who, len({day for day, _last in own}), max(last for _day, last in own))
