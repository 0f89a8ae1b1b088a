"""Who asked for a draft's approval, and what somebody else said."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.rulebook.drafts import RulebookDraft
from screening.models.rulebook.versions import RulebookVersion


class RulebookApprovalQuerySet(models.QuerySet["RulebookApproval"]):
    """Queries on approvals."""

    def standing(self) -> "RulebookApprovalQuerySet":
        """Those nothing has ended: asked for and not decided, or approved and not published."""
        return self.filter(ended_at__isnull=True)

    def of(self, draft: RulebookDraft) -> "RulebookApprovalQuerySet":
        """A draft's, the newest first, with the people."""
        people = self.filter(draft=draft).select_related("asked_by", "decided_by", "ended_by", "against")
        return people.defer("against__document").order_by("-asked_at", "-id")


class RulebookApproval(models.Model):
    """One request for approval: of the document named by `digest`, compared with the version `against`.

    Nobody approves what they asked for. It stands until it has ended: sent back, withdrawn, published, or
    refused when it was to be published.
    """

    class Decision(models.TextChoices):
        """What the second person said."""

        APPROVED = "approved", _("approved")
        SENT_BACK = "sent_back", _("sent back")

    class Ended(models.TextChoices):
        """Why it no longer stands."""

        SENT_BACK = "sent_back", _("It was sent back.")
        WITHDRAWN = "withdrawn", _("The request was withdrawn.")
        PUBLISHED = "published", _("It was published.")
        VERSION_MOVED = (
            "version_moved",
            _("It was not published: another version has become active since it was approved."),
        )
        ERRORS = "errors", _("It was not published: checking it found errors.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(RulebookDraft, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(max_length=71)
    against = models.ForeignKey(
        RulebookVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.CharField(max_length=13, choices=Ended, blank=True)

    objects: ClassVar = RulebookApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of a draft")
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], condition=Q(ended_at__isnull=True), name="approval_one_standing"
            ),
            models.CheckConstraint(condition=Q(digest__startswith="sha256:"), name="approval_digest_form"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    decision__in=["approved", "sent_back"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="approval_decision_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(decision="sent_back")
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="approval_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="approval_ended_at_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(ended_why="published") | Q(decision="approved"),
                name="approval_published_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(decision="sent_back") | Q(ended_why="sent_back"),
                name="approval_sent_back_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision or 'asked'} {self.digest[:15]}"
