"""A connection that waits for an answer no longer than it was told to.

`statement_timeout` is kept by the server; one that has stopped, or cannot be reached, keeps nothing.
"""

from typing import Any

import psycopg
from psycopg.errors import OperationalError

ANSWER_SECONDS = 20.0
"""Longer than the server's own limits (clinic.database.options), which say better what was wrong."""


class NoAnswerError(OperationalError):
    """The database has not answered in time; the connection is closed, as its answer may still come."""


class AnsweringConnection(psycopg.Connection[Any]):
    """psycopg's connection, with an end to waiting."""

    answer_within: float | None = ANSWER_SECONDS
    """Seconds; None for as long as it takes."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """What the server answers; NoAnswerError where it does not. Who names a time of their own gets it."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.answer_within)
        except psycopg.errors._WaitTimeout as error:  # the published name has none that is public
            self.pgconn.finish()
            raise NoAnswerError("no answer in time") from error
