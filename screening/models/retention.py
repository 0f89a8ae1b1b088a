"""How long records stay: which are on hold, and what was removed on which day."""

import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk import Patient
from screening.models.encryption import EncryptedTextField


class RecordHoldQuerySet(models.QuerySet["RecordHold"]):
    """Queries on holds."""

    def standing(self) -> "RecordHoldQuerySet":
        """Those nobody has lifted."""
        return self.filter(ended_at__isnull=True)

    def on_any(self, people: Iterable[uuid.UUID]) -> "RecordHoldQuerySet":
        """Those that stand on one of these patients' records."""
        return self.standing().filter(patient__in=list(people))


class RecordHold(models.Model):
    """A record that has to stay whatever its age: a dispute, an inquiry. Nothing of it is removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="holds")
    reason = EncryptedTextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RecordHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold on a record")
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(ended_at__isnull=True), name="recordhold_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="recordhold_ended_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Purge(models.Model):
    """The removal of what is past its time, once a day. `removed` counts by kind; ids of nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(unique=True)
    removed = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("purge")

    def __str__(self) -> str:
        return f"{self.day}"
