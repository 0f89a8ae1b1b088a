"""Appointments of another booking system: uploaded, looked at row by row, and only then imported."""

from screening.services.desk.importing.confirming import Imported, confirm_import
from screening.services.desk.importing.plan import Action, Plan, PlannedRow
from screening.services.desk.importing.uploading import preview_import, upload_import

__all__ = [
    "Action",
    "Imported",
    "Plan",
    "PlannedRow",
    "confirm_import",
    "preview_import",
    "upload_import",
]
