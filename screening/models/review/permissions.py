"""Who may treat what."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TreatmentPermissionQuerySet(models.QuerySet["TreatmentPermission"]):
    """Queries on permissions."""

    def by_treatment(self) -> "TreatmentPermissionQuerySet":
        """By treatment and name, with the people."""
        return self.select_related("user").order_by("treatment", "user__full_name", "id")


class TreatmentPermission(models.Model):
    """What one person may do with one treatment (a code of the rulebook). No row: nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.CharField(max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="treatment_permissions"
    )
    may_perform = models.BooleanField(default=False)
    may_sign_off = models.BooleanField(default=False)

    objects: ClassVar = TreatmentPermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("treatment permission")
        constraints = [
            models.UniqueConstraint(fields=["treatment", "user"], name="permission_once_per_person"),
            models.CheckConstraint(
                condition=Q(may_perform=True) | Q(may_sign_off=True), name="permission_allows_something"
            ),
        ]

    def __str__(self) -> str:
        return self.treatment
