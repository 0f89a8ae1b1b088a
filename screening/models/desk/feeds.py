"""Calendar feeds: secret addresses that a patient's own calendar asks for news."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk.appointments import Appointment
from screening.models.desk.invitations import new_token, token_digest


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Queries on feeds."""

    def running(self) -> "CalendarFeedQuerySet":
        """Those that have not been revoked."""
        return self.filter(revoked_at__isnull=True)

    def with_token(self, token: str) -> "CalendarFeedQuerySet":
        """The one at this secret address, if any: found by digest, so time tells nothing of the secret."""
        return self.filter(token_sha256=token_digest(token))

    def mint(self, appointment: Appointment, now: datetime) -> tuple["CalendarFeed", str]:
        """A new feed, and its token, which is known only to who asked for it."""
        token = new_token()
        return self.create(appointment=appointment, token_sha256=token_digest(token), created_at=now), token

    def revoke(self, appointment: Appointment, now: datetime) -> int:
        """Revoke the running one of an appointment; returns how many there were."""
        return self.running().filter(appointment=appointment).update(revoked_at=now)


class CalendarFeed(models.Model):
    """One secret address, for one appointment. The token itself is never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(revoked_at__isnull=True), name="feed_one_running"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
                name="feed_revoked_later",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
