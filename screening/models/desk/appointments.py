"""Appointments."""

import uuid
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk.patients import Patient


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Queries on appointments."""

    def with_people(self) -> "AppointmentQuerySet":
        """With patient, practitioner and questionnaire, in one query."""
        return self.select_related("patient", "practitioner", "response")

    def for_desk(self) -> "AppointmentQuerySet":
        """With people and how far the questionnaire is, without anything that was answered."""
        unread = ("response__answers", "response__set_aside", "response__answered_by")
        return self.with_people().defer(*unread)

    def awaiting_answers(self, now: datetime) -> "AppointmentQuerySet":
        """Those to come whose questionnaire is open: those not begun first, then by time."""
        ahead = self.filter(starts_at__gt=now, status=Appointment.Status.BOOKED)
        is_open = ahead.filter(response__submitted_at__isnull=True, response__isnull=False)
        is_open = is_open.exclude(review__state="withdrawn")
        return is_open.select_related("patient").order_by("response__revision", "starts_at", "id")

    def withdrawn_ahead(self, now: datetime) -> "AppointmentQuerySet":
        """Those to come whose patient has withdrawn the form, in order, without what was answered."""
        ahead = self.filter(starts_at__gt=now, status=Appointment.Status.BOOKED)
        return ahead.filter(review__state="withdrawn").for_desk().order_by("starts_at", "id")

    def lock(self, pk: uuid.UUID) -> "Appointment":
        """The appointment, locked until the transaction ends, and with it all that belongs to it.

        Whoever changes an appointment, its questionnaire or its evaluations takes this lock first (on
        SQLite the IMMEDIATE transaction is lock enough), so that one change at a time sees what the one
        before has left.
        """
        return self.select_for_update().get(pk=pk)

    def waiting(self, since: datetime) -> "AppointmentQuerySet":
        """Those booked from `since` on whose questionnaire has not been handed in, in order."""
        awaited = self.filter(status=Appointment.Status.BOOKED, starts_at__gte=since)
        in_use = awaited.exclude(review__state="withdrawn")
        return in_use.filter(response__status="in-progress").order_by("starts_at", "id")

    def to_remind(self, now: datetime, until: datetime) -> "AppointmentQuerySet":
        """Those still to come before `until` whose questionnaire has not been handed in."""
        return self.waiting(now).filter(starts_at__gt=now, starts_at__lt=until)

    def invited_before(self, moment: datetime) -> "AppointmentQuerySet":
        """Those whose newest link was made before a moment."""
        return self.annotate(invited_at=models.Max("invitations__created_at")).filter(invited_at__lt=moment)

    def answered(self, now: datetime, until: datetime) -> "AppointmentQuerySet":
        """Those still to come before `until` whose questionnaire has been handed in, with it."""
        ahead = self.filter(status=Appointment.Status.BOOKED, starts_at__gt=now, starts_at__lt=until)
        handed_in = ahead.filter(response__submitted_at__isnull=False).select_related("response")
        return handed_in.defer("response__answers", "response__set_aside").order_by("starts_at", "id")

    def between(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        """Those that start from `start` on and before `end`, in order."""
        return self.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "id")


class Appointment(models.Model):
    """A booked treatment. It owns the treatments and the treatment areas (codes of the rulebook).

    `external_reference` is its number in another booking system, where it was imported from one.
    """

    class Status(models.TextChoices):
        """FHIR's words."""

        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    treatments = models.JSONField()
    areas = models.JSONField()
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    minutes = models.PositiveSmallIntegerField(default=30)
    external_reference = models.CharField(max_length=80, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.BOOKED)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        indexes = [models.Index(fields=["starts_at", "id"], name="appointment_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["booked", "cancelled"]), name="appointment_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=480), name="appointment_minutes_fit"
            ),
            models.UniqueConstraint(
                fields=["external_reference"],
                condition=~models.Q(external_reference=""),
                name="appointment_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def day(self) -> date:
        """The clinic's day it falls on: what every window is measured against."""
        return timezone.localdate(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)
