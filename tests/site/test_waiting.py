"""Nothing waits for the database for ever: neither for one that is busy nor for one that says nothing."""

import sqlite3
import time
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from clinic.database.options import OPTIONS, with_options
from clinic.health.checks import here
from screening.models import Heartbeat

ENOUGH = 5


def wait_in_vain() -> None:
    """A statement that gets no answer: of a server that thinks for long, of a file somebody else holds."""
    connection: Any = here()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        connection.connection.answer_within = 0.5  # the server's own limit is fifteen seconds
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(12)")
        return
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with connection.waiting_at_most(0.5):
            Heartbeat.objects.update(errors=0)
    finally:
        other.rollback()
        other.close()


@pytest.mark.django_db(transaction=True)
def test_database_that_does_not_answer_is_given_up_and_tried_anew() -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    started = time.monotonic()
    with pytest.raises(OperationalError):
        wait_in_vain()
    took = time.monotonic() - started
    connection.close_if_unusable_or_obsolete()  # as at the end of every request
    assert (took < ENOUGH, Heartbeat.objects.count()) == (True, 0)
    end_what_was_given_up()


def end_what_was_given_up() -> None:
    """PostgreSQL would go on with it for a while, and nobody could remove the test's database."""
    if here().vendor == "postgresql":
        with here().cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE '%pg_sleep(12)%'"
                " AND pid <> pg_backend_pid()"
            )


@pytest.mark.parametrize(
    ("django_engine", "ours", "limits"),
    [
        ("django.db.backends.sqlite3", "clinic.database.sqlite3", {"timeout": 20}),
        (
            "django.db.backends.postgresql",
            "clinic.database.postgresql",
            {"connect_timeout": 5, "tcp_user_timeout": 20_000},
        ),
    ],
)
def test_every_wait_has_an_end_in_the_settings(django_engine: str, ours: str, limits: dict[str, int]) -> None:
    database = with_options({"ENGINE": django_engine, "NAME": "x", "OPTIONS": {"sslmode": "require"}})
    assert database["ENGINE"] == ours
    assert {name: database["OPTIONS"][name] for name in limits} == limits
    assert database["OPTIONS"]["sslmode"] == "require"


def test_postgresql_itself_ends_statements_and_waits_for_locks() -> None:
    said = OPTIONS["postgresql"]["options"]
    assert [name for name in ("statement_timeout=15000", "lock_timeout=5000") if name not in said] == []
