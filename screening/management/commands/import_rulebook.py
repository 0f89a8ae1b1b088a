from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.engine import RulebookError, read_document
from screening.engine.checks.importing import parse_import
from screening.services.audit import SYSTEM
from screening.services.errors import AlreadyPublished, RulebookRefused
from screening.services.rulebook import import_rulebook, publish_rulebook


class Command(BaseCommand):
    help = "Store a rulebook (a TOML file or a folder of them) as a draft; --publish makes it active."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a .toml file or a folder of them")
        parser.add_argument("--note", default="", help="what changed, for the list of versions")
        parser.add_argument("--publish", action="store_true", help="make it the active version at once")

    def handle(self, *_args: Any, path: Path, note: str, publish: bool, **_options: Any) -> None:
        try:
            source = read_document(path)
            parse_import(source)  # reports with file and line; the service below has only the document
            version = import_rulebook(document=source.document, by=SYSTEM, note=note)
            if publish:
                version = publish_rulebook(version=version, by=SYSTEM)
        except (RulebookError, RulebookRefused) as error:
            raise CommandError("\n".join(str(problem) for problem in error.problems)) from error
        except AlreadyPublished as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Rulebook version {version.number} is {version.status} ({version.digest})")
