from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.engine import RulebookError, to_toml
from screening.services.chosen_rulebook import chosen_rulebook
from screening.services.errors import ScreeningUnavailable


class Command(BaseCommand):
    help = "Write a rulebook as TOML that reads back to the same digest: the active one, or --rulebook PATH."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rulebook", type=Path, help="a .toml file or a folder of them")

    def handle(self, *_args: Any, rulebook: Path | None, **_options: Any) -> None:
        try:
            chosen = chosen_rulebook(rulebook)
        except RulebookError as error:
            raise CommandError(str(error)) from error
        except ScreeningUnavailable as error:
            raise CommandError(error.message) from error
        self.stdout.write(to_toml(chosen.document), ending="")
