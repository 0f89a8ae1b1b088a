"""The gate reception sees. Whoever asks gets it from here: what time closes is computed, never stored."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import timezone

from screening.engine import Duration
from screening.models import Appointment, Review, RulebookVersion, SignOff


class Hold(StrEnum):
    """Why a gate is on hold. For practitioners: reception sees the gate only."""

    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    NO_ANSWERS = "no-answers"
    NOT_SIGNED_OFF = "not-signed-off"
    POSTPONED = "postponed"
    NOT_CHECKED = "not-checked"
    ANSWERS_TOO_OLD = "answers-too-old"
    RECHECK_DUE = "recheck-due"


@dataclass(frozen=True, slots=True)
class GateNow:
    """A gate at one moment, and why it is on hold where it is. `is_asking`: the patient is asked again."""

    gate: Review.Gate
    holds: tuple[Hold, ...] = ()
    is_asking: bool = False


def gate_now(appointment: Appointment, now: datetime) -> GateNow:
    """The gate of one appointment at `now`."""
    return gates_now([appointment], now)[appointment.pk]


def gates_now(appointments: Iterable[Appointment], now: datetime) -> dict[uuid.UUID, GateNow]:
    """The gates of several appointments, by id, in as many queries as for one. Without a review: on hold."""
    pks = [appointment.pk for appointment in appointments]
    gates = dict.fromkeys(pks, GateNow(Review.Gate.ON_HOLD, (Hold.NO_ANSWERS,)))
    active = active_digest()
    signed = {row.review_id: row for row in SignOff.objects.current().filter(review__appointment__in=pks)}
    for review in Review.objects.with_people().filter(appointment__in=pks):
        gates[review.appointment_id] = gate_of(review, signed.get(review.pk), active, now)
    return gates


def gate_of(review: Review, sign_off: SignOff | None, active: str | None, now: datetime) -> GateNow:
    """The gate of a review with its standing sign-off, where `active` names the active rulebook."""
    holds = tuple(holds_of(review, sign_off, active, now))
    if holds:
        return GateNow(Review.Gate.ON_HOLD, holds, review.state == Review.State.WAITING_FOR_PATIENT)
    return GateNow(Review.Gate(review.gate))


def holds_of(review: Review, sign_off: SignOff | None, active: str | None, now: datetime) -> list[Hold]:
    """Everything that keeps a gate on hold; nothing where it is cleared or declined."""
    if review.appointment.status == Appointment.Status.CANCELLED:
        return [Hold.CANCELLED]
    if review.state == Review.State.WITHDRAWN:
        return [Hold.WITHDRAWN]
    if review.evaluation is None:
        return [Hold.NO_ANSWERS]
    if sign_off is None or review.state != Review.State.SIGNED_OFF:
        return [Hold.NOT_SIGNED_OFF]
    if sign_off.outcome == SignOff.Outcome.POSTPONE:
        return [Hold.POSTPONED]
    return [] if sign_off.outcome == SignOff.Outcome.DECLINE else closed_by(review, active, now)


def closed_by(review: Review, active: str | None, now: datetime) -> list[Hold]:
    """What has closed a cleared gate without anybody doing anything."""
    checks = {
        Hold.NOT_CHECKED: is_unchecked(review, active),
        Hold.ANSWERS_TOO_OLD: are_answers_too_old(review, now),
        Hold.RECHECK_DUE: is_recheck_due(review, now),
    }
    return [hold for hold, closes in checks.items() if closes]


def is_unchecked(review: Review, active: str | None) -> bool:
    """Whether the current evaluation is another rulebook's than the active one, or for another time."""
    evaluation = review.evaluation
    if evaluation is None or evaluation.rulebook_version.digest != active:
        return True
    return evaluation.appointment_at != review.appointment.starts_at


def are_answers_too_old(review: Review, now: datetime) -> bool:
    """Whether the answers are older than the clinic's limit."""
    return review.answers_given_at is None or review.answers_given_at < oldest_valid(now)


def oldest_valid(now: datetime) -> datetime:
    """When answers must have been given at the earliest to count at `now`: months by the calendar."""
    limit = Duration(months=settings.ANSWERS_VALID_MONTHS, days=0, text="")
    local = timezone.localtime(now)
    day = limit.before(local.date())
    return local.replace(year=day.year, month=day.month, day=day.day)


def is_recheck_due(review: Review, now: datetime) -> bool:
    """Whether "has anything changed?" is to be asked: from RECHECK_DAYS before the day, until answered.

    Answers given within those days need no such question.
    """
    first = recheck_from(review.appointment.day)
    told = [at for at in (review.answers_given_at, review.rechecked_at) if at is not None]
    is_told = any(timezone.localdate(at) >= first for at in told)
    return timezone.localdate(now) >= first and not is_told


def recheck_from(day: date) -> date:
    """The first day on which the recheck of an appointment on `day` is due."""
    return day - timedelta(days=settings.RECHECK_DAYS)


def active_digest() -> str | None:
    """The active rulebook's name; None without one, which nothing matches."""
    digest: str | None = RulebookVersion.objects.active().values_list("digest", flat=True).first()
    return digest
