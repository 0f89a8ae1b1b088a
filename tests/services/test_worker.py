"""The worker as a process of its own: it sends, stops when told, and loses nothing when killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from screening.management.commands import run_worker
from screening.models import Appointment, OutboxMessage
from screening.services import outbox
from screening.services.audit import SYSTEM
from screening.services.audit.heads import HeadLog
from screening.services.encryption.fitting import KeysFit
from screening.services.health import WorkerBeat
from screening.services.rulebook.jobs import JobProcess
from tests.factories import make_appointment, make_patient

PROJECT = Path(settings.BASE_DIR)


def queue(kind: str = "moved") -> OutboxMessage:
    patient = make_patient(email="ada@example.org")
    appointment: Appointment = make_appointment(patient=patient, starts_at=timezone.now() + timedelta(days=9))
    with transaction.atomic():
        return outbox.enqueue(kind=kind, appointment=appointment, by=SYSTEM)


@pytest.mark.django_db
def test_worker_run_once_sends_what_is_due_and_says_so() -> None:
    for _number in range(3):
        queue()
    out = StringIO()
    call_command("run_worker", "--once", stdout=out)
    assert (out.getvalue(), len(mail.outbox)) == (
        "Sent 3, not needed 0, failed 0, to be tried again 0\n",
        3,
    )


@pytest.mark.django_db
def test_worker_goes_on_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    queue()
    monkeypatch.setattr(run_worker, "close_old_connections", lambda: None)  # the test's own must stay
    monkeypatch.setattr(run_worker, "RECOVERY_SECONDS", 0.01)
    stop = Event()
    really, calls = outbox.send_due, []

    def fail_once(**options: object) -> outbox.Outcome:
        calls.append(options)
        if len(calls) == 1:
            raise ZeroDivisionError
        stop.set()
        return really(**options)  # type: ignore[arg-type] # what it was given

    monkeypatch.setattr(outbox, "send_due", fail_once)
    run_worker.run(stop)
    assert (len(calls), len(mail.outbox)) == (2, 1)


@pytest.fixture
def start() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a worker on the test's database; whatever still runs afterwards is ended."""
    started: list[subprocess.Popen[bytes]] = []
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        host = str(database["HOST"]).replace("/", "%2F")
        url = f"postgres://{database['USER']}@{host}:{database['PORT']}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "EMAIL_DELIVERY": "console"}

    def worker() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-u", "manage.py", "run_worker", "--settings", "tests.settings"]
        started.append(
            subprocess.Popen(
                command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        )
        return started[-1]

    yield worker
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_for(reached: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_worker_sends_while_it_runs_and_stops_when_told(start: Callable[[], subprocess.Popen[bytes]]) -> None:
    message = queue()
    worker = start()
    wait_for(lambda: OutboxMessage.objects.get(pk=message.pk).status == "sent")
    worker.send_signal(signal.SIGTERM)
    out, _nothing = worker.communicate(timeout=20)
    assert (worker.returncode, out.count(b"To: ada@example.org"), out.endswith(b"Worker stopped\n")) == (
        0,
        1,
        True,
    )


@pytest.mark.django_db(transaction=True)
def test_workers_killed_and_started_again_send_every_message_once(
    start: Callable[[], subprocess.Popen[bytes]],
) -> None:
    messages = [queue() for _number in range(12)]
    first, second = start(), start()
    wait_for(lambda: OutboxMessage.objects.filter(status="sent").exists())
    first.kill()
    second.kill()
    outputs = [process.communicate()[0] for process in (first, second)]
    OutboxMessage.objects.update(lease_until=None)  # as if the ten minutes of a broken lease were over
    third = start()
    wait_for(lambda: OutboxMessage.objects.filter(status="sent").count() == len(messages))
    third.send_signal(signal.SIGTERM)
    outputs.append(third.communicate(timeout=20)[0])
    sent = b"".join(outputs)
    counts = [sent.count(f"Message-ID: <{message.pk}@".encode()) for message in messages]
    # Killed between the server's yes and the note of it, a message goes twice; never more, and none is lost.
    assert (min(counts), max(counts) <= 2, sum(counts) <= len(messages) + 2) == (1, True, True)


@pytest.mark.django_db
def test_worker_sends_nothing_with_keys_that_do_not_fit(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = queue()
    monkeypatch.setattr(run_worker, "KEYS", KeysFit())
    fitting = settings.FIELD_KEYS
    settings.FIELD_KEYS = {"t2": bytes(32)}
    parts = JobProcess(), HeadLog(), WorkerBeat()
    assert run_worker.work(*parts, with_plan=False) == run_worker.RECOVERY_SECONDS
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("queued", 0)
    said = [one.getMessage() for one in caplog.records if one.levelname == "CRITICAL"]
    assert [line.endswith("the key t1 is not in FIELD_KEYS") for line in said] == [True]
    settings.FIELD_KEYS = fitting
    run_worker.work(*parts, with_plan=False)
    message.refresh_from_db()
    assert message.status == "sent"
