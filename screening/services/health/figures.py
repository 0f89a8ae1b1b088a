"""Figures for a monitor: how much waits, how much was done. Counts and ages only, nothing of anybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum

from screening.models import AuditLink, Evaluation, Heartbeat, OutboxMessage, RulebookJob, RulebookVersion
from screening.services.health.heartbeats import SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: its name, what it is in words, and its values by their labels."""

    name: str
    words: str
    values: list[tuple[Mapping[str, str], float]] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """The names of its labels."""
        return list(self.values[0][0]) if self.values else []


def figures(now: datetime) -> Iterator[Figure]:
    """All of them, as the database has them now. DatabaseError where it does not answer."""
    messages = OutboxMessage.objects.all()
    yield Figure("messages", "Messages to patients by status", grouped(messages, "status"))
    yield single("messages_due", "Messages whose time has come", messages.due(now).count())
    yield single("messages_late_seconds", "How long the oldest due message waits", oldest_wait(now))
    yield Figure("jobs", "Jobs of the workshop", grouped(RulebookJob.objects.all(), "kind", "status"))
    yield Figure("evaluations", "Evaluations by cause", grouped(Evaluation.objects.all(), "cause"))
    yield from workers(now)
    yield single("audit_events", "Events on the audit trail", AuditLink.objects.head().sequence)
    active = RulebookVersion.objects.light().active().first()
    number = 0 if active is None else active.number
    yield single("rulebook_version", "Number of the active rulebook, 0 for none", number)


def workers(now: datetime) -> Iterator[Figure]:
    """Whether anybody works, and how well."""
    alive = Heartbeat.objects.since(now - SILENT_AFTER).count()
    yield single("workers", "Workers heard of in the last minutes", alive)
    errors = Heartbeat.objects.aggregate(total=Sum("errors"))["total"] or 0
    yield single("worker_errors", "Rounds of workers that failed, over the last day", errors)


def oldest_wait(now: datetime) -> float:
    """For how many seconds the message has been due that has been due longest; 0 where none is."""
    due = OutboxMessage.objects.due(now).order_by().aggregate(since=Min("due_at"))["since"]
    return 0.0 if due is None else float((now - due).total_seconds())


def single(name: str, words: str, value: float) -> Figure:
    """A figure without labels."""
    return Figure(name, words, [({}, value)])


def grouped(rows: QuerySet[Any], *labels: str) -> list[tuple[Mapping[str, str], float]]:
    """How many rows there are for each combination of these columns."""
    counted = rows.order_by().values_list(*labels).annotate(count=Count("pk"))
    return [(dict(zip(labels, map(str, found), strict=True)), count) for *found, count in counted]
