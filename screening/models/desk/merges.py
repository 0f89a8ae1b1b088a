"""Patients who turned out to be one person."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk.patients import Patient
from screening.models.encryption import EncryptedJSONField


class MergedPatientQuerySet(models.QuerySet["MergedPatient"]):
    """Queries on merges."""

    def standing(self) -> "MergedPatientQuerySet":
        """Those that have not been undone."""
        return self.filter(undone_at__isnull=True)

    def newest_first(self) -> "MergedPatientQuerySet":
        """The latest first, with the people."""
        return self.select_related("kept", "merged", "merged_by", "undone_by").order_by("-merged_at", "id")


class MergedPatient(models.Model):
    """One merge: `merged` was taken into `kept`. Keeps what undoing needs.

    `moved` lists the appointments that went from one to the other; `filled` holds, by field of `kept`, what
    stood there before and since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="absorbed")
    merged = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    moved = models.JSONField(default=list)
    filled = EncryptedJSONField(default=dict)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = MergedPatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
                name="merge_undone_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
