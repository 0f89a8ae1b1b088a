"""The worker's other half: a process of its own for jobs, so that mail never waits for one."""

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.context import SpawnProcess

from django.db import DatabaseError, connection
from django.utils import timezone

from screening.services.processes import process_for
from screening.services.rulebook.context import JobContext
from screening.services.rulebook.jobs.running import are_jobs_due, run_due_jobs

SECONDS_BETWEEN_BEATS = 15
SECONDS_TO_END = 10
SECONDS_AFTER_FAILURE = 10

RUN = f"{__name__}.run_until_told"

logger = logging.getLogger(__name__)


class JobProcess:
    """The process the worker has its jobs run in: started when one is due, gone when none is left."""

    def __init__(self) -> None:
        self.process: SpawnProcess | None = None
        self.not_before = 0.0

    def look(self, now: datetime) -> None:
        """Start the process where a job is due and none runs."""
        if self.process is not None and self.process.exitcode is not None:
            self.reap()
        if self.process is None and time.monotonic() >= self.not_before and are_jobs_due(now):
            self.process = process_for(RUN)
            self.process.start()

    def reap(self) -> None:
        """Let go of a process that has ended; after a failure the next one waits a little."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.exitcode:
            logger.warning("the process for jobs ended with %s", process.exitcode)
            self.not_before = time.monotonic() + SECONDS_AFTER_FAILURE
        process.close()

    def stop(self) -> None:
        """End the process; a job it is at goes back to the queue, at once or when its lease is over."""
        if self.process is None:
            return
        self.process.terminate()
        self.process.join(SECONDS_TO_END)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self.process.close()
        self.process = None


def run_until_told() -> None:
    """What that process does: run what is due, until nothing is or it is told to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    run_due_jobs(is_stopping=stop.is_set, keeping=beating)


@contextmanager
def beating(context: JobContext) -> Iterator[None]:
    """Keep a job's lease from a thread of its own, as a solver may be silent for longer than it lasts."""
    over = threading.Event()
    thread = threading.Thread(target=keep_beating, args=(context, over), daemon=True, name="beat")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def keep_beating(context: JobContext, over: threading.Event) -> None:
    """Beat until it is over. The thread has its own connection."""
    while not over.wait(SECONDS_BETWEEN_BEATS):
        try:
            context.mine().update(beat_at=timezone.now())
        except DatabaseError:
            logger.warning("a job's lease could not be renewed; it is tried again")
    connection.close()
