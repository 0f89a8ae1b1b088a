from typing import Any

from django.core.management.base import BaseCommand

from screening.services.audit import SYSTEM
from screening.services.rulebook import active_version, load_starter
from screening.services.rulebook.starter_languages import load_starter_languages


class Command(BaseCommand):
    help = "Publish the starter rulebook, in its languages, where no rulebook is active yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        published = load_starter(by=SYSTEM)
        version = published or active_version()
        done = "published" if published else "active already"
        self.stdout.write(f"Rulebook version {version.number} {done} ({version.digest})")
        if published is not None:
            languages = load_starter_languages(version=published, by=SYSTEM)
            self.stdout.write(f"Patients can read it in {', '.join(['en', *languages])}")
