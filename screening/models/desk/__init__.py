"""Patients, their appointments, and the invitations sent for them."""

from screening.models.desk.appointments import Appointment
from screening.models.desk.invitations import Invitation
from screening.models.desk.patients import Patient, PatientSearchKey

__all__ = ["Appointment", "Invitation", "Patient", "PatientSearchKey"]
