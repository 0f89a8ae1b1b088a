"""Erasing one patient: everything personal goes, statistics and the audit trail stay whole.

The trail names ids and codes only. Nothing personal is left that they lead to.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from screening.models import (
    Appointment,
    AppointmentImport,
    Invitation,
    Patient,
    QuestionnaireResponse,
    RecordHold,
    TabletSession,
)
from screening.services.audit import Actor, Detail, record
from screening.services.errors.retention import (
    AppointmentAhead,
    PatientUnknown,
    ReasonUnknown,
    RecordOnHold,
)
from screening.services.retention.belongings import BELONGINGS, People, everybody_in
from screening.services.retention.cases import remove_cases
from screening.services.retention.disk import forget_on_disk

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger("screening.retention")

REASONS: "dict[str, _StrPromise]" = {
    "asked-for": _("The patient asked for it"),
    "by-mistake": _("The record was made by mistake"),
    "authority": _("An authority or a court ordered it"),
    "again": _("It was erased before, and a backup brought it back"),
}


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone: how many rows of the record, and how many cases of drafts."""

    rows: int
    cases: int


@transaction.atomic
def erase_patient(*, patient: Patient, reason: str, by: Actor, now: datetime) -> Erased:
    """Erase a patient with everybody merged into their record. There is no way back but a backup.

    ReasonUnknown; PatientIsMerged; PatientUnknown where somebody else has erased it; RecordOnHold;
    AppointmentAhead.
    """
    if reason not in REASONS:
        raise ReasonUnknown
    people = lock_record(patient)
    if RecordHold.objects.on_any(people).exists():
        raise RecordOnHold
    booked = Appointment.objects.filter(patient__in=people, status=Appointment.Status.BOOKED)
    if booked.filter(starts_at__gt=now).exists():
        raise AppointmentAhead
    return remove_record(patient, people, action="patient.erased", reason=reason, by=by)


def lock_record(patient: Patient) -> list[uuid.UUID]:
    """Lock the people of a record and their appointments until the transaction ends.

    PatientUnknown; PatientIsMerged. Whoever was merged while the locks were waited for is looked for again.
    """
    locked: list[uuid.UUID] = []
    while (people := everybody_in(patient)) != locked:
        if len(Patient.objects.lock(*people)) != len(people):
            raise PatientUnknown
        locked = people
    for pk in Appointment.objects.filter(patient__in=people).order_by("pk").values_list("pk", flat=True):
        Appointment.objects.lock(pk)
    return people


def remove_record(
    patient: Patient, people: Sequence[uuid.UUID], *, action: str, reason: str, by: Actor
) -> Erased:
    """Remove a locked record, and say so on the audit trail and in the log: there by its id only."""
    cases = remove_cases(
        QuestionnaireResponse.objects.filter(appointment__patient__in=people).values_list("pk", flat=True)
    )
    end_sessions(people)
    AppointmentImport.objects.open().delete()  # a list on its way in may name anybody; it is uploaded again
    rows = sum(one.of(people).delete()[0] for one in BELONGINGS)
    detail: dict[str, Detail] = {
        "reason": reason,
        "rows": rows,
        "cases": cases,
        "records": [str(pk) for pk in people],
    }
    record(action=action, by=by, subject=patient, detail=detail)
    transaction.on_commit(lambda: log_erased(people))
    transaction.on_commit(forget_on_disk)
    return Erased(rows, cases)


def log_erased(people: People) -> None:
    """Say in the log which records are gone: after a backup was restored they are to be erased again."""
    for pk in people:
        logger.info("record erased %s", pk)


def end_sessions(people: People) -> None:
    """End the browsers' sessions that a link or the tablet of these patients began."""
    begun: set[str] = set()
    for model in (Invitation, TabletSession):
        theirs = model._default_manager.filter(appointment__patient__in=people)
        begun |= {str(pk) for pk in theirs.values_list("pk", flat=True)}
    if not begun:
        return
    gone = [
        session.pk
        for session in Session.objects.iterator()
        if begun & set(map(str, session.get_decoded().values()))
    ]
    Session.objects.filter(pk__in=gone).delete()
