"""What was done on the treatment day."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.audit import AppendOnlyError
from screening.models.desk import Appointment, Patient
from screening.models.encryption import EncryptedJSONField, EncryptedTextField
from screening.models.review.reviews import Review


class TreatmentRecordQuerySet(models.QuerySet["TreatmentRecord"]):
    """Queries on what was done, which neither change nor remove anything."""

    def update(self, **_values: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError

    def in_order(self) -> "TreatmentRecordQuerySet":
        """In the order they were signed, with who signed them."""
        return self.select_related("signed_by").order_by("signed_at", "id")

    def standing(self) -> "TreatmentRecordQuerySet":
        """Those not replaced by a later version, and not withdrawn by one."""
        kept = self.filter(superseded_by__isnull=True)
        return kept.exclude(status=TreatmentRecord.Status.ENTERED_IN_ERROR)

    def of_patient(self, patient: Patient) -> "TreatmentRecordQuerySet":
        """A patient's, the latest appointment first."""
        theirs = self.filter(appointment__patient=patient).select_related("appointment", "signed_by")
        return theirs.order_by("-appointment__starts_at", "-signed_at", "-id")


class TreatmentRecord(models.Model):
    """What was done at an appointment with one device, signed. Written once; never updated, never deleted.

    An amendment is a new row that supersedes the one before it. `gate` is what the gate showed when it was
    signed: where it was not cleared, `without_clearance` says why the treatment took place all the same.
    `digest` is that of everything signed. Depth in micrometres; `beyond_catalogue`: deeper than the
    rulebook's catalogue goes with the device, and confirmed.
    """

    class Status(models.TextChoices):
        """FHIR's words for a procedure."""

        COMPLETED = "completed", _("completed")
        STOPPED = "stopped", _("ended early")
        ENTERED_IN_ERROR = "entered-in-error", _("entered by mistake")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="treatment_records")
    status = models.CharField(max_length=16, choices=Status, default=Status.COMPLETED)
    treatment = models.CharField(max_length=64)
    device = models.CharField(max_length=80, blank=True)
    depth_um = models.PositiveSmallIntegerField(null=True, blank=True)
    beyond_catalogue = models.BooleanField(default=False)
    passes = models.PositiveSmallIntegerField(null=True, blank=True)
    batch = models.CharField(max_length=40, blank=True, db_index=True)
    products = EncryptedJSONField(default=list)
    areas = EncryptedJSONField(default=list)
    reaction = EncryptedTextField(default="", blank=True)
    note = EncryptedTextField(default="", blank=True)
    gate = models.CharField(max_length=10, choices=Review.Gate)
    without_clearance = EncryptedJSONField(null=True, blank=True)  # text, or none: the database sees which
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    amended_because = EncryptedJSONField(null=True, blank=True)
    digest = models.CharField(max_length=71)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = TreatmentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a treatment")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["completed", "stopped"])
                | Q(status="entered-in-error", supersedes__isnull=False),
                name="treatment_error_supersedes",
            ),
            models.CheckConstraint(
                condition=Q(gate="cleared", without_clearance__isnull=True)
                | Q(gate__in=["on-hold", "declined"], without_clearance__isnull=False),
                name="treatment_uncleared_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, amended_because__isnull=True)
                | (Q(supersedes__isnull=False, amended_because__isnull=False) & ~Q(supersedes=F("id"))),
                name="treatment_amendment_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(depth_um__isnull=True) | Q(depth_um__gte=1), name="treatment_depth_fits"
            ),
            models.CheckConstraint(
                condition=Q(beyond_catalogue=False) | Q(depth_um__isnull=False),
                name="treatment_beyond_has_depth",
            ),
            models.CheckConstraint(
                condition=Q(passes__isnull=True) | Q(passes__gte=1), name="treatment_passes_fit"
            ),
            models.CheckConstraint(condition=Q(digest__startswith="sha256:"), name="treatment_digest_form"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new record; AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError
