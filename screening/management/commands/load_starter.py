from typing import Any

from django.core.management.base import BaseCommand

from screening.services.audit import SYSTEM
from screening.services.rulebook import active_version, load_starter


class Command(BaseCommand):
    help = "Publish the starter rulebook where no rulebook is active yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        published = load_starter(by=SYSTEM)
        version = published or active_version()
        done = "published" if published else "active already"
        self.stdout.write(f"Rulebook version {version.number} {done} ({version.digest})")
