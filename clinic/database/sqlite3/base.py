"""SQLite, with work before the commit, an end to waiting, and an eye on its file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from django.db.backends.sqlite3 import base

from clinic.database import CallsBeforeCommit


class DatabaseWrapper(CallsBeforeCommit, base.DatabaseWrapper):
    """Django's connection to SQLite, with work before the commit and an end to waiting.

    A connection goes on writing to the file it opened when that was moved away or a backup put in its place,
    and one that is opened then makes an empty file: both would acknowledge what nobody finds again.
    """

    seen: ClassVar[set[str]] = set()
    """The files this process has opened: they are not made anew."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection to the file; OperationalError where it has been there and is gone."""
        file = str(conn_params["database"])
        if file in self.seen and Path(file).is_absolute():
            conn_params = {**conn_params, "database": f"{Path(file).as_uri()}?mode=rw"}
        connection = super().get_new_connection(conn_params)
        self.seen.add(file)
        self.opened = identity(file)
        return connection

    def is_usable(self) -> bool:
        """Whether the file is still the one that was opened: asked before each request's first query."""
        is_same: bool = self.opened == identity(str(self.settings_dict["NAME"]))
        return is_same and super().is_usable()

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


def identity(file: str) -> tuple[int, int] | None:
    """What tells one file of this machine from another, whatever their names; None where there is none."""
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
