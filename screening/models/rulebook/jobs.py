"""Long work on a draft, done by the worker."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.rulebook.drafts import RulebookDraft


class RulebookJobQuerySet(models.QuerySet["RulebookJob"]):
    """Queries on jobs."""

    def light(self) -> Self:
        """Without documents and results, which load when they are asked for."""
        return self.defer("document", "result")

    def due(self, silent_since: datetime) -> Self:
        """What waits, and what a worker began and has not spoken of since; the oldest first."""
        abandoned = Q(status=RulebookJob.Status.RUNNING, beat_at__lt=silent_since)
        return self.filter(Q(status=RulebookJob.Status.QUEUED) | abandoned).order_by("asked_at", "id")


class RulebookJob(models.Model):
    """One long piece of work on the document a draft had when it was asked for.

    `digest` names that document, `against` the version that was active then. The document itself is kept
    until the job has ended, so that what is worked on is what was asked about, whatever the draft is by then.
    `attempts` counts the workers that took it up and is their fence: only the latest may write. `failure` is
    a code, never the words of an error, which may quote an answer.
    """

    class Kind(models.TextChoices):
        """What is worked out."""

        ANALYSIS = "analysis", _("analysis")
        INVARIANTS = "invariants", _("invariants")
        MUTATION = "mutation", _("mutation check")
        IMPACT = "impact", _("impact preview")

    class Status(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(RulebookDraft, on_delete=models.PROTECT, related_name="jobs", db_index=False)
    digest = models.CharField(max_length=71)
    against = models.CharField(max_length=71, blank=True)
    document = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    options = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.TextField(blank=True)
    failure = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RulebookJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        indexes = [
            models.Index(fields=["draft", "kind", "asked_at"], name="job_by_draft"),
            models.Index(
                fields=["asked_at", "id"], condition=Q(status__in=["queued", "running"]), name="job_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["analysis", "invariants", "mutation", "impact"]), name="job_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running"], finished_at__isnull=True)
                | Q(status__in=["done", "cancelled", "failed"], finished_at__isnull=False),
                name="job_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="running") | Q(started_at__isnull=False, beat_at__isnull=False),
                name="job_running_was_started",
            ),
            models.CheckConstraint(
                condition=Q(status="done") & ~Q(result="") | ~Q(status="done") & Q(result=""),
                name="job_done_has_result",
            ),
            models.CheckConstraint(
                condition=Q(status="failed") & ~Q(failure="") | ~Q(status="failed") & Q(failure=""),
                name="job_failed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running"]) & ~Q(document="")
                | Q(status__in=["done", "cancelled", "failed"], document=""),
                name="job_open_has_document",
            ),
            models.CheckConstraint(condition=Q(digest__startswith="sha256:"), name="job_digest_form"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.status in {self.Status.QUEUED, self.Status.RUNNING}
