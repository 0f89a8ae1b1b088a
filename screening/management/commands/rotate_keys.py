from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from screening.models.keys import first_key_id
from screening.services.encryption.columns import count_by_key
from screening.services.encryption.rotating import rotate_keys

TOLD_EVERY = 5_000


class Command(BaseCommand):
    help = (
        "Encrypt everything anew under the first of FIELD_KEYS, while the clinic works, and say which keys "
        "are not needed any more. May be stopped and started again at any time. See docs/keys.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count the values by key")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        if dry_run:
            self.tell()
            return
        self.changed = self.told = 0
        try:
            done = rotate_keys(self.note)
        except KeyboardInterrupt:
            raise CommandError(
                f"Stopped after {self.changed} values. Start it again: it goes on from here."
            ) from None
        self.stdout.write(f"Values encrypted anew: {done.changed}")
        self.tell()
        if not done.is_finished:
            for problem in done.unreadable:
                self.stderr.write(problem)
            raise CommandError(
                "Not finished: values remain under another key. What does not open is named above; if "
                "nothing is, some process still runs with the old FIELD_KEYS. Remove no key."
            )

    def note(self, table: str, changed: int) -> None:
        self.changed += changed
        if self.changed - self.told >= TOLD_EVERY:
            self.told = self.changed
            self.stdout.write(f"{self.changed} values so far, now in {table}")

    def tell(self) -> None:
        """Say how many values are under each key, and what that means for the key."""
        counts = count_by_key()
        unencrypted = counts.pop("", 0)
        for kid in [*settings.FIELD_KEYS, *sorted(set(counts) - set(settings.FIELD_KEYS))]:
            self.stdout.write(f"{kid}: {counts[kid]} values. {meaning(kid, counts[kid])}")
        if unencrypted:
            self.stdout.write(f"Not encrypted: {unencrypted} values. They cannot be read.")


def meaning(kid: str, count: int) -> str:
    """What is to be done with a key under which so many values are."""
    if kid == first_key_id():
        return "This key encrypts."
    if kid not in settings.FIELD_KEYS:
        return "It is not in FIELD_KEYS: these values cannot be read."
    return "Still needed: run rotate_keys." if count else "Not needed any more: take it out of FIELD_KEYS."
