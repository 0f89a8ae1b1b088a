"""Backups of SQLite, by its own online backup: a copy of the pages of one moment."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from screening.services.backup.manifest import BackupBroken, BackupRefused

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"

Figures = tuple[dict[str, int], str]


def dump(target: Path, figures: Callable[..., Figures]) -> Figures:
    """Copy the database into an empty file; figures of the same moment.

    All pages in one step, under one reading transaction: those who write go on in the write-ahead log.
    """
    with closing(opened(own_path())) as source, closing(opened(target)) as copy:
        source.execute("BEGIN")
        tables = [name for (name,) in source.execute(TABLES)]
        found = figures(lambda query: source.execute(query).fetchall(), tables)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BackupBroken("the database itself is damaged: its integrity check fails")
    return found


def load(file: Path) -> None:
    """Bring a backup back into the database of the settings; BackupRefused where that is not empty."""
    connection.close()
    target = own_path()
    with closing(opened(target)) as own:
        if own.execute(TABLES).fetchall():
            raise BackupRefused(f"{target} is not empty: move it away first")
        bring(file, own)
    target.chmod(0o600)


@contextmanager
def throwaway(file: Path) -> Iterator[str]:
    """The address of a database with a backup in it, that is gone afterwards; it stands beside the backup."""
    with tempfile.TemporaryDirectory(prefix=".verify-", dir=file.parent) as folder:
        path = Path(folder) / "verify.sqlite3"
        with closing(opened(path)) as copy:
            bring(file, copy)
        yield f"sqlite:///{path}"


def bring(file: Path, target: sqlite3.Connection) -> None:
    """Copy a backup into an open, empty database; BackupBroken where it is none."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            source.backup(target)
    except sqlite3.DatabaseError as problem:
        raise BackupBroken(f"{file}: {problem}") from None


def own_path() -> Path:
    """Where the database of the settings is."""
    return Path(str(connection.settings_dict["NAME"])).absolute()


def opened(path: Path) -> Any:
    """A connection of its own, without transactions of its own making."""
    return sqlite3.connect(path, isolation_level=None, timeout=20)
