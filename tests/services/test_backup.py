"""A backup made under writes is whole, comes back whole, and what is not whole is not taken for it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.models import Evaluation, Evidence, Note
from screening.services import review
from screening.services.audit import SYSTEM, record
from screening.services.backup import BackupRefused, make_backup, postgresql, verify_backup
from screening.services.backup.checking import problems, rows_of
from screening.services.backup.manifest import manifest_of
from tests.clinicians import ACNE, override, practitioner, sign, submitted
from tests.factories import make_patient
from tests.letters import PDF

pytestmark = pytest.mark.django_db(transaction=True)

IS_SQLITE = connection.vendor == "sqlite"


def decided() -> None:
    """A record with a result, a consent, a decision, a note and a sign-off."""
    doctor = practitioner()
    seen = submitted(ACNE)
    override(seen, "acne", doctor)
    review.add_note(appointment=seen, text="A canary note.", by=doctor)
    sign(seen, doctor, "decline")


@contextmanager
def writing() -> Iterator[list[int]]:
    """Somebody who writes to the audit trail all the time; how often."""
    stop, times = threading.Event(), [0]
    patient = make_patient("Bea Finch")

    def write() -> None:
        while not stop.is_set():
            with transaction.atomic():
                record(action="patient.read", by=SYSTEM, subject=patient)
            times[0] += 1
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while times[0] < 3:
            stop.wait(0.01)
        yield times
    finally:
        stop.set()
        thread.join()


def manage(address: str, *arguments: str) -> str:
    """Run a command on another database; what it says."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the same kind."""
    if IS_SQLITE:
        yield f"sqlite:///{folder / 'empty.sqlite3'}"
        return
    own, name = postgresql.opened(), "clinic_restored"
    own.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    finally:
        own.execute(f"DROP DATABASE {name} WITH (FORCE)")
        own.close()


def test_backup_under_writes_verifies_and_holds_nothing_in_the_clear(tmp_path: Path) -> None:
    decided()
    file = tmp_path / "clinic.backup"
    with writing() as times:
        before = times[0]
        made = make_backup(file, now=timezone.now())
        while times[0] < before + 3:  # nobody was held up for good
            pass
    assert manifest_of(file) == made
    assert (made.tables["screening_note"], made.tables["screening_auditlink"] >= 3) == (1, True)
    assert made.tables["screening_auditlink"] == made.tables["screening_auditevent"]
    assert (file.stat().st_mode & 0o077, file.with_name("clinic.backup.json").stat().st_mode & 0o077) == (
        0,
        0,
    )
    assert "The database is whole" in verify_backup(file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clinic.backup", "clinic.backup.json"]
    assert [word for word in (b"Ada Canary", b"canary note") if word in file.read_bytes()] == []


def test_backup_comes_back_into_an_empty_database_only(tmp_path: Path) -> None:
    decided()
    file = tmp_path / "clinic.backup"
    call_command("backup", str(file), stdout=StringIO())
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(file))
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(file))
    assert Note.objects.count() == 1
    with empty_database(tmp_path) as address:
        assert "Restored" in manage(address, "restore", str(file))
        said = manage(address, "verify_database", "--manifest", f"{file}.json")
        assert "The database is whole" in said
        assert "The audit trail is whole" in manage(address, "verify_audit")
        assert "not empty" in manage(address, "restore", str(file))


def test_backup_that_was_changed_or_is_of_something_else_is_refused(tmp_path: Path) -> None:
    make_patient()
    file = tmp_path / "clinic.backup"
    make_backup(file, now=timezone.now())
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(CommandError, match="changed since it was made"):
        call_command("restore", str(file), "--verify")
    file.write_bytes(whole)
    manifest = tmp_path / "clinic.backup.json"
    said = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**said, "vendor": "other"}))
    with pytest.raises(CommandError, match="a backup of other"):
        call_command("restore", str(file), "--verify")
    manifest.write_text(json.dumps({**said, "tables": {**said["tables"], "screening_patient": 7}}))
    with pytest.raises(CommandError, match="screening_patient has 1 rows, 7 were backed up"):
        call_command("restore", str(file), "--verify")
    manifest.unlink()
    with pytest.raises(CommandError, match="No such file"):
        call_command("restore", str(file))


def test_looking_through_a_database_finds_what_was_tampered_with() -> None:
    decided()
    assert list(problems(None)) == []
    evaluation, note = Evaluation.objects.get(), Note.objects.get()
    Evaluation.objects.update(digest="sha256:" + "0" * 64)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screening_note SET text = (SELECT name FROM screening_patient)")
        cursor.execute("DELETE FROM screening_patientsearchkey")
    found = "\n".join(problems(None))
    assert f"screening_evaluation {evaluation.pk}: it is not what its digest was made from" in found
    assert f"screening_note.text.{note.pk}" in found


def test_letters_are_looked_at_one_by_one() -> None:
    seen, doctor = submitted(ACNE), practitioner()
    letters = [review.add_evidence(appointment=seen, name=f"{n}.pdf", data=PDF, by=doctor) for n in range(3)]
    with CaptureQueriesContext(connection) as queries:
        assert {row.pk for row in rows_of(Evidence)} == {letter.pk for letter in letters}
    assert [" LIMIT 1" in query["sql"] for query in queries] == [True] * 4


@pytest.mark.only_on("postgresql")  # SQLite needs no tools
def test_missing_tool_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupRefused, match="pg_dump is missing"):
        make_backup(tmp_path / "clinic.backup", now=timezone.now())
    assert list(tmp_path.iterdir()) == []
