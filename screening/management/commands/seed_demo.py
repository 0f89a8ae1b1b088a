from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screening.services import demo
from screening.services.errors import ScreeningError


class Command(BaseCommand):
    help = (
        "Fill an empty database with a demo clinic; print the sign-ins and a patient's link. Needs DEMO=true."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--patients", type=int, default=60, help="how many to invent (default 60, at most 300)"
        )

    def handle(self, *_args: Any, patients: int, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's accounts have a known password: only with DEMO=true.")
        if not 1 <= patients <= 300:
            raise CommandError("--patients takes a number from 1 to 300.")
        now = timezone.now()
        try:
            demo.make_staff()
            made = demo.seed_clinic(patients=patients, now=now)
            link = demo.open_link(now=now)
        except ScreeningError as error:
            raise CommandError(error.message) from error
        if made:
            self.stdout.write(f"Demo clinic made: {made} patients")
        self.print_entrances(link)

    def print_entrances(self, link: demo.DemoLink | None) -> None:
        """Print how to get in as each kind of user."""
        for member in demo.STAFF:
            role = member.role.capitalize().replace("-", " ")
            self.stdout.write(f"{role:<16} {member.email:<26}  password {demo.PASSWORD}")
        if link is None:
            self.stdout.write("Patient          no questionnaire is open")
        else:
            born = f"{link.birth_date:%Y-%m-%d} ({link.birth_date.day} {link.birth_date:%B %Y})"
            self.stdout.write(f"Patient          {link.url}\n                 {link.patient}, born {born}")
