"""Appointments of another booking system on their way in."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedTextField


class AppointmentImportQuerySet(models.QuerySet["AppointmentImport"]):
    """Queries on imports."""

    def open(self) -> "AppointmentImportQuerySet":
        """Those waiting to be confirmed, in a fixed order (two that lock them meet at the same one)."""
        return self.filter(confirmed_at__isnull=True).order_by("id")

    def abandoned(self, before: datetime) -> "AppointmentImportQuerySet":
        """Those uploaded before a time and never confirmed."""
        return self.open().filter(created_at__lt=before)


class AppointmentImport(models.Model):
    """An uploaded file between its preview and its confirmation. Its text goes once it is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = EncryptedTextField()
    encoding = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = AppointmentImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of appointments")

    def __str__(self) -> str:
        return str(self.pk)
