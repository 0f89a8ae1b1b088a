"""Backups of the whole database, and bringing one back (docs/backup.md)."""

from screening.services.backup.making import make_backup
from screening.services.backup.manifest import BackupBroken, BackupRefused, Manifest, manifest_of
from screening.services.backup.restoring import restore_backup, verify_backup

__all__ = [
    "BackupBroken",
    "BackupRefused",
    "Manifest",
    "make_backup",
    "manifest_of",
    "restore_backup",
    "verify_backup",
]
