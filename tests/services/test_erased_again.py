"""After a restore everything that was erased goes again: one that cannot go yet keeps no other back."""

import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Patient
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.factories import make_appointment, make_patient
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def erase_again(log: Path, by: User, *people: uuid.UUID) -> None:
    log.write_text("\n".join(f"record erased {pk}" for pk in people))
    call_command("erase_patient", "--again", str(log), "--by", by.email, stdout=StringIO())


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSWORD)


def test_merged_record_that_stands_first_in_the_log_goes_with_the_one_it_is_in(
    bob: User, tmp_path: Path
) -> None:
    kept, merged, other = make_patient(), make_patient(), make_patient()
    desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)
    erase_again(tmp_path / "log", bob, merged.pk, kept.pk, other.pk)
    assert Patient.objects.count() == 0


def test_record_that_cannot_go_yet_is_named_and_the_others_go(bob: User, tmp_path: Path) -> None:
    booked, other = make_patient(), make_patient()
    make_appointment(patient=booked, starts_at=timezone.now() + timedelta(days=5))
    with pytest.raises(CommandError, match=f"there still:\n{booked.pk}: "):
        erase_again(tmp_path / "log", bob, booked.pk, other.pk)
    assert list(Patient.objects.values_list("pk", flat=True)) == [booked.pk]
