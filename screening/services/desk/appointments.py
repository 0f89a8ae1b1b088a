"""Booking, moving and changing appointments. After submission every change is evaluated anew."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import Rulebook
from screening.models import (
    Appointment,
    Evaluation,
    Invitation,
    OutboxMessage,
    Patient,
    QuestionnaireResponse,
    Review,
)
from screening.services import outbox
from screening.services.audit import Actor, record
from screening.services.desk.patients import lock_present
from screening.services.desk.practitioners import practitioner_problems
from screening.services.errors import AppointmentIsCancelled, FieldProblem, InvalidInput
from screening.services.evaluation import evaluate_response
from screening.services.rulebook import active_version, rulebook_of

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
USUAL_MINUTES = 30
MINUTES = range(5, 481)


@transaction.atomic
def book_appointment(
    *,
    patient: Patient,
    starts_at: datetime,
    treatments: Sequence[str],
    areas: Sequence[str],
    practitioner: "AbstractBaseUser | None" = None,
    minutes: int = USUAL_MINUTES,
    external_reference: str = "",
    by: Actor,
) -> Appointment:
    """Book an appointment with an empty questionnaire in the active rulebook's version, and return it.

    InvalidInput for a time without a zone, for codes the rulebook does not know, and for a practitioner who
    may not perform the treatment; NoActiveRulebook without one; PatientIsMerged.
    """
    version = active_version()
    rulebook = rulebook_of(version)
    problems = [*time_problems(starts_at, minutes), *procedure_problems(rulebook, treatments, areas)]
    refuse([*problems, *practitioner_problems(practitioner, treatments)])
    appointment: Appointment = Appointment.objects.create(
        patient=lock_present(patient.pk),
        starts_at=starts_at,
        treatments=list(treatments),
        areas=list(areas),
        practitioner_id=practitioner.pk if practitioner else None,
        minutes=minutes,
        external_reference=external_reference,
    )
    QuestionnaireResponse.objects.create(appointment=appointment, rulebook_version=version)
    Review.objects.open_for(appointment)
    detail = {"patient": str(patient.pk), "starts_at": starts_at.isoformat()}
    record(action="appointment.booked", by=by, subject=appointment, detail=detail)
    return appointment


@transaction.atomic
def reschedule_appointment(
    *, appointment: Appointment, starts_at: datetime, minutes: int | None = None, by: Actor
) -> Appointment:
    """Move an appointment, or make it longer or shorter; where its time changes, the patient is told.

    A submitted questionnaire is evaluated anew for the new day.

    InvalidInput for an unfit time, AppointmentIsCancelled for an appointment that does not take place.
    """
    refuse(time_problems(starts_at, USUAL_MINUTES if minutes is None else minutes))
    fresh = lock_booked(appointment.pk)
    before, fresh.starts_at = fresh.starts_at, starts_at
    fresh.minutes = fresh.minutes if minutes is None else minutes
    fresh.save(update_fields=["starts_at", "minutes"])
    detail = {"from": before.isoformat(), "to": starts_at.isoformat()}
    record(action="appointment.rescheduled", by=by, subject=fresh, detail=detail)
    if before != starts_at:
        outbox.tell_patient(kind=OutboxMessage.Kind.MOVED, appointment=fresh, by=by)
    evaluate_anew(fresh, Evaluation.Cause.RESCHEDULED, by)
    return fresh


@transaction.atomic
def change_procedure(
    *, appointment: Appointment, treatments: Sequence[str], areas: Sequence[str], by: Actor
) -> Appointment:
    """Change what is done and where; a submitted questionnaire is evaluated anew.

    Areas the patient added stay. InvalidInput for codes the active rulebook does not know.
    """
    refuse(procedure_problems(rulebook_of(active_version()), treatments, areas))
    fresh = lock_booked(appointment.pk)
    fresh.treatments, fresh.areas = list(treatments), list(areas)
    fresh.save(update_fields=["treatments", "areas"])
    detail = {"treatments": list(treatments), "areas": list(areas)}
    record(action="appointment.procedure_changed", by=by, subject=fresh, detail=detail)
    evaluate_anew(fresh, Evaluation.Cause.PROCEDURE_CHANGED, by)
    return fresh


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, by: Actor) -> Appointment:
    """Cancel an appointment, revoke its links and tell the patient. AppointmentIsCancelled if done before."""
    fresh = lock_booked(appointment.pk)
    fresh.status = Appointment.Status.CANCELLED
    fresh.save(update_fields=["status"])
    Invitation.objects.revoke(fresh, timezone.now())
    record(action="appointment.cancelled", by=by, subject=fresh)
    outbox.tell_patient(kind=OutboxMessage.Kind.CANCELLED, appointment=fresh, by=by)
    return fresh


def lock_booked(pk: uuid.UUID) -> Appointment:
    """The appointment, locked; AppointmentIsCancelled where it does not take place."""
    appointment = Appointment.objects.lock(pk)
    if appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    return appointment


def evaluate_anew(appointment: Appointment, cause: Evaluation.Cause, by: Actor) -> None:
    """Evaluate the appointment's questionnaire where it has been submitted, and not withdrawn since."""
    response: QuestionnaireResponse = QuestionnaireResponse.objects.get(appointment=appointment)
    if response.is_submitted and not Review.objects.withdrawn_for(appointment):
        evaluate_response(response=response, cause=cause, by=by)
    else:
        Review.objects.follow_booking(appointment)


def usual_minutes(rulebook: Rulebook, treatments: Sequence[str]) -> int:
    """How long these treatments take together by the catalogue, within what an appointment may take.

    USUAL_MINUTES where it knows none of them.
    """
    known = [rulebook.treatments[code].booking_minutes for code in treatments if code in rulebook.treatments]
    return min(sum(known), MINUTES[-1]) or USUAL_MINUTES


def time_problems(starts_at: datetime, minutes: int) -> Iterator[FieldProblem]:
    """What is wrong with an appointment's time."""
    if minutes not in MINUTES:
        yield FieldProblem("minutes", "unfit", _("An appointment takes 5 minutes to 8 hours."))
    if timezone.is_naive(starts_at):
        yield FieldProblem("starts_at", "no_zone", _("The time needs a time zone."))
    if not EARLIEST_YEAR <= starts_at.year < LATEST_YEAR:
        yield FieldProblem("starts_at", "unfit", _("Enter a date between 2000 and 2099."))


def procedure_problems(
    rulebook: Rulebook, treatments: Sequence[str], areas: Sequence[str]
) -> Iterator[FieldProblem]:
    """What is wrong with planned treatments and areas."""
    if not treatments:
        yield FieldProblem("treatments", "required", _("Choose at least one treatment."))
    if not set(treatments) <= set(rulebook.treatments) or len(set(treatments)) != len(treatments):
        yield FieldProblem("treatments", "unknown_code", _("Choose treatments of the list, each once."))
    if not set(areas) <= set(rulebook.areas.areas) or len(set(areas)) != len(areas):
        yield FieldProblem("areas", "unknown_code", _("Choose areas of the list, each once."))


def refuse(problems: Iterator[FieldProblem] | list[FieldProblem]) -> None:
    """InvalidInput where there are any problems."""
    found = list(problems)
    if found:
        raise InvalidInput(found)
