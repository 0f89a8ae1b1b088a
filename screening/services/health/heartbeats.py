"""That a worker is alive: it writes so itself, and whoever asks for messages or jobs can see it."""

import time
import uuid
from datetime import datetime, timedelta

from screening.models import Heartbeat

SECONDS_BETWEEN = 15
SILENT_AFTER = timedelta(minutes=3)
"""A worker may be at one round for a minute or two: evaluating anew after a publication takes long."""
FORGOTTEN_AFTER = timedelta(days=1)


class WorkerBeat:
    """The heartbeat of this worker process."""

    def __init__(self) -> None:
        self.id = uuid.uuid4()
        self._not_before = 0.0

    def look(self, now: datetime) -> None:
        """Note that this worker is alive, unless that was done a moment ago."""
        if time.monotonic() < self._not_before:
            return
        if not self._not_before:
            Heartbeat.objects.forget_silent(now, FORGOTTEN_AFTER)
        Heartbeat.objects.beat(self.id, now)
        self._not_before = time.monotonic() + SECONDS_BETWEEN

    def count_error(self) -> None:
        """Note that a round failed."""
        Heartbeat.objects.count_error(self.id)


def is_worker_alive(now: datetime) -> bool:
    """Whether any worker was heard of in the last minutes."""
    return bool(Heartbeat.objects.since(now - SILENT_AFTER).exists())
