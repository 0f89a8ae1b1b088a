import logging
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from screening.services import outbox, review
from screening.services.audit import SYSTEM
from screening.services.audit.heads import HeadLog
from screening.services.encryption.fitting import KeysDoNotFit, KeysFit
from screening.services.health import WorkerBeat
from screening.services.processes import log_uncaught
from screening.services.retention.purging import purge_a_little
from screening.services.rulebook import publish_due
from screening.services.rulebook.impact import clear_old_lists
from screening.services.rulebook.jobs import JobProcess, run_due_jobs

IDLE_SECONDS = 2
RECOVERY_SECONDS = 10
MOST_AT_ONCE = 200
PLAN_EVERY = 30
"""Rounds between two looks at the calendar: about a minute when there is nothing else to do."""

KEYS = KeysFit()
"""Looked at until they fit: with others messages would be given up as unreadable."""

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Send the messages of the outbox as they fall due, publish approved rulebooks at their time, and "
        "evaluate anew what they were published for, until stopped (SIGTERM, Ctrl+C)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def run_from_argv(self, argv: list[str]) -> None:
        sys.excepthook = log_uncaught
        super().run_from_argv(argv)

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:
        if once:
            WorkerBeat().look(timezone.now())
            plan()
            self.report(send_all())
            run_due_jobs()
            HeadLog().look()
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        self.stdout.write("Worker started")
        run(stop)
        self.stdout.write("Worker stopped")

    def report(self, outcome: outbox.Outcome) -> None:
        self.stdout.write(
            f"Sent {outcome.sent}, not needed {outcome.dropped}, failed {outcome.failed}, "
            f"to be tried again {outcome.put_off}"
        )


def run(stop: Event) -> None:
    """Work until told to stop; what is being sent is finished first."""
    rounds = 0
    jobs, heads, beat = JobProcess(), HeadLog(), WorkerBeat()
    with bound_contextvars(worker_id=str(beat.id)), ending(jobs):
        while not stop.is_set():
            pause = work(jobs, heads, beat, with_plan=rounds % PLAN_EVERY == 0)
            rounds += pause > 0
            close_old_connections()
            stop.wait(pause)


@contextmanager
def ending(jobs: JobProcess) -> Iterator[None]:
    """End the process for jobs, whatever ends this one."""
    try:
        yield
    finally:
        jobs.stop()


def work(jobs: JobProcess, heads: HeadLog, beat: WorkerBeat, *, with_plan: bool) -> int:
    """Send one message and see to the jobs, now and then to the calendar and the head of the audit trail.

    Returns how many seconds to wait before the next.
    """
    try:
        beat.look(timezone.now())
        KEYS.demand()
        if with_plan:
            heads.look()  # first: whatever keeps the rest from being done, the trail's head is told
            plan()
        jobs.look(timezone.now())
        done = outbox.send_due(now=timezone.now(), limit=1).total
    except KeysDoNotFit as problem:
        logger.critical("screening is not available: %s", problem)
        note_error(beat)
        return RECOVERY_SECONDS
    except Exception:
        logger.exception("the worker goes on after an error")
        note_error(beat)
        return RECOVERY_SECONDS
    return 0 if done else IDLE_SECONDS


def note_error(beat: WorkerBeat) -> None:
    """Count an error for the monitor, where the database is not what is wrong."""
    with suppress(DatabaseError):
        beat.count_error()


def plan() -> None:
    """Look at the calendar; publish the rulebook that is due, and evaluate anew what it was published for.

    Remove what is past its time, a batch of each kind, once a day until nothing is.
    """
    publish_due(timezone.now())
    outbox.plan_messages(now=timezone.now())
    clear_old_lists(now=timezone.now())
    review.evaluate_outdated(by=SYSTEM, now=timezone.now(), limit=MOST_AT_ONCE)
    purge_a_little(timezone.now())


def send_all() -> outbox.Outcome:
    """Send until nothing is due any more."""
    total = outbox.Outcome()
    while (batch := outbox.send_due(now=timezone.now())).total:
        total += batch
    return total
