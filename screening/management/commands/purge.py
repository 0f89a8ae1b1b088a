from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from screening.services.retention.purging import counts, purge


class Command(BaseCommand):
    help = (
        "Remove what is past its time (docs/data-life.md), in batches, on the audit trail. Records on hold "
        "or with an appointment to come stay. The worker does the same once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        now = timezone.now()
        found = counts(now)
        removed = {} if dry_run else purge(now)
        for kind, count in found:
            number = count if dry_run else removed[kind.code]
            self.stdout.write(f"{kind.code:<12}{number:>8}   {kind.word}, kept {kind.period}")
        self.stdout.write("Nothing was removed: a dry run." if dry_run else "Removed.")
