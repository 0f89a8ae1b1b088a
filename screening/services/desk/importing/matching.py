"""Laying the rows of a file beside what is in the records. The same few queries for one row and for 500."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from screening.models import Appointment, Patient
from screening.models.keyed_hash import name_words
from screening.services.desk.duplicates import (
    Candidates,
    Described,
    Duplicate,
    by_digest,
    compared,
    day_reason,
    name_reason,
)
from screening.services.desk.importing.plan import NEW_PATIENT, SKIP, Action, PlannedRow
from screening.services.desk.importing.rows import Draft
from screening.services.desk.practitioners import performers
from screening.services.desk.searching import survivors
from screening.services.errors import FieldProblem

Choices = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Records:
    """What the records hold for the rows of a file."""

    candidates: Mapping[Described, Sequence[Patient]]
    in_use: frozenset[UUID]
    by_reference: Mapping[str, Appointment]
    by_time: Mapping[tuple[UUID, datetime], Appointment]
    performers: Mapping[str, set[UUID]]


def records_for(drafts: Sequence[Draft]) -> Records:
    """Everything the drafts have to be compared with."""
    described = [described_by(draft) for draft in drafts]
    candidates = candidates_for(described)
    people = {one.pk for one in survivors(one for found in candidates.values() for one in found)}
    references = {draft.reference for draft in drafts if draft.reference}
    known = Appointment.objects.with_people().filter(external_reference__in=references)
    booked = Appointment.objects.with_people().filter(status=Appointment.Status.BOOKED)
    at_times = booked.filter(starts_at__in={draft.starts_at for draft in drafts}, patient__in=people)
    treatments = {code for draft in drafts for code in draft.treatments}
    return Records(
        candidates=candidates,
        in_use=frozenset(people),
        by_reference={one.external_reference: one for one in known},
        by_time={(one.patient_id, one.starts_at): one for one in at_times},
        performers=performers(sorted(treatments)),
    )


def candidates_for(described: Sequence[Described]) -> dict[Described, list[Patient]]:
    """Everybody worth comparing with each: with one wrong digit in the date only who has a like name."""
    found = by_digest(digest for one in described for digest in one.digests() | one.misdated())
    return {one: [*found.of(one.digests()), *misdated(one, found)] for one in described}


def misdated(wanted: Described, found: Candidates) -> list[Patient]:
    """Those of a like name whose date of birth differs in one digit, and who share nothing else."""
    known = {patient.pk for patient in found.of(wanted.digests())}
    others = (patient for patient in found.of(wanted.misdated()) if patient.pk not in known)
    return [patient for patient in others if name_reason(wanted.name, patient.name)]


def described_by(draft: Draft) -> Described:
    """The person a draft is for."""
    return Described(draft.name, draft.birth_date, draft.email, draft.phone)


def match(row: PlannedRow, records: Records, choices: Choices) -> PlannedRow:
    """What becomes of a row that could be read."""
    draft = row.draft
    if draft is None:
        return row
    if problem := practitioner_problem(draft, records):
        return refused(row, problem)
    booked = records.by_reference.get(draft.reference) if draft.reference else None
    if booked is not None:
        return beside(row, draft, booked) if is_same(draft, booked.patient) else refused(row, of_another())
    if choices.get(row.line) == SKIP:
        return replace(row, action=Action.SKIPPED)
    return place(with_patient(row, draft, records, choices.get(row.line, "")), draft, records)


def practitioner_problem(draft: Draft, records: Records) -> FieldProblem | None:
    """A problem where the practitioner may not perform what is planned."""
    who = draft.practitioner
    limits = [records.performers[code] for code in draft.treatments if code in records.performers]
    if who is None or all(who.pk in allowed for allowed in limits):
        return None
    return FieldProblem("practitioner", "not_permitted", _("This person may not perform the treatment."))


def of_another() -> FieldProblem:
    """The problem of a reference that belongs to another person's appointment."""
    text = _("An appointment with this reference is booked here for somebody else.")
    return FieldProblem("reference", "of_another", text)


def refused(row: PlannedRow, problem: FieldProblem) -> PlannedRow:
    """A row that cannot be imported."""
    return replace(row, action=Action.PROBLEM, problems=(*row.problems, problem))


def is_same(draft: Draft, patient: Patient) -> bool:
    """Whether a draft may well be for this patient."""
    return bool(name_reason(draft.name, patient.name) and day_reason(draft.birth_date, patient.birth_date))


def with_patient(row: PlannedRow, draft: Draft, records: Records, choice: str) -> PlannedRow:
    """The row with its patient: the one of this very name and birth date, the one chosen, or a new one."""
    near = [one for one in records.candidates[described_by(draft)] if one.pk in records.in_use]
    exact = [
        one
        for one in near
        if one.birth_date == draft.birth_date and name_words(one.name) == name_words(draft.name)
    ]
    if len(exact) == 1:
        return replace(row, action=Action.NEW, patient=exact[0])
    likely = tuple(one for one in compared(described_by(draft), near) if one.is_likely)
    if not likely or choice == NEW_PATIENT:
        return replace(row, action=Action.NEW, candidates=likely)
    return chosen(row, likely, choice)


def chosen(row: PlannedRow, likely: tuple[Duplicate, ...], choice: str) -> PlannedRow:
    """The row with the candidate that was chosen, or still to choose."""
    named = {str(one.patient.pk): one.patient for one in likely}
    action = Action.NEW if choice in named else Action.CHOOSE
    return replace(row, action=action, candidates=likely, patient=named.get(choice))


def place(row: PlannedRow, draft: Draft, records: Records) -> PlannedRow:
    """The row beside an appointment its patient has at that very time, if any."""
    if row.patient is None:
        return row
    booked = records.by_time.get((row.patient.pk, draft.starts_at))
    if booked is None:
        return row
    if draft.reference and booked.external_reference:  # another reference: another appointment
        text = _("The patient has another appointment at this time.")
        return refused(row, FieldProblem("starts_at", "taken", text))
    return beside(row, draft, booked)


def beside(row: PlannedRow, draft: Draft, booked: Appointment) -> PlannedRow:
    """The row beside the appointment it speaks of."""
    changes = tuple(name for name, is_other in differences(draft, booked).items() if is_other)
    action = Action.CHANGED if changes else Action.UNCHANGED
    if booked.status == Appointment.Status.CANCELLED:
        action, changes = Action.LEFT, ()
    return replace(row, action=action, appointment=booked, patient=booked.patient, changes=changes)


def differences(draft: Draft, booked: Appointment) -> dict[str, bool]:
    """By name, whether the file says otherwise than what is booked. Where it is silent, nothing differs."""
    who = draft.practitioner
    return {
        "starts_at": draft.starts_at != booked.starts_at,
        "minutes": draft.minutes not in {None, booked.minutes},
        "treatments": set(draft.treatments) != set(booked.treatments),
        "areas": draft.areas is not None and set(draft.areas) != set(booked.areas),
        "practitioner": who is not None and who.pk != booked.practitioner_id,
        "reference": draft.reference not in {"", booked.external_reference},
    }
