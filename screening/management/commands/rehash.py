from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from screening.models.keyed_hash import key_name
from screening.services.encryption.rehashing import look, rehash


class Command(BaseCommand):
    help = (
        "Make the hashes that search uses anew under the first key of SEARCH_KEY, while the clinic works. "
        "May be stopped and started again at any time. See docs/keys.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what is to be done")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        keys = ", ".join(map(key_name, settings.SEARCH_KEYS))
        self.stdout.write(f"Search keys, the first of which makes the hashes: {keys}")
        if dry_run:
            stale, unreadable = look()
            for table, rows in stale.items():
                self.stdout.write(f"{table}: {len(rows)} to be hashed anew")
            self.stdout.write(f"Unreadable: {len(unreadable)}")
            return
        try:
            done = rehash()
        except KeyboardInterrupt:
            raise CommandError("Stopped. Start it again: it goes on from here.") from None
        self.stdout.write(f"Rows hashed anew: {done.changed}")
        if not done.is_finished:
            for problem in done.unreadable:
                self.stderr.write(problem)
            raise CommandError(
                "Not finished. What does not open is named above; if nothing is, some process still runs "
                "with the old SEARCH_KEY. Remove no key."
            )
        self.stdout.write("Every other key in SEARCH_KEY is not needed any more: take it out.")
