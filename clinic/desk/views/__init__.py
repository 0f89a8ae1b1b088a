"""The pages of the desk."""

from clinic.desk.views.answering import behalf, tablet
from clinic.desk.views.appointments import appointment, ask_again, copy, print_code, revoke, send
from clinic.desk.views.booking import book, cancel, change
from clinic.desk.views.calendar import day, week
from clinic.desk.views.importing import preview, sample, upload
from clinic.desk.views.merging import merge, other_record, undo
from clinic.desk.views.patients import edit_patient, new_patient, patient, patients
from clinic.desk.views.recall import recall
from clinic.desk.views.wishes import wish, wishes

__all__ = [
    "appointment",
    "ask_again",
    "behalf",
    "book",
    "cancel",
    "change",
    "copy",
    "day",
    "edit_patient",
    "merge",
    "new_patient",
    "other_record",
    "patient",
    "patients",
    "preview",
    "print_code",
    "recall",
    "revoke",
    "sample",
    "send",
    "tablet",
    "undo",
    "upload",
    "week",
    "wish",
    "wishes",
]
