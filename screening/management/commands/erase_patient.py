import getpass
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screening.models import Patient
from screening.services.audit import Actor
from screening.services.errors import ScreeningError
from screening.services.errors.retention import PatientUnknown
from screening.services.retention.erasing import REASONS, erase_patient

ERASED = re.compile(r"record erased ([0-9a-f-]{36})")
ADMINISTRATOR = "administrator"


class Command(BaseCommand):
    help = (
        "Erase the whole record of one patient; there is no way back. With --again, erase once more what a "
        "restored backup has brought back: every record that the log says was erased."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("patient", type=UUID, nargs="?", help="the patient's reference")
        parser.add_argument("--reason", choices=sorted(REASONS), help="why")
        parser.add_argument("--again", type=Path, metavar="LOG", help="a log with `record erased` in it")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="the administrator who does it")

    def handle(
        self,
        *_args: Any,
        patient: UUID | None,
        reason: str | None,
        again: Path | None,
        by: str,
        **_options: Any,
    ) -> None:
        if (patient is None) == (again is None) or (patient is not None and reason is None):
            raise CommandError("Give a reference and --reason, or --again.")
        actor = administrator(by)
        wanted = [patient] if patient is not None else list(erased_in(again))
        for pk in wanted:
            self.erase(pk, reason or "again", actor, must_be_there=again is None)

    def erase(self, pk: UUID, reason: str, by: Actor, *, must_be_there: bool) -> None:
        found = Patient.objects.filter(pk=pk).first()
        if found is None and must_be_there:
            raise CommandError(PatientUnknown().message)
        if found is None:
            return
        try:
            done = erase_patient(patient=found, reason=reason, by=by, now=timezone.now())
        except ScreeningError as refusal:
            raise CommandError(f"{pk}: {refusal.message}") from None
        self.stdout.write(f"Erased {pk}: {done.rows} rows, {done.cases} cases of drafts.")


def administrator(email: str) -> Actor:
    """The administrator of this address, once the password is right; CommandError."""
    user = get_user_model().objects.filter(email=email.strip().lower(), is_active=True).first()
    password = getpass.getpass(f"Password of {email}: ")
    if user is None or not user.check_password(password):
        raise CommandError("This is not the password of an account that is on.")
    if not user.is_superuser and not user.groups.filter(name=ADMINISTRATOR).exists():
        raise CommandError("Only an administrator erases records.")
    return Actor.staff(user)


def erased_in(log: Path | None) -> Iterator[UUID]:
    """The references of erased records in a log, each once; CommandError where it cannot be read."""
    try:
        lines = log.read_text(errors="replace") if log else ""
    except OSError as problem:
        raise CommandError(f"{log}: {problem.strerror}.") from None
    yield from dict.fromkeys(map(UUID, ERASED.findall(lines)))
