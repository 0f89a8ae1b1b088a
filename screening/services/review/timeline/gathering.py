"""Gathering a timeline from the rows and the audit trail, in a constant number of queries."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from screening.models import (
    Appointment,
    AuditEvent,
    Evaluation,
    FindingDecision,
    Invitation,
    OutboxMessage,
    ReviewChange,
    SignOff,
    TabletSession,
    TreatmentRecord,
)
from screening.services.review.timeline.entries import MESSAGES, Entry, What

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

By = AuditEvent.ActorKind
Change = ReviewChange.Kind

TOLD_ELSEWHERE = frozenset(
    {
        Change.SUBMITTED,
        Change.EVALUATED,
        Change.RESULT_CHANGED,
        Change.DECISION_MADE,
        Change.SIGNED_OFF,
        Change.SIGN_OFF_FELL_AWAY,
    }
)
"""Changes of a review that an evaluation, a decision or a sign-off tells more about."""

FROM_TRAIL = {
    "appointment.booked": What.BOOKED,
    "appointment.rescheduled": What.MOVED,
    "appointment.procedure_changed": What.PROCEDURE_CHANGED,
    "appointment.cancelled": What.CANCELLED,
    "response.read": What.READ,
    "response.exported": What.EXPORTED,
    "response.copied": What.COPIED,
}
"""What is told from the audit trail: once for each person and day, and how often."""

EVALUATED_FOR = {
    What.MOVED: Evaluation.Cause.RESCHEDULED.value,
    What.PROCEDURE_CHANGED: Evaluation.Cause.PROCEDURE_CHANGED.value,
}
"""By what happened, the cause of the evaluation it leads to once the questionnaire is handed in."""

BY_THE_PATIENT = frozenset(
    {
        Change.PATIENT_ANSWERED,
        Change.CHANGE_REPORTED,
        Change.CORRECTION_ASKED,
        Change.WITHDRAWN,
        Evaluation.Cause.SUBMITTED,
        Evaluation.Cause.PATIENT_ANSWERED,
    }
)


def timeline_of(appointment: Appointment) -> tuple[Entry, ...]:
    """Everything that happened to an appointment, the newest first; as many queries however long that is.

    Nobody's answers and no texts: an entry names kinds, codes and people.
    """
    evaluated = list(evaluations(appointment))
    entries = [
        *links(appointment),
        *messages(appointment),
        *tablets(appointment),
        *started(appointment),
        *evaluated,
        *changes(appointment),
        *decisions(appointment),
        *sign_offs(appointment),
        *treatments(appointment),
        *untold(from_trail(appointment), evaluated),
    ]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def links(appointment: Appointment) -> Iterator[Entry]:
    """Links made, opened, revoked; of those that went out with a message the message tells."""
    rows = Invitation.objects.filter(appointment=appointment.pk).select_related("created_by")
    for row in rows.order_by("created_at", "id"):
        if row.channel != Invitation.Channel.EMAIL:
            yield by_staff(row.created_at, What.LINK_MADE, row.created_by, code=row.channel)
        if row.opened_at is not None:
            yield Entry(row.opened_at, What.LINK_OPENED, By.PATIENT, code=row.channel)
        if row.revoked_at is not None:
            yield Entry(row.revoked_at, What.LINK_REVOKED, By.SYSTEM)


def messages(appointment: Appointment) -> Iterator[Entry]:
    """Messages that were sent, and those that could not be."""
    rows = OutboxMessage.objects.about(appointment).filter(status__in=MESSAGES).select_related("created_by")
    for row in rows:
        if row.sent_at is not None:
            yield by_staff(row.sent_at, What.MESSAGE_SENT, row.created_by, code=row.kind)
        else:
            yield by_staff(row.due_at, What.MESSAGE_FAILED, row.created_by, code=row.kind)


def tablets(appointment: Appointment) -> Iterator[Entry]:
    """Questionnaires handed over on the clinic's tablet."""
    rows = TabletSession.objects.filter(appointment=appointment.pk).select_related("created_by")
    for row in rows:
        yield by_staff(row.created_at, What.TABLET_STARTED, row.created_by)


