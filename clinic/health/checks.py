"""What has to be in order: looked at in a bounded time, and every two seconds at most."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from django.utils import timezone

from clinic.database import CallsBeforeCommit
from screening.services import health

FREE_BYTES_NEEDED = 100_000_000
SECONDS_FOR_A_STATEMENT = 2.0
SECONDS_KEPT = 2.0
SECONDS_FOR_ALL = 15.0

DATABASE, SPACE, WORKER = "database", "space", "worker"

log = logging.getLogger(__name__)

IN_DATABASE: Mapping[str, Callable[[], bool]] = {
    "keys": health.do_keys_open,
    "rulebook": health.is_rulebook_usable,
    "audit": health.are_guards_placed,
    WORKER: lambda: health.is_worker_alive(timezone.now()),
}
CHECKS = (DATABASE, SPACE, *IN_DATABASE)


class Checked:
    """What was found wrong last, and when. Nobody waits for longer than looking may take."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: list[str] = []
        self._until = 0.0

    def wrong(self) -> list[str]:
        """What is wrong now, or was two seconds ago."""
        if not self._lock.acquire(timeout=SECONDS_FOR_ALL):
            return [DATABASE]
        try:
            if time.monotonic() >= self._until:
                self._found = list(look())
                self._until = time.monotonic() + SECONDS_KEPT
            return self._found
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Look anew when asked next."""
        self._until = 0.0


checked = Checked()


def problems() -> list[str]:
    """The names of the checks that failed; none where all is well."""
    return checked.wrong()


def look() -> Iterator[str]:
    """Try everything. Without a database the rest cannot be known, and is not said to be wrong."""
    try:
        with here().waiting_at_most(SECONDS_FOR_A_STATEMENT):
            health.write_probe(timezone.now())
        yield from [name for name, is_fine in IN_DATABASE.items() if not is_fine()]
    except (DatabaseError, InterfaceError):
        log.exception("the database cannot be written to")
        yield DATABASE
    if shutil.disk_usage(data_folder()).free < FREE_BYTES_NEEDED:
        yield SPACE


def here() -> CallsBeforeCommit:
    """This thread's connection; RuntimeError where its engine is not one of ours."""
    found = connections[DEFAULT_DB_ALIAS]
    if not isinstance(found, CallsBeforeCommit):
        raise RuntimeError("the database's engine is not one of clinic.database")
    return found


def data_folder() -> Path:
    """The folder whose space counts: the database's where it is a file, else the project's."""
    file = Path(str(connection.settings_dict["NAME"]))
    is_file = connection.vendor == "sqlite" and file.is_file()
    return file.parent if is_file else Path(settings.BASE_DIR)
