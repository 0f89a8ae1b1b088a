"""Reception's verbs: patients, appointments, invitations."""

from screening.services.desk.appointments import (
    book_appointment,
    cancel_appointment,
    change_procedure,
    reschedule_appointment,
    usual_minutes,
)
from screening.services.desk.duplicates import Duplicate, find_duplicates
from screening.services.desk.invitations import create_invitation, revoke_invitations
from screening.services.desk.merging import merge_patients, undo_merge
from screening.services.desk.messages import HandedOut, hand_out_link, send_invitation
from screening.services.desk.patients import edit_patient, register_patient
from screening.services.desk.practitioners import assign_practitioner, practitioners_for
from screening.services.desk.schedule import Clash, Day, Slot, find_clashes, list_day, list_week
from screening.services.desk.searching import Found, search_patients
from screening.services.desk.tablet import (
    continue_on_tablet,
    end_on_tablet,
    open_on_tablet,
    start_on_tablet,
)

__all__ = [
    "Clash",
    "Day",
    "Duplicate",
    "Found",
    "HandedOut",
    "Slot",
    "assign_practitioner",
    "book_appointment",
    "cancel_appointment",
    "change_procedure",
    "continue_on_tablet",
    "create_invitation",
    "edit_patient",
    "end_on_tablet",
    "find_clashes",
    "find_duplicates",
    "hand_out_link",
    "list_day",
    "list_week",
    "merge_patients",
    "open_on_tablet",
    "practitioners_for",
    "register_patient",
    "reschedule_appointment",
    "revoke_invitations",
    "search_patients",
    "send_invitation",
    "start_on_tablet",
    "undo_merge",
    "usual_minutes",
]
