"""What is personal and past its time: whole records, forms never handed in, messages, links."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from screening.models import (
    Appointment,
    CalendarFeed,
    Invitation,
    MergedPatient,
    OutboxMessage,
    Patient,
    QuestionnaireResponse,
    RecordHold,
    TabletSession,
)
from screening.services.audit import SYSTEM, record, record_all
from screening.services.errors import PatientIsMerged
from screening.services.errors.retention import PatientUnknown
from screening.services.retention.erasing import lock_record, remove_record
from screening.services.retention.kinds import Kind, days_before, years_before

RECORDS, UNFINISHED, MESSAGES, LINKS = (
    "RECORDS_KEPT_YEARS",
    "UNFINISHED_KEPT_DAYS",
    "MESSAGES_KEPT_DAYS",
    "LINKS_KEPT_DAYS",
)
HELD = "appointment__patient"


def old_records(now: datetime) -> "models.QuerySet[Patient]":
    """Patients whose last appointment was too long ago, and whom nobody holds, the one longest ago first.

    Who never had one counts from when they were registered. Who was merged goes with the record they are in.
    """
    before = years_before(now, settings.RECORDS_KEPT_YEARS)
    known = Patient.objects.present().filter(created_at__lt=before)
    lately = Appointment.objects.filter(starts_at__gte=before).values("patient")
    old = known.exclude(pk__in=lately).exclude(pk__in=held_people())
    return old.annotate(last_at=Max("appointments__starts_at")).order_by("last_at", "pk")


def remove_records(now: datetime, limit: int) -> int:
    """Remove old records, each in a transaction of its own."""
    return sum(remove_old(pk, now) for pk in list(old_records(now).values_list("pk", flat=True)[:limit]))


@transaction.atomic
def remove_old(pk: uuid.UUID, now: datetime) -> int:
    """Remove one record, if it is old still now that nobody else can change it."""
    patient = Patient.objects.filter(pk=pk).first()
    if patient is None:
        return 0
    try:
        people = lock_record(patient)
    except (PatientIsMerged, PatientUnknown):
        return 0
    if RecordHold.objects.on_any(people).exists() or not old_records(now).filter(pk=pk).exists():
        return 0
    remove_record(patient, people, action="patient.purged", reason="period-over", by=SYSTEM)
    return 1


def unfinished(now: datetime) -> "models.QuerySet[QuestionnaireResponse]":
    """Forms that were begun and never handed in, of appointments too long ago."""
    begun = QuestionnaireResponse.objects.filter(submitted_at__isnull=True)
    begun = begun.filter(Q(started_at__isnull=False) | Q(revision__gt=0))
    old = begun.filter(appointment__starts_at__lt=days_before(now, UNFINISHED))
    return old.exclude(appointment__patient__in=held_people()).order_by("pk")


def held_people() -> set[uuid.UUID]:
    """Who is on hold, and who has taken them into their own record since, with all their appointments."""
    people = newest = {*RecordHold.objects.standing().values_list("patient", flat=True)}
    while newest:
        merges = MergedPatient.objects.standing().filter(merged__in=newest)
        newest = {*merges.values_list("kept", flat=True)} - people
        people |= newest
    return people


def empty_unfinished(now: datetime, limit: int) -> int:
    """Empty such forms; that there was one stays."""
    return sum(empty(row) for row in list(unfinished(now)[:limit]))


@transaction.atomic
def empty(response: QuestionnaireResponse) -> int:
    """Empty one form, unless it was handed in meanwhile."""
    Appointment.objects.lock(response.appointment_id)
    fresh = QuestionnaireResponse.objects.filter(pk=response.pk, submitted_at__isnull=True).first()
    if fresh is None:
        return 0
    fresh.answers, fresh.set_aside, fresh.section_revisions = {}, {}, {}
    fresh.answered_by = fresh.answer_revisions = fresh.started_at = None
    fresh.revision = 0
    fresh.save()
    record(action="response.purged", by=SYSTEM, subject=fresh)
    return 1


def old_messages(now: datetime) -> "models.QuerySet[OutboxMessage]":
    """Messages that wait for nothing, of appointments too long ago."""
    done = OutboxMessage.objects.exclude(status=OutboxMessage.Status.QUEUED)
    old = done.filter(appointment__starts_at__lt=days_before(now, MESSAGES))
    return old.exclude(appointment__patient__in=held_people()).order_by("pk")


@transaction.atomic
def remove_messages(now: datetime, limit: int) -> int:
    """Remove such messages."""
    rows = list(old_messages(now).only("pk")[:limit])
    record_all(action="message.purged", by=SYSTEM, details=[(row, {}) for row in rows])
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def old_links(now: datetime) -> "list[models.QuerySet[models.Model]]":
    """Links, calendar addresses and tablet sessions that are over, of appointments too long ago."""
    before = days_before(now, LINKS)
    over = (
        Invitation.objects.filter(expires_at__lt=before),
        CalendarFeed.objects.all(),
        TabletSession.objects.filter(created_at__lt=before),
    )
    past = [rows.filter(appointment__starts_at__lt=before) for rows in over]
    return [rows.exclude(appointment__patient__in=held_people()).order_by("pk") for rows in past]


@transaction.atomic
def remove_links(now: datetime, limit: int) -> int:
    """Remove such links."""
    removed = 0
    for rows in old_links(now):
        some = list(rows.only("pk")[: limit - removed])
        keys = [row.pk for row in some]
        record_all(action="link.purged", by=SYSTEM, details=[(row, {}) for row in some])
        if rows.model is Invitation:
            OutboxMessage.objects.filter(invitation__in=keys).update(invitation=None)
        rows.model._default_manager.filter(pk__in=keys).delete()
        removed += len(some)
    return removed


PERSONAL = (
    Kind(
        "records",
        _("Patients' records, after the last appointment"),
        lambda now: old_records(now).count(),
        remove_records,
        RECORDS,
    ),
    Kind(
        "unfinished",
        _("Answers never handed in, after the appointment"),
        lambda now: unfinished(now).count(),
        empty_unfinished,
        UNFINISHED,
    ),
    Kind(
        "messages",
        _("Messages sent, after the appointment"),
        lambda now: old_messages(now).count(),
        remove_messages,
        MESSAGES,
    ),
    Kind(
        "links",
        _("Links, calendar addresses and tablet sessions that are over"),
        lambda now: sum(rows.count() for rows in old_links(now)),
        remove_links,
        LINKS,
    ),
)
