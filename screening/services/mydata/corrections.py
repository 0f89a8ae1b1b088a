"""What a patient wants put right, in their own words, and the clinic's reply."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import Appointment, CorrectionRequest, QuestionnaireResponse, Review, SignOff
from screening.services.audit import Actor, record, record_all
from screening.services.errors import AppointmentIsCancelled, FieldProblem, InvalidInput
from screening.services.errors.mydata import CorrectionClosed, FormWithdrawn
from screening.services.review.changing import change, fall_away, lock_review
from screening.services.review.permissions import require_clinical, require_staff
from screening.services.review.states import Event
from screening.services.texts import read_text

About = CorrectionRequest.About
Status = CorrectionRequest.Status
MOST_OPEN = 10
MOST_LISTED = 100


@transaction.atomic
def ask_for_correction(
    *, appointment: Appointment, about: str, text: str, by: Actor, link_id: str = ""
) -> CorrectionRequest:
    """Store what a patient wants put right; staff find it on the record, contact data also at the desk.

    Where an answer is said to be wrong nobody may rely on it: a sign-off falls away, and the record goes back
    to review. InvalidInput for an unfit field, for an answer before anything was sent (the form is still
    open), and for more than MOST_OPEN at a time; FormWithdrawn; AppointmentIsCancelled.
    """
    review = lock_review(appointment)
    if review.appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    if review.state == Review.State.WITHDRAWN:
        raise FormWithdrawn
    row = CorrectionRequest(appointment=review.appointment)
    row.about = read_about(about, review.appointment.response)
    row.link_id = read_link_id(link_id, review.appointment) if row.about == About.ANSWER else ""
    row.text = read_text("text", text, required=True)
    if CorrectionRequest.objects.open().filter(appointment=appointment.pk).count() >= MOST_OPEN:
        message = _(
            "You have asked for %(count)d corrections already. Please wait for our reply, or call us."
        )
        raise InvalidInput([FieldProblem("text", "too_many", message % {"count": MOST_OPEN})])
    row.save(force_insert=True)
    record(action="correction.asked", by=by, subject=row, detail={"about": row.about})
    if row.about == About.ANSWER:
        fall_away(review, SignOff.Why.CORRECTION_ASKED, by)
        change(review, Event.CORRECTION_ASKED, by=by, subject=row)
    return row


def read_about(about: str, response: QuestionnaireResponse) -> str:
    """What it is about; InvalidInput for anything unknown, and for an answer that was not sent yet."""
    if about not in About.values:
        raise InvalidInput([FieldProblem("about", "required", _("Choose what is wrong."))])
    if about == About.ANSWER and not response.is_submitted:
        message = _("You have not sent your answers yet: go back to the form and change them there.")
        raise InvalidInput([FieldProblem("about", "unfit", message)])
    return about


def read_link_id(link_id: str, appointment: Appointment) -> str:
    """The answer it is about; empty where none was named. InvalidInput for one that was not given."""
    response: QuestionnaireResponse = QuestionnaireResponse.objects.get(appointment=appointment.pk)
    if link_id and link_id not in {**response.answers, **response.set_aside}:
        raise InvalidInput([FieldProblem("link_id", "unfit", _("Choose one of your answers."))])
    return link_id


@transaction.atomic
def close_correction(
    *, correction: CorrectionRequest, outcome: str, reply: str, by: Actor, now: datetime
) -> CorrectionRequest:
    """Say that it was put right, or why it was not; the patient reads the reply.

    NotPermitted for reception where it is about an answer; CorrectionClosed, of several at once for all but
    one; InvalidInput without an outcome, or without a reply where nothing was changed.
    """
    closer = require_staff(by)
    Appointment.objects.lock(correction.appointment_id)
    fresh: CorrectionRequest = CorrectionRequest.objects.in_order().get(pk=correction.pk)
    if fresh.about == About.ANSWER:
        require_clinical(by)
    if not fresh.is_open:
        raise CorrectionClosed
    if outcome not in {Status.DONE, Status.DECLINED}:
        raise InvalidInput([FieldProblem("outcome", "required", _("Choose what has been done."))])
    fresh.reply = read_text("reply", reply, required=outcome == Status.DECLINED)
    fresh.status, fresh.closed_by_id, fresh.closed_at = outcome, closer, now
    fresh.save(update_fields=["reply", "status", "closed_by", "closed_at"])
    record(action=f"correction.{outcome}", by=by, subject=fresh, detail={"about": fresh.about})
    return fresh


@transaction.atomic
def open_contact_requests(*, by: Actor) -> list[CorrectionRequest]:
    """What patients want put right in their contact data, for reception; noted on the audit trail."""
    rows = list(CorrectionRequest.objects.open().about_contact().in_order()[:MOST_LISTED])
    record_all(action="correction.listed", by=by, details=[(row, {}) for row in rows])
    return rows


@transaction.atomic
def open_correction(*, request_id: UUID, by: Actor) -> CorrectionRequest | None:
    """One request, to be replied to; noted on the audit trail. None without one.

    NotPermitted for reception where it is about an answer.
    """
    found: CorrectionRequest | None = CorrectionRequest.objects.in_order().filter(pk=request_id).first()
    if found is not None:
        if found.about == About.ANSWER:
            require_clinical(by)
        record(action="correction.read", by=by, subject=found)
    return found


@transaction.atomic
def list_withdrawn(*, by: Actor, now: datetime) -> list[Appointment]:
    """Appointments ahead whose patient has withdrawn the form, for reception; noted on the audit trail."""
    rows = list(Appointment.objects.withdrawn_ahead(now)[:MOST_LISTED])
    record_all(action="appointment.listed", by=by, details=[(row, {}) for row in rows])
    return rows
