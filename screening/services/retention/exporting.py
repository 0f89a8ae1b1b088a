"""The whole record of one patient as data: what the clinic must be able to hand over (GDPR Art. 15).

Every table of the record, every column, decrypted. Left out is what names a secret or is made from the rest.
The form is promised by docs/patient-record.schema.json.
"""

import base64
import json
import uuid
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from screening.models import (
    AuditEvent,
    Evaluation,
    ImpactRow,
    Patient,
    PatientSearchKey,
    Presence,
    ReviewKey,
    RulebookVersion,
)
from screening.services.audit import Actor, record
from screening.services.retention.belongings import BELONGINGS, People, everybody_in
from screening.services.review.readers import LISTED, OPENED, parts_of

FORMAT, VERSION = "clinic-patient-record", 1
Json = dict[str, Any]

LEFT_OUT: dict[type[models.Model], str] = {
    PatientSearchKey: "hashes made from the name and contact data",
    ReviewKey: "hashes made from the treatments and topics",
    Presence: "who of the staff has a page open this minute",
    ImpactRow: "what a draft of a rulebook would change; removed after some days",
}
SECRET = {"token_sha256"}
IN_ORDER = [one for one in reversed(BELONGINGS) if one.model not in LEFT_OUT]


@transaction.atomic
def export_patient(*, patient: Patient, by: Actor, now: datetime) -> Json:
    """Everything stored about a patient, findings and decisions among it; noted on the audit trail.

    PatientIsMerged for one who was taken into another's record.
    """
    people = everybody_in(patient)
    record(action="patient.exported", by=by, subject=patient, detail={"records": [str(pk) for pk in people]})
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": value_of(now),
        "patient": str(patient.pk),
        "tables": {str(one.model._meta.model_name): rows_of(one.of(people)) for one in IN_ORDER},
        "rulebooks": rulebooks_of(people),
        "read_by": readings_of(patient),
    }


def rows_of(rows: "models.QuerySet[Any]") -> list[Json]:
    """Every row with every column, by key."""
    return [row_of(row) for row in rows.order_by("pk")]


def row_of(row: models.Model) -> Json:
    """One row by the names of its fields; a member of staff by id and name."""
    fields = [field for field in row._meta.concrete_fields if field.name not in SECRET]
    return {field.name: value_of(related(row, field)) for field in fields} | parsed(row)


def related(row: models.Model, field: "models.Field[Any, Any]") -> object:
    """What a field holds: of a reference the id, and with it the name of a member of staff."""
    value = getattr(row, field.attname)
    is_person = field.many_to_one and getattr(field.related_model, "USERNAME_FIELD", None)
    if value is None or not is_person:
        return value
    return {"id": str(value), "name": str(getattr(row, field.name))}


def parsed(row: models.Model) -> Json:
    """What is stored as the text of a JSON document, as that."""
    return {"body": json.loads(row.body)} if isinstance(row, Evaluation) else {}


def value_of(value: Any) -> Any:
    """A value as JSON: days and moments in ISO 8601, the bytes of a letter in base64."""
    match value:
        case datetime():
            return timezone.localtime(value).isoformat()
        case date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


def rulebooks_of(people: People) -> list[Json]:
    """The versions the record names: which rules its findings come from."""
    named = {
        key
        for one in IN_ORDER
        if any(field.name == "rulebook_version" for field in one.model._meta.concrete_fields)
        for key in one.of(people).values_list("rulebook_version", flat=True)
    }
    known = RulebookVersion.objects.filter(pk__in=named).order_by("number")
    return [
        {"id": str(pk), "number": number, "digest": digest}
        for pk, number, digest in known.values_list("pk", "number", "digest")
    ]


def readings_of(patient: Patient) -> list[Json]:
    """Who has read something of it, by the clinic's days: kinds of people, no names (docs/adr/0021)."""
    rows = AuditEvent.objects.tallied(parts_of(patient), [*OPENED, *LISTED])
    return [
        {"who": row["actor_kind"], "what": row["action"], "on": value_of(row["day"]), "times": row["times"]}
        for row in rows
    ]
