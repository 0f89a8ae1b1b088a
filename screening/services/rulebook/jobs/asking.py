"""Asking for long work on a draft, and calling it off."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from screening.models import ImpactRow, RulebookDraft, RulebookJob, RulebookVersion
from screening.models.rulebook.jobs import RulebookJobQuerySet
from screening.services.audit import Actor, record
from screening.services.rulebook.impact import days_of

Status = RulebookJob.Status

logger = logging.getLogger(__name__)


@transaction.atomic
def queue_job(
    *,
    draft: RulebookDraft,
    kind: str,
    options: Mapping[str, Any] | None = None,
    by: Actor,
    again: bool = False,
) -> RulebookJob:
    """Ask for work on the document the draft has now; the worker does it.

    The same work that waits, runs or was done already (same document, active version, kind and options) is
    returned instead; with `again`, only where it waits or runs. InvalidInput for options the kind does not
    have: impact takes `first` and `last` (ISO days), the others none.
    """
    options = dict(options or {})
    if kind == RulebookJob.Kind.IMPACT or options:
        days_of(options)
    asked = RulebookDraft.objects.select_for_update().get(pk=draft.pk)
    active = RulebookVersion.objects.light().active().first()
    job = RulebookJob(
        draft=asked,
        digest=asked.digest,
        against="" if active is None else active.digest,
        document=asked.document,
        kind=RulebookJob.Kind(kind),
        options=options,
        asked_by_id=by.user_id,
    )
    known = same_work(job, [Status.QUEUED, Status.RUNNING, *([] if again else [Status.DONE])])
    if known is not None:
        return known
    job.save(force_insert=True)
    detail = {"kind": str(job.kind), "digest": job.digest}
    record(action="rulebook.job_asked", by=by, subject=job, detail=detail)
    logger.info("job asked for", extra={"job_id": str(job.pk)})
    return job


def same_work(job: RulebookJob, statuses: list[str]) -> RulebookJob | None:
    """The newest job that does the same and has one of these statuses."""
    wanted = jobs_of(job.draft, job.kind).filter(digest=job.digest, against=job.against, status__in=statuses)
    return next((found for found in wanted if found.options == job.options), None)


def jobs_of(draft: RulebookDraft, kind: str) -> RulebookJobQuerySet:
    """A draft's jobs of one kind, the newest first, without documents and results."""
    found: RulebookJobQuerySet = RulebookJob.objects.light().filter(draft=draft, kind=kind)
    return found.order_by("-asked_at", "-id")


def latest_job(draft: RulebookDraft, kind: str) -> RulebookJob | None:
    """The job of this kind asked for last. It is about the draft as it is where their digests are equal."""
    return jobs_of(draft, kind).first()


@transaction.atomic
def cancel_job(*, job: RulebookJob, by: Actor) -> RulebookJob:
    """Call a job off; one that has ended stays as it is. A worker that is at it notices within a second."""
    found: RulebookJob = RulebookJob.objects.select_for_update().get(pk=job.pk)
    if not found.is_open:
        return found
    found.status = Status.CANCELLED
    found.document = ""
    found.finished_at = timezone.now()
    found.save(update_fields=["status", "document", "finished_at"])
    ImpactRow.objects.filter(job=found).delete()
    record(action="rulebook.job_cancelled", by=by, subject=found, detail={"kind": found.kind})
    return found
