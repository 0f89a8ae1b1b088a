"""Reception's verbs: patients, appointments, invitations."""

from screening.services.desk.appointments import (
    book_appointment,
    cancel_appointment,
    change_procedure,
    reschedule_appointment,
)
from screening.services.desk.duplicates import Duplicate, find_duplicates
from screening.services.desk.invitations import create_invitation, revoke_invitations
from screening.services.desk.merging import merge_patients, undo_merge
from screening.services.desk.patients import edit_patient, register_patient
from screening.services.desk.searching import Found, search_patients
from screening.services.desk.waiting import WaitingPage, count_waiting, list_waiting

__all__ = [
    "Duplicate",
    "Found",
    "WaitingPage",
    "book_appointment",
    "cancel_appointment",
    "change_procedure",
    "count_waiting",
    "create_invitation",
    "edit_patient",
    "find_duplicates",
    "list_waiting",
    "merge_patients",
    "register_patient",
    "reschedule_appointment",
    "revoke_invitations",
    "search_patients",
    "undo_merge",
]
