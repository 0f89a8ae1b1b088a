"""PostgreSQL, with work before the commit and an end to waiting."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base, schema

from clinic.database import CallsBeforeCommit
from clinic.database.postgresql.answering import AnsweringConnection

UNHURRIED = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Changes tables, and takes its time: an index over years of records takes longer than a page may.

    For locks it waits no longer than anybody else, so that a clinic at work is not held up behind it.
    """

    def __enter__(self) -> Any:
        """Lift the limits for the transaction of one migration."""
        entered = super().__enter__()
        if self.atomic_migration and not self.collect_sql:
            with self.connection.cursor() as cursor:
                cursor.execute(UNHURRIED)
            self.connection.connection.answer_within = None
        return entered

    def __exit__(self, *raised: Any) -> None:
        """End the transaction, and with it the hurry."""
        try:
            super().__exit__(*raised)
        finally:
            if self.connection.connection is not None:
                vars(self.connection.connection).pop("answer_within", None)


class DatabaseWrapper(CallsBeforeCommit, base.DatabaseWrapper):
    """Django's connection to PostgreSQL, with work before the commit and an end to waiting."""

    SchemaEditorClass = SchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that waits no longer than `answering.ANSWER_SECONDS` for anything."""
        connection = super().get_new_connection(conn_params)
        connection.__class__ = AnsweringConnection  # Django does not let its class be chosen
        return connection

    @contextmanager
    def waiting_at_most(self, seconds: float) -> Iterator[None]:
        """Within, a transaction whose statements take and wait for so long and no longer."""
        self.ensure_connection()
        held, limit = self.connection, int(seconds * 1000)
        held.answer_within = 2 * seconds  # where the server itself keeps no time
        try:
            with transaction.atomic(using=self.alias), self.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {limit}; SET LOCAL lock_timeout = {limit}")
                yield
        finally:
            del held.answer_within
