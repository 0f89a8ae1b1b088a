"""What a monitor asks."""

import sqlite3
import time
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from clinic.health.checks import checked
from screening.models import HealthProbe, Heartbeat, RulebookVersion
from screening.models.audit.guards import lifting
from screening.services.health import WorkerBeat
from tests.factories import publish

Disk = namedtuple("Disk", "total used free")
Answer = tuple[int, list[str]]


@pytest.fixture(autouse=True)
def _looked_at_anew() -> Iterator[None]:
    checked.forget()
    yield
    checked.forget()


@pytest.fixture
def well(db: None) -> None:
    """A clinic in which everything works."""
    publish()
    WorkerBeat().look(timezone.now())


def asked(address: str) -> Answer:
    response = Client().get(address)
    return response.status_code, response.content.decode().splitlines()


def ready() -> Answer:
    checked.forget()
    return asked("/healthz/ready")


def test_live_answers_without_a_database() -> None:
    assert asked("/healthz/live") == (200, ["alive"])


def test_ready_where_everything_works(well: None) -> None:
    assert (ready(), ready()) == ((200, ["ready"]), (200, ["ready"]))


def test_ready_has_written_a_row(well: None) -> None:
    before = timezone.now()
    ready()
    assert HealthProbe.objects.get().written_at >= before


def test_not_ready_without_a_worker(well: None) -> None:
    Heartbeat.objects.all().delete()
    assert (ready(), asked("/healthz/serving")) == ((503, ["not ready", "worker"]), (200, ["ready"]))


def test_worker_silent_for_minutes_is_gone(well: None) -> None:
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=4))
    assert ready() == (503, ["not ready", "worker"])


def test_not_ready_without_a_rulebook(well: None) -> None:
    RulebookVersion.objects.all().delete()
    assert ready() == (503, ["not ready", "rulebook"])


def test_not_ready_with_another_key(well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ready()
    monkeypatch.setattr(
        settings, "FIELD_KEYS", dict.fromkeys(settings.FIELD_KEYS, b"another key of 32 bytes exactly!")
    )
    assert ready() == (503, ["not ready", "keys"])


def test_not_ready_where_a_guard_of_the_trail_is_gone(well: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(lifting(connection.vendor)[0])
    assert ready() == (503, ["not ready", "audit"])


def test_not_ready_on_a_full_disk(well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Disk(10**9, 10**9 - 4096, 4096))
    assert ready() == (503, ["not ready", "space"])


def test_not_ready_without_tables(well: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE screening_healthprobe RENAME TO elsewhere")
    assert ready() == (503, ["not ready", "database"])


@pytest.mark.django_db(transaction=True)
def test_not_ready_soon_where_somebody_holds_the_database() -> None:
    publish()
    WorkerBeat().look(timezone.now())
    ready()
    with held():
        started = time.monotonic()
        answer = ready()
        took = time.monotonic() - started
    assert (answer, took < 6) == ((503, ["not ready", "database"]), True)
    assert ready() == (200, ["ready"])


class held:  # noqa: N801 - reads as what it is: with held()
    """Somebody else, who has what is to be written to and does not let go."""

    def __enter__(self) -> None:
        if connection.vendor == "sqlite":
            self.other: Any = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
            self.other.execute("BEGIN IMMEDIATE")
            return
        self.other = connections.create_connection("default")
        self.other.set_autocommit(False)
        self.other.cursor().execute("LOCK TABLE screening_healthprobe IN ACCESS EXCLUSIVE MODE")

    def __exit__(self, *_error: object) -> None:
        self.other.rollback()
        self.other.close()


def test_looks_once_however_often_it_is_asked(well: None) -> None:
    ready()
    first = HealthProbe.objects.get().written_at
    for _number in range(5):
        asked("/healthz/ready")
    assert HealthProbe.objects.get().written_at == first


@pytest.mark.django_db(transaction=True)
def test_waiting_for_the_database_is_as_usual_afterwards() -> None:
    ready()
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if sqlite else "SHOW statement_timeout")
        assert cursor.fetchone() == ((20_000,) if sqlite else ("15s",))


def test_worker_forgets_those_that_are_long_gone(db: None) -> None:
    now = timezone.now()
    old, new = WorkerBeat(), WorkerBeat()
    old.look(now - timedelta(days=2))
    new.look(now)
    new.count_error()
    assert list(Heartbeat.objects.values_list("id", "errors")) == [(new.id, 1)]
