"""Making a backup while the clinic works: one moment of the database, whole, in one file."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from screening.services.backup import postgresql, sqlite
from screening.services.backup.manifest import BackupRefused, Manifest, path_of, sha256_of

HEAD = "SELECT sequence, seal FROM screening_auditlink ORDER BY sequence DESC LIMIT 1"

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Answers a query at the moment the backup is of."""


def make_backup(file: Path, *, now: datetime) -> Manifest:
    """Write the database into a new file, and its manifest beside it; nobody is held up meanwhile.

    BackupRefused where there is such a file already, or the tool is missing. A file of that name is there
    only once it is whole.
    """
    for path in (file, path_of(file)):
        if path.exists():
            raise BackupRefused(f"{path} exists already")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        made = DATABASES[connection.vendor].dump(part, figures)
        to_disk(part)
        manifest = Manifest(
            made_at=now.isoformat(),
            vendor=connection.vendor,
            sha256=sha256_of(part),
            size=part.stat().st_size,
            tables=made[0],
            audit_head=made[1],
        )
        manifest.write(file)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    to_disk(file.parent)
    return manifest


def figures(ask: Ask, tables: list[str]) -> tuple[dict[str, int], str]:
    """How many rows each table has, and where the audit trail ends."""
    counts = {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in sorted(tables)}  # noqa: S608 - names of tables
    head = ask(HEAD)
    return counts, "{}:{}".format(*head[0]) if head else ""


def to_disk(path: Path) -> None:
    """Have what was written survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
