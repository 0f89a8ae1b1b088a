"""Versions of the rulebook."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RulebookVersionQuerySet(models.QuerySet["RulebookVersion"]):
    """Queries on versions. A document is several hundred kilobytes: lists leave it where it is."""

    def light(self) -> "RulebookVersionQuerySet":
        """Without the documents, which load when they are asked for."""
        return self.defer("document")

    def active(self) -> "RulebookVersionQuerySet":
        """The active version: one row, or none before the first publication."""
        return self.filter(status=RulebookVersion.Status.ACTIVE)

    def newest_first(self) -> "RulebookVersionQuerySet":
        """By number, the newest first, with the people who made and published them."""
        return self.select_related("created_by", "published_by").order_by("-number")


class RulebookVersion(models.Model):
    """One rulebook document as canonical JSON, named by its digest. Once published it never changes.

    The digest is not unique: an older document made active again is a new version. Where nobody is named as
    having made or published a version, the system did (it loaded the starter rulebook).
    """

    class Status(models.TextChoices):
        """FHIR's publication status."""

        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("active")
        RETIRED = "retired", _("retired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=71, db_index=True)
    document = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = RulebookVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rulebook version")
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="active"), name="rulebook_one_active_version"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "active", "retired"]), name="rulebook_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", published_at__isnull=True)
                | models.Q(status__in=["active", "retired"], published_at__isnull=False),
                name="rulebook_published_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(published_by__isnull=True) | models.Q(published_at__isnull=False),
                name="rulebook_publisher_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__startswith="sha256:"), name="rulebook_digest_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.status})"