def started(appointment: Appointment) -> Iterator[Entry]:
    """That the questionnaire was begun."""
    at = appointment.response.started_at
    if at is not None:
        yield Entry(at, What.STARTED, By.PATIENT)


def evaluations(appointment: Appointment) -> Iterator[Entry]:
    """Every evaluation, why, and what came of it."""
    for row in Evaluation.objects.filter(response=appointment.response.pk).oldest_first():
        found = {"code": row.cause, "detail": row.eligibility}
        yield replace(by_staff(row.created_at, What.EVALUATED, row.created_by, **found), number=row.sequence)


def changes(appointment: Appointment) -> Iterator[Entry]:
    """What else happened in the review."""
    rows = ReviewChange.objects.filter(review__appointment=appointment.pk).since(0)
    for row in rows.exclude(kind__in=TOLD_ELSEWHERE):
        yield by_staff(row.at, What.CHANGED, row.by, code=row.kind)


def decisions(appointment: Appointment) -> Iterator[Entry]:
    """Every decision on a finding."""
    for row in FindingDecision.objects.filter(response=appointment.response.pk).in_order():
        yield by_staff(row.made_at, What.DECIDED, row.made_by, code=row.kind, detail=row.rule)


def sign_offs(appointment: Appointment) -> Iterator[Entry]:
    """Every sign-off, and when and why it no longer stood."""
    for row in SignOff.objects.filter(review__appointment=appointment.pk).in_order():
        yield by_staff(row.made_at, What.SIGNED_OFF, row.made_by, code=row.outcome)
        if row.fell_away_at is not None:
            yield Entry(row.fell_away_at, What.FELL_AWAY, By.SYSTEM, code=row.fell_away_why)


def treatments(appointment: Appointment) -> Iterator[Entry]:
    """What was done on the treatment day, and every later version of it."""
    for row in TreatmentRecord.objects.filter(appointment=appointment.pk).in_order():
        what = What.TREATED if row.supersedes_id is None else What.AMENDED
        yield by_staff(row.signed_at, what, row.signed_by, code=row.status, detail=row.treatment)


def from_trail(appointment: Appointment) -> list[Entry]:
    """What only the audit trail knows: who booked and changed the appointment, who read what."""
    subjects = [appointment.pk, appointment.response.pk]
    rows = list(AuditEvent.objects.tallied(subjects, FROM_TRAIL))
    names = names_of(row["actor_id"] for row in rows if row["actor_kind"] == By.STAFF)
    return [trail_entry(row, names) for row in rows]


def untold(trail: Iterable[Entry], evaluated: Iterable[Entry]) -> Iterator[Entry]:
    """What the trail tells beyond the evaluations: a change that each time led to one is told by that."""
    told = Counter((entry.code, entry.name, timezone.localdate(entry.at)) for entry in evaluated)
    for entry in trail:
        cause = EVALUATED_FOR.get(entry.what)
        if cause is None or told[cause, entry.name, timezone.localdate(entry.at)] < entry.times:
            yield entry


def trail_entry(row: dict[str, Any], names: dict[uuid.UUID, str]) -> Entry:
    """The entry of one tally."""
    by = By(row["actor_kind"])
    name = names.get(row["actor_id"], "")
    return Entry(row["last"], FROM_TRAIL[row["action"]], by, name, times=row["times"])


def names_of(pks: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of members of staff, those who have left included."""
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=set(pks))}


def by_staff(at: Any, what: What, user: "AbstractBaseUser | None", code: str = "", detail: str = "") -> Entry:
    """An entry of a row that names a member of staff, or nobody where the patient or the system did it."""
    if user is not None:
        return Entry(at, what, By.STAFF, str(user), code, detail)
    return Entry(at, what, By.PATIENT if code in BY_THE_PATIENT else By.SYSTEM, "", code, detail)
