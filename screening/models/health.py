"""What the software writes about itself: that a worker is alive, and that rows can be written and opened."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedTextField

PROBE = uuid.UUID("5e1f0b0e-0000-4000-8000-000000000001")
"""The one row of `HealthProbe`."""
PROBE_WORD = "opened"


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Queries on heartbeats."""

    def since(self, moment: datetime) -> Self:
        """Workers that have been heard of since then."""
        return self.filter(seen_at__gte=moment)

    def beat(self, worker: uuid.UUID, now: datetime) -> None:
        """Note that a worker is alive, for the first time or again."""
        if not self.filter(pk=worker).update(seen_at=now):
            self.create(pk=worker, started_at=now, seen_at=now)

    def count_error(self, worker: uuid.UUID) -> None:
        """Note that a round of a worker failed."""
        self.filter(pk=worker).update(errors=F("errors") + 1)

    def forget_silent(self, now: datetime, after: timedelta) -> None:
        """Remove workers that have not been heard of for so long."""
        self.filter(seen_at__lt=now - after).delete()


class Heartbeat(models.Model):
    """One worker process: when it began, when it was heard of last, how many of its rounds failed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    errors = models.PositiveIntegerField(default=0)

    objects: ClassVar = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("heartbeat")

    def __str__(self) -> str:
        return f"worker {str(self.pk)[:8]}"


class HealthProbe(models.Model):
    """The one row that is written to see whether rows can be, and opened to see whether the keys fit."""

    id = models.UUIDField(primary_key=True, default=PROBE, editable=False)
    written_at = models.DateTimeField()
    sealed = EncryptedTextField()

    class Meta:
        verbose_name = _("health probe")
        constraints = [models.CheckConstraint(condition=models.Q(id=PROBE), name="health_probe_is_one")]

    def __str__(self) -> str:
        return "health probe"
