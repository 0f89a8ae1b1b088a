"""Reception's verbs: patients, appointments, invitations."""

from screening.services.desk.appointments import (
    book_appointment,
    cancel_appointment,
    change_procedure,
    reschedule_appointment,
)
from screening.services.desk.invitations import create_invitation, revoke_invitations
from screening.services.desk.patients import register_patient
from screening.services.desk.waiting import WaitingPage, count_waiting, list_waiting

__all__ = [
    "WaitingPage",
    "book_appointment",
    "cancel_appointment",
    "change_procedure",
    "count_waiting",
    "create_invitation",
    "list_waiting",
    "register_patient",
    "reschedule_appointment",
    "revoke_invitations",
]
