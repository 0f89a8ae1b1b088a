"""What was removed leaves the disk, and who writes is not held up for it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from screening.models import Heartbeat
from screening.services.retention.disk import forget_on_disk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.only_on("sqlite"),  # PostgreSQL clears by itself
]

SOON = 5


@contextmanager
def somebody_reading() -> Iterator[None]:
    """A reader who stays at one moment of the database, as a backup does."""
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM screening_heartbeat").fetchone()
    try:
        yield
    finally:
        other.close()


def busy_timeout() -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])


def test_log_is_not_waited_for_while_somebody_reads_and_emptied_afterwards() -> None:
    before, started = busy_timeout(), time.monotonic()
    with somebody_reading():
        Heartbeat.objects.create(started_at="2026-11-20T12:00Z", seen_at="2026-11-20T12:00Z")
        assert forget_on_disk() is False
    assert time.monotonic() - started < SOON
    assert (forget_on_disk(), busy_timeout()) == (True, before)
