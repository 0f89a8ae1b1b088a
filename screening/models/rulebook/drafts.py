"""Drafts of the next rulebook."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.rulebook.versions import RulebookVersion


class RulebookDraftQuerySet(models.QuerySet["RulebookDraft"]):
    """Queries on drafts. A document is several hundred kilobytes: lists leave it where it is."""

    def light(self) -> "RulebookDraftQuerySet":
        """Without the documents, which load when they are asked for."""
        return self.defer("document")

    def for_list(self) -> "RulebookDraftQuerySet":
        """What was changed last first, with the people, and the versions they come from and became."""
        people_and_versions = self.light().select_related("created_by", "changed_by", "base", "version")
        bare = people_and_versions.defer("document", "base__document", "version__document")
        return bare.order_by("-changed_at", "id")

    def lock(self, pk: uuid.UUID) -> "RulebookDraft":
        """The draft, locked until the transaction ends: one change, decision or publication at a time."""
        return self.select_for_update().get(pk=pk)

    def due(self, now: datetime) -> "RulebookDraftQuerySet":
        """Approved, and to be published by now; the earliest first."""
        scheduled = self.filter(status=RulebookDraft.Status.SCHEDULED, publish_at__lte=now)
        return scheduled.order_by("publish_at", "id")


class RulebookDraft(models.Model):
    """A rulebook document that is being worked on. It need not be a rulebook yet.

    `document` is canonical JSON and `digest` its name; `revision` counts the changes. `base` is the version
    it was started from (none for an imported one), `version` the one it was published as. `note` says what
    was changed and why, as told when approval was asked for last.
    """

    class Status(models.TextChoices):
        """How far it is. Only an open draft can be changed."""

        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("waiting for approval")
        SCHEDULED = "scheduled", _("approved, not yet published")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    document = models.TextField()
    digest = models.CharField(max_length=71, db_index=True)
    revision = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    note = models.TextField(blank=True)
    base = models.ForeignKey(
        RulebookVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    version = models.OneToOneField(
        RulebookVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = RulebookDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a rulebook")
        indexes = [
            models.Index(fields=["status", "publish_at"], name="draft_by_due"),
            models.Index(fields=["-changed_at", "id"], name="draft_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "submitted", "scheduled", "published", "discarded"]),
                name="draft_status_known",
            ),
            models.CheckConstraint(condition=Q(digest__startswith="sha256:"), name="draft_digest_form"),
            models.CheckConstraint(condition=~Q(title=""), name="draft_has_title"),
            models.CheckConstraint(
                condition=Q(status="scheduled", publish_at__isnull=False)
                | (~Q(status="scheduled") & Q(publish_at__isnull=True)),
                name="draft_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status="published", version__isnull=False)
                | (~Q(status="published") & Q(version__isnull=True)),
                name="draft_published_has_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.status})"
