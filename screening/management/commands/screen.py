import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.engine import RulebookError
from screening.services.chosen_rulebook import chosen_rulebook
from screening.services.errors import ScreeningUnavailable
from screening.services.screen import screen_lines


class Command(BaseCommand):
    help = (
        "Screen JSON lines from standard input to standard output, in order; exit code 1 where one was bad."
    )
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
        bad = 0
        for answered in screen_lines(chosen, sys.stdin.buffer):
            self.stdout.write(answered.text)
            bad += not answered.is_result
        if bad:
            raise SystemExit(1)
