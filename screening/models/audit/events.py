"""Who did and who read what, when."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.audit.written_once import WrittenOnce, WrittenOnceQuerySet


class AuditEventQuerySet(WrittenOnceQuerySet["AuditEvent"]):
    """Queries on the audit trail."""

    def about(self, subject: models.Model) -> "AuditEventQuerySet":
        """What happened to one record, in order."""
        return self.filter(subject_type=subject._meta.model_name, subject_id=subject.pk).order_by("at", "id")

    def before(self, event: "AuditEvent") -> "AuditEventQuerySet":
        """What happened before one event; of the same moment, by id."""
        return self.filter(models.Q(at__lt=event.at) | models.Q(at=event.at, pk__lt=event.pk))

    def tallied(
        self, subjects: Iterable[uuid.UUID], actions: Iterable[str]
    ) -> "models.QuerySet[AuditEvent, Any]":
        """How often, and when last, each person did each of these to these records, by the clinic's days."""
        done = self.filter(subject_id__in=list(subjects), action__in=list(actions))
        by_day = done.annotate(day=TruncDate("at")).values("action", "actor_kind", "actor_id", "day")
        return by_day.annotate(times=models.Count("id"), last=models.Max("at")).order_by("last")


class AuditEvent(WrittenOnce):
    """One change, or one reading of a patient's record. Written once; never updated, never deleted.

    Holds ids only, so that it may outlive what it speaks of. No foreign keys, for the same reason.
    """

    class ActorKind(models.TextChoices):
        """What kind of actor it was."""

        STAFF = "staff", _("staff")
        PATIENT = "patient", _("patient")
        SYSTEM = "system", _("system")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=8, choices=ActorKind)
    actor_id = models.UUIDField(null=True, blank=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    detail = models.JSONField(default=dict, blank=True)

    objects: ClassVar = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        indexes = [
            models.Index(fields=["subject_id", "at"], name="audit_by_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["action", "at"], name="audit_by_action"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_kind="system", actor_id__isnull=True)
                | models.Q(actor_kind__in=["staff", "patient"], actor_id__isnull=False),
                name="audit_actor_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"
