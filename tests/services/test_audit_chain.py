"""The chain of the audit trail: what breaks it, and that nothing forks it."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from screening.models import AuditEvent, AuditLink, Patient
from screening.models.audit.links import START
from screening.services.audit import SYSTEM, record, record_all
from screening.services.audit.verifying import verify_trail
from tests.factories import APPOINTMENT, make_appointment, make_patient, publish

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, EACH, ROUNDS = 8, 50, 15


def at_once(works: Sequence[Callable[[], None]]) -> None:
    """Do all of them in threads of their own, beginning together."""
    start = Barrier(len(works))

    def work(what: Callable[[], None]) -> None:
        start.wait(10)
        try:
            what()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(work, works))


def test_events_of_a_transaction_are_linked_in_order_when_it_commits() -> None:
    patient = make_patient()
    with transaction.atomic():
        rows = [(patient, {"count": number}) for number in range(3)]
        events = record_all(action="patient.listed", by=SYSTEM, details=rows)
        assert AuditLink.objects.count() == 1
        with transaction.atomic():
            record(action="patient.read", by=SYSTEM, subject=patient)
            transaction.set_rollback(True)
        events.append(record(action="patient.read", by=SYSTEM, subject=patient))
    links = list(AuditLink.objects.after(1))
    assert [link.event_id for link in links] == [event.pk for event in events]
    seals = list(AuditLink.objects.after(None).values_list("seal", flat=True))
    assert [link.prev for link in links] == seals[:-1]


def test_events_of_eight_threads_make_one_chain() -> None:
    patient = make_patient()

    def write() -> None:
        for count in range(EACH):
            with transaction.atomic():
                record(action="patient.read", by=SYSTEM, subject=patient, detail={"count": count})

    at_once([write] * THREADS)
    links = list(AuditLink.objects.after(None))
    assert [link.sequence for link in links] == list(range(1, THREADS * EACH + 2))
    assert [link.prev for link in links] == [START, *[link.seal for link in links]][:-1]
    assert AuditEvent.objects.count() == len(links)


def test_events_before_and_after_a_lock_make_no_deadlock() -> None:
    patient = make_patient()
    publish()

    def event_first() -> None:
        for _round in range(ROUNDS):
            with transaction.atomic():
                record(action="patient.read", by=SYSTEM, subject=patient)
                time.sleep(0.002)
                Patient.objects.select_for_update().get(pk=patient.pk)

    def lock_first() -> None:
        for _round in range(ROUNDS):
            with transaction.atomic():
                Patient.objects.select_for_update().get(pk=patient.pk)
                time.sleep(0.002)
                record(action="patient.read", by=SYSTEM, subject=patient)

    def checked_last() -> (
        None
    ):  # a foreign key is checked at the commit, and waits for the lock on the patient
        for day in range(ROUNDS):
            make_appointment(patient, starts_at=APPOINTMENT + timedelta(days=day))

    at_once([event_first, lock_first, checked_last])
    assert verify_trail().head.sequence == AuditEvent.objects.count()


def test_nothing_is_stored_where_the_chain_cannot_be_lengthened() -> None:
    patient = make_patient()
    AuditLink.objects.create(sequence=2, event_id=patient.pk, prev="x" * 64, seal="x" * 64)
    AuditLink.objects.create(sequence=3, event_id=uuid4(), prev="y" * 64, seal="x" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(action="patient.read", by=SYSTEM, subject=patient)
    assert AuditEvent.objects.filter(action="patient.read").count() == 0
