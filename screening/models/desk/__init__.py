"""Patients, their appointments, and the invitations sent for them."""

from screening.models.desk.appointments import Appointment
from screening.models.desk.feeds import CalendarFeed
from screening.models.desk.imports import AppointmentImport
from screening.models.desk.invitations import Invitation
from screening.models.desk.merges import MergedPatient
from screening.models.desk.patients import Patient, PatientSearchKey
from screening.models.desk.tablets import TabletSession

__all__ = [
    "Appointment",
    "AppointmentImport",
    "CalendarFeed",
    "Invitation",
    "MergedPatient",
    "Patient",
    "PatientSearchKey",
    "TabletSession",
]
