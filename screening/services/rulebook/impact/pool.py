"""Chunks worked on by one process or by several; each is tried twice."""

import logging
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import islice

from django.utils import timezone

from screening.models import RulebookJob
from screening.services.processes import pool_of
from screening.services.rulebook.context import JobContext
from screening.services.rulebook.impact.previewing import Part, Preview, preview_chunk
from screening.services.rulebook.impact.stored import Chunk

AHEAD = 2
"""Chunks handed out per process: enough that none waits. Those are finished before the pool can be closed."""
SECONDS_BETWEEN_BEATS = 0.5

logger = logging.getLogger(__name__)


def preview_of(context: JobContext) -> Preview:
    """The preview of a running job. RulebookRefused where its document is not a rulebook."""
    return Preview(context.rulebook, timezone.localdate(context.job.started_at))


def alone(preview: Preview, chunks: Iterator[Chunk]) -> Iterator[Part]:
    """Work on the chunks in this process."""
    for chunk in chunks:
        yield twice(preview, chunk)


def twice(preview: Preview, chunk: Chunk) -> Part:
    """Work on a chunk; once more where that fails."""
    try:
        return preview_chunk(preview, chunk)
    except Exception:  # noqa: BLE001 - whatever it was: the second time it passes, or is raised
        logger.warning("a chunk of an impact preview failed and is tried again")
        return preview_chunk(preview, chunk)


@lru_cache(maxsize=1)
def _preview_here(job_id: uuid.UUID) -> Preview:
    """The preview a process of the pool works on."""
    return preview_of(JobContext(RulebookJob.objects.get(pk=job_id)))


def chunk_here(job_id: uuid.UUID, chunk: Chunk) -> Part:
    """Work on one chunk in a process of the pool."""
    return preview_chunk(_preview_here(job_id), chunk)


class Pool:
    """Several processes that work on the chunks of one job. Close it, whatever happens."""

    def __init__(self, job: RulebookJob, chunks: Iterator[Chunk], count: int) -> None:
        self.job, self.chunks, self.count = job, chunks, count
        self.executor: ProcessPoolExecutor = pool_of(count)
        self.handed_out: dict[Future[Part], Chunk] = {}
        self.failed_once: set[Chunk] = set()

    def parts(self, beat: Callable[[], None]) -> Iterator[Part]:
        """Yield what comes of the chunks, in any order; `beat` is called often and may raise to end it."""
        self.hand_out(list(islice(self.chunks, AHEAD * self.count)))
        while self.handed_out:
            ended = wait(self.handed_out, SECONDS_BETWEEN_BEATS, FIRST_COMPLETED).done
            beat()
            found = [part for future in ended if (part := self.outcome(future)) is not None]
            self.hand_out(list(islice(self.chunks, len(found))))
            yield from found

    def hand_out(self, chunks: list[Chunk]) -> None:
        """Give chunks to the processes."""
        for chunk in chunks:
            future = self.submit(chunk)
            self.handed_out[future] = chunk

    def submit(self, chunk: Chunk) -> "Future[Part]":
        """Give one chunk to a process; to one of a new pool where a process was killed just now."""
        try:
            return self.executor.submit(chunk_here, self.job.pk, chunk)
        except BrokenProcessPool as error:
            self.renew(error)
            return self.executor.submit(chunk_here, self.job.pk, chunk)

    def outcome(self, future: "Future[Part]") -> Part | None:
        """What came of a chunk; None where it failed and is tried once more. Its error, the second time."""
        chunk = self.handed_out.pop(future, None)
        if chunk is None:  # it went with a broken pool, and is handed out already
            return None
        error = future.exception()
        if error is None:
            return future.result()
        if chunk in self.failed_once:
            raise error
        logger.warning("a chunk of an impact preview failed and is tried again")
        self.failed_once.add(chunk)
        if isinstance(error, BrokenProcessPool):
            self.renew(error)
        self.hand_out([chunk])
        return None

    def renew(self, error: BrokenProcessPool) -> None:
        """Start again after a process was killed, which breaks the pool; what was handed out goes with it.

        The error where some of that was lost before.
        """
        lost, self.handed_out = list(self.handed_out.values()), {}
        if not self.failed_once.isdisjoint(lost):
            raise error
        self.failed_once.update(lost)
        self.executor.shutdown(cancel_futures=True)
        self.executor = pool_of(self.count)
        self.hand_out(lost)

    def close(self) -> None:
        """End the processes; what they are at is finished first."""
        self.executor.shutdown(cancel_futures=True)
