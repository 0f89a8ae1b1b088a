"""Whether a message is still worth sending at the moment it would be."""

from datetime import datetime

from screening.models import Appointment, OutboxMessage, Patient, Review

Kind = OutboxMessage.Kind

BY_ITSELF = frozenset({Kind.REMINDER, Kind.RECHECK, Kind.MOVED, Kind.CANCELLED})
"""Sent without anybody pressing a button, so only to those who want to hear by e-mail."""

WITH_LINK = frozenset({Kind.INVITATION, Kind.REMINDER, Kind.RECHECK, Kind.REQUEST})
"""These bring a link to the questionnaire."""


def reason_to_drop(message: OutboxMessage, now: datetime) -> str:
    """Why a message is not needed any more, as a code; "" where it is.

    `message` comes with appointment, patient and questionnaire as they are now.
    """
    appointment = message.appointment
    patient = appointment.patient
    if not patient.email:
        return "no-address"
    if message.kind in BY_ITSELF and patient.contact_by != Patient.ContactBy.EMAIL:
        return "not-wanted"
    if appointment.starts_at <= now:
        return "past"
    if appointment.status == Appointment.Status.CANCELLED and message.kind != Kind.CANCELLED:
        return "cancelled"
    if message.kind in WITH_LINK and appointment.review.state == Review.State.WITHDRAWN:
        return "withdrawn"
    return overtaken(message)


def overtaken(message: OutboxMessage) -> str:
    """Why a message no longer fits what has happened since it was written; "" where it does."""
    appointment, given = message.appointment, message.parameters
    is_submitted = appointment.response.is_submitted
    if "day" in given and given["day"] != str(appointment.day):
        return "moved"
    if "starts_at" in given and datetime.fromisoformat(given["starts_at"]) != appointment.starts_at:
        return "moved"
    if message.kind in {Kind.INVITATION, Kind.REMINDER} and is_submitted:
        return "answered"
    if message.kind == Kind.RECHECK and appointment.review.gate != Review.Gate.CLEARED:
        return "not-cleared"
    return ""
