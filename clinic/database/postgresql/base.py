"""PostgreSQL, with work before the commit and an end to waiting."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base

from clinic.database import CallsBeforeCommit
from clinic.database.postgresql.answering import AnsweringConnection


class DatabaseWrapper(CallsBeforeCommit, base.DatabaseWrapper):
    """Django's connection to PostgreSQL, with work before the commit and an end to waiting."""

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
