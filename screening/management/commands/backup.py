import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screening.services.backup import BackupBroken, BackupRefused, make_backup, verify_backup


class Command(BaseCommand):
    help = (
        "Write the whole database into a new file while the clinic works, with a manifest beside it. The "
        "keys are not in it. With --verify, restore it into a throw-away database and look through it "
        "(docs/backup.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file")
        parser.add_argument("--verify", action="store_true", help="try the backup once it is made")

    def handle(self, *_args: Any, file: Path, verify: bool, **_options: Any) -> None:
        began = time.monotonic()
        try:
            made = make_backup(file, now=timezone.now())
            seconds = time.monotonic() - began
            rows = sum(made.tables.values())
            self.stdout.write(f"Backed up {rows} rows, {made.size / 1e6:.1f} MB, in {seconds:.1f} s: {file}")
            if verify:
                self.stdout.write(verify_backup(file))
        except (BackupRefused, BackupBroken) as problem:
            raise CommandError(f"{problem}.") from None
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}.") from None
