"""Running what was asked for: claim, work, note the end. Safe to kill at any point: docs/adr/0018."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from screening.engine import canonical_json
from screening.models import ImpactRow, RulebookJob
from screening.services.audit import SYSTEM, Detail, record
from screening.services.errors import ScreeningError
from screening.services.rulebook.context import JobCancelled, JobContext, JobStopped
from screening.services.rulebook.runners import RUNNERS

LEASE = timedelta(minutes=1)
"""A worker that has not been heard of for so long was killed, and its job is taken up by another."""
MOST_ATTEMPTS = 5

Status = RulebookJob.Status
Keeping = Callable[[JobContext], AbstractContextManager[object]]
"""Keeps a job's lease while its runner says nothing."""

logger = logging.getLogger(__name__)


def are_jobs_due(now: datetime) -> bool:
    """Whether a job waits, or was left by a worker that was killed."""
    return bool(RulebookJob.objects.due(now - LEASE).exists())


def run_due_jobs(
    now: Callable[[], datetime] = timezone.now,
    *,
    is_stopping: Callable[[], bool] = lambda: False,
    processes: int | None = None,
    keeping: Keeping = lambda _context: nullcontext(),
) -> int:
    """Run one due job after the other until none is left or `is_stopping`; how many were taken up.

    No transaction is open while a job is worked on. `processes` None: as many as is worth while.
    """
    count = 0
    for count, job in enumerate(claimed(now, is_stopping), 1):  # noqa: B007 - counted, and used afterwards
        context = JobContext(job, is_stopping, processes)
        with bound_contextvars(job_id=str(job.pk)), keeping(context):
            run_claimed(context)
    return count


def claimed(now: Callable[[], datetime], is_stopping: Callable[[], bool]) -> Iterator[RulebookJob]:
    """Claim one job after the other."""
    while not is_stopping() and (job := claim(now())) is not None:
        if job.status == Status.RUNNING:
            yield job


@transaction.atomic
def claim(now: datetime) -> RulebookJob | None:
    """The next due job, leased to the caller; one taken up too often ends here, failed. None: none is due."""
    due = RulebookJob.objects.due(now - LEASE)
    job: RulebookJob | None = due.select_for_update(skip_locked=True).first()
    if job is None:
        return None
    job.attempts += 1
    job.started_at = job.beat_at = now
    job.done = job.total = 0
    job.status = Status.RUNNING
    job.save(update_fields=["attempts", "started_at", "beat_at", "done", "total", "status"])
    if job.attempts > MOST_ATTEMPTS:  # it took its worker with it each time
        end(JobContext(job), failure="gave-up")
        job.status = Status.FAILED
    return job


def run_claimed(context: JobContext) -> None:
    """Run one job, and note how it ended."""
    try:
        result = canonical_json(dict(RUNNERS[context.job.kind](context)))
    except JobCancelled:
        return
    except JobStopped:
        context.mine().update(status=Status.QUEUED, beat_at=None)
    except ScreeningError as refusal:
        end(context, failure=refusal.code)
    except Exception:
        logger.exception("a job failed")
        end(context, failure="error")
    else:
        end(context, result=result)


@transaction.atomic
def end(context: JobContext, *, result: str = "", failure: str = "") -> None:
    """Note the end of a job that is still this worker's."""
    status = Status.FAILED if failure else Status.DONE
    ended = context.mine().update(
        status=status, result=result, failure=failure, document="", finished_at=timezone.now()
    )
    if not ended:
        return
    if failure:
        ImpactRow.objects.filter(job=context.job).delete()
    detail: dict[str, Detail] = {"kind": context.job.kind, "reason": failure}
    record(action=f"rulebook.job_{status}", by=SYSTEM, subject=context.job, detail=detail)
