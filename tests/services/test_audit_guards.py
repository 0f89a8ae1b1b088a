"""The database's own guards of the audit trail. On databases with data definition in transactions: both."""

import pytest
from django.db import IntegrityError, connection, transaction

from screening.models import AuditEvent, AuditLink
from screening.models.audit.guards import are_placed, lifting
from screening.services.audit import SYSTEM, record
from screening.services.audit.linking import Unlinked
from tests.factories import make_patient

pytestmark = pytest.mark.django_db

EVENTS, LINKS = "screening_auditevent", "screening_auditlink"
IS_SQLITE = connection.vendor == "sqlite"
SAME = "at, actor_kind, action, subject_type, subject_id, detail"
REPLACE = [
    f"REPLACE INTO {EVENTS} SELECT * FROM {EVENTS}",
    f"REPLACE INTO {EVENTS} (rowid, id, {SAME}) SELECT rowid, 'f', {SAME} FROM {EVENTS}",
    f"REPLACE INTO {LINKS} SELECT * FROM {LINKS}",
    f"REPLACE INTO {LINKS} (sequence, event_id, prev, seal) SELECT 9, 'f', prev, seal FROM {LINKS}",
    f"UPDATE OR REPLACE {LINKS} SET seal = 'x'",
]
TRUNCATE = [
    f"TRUNCATE {EVENTS} CASCADE",
    f"TRUNCATE {LINKS}",
    f"INSERT INTO {EVENTS} SELECT * FROM {EVENTS} ON CONFLICT (id) DO UPDATE SET action = 'x'",
    f"SET LOCAL session_replication_role = replica; DELETE FROM {EVENTS}",
]


def linked_event() -> None:
    """One event with its link, in the test's own transaction."""
    Unlinked.before_commit([Unlinked([record(action="patient.read", by=SYSTEM, subject=make_patient())])])


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {EVENTS} SET action = 'x'",
        f"UPDATE {LINKS} SET seal = 'x'",
        f"DELETE FROM {EVENTS}",
        f"DELETE FROM {LINKS}",
        *(REPLACE if IS_SQLITE else TRUNCATE),
    ],
)
def test_change_is_refused_by_the_database(statement: str) -> None:
    linked_event()
    before = list(AuditEvent.objects.order_by("id").values()), list(AuditLink.objects.values())
    with (
        pytest.raises(IntegrityError, match="the audit trail is written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (list(AuditEvent.objects.order_by("id").values()), list(AuditLink.objects.values())) == before


def test_missing_guard_is_noticed() -> None:
    assert are_placed(connection)
    with connection.cursor() as cursor:
        cursor.execute(lifting(connection.vendor)[-1])
    assert not are_placed(connection)
