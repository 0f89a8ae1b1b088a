"""What a job's runner is given: the document to work on, and a way to say how far it is."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from screening.engine import Rulebook, RulebookError, parse_rulebook
from screening.models import RulebookJob, RulebookVersion
from screening.services.errors import RulebookRefused
from screening.services.rulebook.versions import rulebook_of

SECONDS_BETWEEN_WRITES = 0.5


class JobCancelled(Exception):
    """The job is not this worker's any more: somebody cancelled it, or another worker took it up."""


class JobStopped(Exception):
    """The worker was told to end; the job goes back to the queue."""


@dataclass
class JobContext:
    """One attempt at a job. `processes` None: as many as there are cores, where that is worth while."""

    job: RulebookJob
    is_stopping: Callable[[], bool] = lambda: False
    processes: int | None = None
    _written_at: float = field(default=0.0, init=False)
    _done: int = field(default=0, init=False)
    _total: int = field(default=0, init=False)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The draft's document as it was when the job was asked for."""
        return dict(json.loads(self.job.document))

    @cached_property
    def rulebook(self) -> Rulebook:
        """The parsed document. RulebookRefused with every problem where it is not a rulebook."""
        try:
            return parse_rulebook(self.document)
        except RulebookError as error:
            raise RulebookRefused(error.problems) from error

    @cached_property
    def active(self) -> Rulebook | None:
        """The rulebook that was active when the job was asked for; None where there was none."""
        version = RulebookVersion.objects.filter(digest=self.job.against).first()
        return None if version is None else rulebook_of(version)

    @property
    def options(self) -> Mapping[str, Any]:
        """What was asked for."""
        return dict(self.job.options)

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; cheap, so say it often. JobCancelled and JobStopped: let them pass."""
        self._done, self._total = done, total
        if self.is_stopping():
            raise JobStopped
        at = time.monotonic()
        if at - self._written_at < SECONDS_BETWEEN_WRITES and done < total:
            return
        self._written_at = at
        if not self.mine().update(done=done, total=total, beat_at=timezone.now()):
            raise JobCancelled

    def beat(self) -> None:
        """Say that the work goes on, as `progress` does, where it is not known how far it is."""
        self.progress(self._done, self._total)

    def hold(self) -> None:
        """Lock the job to the end of the caller's transaction; JobCancelled if it is not this worker's."""
        if self.mine().light().select_for_update().first() is None:
            raise JobCancelled

    def mine(self) -> Any:
        """The job's row while this attempt is the latest and nobody has cancelled it."""
        return RulebookJob.objects.filter(
            pk=self.job.pk, attempts=self.job.attempts, status=RulebookJob.Status.RUNNING
        )
