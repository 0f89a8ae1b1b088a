"""SQLite, with work before the commit and an end to waiting."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.sqlite3 import base

from clinic.database import CallsBeforeCommit


class DatabaseWrapper(CallsBeforeCommit, base.DatabaseWrapper):
    """Django's connection to SQLite, with work before the commit and an end to waiting."""

    @contextmanager
    def waiting_at_most(self, seconds: float) -> Iterator[None]:
        """Within, whoever else writes is waited for so long and no longer."""
        self.ensure_connection()
        usual = self.connection.execute("PRAGMA busy_timeout").fetchone()[0]
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        try:
            yield
        finally:
            if self.connection is not None:  # not through a cursor of Django's: after an error it refuses
                self.connection.execute(f"PRAGMA busy_timeout = {usual}")
