"""Changing a key: what was begun, how far it came, when it was done."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeyRotation(models.Model):
    """One change of the keys that encrypt, or of the one that search uses, to the key `key_name`.

    What is left to do the data themselves say, so that nothing is lost with a run that was killed; `changed`
    counts what was done, by all the runs it took.
    """

    class Purpose(models.TextChoices):
        """What the key is for."""

        FIELDS = "fields", _("encryption")
        SEARCH = "search", _("search")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=6, choices=Purpose)
    key_name = models.CharField(max_length=16)
    changed = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of keys")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["fields", "search"]), name="keyrotation_purpose_known"
            ),
            models.UniqueConstraint(
                fields=["purpose", "key_name"],
                condition=Q(finished_at__isnull=True),
                name="keyrotation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key_name}"
