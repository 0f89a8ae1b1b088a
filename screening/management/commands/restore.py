import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.services.backup import BackupBroken, BackupRefused, restore_backup, verify_backup


class Command(BaseCommand):
    help = (
        "Bring a backup back into the database of the settings, which has to be empty. With --verify nothing "
        "is touched: it is restored into a throw-away database and looked through. docs/backup.md"
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup; its manifest stands beside it")
        parser.add_argument("--verify", action="store_true", help="only try whether it could be restored")

    def handle(self, *_args: Any, file: Path, verify: bool, **_options: Any) -> None:
        began = time.monotonic()
        try:
            if verify:
                self.stdout.write(verify_backup(file))
                return
            known = restore_backup(file)
        except (BackupRefused, BackupBroken) as problem:
            raise CommandError(f"{problem}.") from None
        seconds = time.monotonic() - began
        self.stdout.write(
            f"Restored {sum(known.tables.values())} rows of {known.made_at} in {seconds:.1f} s."
        )
        self.stdout.write("Now run migrate, verify_database, and erase_patient --again (docs/backup.md).")
