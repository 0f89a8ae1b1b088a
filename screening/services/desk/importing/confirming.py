"""Importing what was previewed: all of it in one transaction, and only what was shown."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.models import Appointment, AppointmentImport, Patient
from screening.services.audit import Actor, record
from screening.services.desk.appointments import (
    book_appointment,
    change_procedure,
    reschedule_appointment,
)
from screening.services.desk.importing.matching import Choices
from screening.services.desk.importing.plan import Action, Plan, PlannedRow
from screening.services.desk.importing.rows import Draft
from screening.services.desk.importing.uploading import identity, plan_of
from screening.services.desk.patients import register_patient
from screening.services.desk.practitioners import assign_practitioner
from screening.services.errors import FieldProblem, ImportChanged, ImportGone, InvalidInput


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it: people registered, appointments booked and changed, rows that changed nothing."""

    patients: int
    booked: int
    changed: int
    untouched: int


@transaction.atomic
def confirm_import(*, upload: AppointmentImport, choices: Choices, seen: str, by: Actor) -> Imported:
    """Do what a preview showed, but for rows with a problem. The same file again changes nothing.

    `seen` is the digest of that preview. Imports go one after the other. ImportChanged where something has
    changed since the preview; InvalidInput (field "row-<line>") where a patient is still to be chosen;
    ImportGone. Nothing is imported then.
    """
    waiting = {one.pk: one for one in AppointmentImport.objects.open().select_for_update()}
    if upload.pk not in waiting:
        raise ImportGone
    fresh = waiting[upload.pk]
    lock_all(plan_of(fresh, choices))
    plan = plan_of(fresh, choices)
    if plan.digest != seen:
        raise ImportChanged
    open_rows = [row for row in plan.rows if row.action == Action.CHOOSE]
    if open_rows:
        text = _("Choose the patient.")
        raise InvalidInput(FieldProblem(f"row-{row.line}", "required", text) for row in open_rows)
    result = carry_out(plan, by)
    fresh.content, fresh.confirmed_at = "", timezone.now()
    fresh.save(update_fields=["content", "confirmed_at"])
    counts = {"patients": result.patients, "booked": result.booked, "changed": result.changed}
    record(action="import.confirmed", by=by, subject=fresh, detail=counts)
    return result


def lock_all(plan: Plan) -> None:
    """Lock everybody and everything a plan touches, in the order everybody locks: patients, appointments."""
    Patient.objects.lock(*(row.patient.pk for row in plan.rows if row.patient))
    for pk in sorted(row.appointment.pk for row in plan.rows if row.appointment):
        Appointment.objects.lock(pk)


def carry_out(plan: Plan, by: Actor) -> Imported:
    """Register, book and change."""
    made: dict[tuple[object, ...], Patient] = {}
    for row in plan.rows:
        if row.action == Action.NEW and row.draft is not None:
            book(row, row.draft, made, by)
        elif row.action == Action.CHANGED and row.draft is not None and row.appointment is not None:
            change(row, row.draft, row.appointment, by)
    counts: Counter[Action] = plan.counts
    booked, changed = counts[Action.NEW], counts[Action.CHANGED]
    return Imported(len(made), booked, changed, len(plan.rows) - booked - changed)


def book(row: PlannedRow, draft: Draft, made: dict[tuple[object, ...], Patient], by: Actor) -> None:
    """Book a new appointment, for a new patient where there is none; one person of two rows is made once."""
    patient = row.patient or made.get(identity(draft))
    if patient is None:
        patient = made[identity(draft)] = register_patient(
            name=draft.name,
            birth_date=draft.birth_date,
            email=draft.email,
            phone=draft.phone,
            language=draft.language,
            by=by,
        )
    book_appointment(
        patient=patient,
        starts_at=draft.starts_at,
        treatments=draft.treatments,
        areas=draft.areas or (),
        practitioner=draft.practitioner,
        minutes=draft.minutes or draft.usual_minutes,
        external_reference=draft.reference,
        by=by,
    )


def change(row: PlannedRow, draft: Draft, booked: Appointment, by: Actor) -> None:
    """Change what the file says otherwise of a booked appointment."""
    changes = set(row.changes)
    if "reference" in changes:
        booked.external_reference = draft.reference
        booked.save(update_fields=["external_reference"])
    if changes & {"starts_at", "minutes"}:
        reschedule_appointment(appointment=booked, starts_at=draft.starts_at, minutes=draft.minutes, by=by)
    if changes & {"treatments", "areas"}:
        areas = booked.areas if draft.areas is None else draft.areas
        change_procedure(appointment=booked, treatments=draft.treatments, areas=areas, by=by)
    if "practitioner" in changes:
        assign_practitioner(appointment=booked, practitioner=draft.practitioner, by=by)
