"""Bringing a backup back, and trying whether that would work: in a database of its own, thrown away after."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from screening.services.backup.making import DATABASES
from screening.services.backup.manifest import BackupBroken, Manifest, manifest_of, path_of


def restore_backup(file: Path) -> Manifest:
    """Bring a backup back into the database of the settings, which has to be empty.

    BackupRefused where it is not; BackupBroken where the file is not what was backed up.
    """
    known = fitting(file)
    DATABASES[connection.vendor].load(file.absolute())
    return known


def verify_backup(file: Path) -> str:
    """Restore a backup into a throw-away database and look through all of it; what was found, in words.

    BackupBroken where anything is not as it was; BackupRefused where no such database can be made.
    """
    fitting(file)
    with DATABASES[connection.vendor].throwaway(file.absolute()) as address:
        done = subprocess.run(  # noqa: S603 - this program itself
            [sys.executable, "-m", "django", "verify_database", "--manifest", str(path_of(file).absolute())],
            env={
                **os.environ,
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": str(settings.SETTINGS_MODULE),
            },
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise BackupBroken((done.stdout + done.stderr).strip())
    return done.stdout.strip()


def fitting(file: Path) -> Manifest:
    """The manifest of a whole backup of this kind of database; BackupBroken."""
    known = manifest_of(file)
    if known.vendor != connection.vendor:
        raise BackupBroken(f"{file}: a backup of {known.vendor}; this database is {connection.vendor}")
    return known
