"""Processes of our own: started afresh (spawn), with Django and a database connection of their own.

This module is imported in a new process before Django is set up there, so it imports nothing that needs it.
"""

import gc
import importlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from types import TracebackType

SPAWN: SpawnContext = multiprocessing.get_context("spawn")
"""A forked copy would share the parent's database connection, which no driver survives."""

EXIT_ORPHANED = 1
EXIT_FAILED = 1
YOUNG_OBJECTS = 10_000
"""Objects between two looks of the garbage collector; measured in docs/performance.md."""


def cores() -> int:
    """How many processes can run at once here."""
    return os.cpu_count() or 1


def pool_of(count: int) -> ProcessPoolExecutor:
    """`count` processes that take what is given to them, each set up by itself."""
    return ProcessPoolExecutor(
        count, mp_context=SPAWN, initializer=start_up, initargs=(database_name(), True)
    )


def process_for(target: str) -> SpawnProcess:
    """A process, not started yet, that runs `package.module.function` and ends."""
    return SPAWN.Process(target=run, args=(database_name(), target), name=target)


def database_name() -> str:
    """The database this process is on: a test's is not the one its environment names."""
    from django.db import connection  # noqa: PLC0415 - Django is not ready where this module is imported

    return str(connection.settings_dict["NAME"])


def start_up(database: str, in_pool: bool) -> None:
    """What a new process does first. One in a pool leaves signals to its parent; none outlives it."""
    threading.Thread(target=end_with_parent, daemon=True, name="end-with-parent").start()
    if in_pool:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    import django  # noqa: PLC0415 - see above
    from django.conf import settings  # noqa: PLC0415

    name = Path(database) if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else database
    settings.DATABASES["default"]["NAME"] = name
    django.setup()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def end_with_parent() -> None:
    """Wait for the parent to end, however it does, and end at once: killed, it cannot tell its children."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(EXIT_ORPHANED)


def run(database: str, target: str) -> None:
    """Set up this process, then import a function and call it."""
    start_up(database, in_pool=False)
    module, _, name = target.rpartition(".")
    try:
        getattr(importlib.import_module(module), name)()
    except Exception as error:  # noqa: BLE001 - logged without its words, which would be printed else
        log_uncaught(type(error), error, error.__traceback__)
        sys.exit(EXIT_FAILED)


def log_uncaught(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    """Write the error a process ends with to the log, which drops its words: they may quote an answer.

    For `sys.excepthook`, which would print them.
    """
    logging.getLogger(__name__).critical("the process ends", exc_info=(kind, error, place))
