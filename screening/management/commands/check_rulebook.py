from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from screening.engine import Problem, RulebookError, check_rulebook, read_document


class Command(BaseCommand):
    help = "Print every problem of a rulebook: file, place and reason. Exit code 1 where one is an error."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a .toml file or a folder of them")

    def handle(self, *_args: Any, path: Path, **_options: Any) -> None:
        problems = find_problems(path)
        errors = sum(problem.severity == "error" for problem in problems)
        for problem in problems:
            self.stdout.write(str(problem))
        self.stdout.write(f"Errors: {errors}, notes: {len(problems) - errors}")
        if errors:
            raise SystemExit(1)


def find_problems(path: Path) -> list[Problem]:
    """Every problem of the rulebook at a path, those of reading it included."""
    try:
        return check_rulebook(read_document(path))
    except RulebookError as error:
        return list(error.problems)
