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
        if patient is None:
            self.erase_again(list(erased_in(again)), actor)
            return
        if not Patient.objects.filter(pk=patient).exists():
            raise CommandError(PatientUnknown().message)
        try:
            self.erase(patient, str(reason), actor)
        except ScreeningError as refusal:
            raise CommandError(f"{patient}: {refusal.message}") from None

    def erase_again(self, wanted: list[UUID], by: Actor) -> None:
        """Erase what is there of these; CommandError naming what is left. One refusal keeps no other back.

        Everything is tried twice: who was merged into a record that stands later in the log goes with it.
        """
        left: dict[UUID, str] = {}
        for pk in [*wanted, *wanted]:
            left.pop(pk, None)
            try:
                self.erase(pk, "again", by)
            except ScreeningError as refusal:
                left[pk] = str(refusal.message)
        if left:
            lines = [f"{pk}: {message}" for pk, message in left.items()]
            raise CommandError("\n".join(["These records are there still:", *lines]))

    def erase(self, pk: UUID, reason: str, by: Actor) -> None:
        """Erase a record; nothing where it is gone. ScreeningError as `erase_patient`."""
        found = Patient.objects.filter(pk=pk).first()
        if found is None:
            return
        done = erase_patient(patient=found, reason=reason, by=by, now=timezone.now())
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
