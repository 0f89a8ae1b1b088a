"""The database is gone, silent or full, and comes back: pages say so within a bound, and nothing is lost."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults.databases import IS_POSTGRESQL, Database
from tests.faults.disks import Disk
from tests.faults.figures import note
from tests.faults.running import Clinic, Inside, Server, waited
from tests.faults.visitors import CONSENT, Answer, Patient, Visitor
from tests.intake.patients import SIGNED

SAID = "Screening is not available"
RECOVERY_SECONDS = 5.0
LONGEST_SECONDS = 30.0
"""For one answer: 20 s for the database, and what a machine needs that does much else."""
HEALTH_SECONDS = 1.0


def signing(server: Server, inside: Inside) -> Patient:
    """Somebody who has only to sign."""
    patient = Patient(server.visitor(), **inside.do("make_links", count=1)[0])
    assert patient.open()
    assert patient.save()
    assert patient.declare()
    return patient


def says_so(answer: Answer) -> bool:
    """Whether an answer says that screening is not available, and nothing else."""
    return answer.status_code == 503 and SAID in answer.text


def timed(browser: Visitor, path: str) -> tuple[Answer, float]:
    """An answer, and how long it took."""
    started = time.monotonic()
    return browser.get(path), time.monotonic() - started


def recovery(server: Server) -> float:
    """How long after a fault it takes until pages are there again, without a restart."""
    return waited(lambda: server.status_of("/accounts/sign-in/") == 200 == status_of_link(server), 20)


def wait_until_not_serving(server: Server) -> None:
    """A load balancer hears of it within the seconds for which an answer is kept."""
    waited(lambda: server.status_of("/healthz/serving") == 503, 10)


def status_of_link(server: Server) -> int:
    """The status of a page that looks into the database: a link nobody was given, "not valid any more"."""
    return {404: 200, 410: 200}.get(server.status_of("/i/" + "x" * 43 + "/"), 0)


def ends_well(server: Server, inside: Inside, patient: Patient) -> None:
    """The same server goes on where it was: the patient hands in, and all of it is stored."""
    pid = server.pid
    assert patient.sign()
    found = inside.do("reconcile", acknowledged={patient.response: "sent"})
    assert (found, server.pid) == ({"lost": [], "half": [], "trail": ""}, pid)


def test_database_gone_and_back_is_said_and_nothing_is_lost(clinic: Clinic, inside: Inside) -> None:
    with clinic.server() as server:
        patient = signing(server, inside)
        shown = patient.browser.get(CONSENT)
        clinic.database.gone()
        try:
            answers = [
                patient.browser.get(CONSENT),
                patient.send(CONSENT, shown, SIGNED),
                server.visitor().get("/i/" + "x" * 43 + "/"),
            ]
            live, seconds = timed(server.visitor(), "/healthz/live")
            wait_until_not_serving(server)
        finally:
            clinic.database.back()
        took = recovery(server)
        assert [says_so(answer) for answer in answers] == [True] * 3
        assert live.status_code == 200
        note(f"database gone and back: alive in {seconds:.2f} s, pages again {took:.1f} s after it was back")
        assert seconds < HEALTH_SECONDS
        assert took < RECOVERY_SECONDS
        ends_well(server, inside, patient)


@contextmanager
def silent(database: Database) -> Iterator[None]:
    """Within, the database answers nobody."""
    database.silent()
    try:
        yield
    finally:
        database.answering()


def test_silent_database_is_waited_for_within_bounds(clinic: Clinic, inside: Inside) -> None:
    with clinic.server() as server:
        patient = signing(server, inside)
        shown = patient.browser.get(CONSENT)
        with silent(clinic.database):
            started = time.monotonic()
            answer = patient.send(CONSENT, shown, SIGNED)
            seconds = time.monotonic() - started
            live, health = timed(server.visitor(), "/healthz/live")
        took = recovery(server)
        assert (says_so(answer), live.status_code) == (True, 200)
        note(f"database silent: 503 after {seconds:.1f} s, pages again {took:.1f} s after it spoke")
        assert seconds < LONGEST_SECONDS
        assert health < HEALTH_SECONDS
        assert took < RECOVERY_SECONDS
        ends_well(server, inside, patient)


@pytest.fixture
def mute() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield int(listening.getsockname()[1])


def test_database_that_never_answers_does_not_keep_a_page_waiting(clinic: Clinic, mute: int) -> None:
    address = f"postgres://clinic@127.0.0.1:{mute}/clinic"
    server = Server(clinic, "clinic.wsgi:application", {"DATABASE_URL": address})
    server.start()
    try:
        waited(lambda: server.status_of("/healthz/live") == 200, 30)
        answer, seconds = timed(server.visitor(), "/i/" + "x" * 43 + "/")
    finally:
        server.kill()
    assert says_so(answer)
    note(f"database that takes connections and never answers: 503 after {seconds:.1f} s")
    assert seconds < LONGEST_SECONDS


def test_full_disk_is_said_and_nothing_is_half_written(clinic: Clinic, inside: Inside, disk: Disk) -> None:
    with clinic.server() as server:
        patients = [signing(server, inside) for _number in range(8)]
        clinic.database.settle()
        with disk.full(lambda: [*server.processes(), *clinic.database.processes()]) as fill_again:
            sign_on_full_disk(server, patients, fill_again)
        clinic.database.back()  # PostgreSQL ends where not even its log can be written
        took = recovery(server)
        refused = [patient for patient in patients if not patient.is_sent]
        note(f"disk full: {len(refused)} of 8 refused, pages again after {took:.1f} s")
        assert refused
        assert [says_so(patient.answers[-1]) for patient in refused] == [True] * len(refused)
        assert took < RECOVERY_SECONDS
        told = {one.response: "sent" if one.is_sent else "saved" for one in patients}
        assert inside.do("reconcile", acknowledged=told) == {"lost": [], "half": [], "trail": ""}
        ends_well(server, inside, refused[0])


def sign_on_full_disk(server: Server, patients: list[Patient], fill_again: Callable[[], None]) -> None:
    """Everybody signs, whatever was cleared away is filled again, and a load balancer hears of it."""
    for patient in patients:
        fill_again()
        patient.sign()
    if not IS_POSTGRESQL:  # its disk is none the website can see, and the probe's one row still fits
        wait_until_not_serving(server)
