"""Taking in a file, and showing what importing it would do."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.models import AppointmentImport
from screening.models.keyed_hash import name_words
from screening.services.audit import Actor, record, record_all
from screening.services.desk.importing.matching import Choices, match, records_for
from screening.services.desk.importing.plan import Action, Plan, PlannedRow
from screening.services.desk.importing.rows import Draft, RowReader
from screening.services.desk.importing.table import decode, read_table
from screening.services.desk.practitioners import CLINICAL
from screening.services.errors import FieldProblem, ImportGone
from screening.services.rulebook import active_version, rulebook_of

KEPT_FOR = timedelta(hours=1)


@transaction.atomic
def upload_import(*, data: bytes, by: Actor) -> AppointmentImport:
    """Keep a file, encrypted, until it is confirmed, for an hour at most. No patient, no appointment is made.

    ImportUnreadable, with nothing kept, where it is no list of appointments; ValueError for other than staff.
    """
    if by.user_id is None:
        raise ValueError("a member of staff imports appointments")
    text, encoding = decode(data)
    read_table(text)
    AppointmentImport.objects.abandoned(timezone.now() - KEPT_FOR).delete()
    upload = AppointmentImport(encoding=encoding, created_by_id=by.user_id)
    upload.content = text
    upload.save(force_insert=True)
    record(action="import.uploaded", by=by, subject=upload)
    return upload


@transaction.atomic
def preview_import(*, upload: AppointmentImport, choices: Choices, by: Actor) -> Plan:
    """What would become of every row, given what was chosen so far; the people shown count as listed.

    `choices` says by line: "skip", "new" (register somebody) or the id of one of the candidates. ImportGone.
    """
    plan = plan_of(upload, choices)
    people = {row.patient.pk: row.patient for row in plan.rows if row.patient}
    people |= {one.patient.pk: one.patient for row in plan.rows for one in row.candidates}
    record_all(action="patient.listed", by=by, details=[(one, {}) for one in people.values()])
    return plan


def plan_of(upload: AppointmentImport, choices: Choices) -> Plan:
    """The plan of an upload that is open still; ImportGone for any other."""
    if upload.confirmed_at is not None or upload.created_at + KEPT_FOR <= timezone.now():
        raise ImportGone
    table = read_table(upload.content)
    people = get_user_model().objects.filter(is_active=True, groups__name__in=CLINICAL).distinct()
    reader = RowReader(rulebook_of(active_version()), people)
    rows = [PlannedRow(line, cells, Action.PROBLEM, *reader.read(cells)) for line, cells in table.rows]
    drafts = [row.draft for row in rows if row.draft is not None]
    records = records_for(drafts)
    matched = [match(row, records, choices) for row in rows]
    return Plan(tuple(without_twins(matched)), table.ignored, upload.encoding)


def without_twins(rows: Sequence[PlannedRow]) -> Iterable[PlannedRow]:
    """The rows, of those that mean the same appointment only the first without a problem."""
    seen: set[object] = set()
    for row in rows:
        keys = keys_of(row)
        if row.action != Action.SKIPPED and keys & seen:
            problem = FieldProblem("row", "twice", _("This appointment is in the file twice."))
            yield replace(row, action=Action.PROBLEM, problems=(*row.problems, problem))
        else:
            yield row
        seen |= keys


def keys_of(row: PlannedRow) -> set[object]:
    """What two rows about one appointment have in common."""
    if row.draft is None or row.action == Action.PROBLEM:
        return set()
    person = row.patient.pk if row.patient else identity(row.draft)
    keys: set[object] = {(person, row.draft.starts_at)}
    return keys | {row.draft.reference} if row.draft.reference else keys


def identity(draft: Draft) -> tuple[object, ...]:
    """Who a new patient is within one file."""
    return (name_words(draft.name), draft.birth_date)
