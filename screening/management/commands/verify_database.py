import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.services.backup.checking import problems
from screening.services.backup.manifest import BackupBroken, read_manifest


class Command(BaseCommand):
    help = (
        "Look through the whole database: migrations, digests of results, consents, sign-offs and letters, "
        "the audit trail, the keys; with a manifest the rows of each table as well. Ends with 1 where "
        "anything is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--manifest", type=Path, help="of a backup: it has to be exactly what was backed up"
        )

    def handle(self, *_args: Any, manifest: Path | None, **_options: Any) -> None:
        began = time.monotonic()
        try:
            known = read_manifest(manifest) if manifest else None
        except BackupBroken as problem:
            raise CommandError(f"{problem}.") from None
        found = list(problems(known))
        if found:
            raise CommandError("\n".join(["The database is not whole:", *found]))
        self.stdout.write(f"The database is whole: looked through in {time.monotonic() - began:.1f} s.")
