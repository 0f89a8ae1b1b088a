"""What stands beside a backup: of which moment it is, how much is in it, and how it is known again.

Counts and digests only: nothing of what is stored.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT, VERSION = "clinic-backup", 1
READ_AT_ONCE = 1_000_000


class BackupRefused(Exception):
    """It was not begun: something is in the way. Nothing was changed."""


class BackupBroken(Exception):
    """The file is not what was backed up, or cannot be brought back; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`tables` counts the rows of each; `audit_head` is where the audit trail ended (`NUMBER:SEAL`)."""

    made_at: str
    vendor: str
    sha256: str
    size: int
    tables: Mapping[str, int]
    audit_head: str

    def write(self, backup: Path) -> None:
        """Store it beside its backup, readable by its owner only."""
        beside = path_of(backup)
        beside.touch(mode=0o600)
        text = json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)}, indent=1)
        beside.write_text(text + "\n")


def path_of(backup: Path) -> Path:
    """Where the manifest of a backup stands."""
    return backup.with_name(f"{backup.name}.json")


def read_manifest(file: Path) -> Manifest:
    """A manifest; BackupBroken where it cannot be read."""
    try:
        found = json.loads(file.read_text())
        if (found.pop("format"), found.pop("version")) != (FORMAT, VERSION):
            raise ValueError
        return Manifest(**found)
    except OSError as problem:
        raise BackupBroken(f"{file}: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupBroken(f"{file}: not the manifest of a backup") from None


def manifest_of(backup: Path) -> Manifest:
    """The manifest beside a backup; BackupBroken where the file is not what it says."""
    known = read_manifest(path_of(backup))
    try:
        if sha256_of(backup) != known.sha256:
            raise BackupBroken(f"{backup}: it was changed since it was made, or is not whole")
    except OSError as problem:
        raise BackupBroken(f"{backup}: {problem.strerror}") from None
    return known


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, read piece by piece."""
    found = hashlib.sha256()
    with file.open("rb") as source:
        while piece := source.read(READ_AT_ONCE):
            found.update(piece)
    return found.hexdigest()
