"""The trail of what is done and read: one event each, in the transaction of what it records."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import models, transaction

from screening.models import AuditEvent
from screening.services.audit.actors import Actor
from screening.services.audit.linking import Unlinked

Detail = str | int | bool | None | Sequence[str]

_ID_OR_CODE = re.compile(r"[\w.:+-]{0,80}")


def record(
    *, action: str, by: Actor, subject: models.Model, detail: Mapping[str, Detail] | None = None
) -> AuditEvent:
    """Write one event, inside the caller's transaction: it stands or falls with what it records.

    `detail` holds ids, codes, dates and counts only; ValueError for anything that could be somebody's words.
    """
    return record_all(action=action, by=by, details=[(subject, detail or {})])[0]


def record_all(
    *, action: str, by: Actor, details: Iterable[tuple[models.Model, Mapping[str, Detail]]]
) -> list[AuditEvent]:
    """Write one event per subject and detail, in as few statements as the database allows; see `record`."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event belongs into the transaction of what it records")
    if not getattr(connection, "calls_before_commit", False):
        raise RuntimeError("no chain without an engine of clinic.database")
    events = [event_of(action, by, subject, detail) for subject, detail in details]
    if events:
        transaction.on_commit(Unlinked(AuditEvent.objects.bulk_create(events)))
    return events


def event_of(action: str, by: Actor, subject: models.Model, detail: Mapping[str, Detail]) -> AuditEvent:
    """The unsaved event."""
    for value in detail.values():
        refuse_words(value)
    return AuditEvent(
        actor_kind=by.kind,
        actor_id=by.id,
        action=action,
        subject_type=str(subject._meta.model_name),
        subject_id=subject.pk,
        detail=dict(detail),
    )


def refuse_words(value: Detail) -> None:
    """ValueError unless `value` is an id, a code, a date, a count, or a list of such."""
    texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    for text in texts:
        if not isinstance(text, str) or not _ID_OR_CODE.fullmatch(text):
            raise ValueError("an audit event holds ids and codes only")
