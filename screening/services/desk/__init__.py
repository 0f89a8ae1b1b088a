"""Reception's verbs: patients, appointments, invitations."""

from screening.services.desk.appointments import (
    book_appointment,
    cancel_appointment,
    change_procedure,
    reschedule_appointment,
)
from screening.services.desk.invitations import create_invitation, revoke_invitations
from screening.services.desk.patients import register_patient

__all__ = [
    "book_appointment",
    "cancel_appointment",
    "change_procedure",
    "create_invitation",
    "register_patient",
    "reschedule_appointment",
    "revoke_invitations",
]
