"""Changing the key that encrypts: everything is sealed anew, nothing is lost, a killed run goes on."""

import hashlib
import io
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import cycle, takewhile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.test.utils import isolate_apps
from pytest_django.fixtures import Settings

from screening.models import AuditEvent, CannotDecryptError, KeyRotation, Patient
from screening.models.encryption import EncryptedField, EncryptedTextField
from screening.models.keys import key_id_of
from screening.services import review
from screening.services.encryption.columns import count_by_key, encrypted_tables
from screening.services.encryption.rotating import rotate_keys
from tests.clinicians import practitioner, submitted
from tests.factories import make_submitted
from tests.letters import PDF

NEW = {"t2": hashlib.sha256(b"the next key").digest()}


@pytest.fixture
def next_key(settings: Settings) -> Callable[[], None]:
    """Puts a new key in front of the ring."""

    def put() -> None:
        settings.FIELD_KEYS = {**NEW, **settings.FIELD_KEYS}

    return put


def people(count: int) -> list[Patient]:
    rows = [Patient(name=f"Ada {number}", birth_date=date(1990, 2, 3)) for number in range(count)]
    return Patient.objects.bulk_create(rows)


def rotate(*arguments: str) -> str:
    out = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def stored_kinds() -> set[str]:
    """The key ids in every text column of the database, however they got there."""
    return {key_id_of(text) for _place, text in texts_of_database() if text.startswith("v1.")}


def texts_of_database() -> list[tuple[str, str]]:
    """Every text of every column of every table, with its table and column."""
    return [found for table in connection.introspection.table_names() for found in texts_of_table(table)]


def texts_of_table(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        places = [f"{table}.{column[0]}" for column in cursor.description]
        rows = cursor.fetchall()
    return [(place, str(value)) for row in rows for place, value in zip(places, row, strict=True)]


@pytest.mark.django_db
def test_every_encrypted_value_of_the_database_is_sealed_anew_and_reads_the_same(
    next_key: Callable[[], None], settings: Settings
) -> None:
    evaluation = make_submitted()
    body, answers = evaluation.body, evaluation.response.answers
    assert stored_kinds() == {"t1"}
    next_key()
    done = rotate_keys()
    assert (done.is_finished, done.unreadable, stored_kinds()) == (True, (), {"t2"})
    settings.FIELD_KEYS = NEW
    evaluation.refresh_from_db()
    evaluation.response.refresh_from_db()
    assert (evaluation.body, evaluation.response.answers) == (body, answers)
    assert done.changed == sum(count_by_key().values())


def test_every_encrypted_field_of_every_model_is_found() -> None:
    """A new field is found by itself, in whatever app and however it is inherited."""
    with isolate_apps("screening"):

        class Base(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            secret = EncryptedTextField()

            class Meta:
                abstract = True
                app_label = "screening"

        class New(Base):  # noqa: DJ008 - nobody prints it
            other = EncryptedTextField()

            class Meta(Base.Meta):
                abstract = False

        class Stand(New):  # noqa: DJ008 - nobody prints it
            class Meta:
                proxy = True
                app_label = "screening"

        tables = encrypted_tables(New._meta.apps)
        found = {table.model.__name__: [one.name for one in table.fields] for table in tables}
        assert (found, Stand._meta.proxy) == ({"New": ["secret", "other"]}, True)


def test_columns_that_are_rotated_are_those_that_migrations_made_encrypted() -> None:
    state = MigrationLoader(None).project_state()
    made = {
        (key[0], key[1], name)
        for key, model in state.models.items()
        for name, field in model.fields.items()
        if isinstance(field, EncryptedField)
    }
    found = {
        (table.model._meta.app_label, str(table.model._meta.model_name), one.name)
        for table in encrypted_tables()
        for one in table.fields
    }
    assert (found, len(found) >= 30) == (made, True)


@pytest.mark.django_db
def test_letters_are_sealed_anew_one_by_one(next_key: Callable[[], None]) -> None:
    appointment, petra = submitted(), practitioner()
    for number in range(3):
        review.add_evidence(appointment=appointment, name=f"{number}.pdf", data=PDF, by=petra)
    next_key()
    steps: list[tuple[str, int]] = []
    rotate_keys(lambda table, changed: steps.append((table, changed)))
    letters = [changed for table, changed in steps if table == "screening.Evidence"]
    assert (len(letters), sum(letters)) == (3, count_of("screening_evidence"))


def count_of(table: str) -> int:
    """How many sealed values a table holds."""
    return sum(text.startswith("v1.") for _place, text in texts_of_table(table))


@pytest.mark.django_db
def test_run_that_was_killed_before_it_said_that_all_is_done_is_finished_by_the_next(
    next_key: Callable[[], None],
) -> None:
    people(3)
    next_key()

    def killed(_table: str, _changed: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_keys(killed)
    assert KeyRotation.objects.get().finished_at is None
    rotate_keys()
    rotation = KeyRotation.objects.get()
    actions = AuditEvent.objects.about(rotation).values_list("action", flat=True)
    assert (rotation.finished_at is None, list(actions)) == (False, ["keys.rotation_begun", "keys.rotated"])


@pytest.mark.django_db
def test_dry_run_counts_by_key_and_changes_nothing(next_key: Callable[[], None]) -> None:
    people(3)
    next_key()
    people(2)
    assert rotate("--dry-run") == (
        "t2: 8 values. This key encrypts.\nt1: 12 values. Still needed: run rotate_keys.\n"
    )
    assert (KeyRotation.objects.count(), stored_kinds()) == (0, {"t1", "t2"})


@pytest.mark.django_db
def test_old_key_is_said_not_to_be_needed_any_more_and_the_trail_tells(next_key: Callable[[], None]) -> None:
    people(3)
    next_key()
    assert rotate() == (
        "Values encrypted anew: 12\n"
        "t2: 12 values. This key encrypts.\n"
        "t1: 0 values. Not needed any more: take it out of FIELD_KEYS.\n"
    )
    rotation = KeyRotation.objects.get()
    assert (rotation.key_name, rotation.changed, rotation.finished_at is None) == ("t2", 12, False)
    assert [(one.action, one.detail) for one in AuditEvent.objects.about(rotation)] == [
        ("keys.rotation_begun", {"purpose": "fields", "key": "t2"}),
        ("keys.rotated", {"purpose": "fields", "key": "t2", "changed": 12}),
    ]
    assert rotate().startswith("Values encrypted anew: 0\n")
    assert KeyRotation.objects.count() == 1


@pytest.mark.django_db
def test_run_that_was_killed_goes_on_where_it_was(
    next_key: Callable[[], None],
) -> None:
    people(10)
    next_key()

    def killed(_table: str, changed: int, seen: list[int] = []) -> None:  # noqa: B006 - counts its calls
        seen.append(changed)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_keys(killed, at_once=3)
    assert (count_by_key(), KeyRotation.objects.get().changed) == ({"t1": 16, "t2": 24}, 24)
    assert rotate_keys().changed == 16
    rotation = KeyRotation.objects.get()
    assert (rotation.changed, rotation.finished_at is None, count_by_key()) == (40, False, {"t2": 40})


@pytest.mark.django_db
def test_value_whose_key_is_gone_is_named_and_leaves_the_rotation_open(
    next_key: Callable[[], None], settings: Settings
) -> None:
    settings.FIELD_KEYS = {"lost": secrets.token_bytes(32)}
    [gone] = people(1)
    settings.FIELD_KEYS = {"t1": secrets.token_bytes(32)}
    people(1)
    next_key()
    done = rotate_keys()
    assert (done.changed, done.is_finished, count_by_key()) == (4, False, {"t2": 4, "lost": 4})
    assert done.unreadable[0] == f"screening_patient.name.{gone.pk}: the key lost is not in FIELD_KEYS"
    with pytest.raises(CommandError, match="Not finished: values remain under another key"):
        rotate()
    assert "lost: 4 values. It is not in FIELD_KEYS: these values cannot be read." in rotate("--dry-run")
    assert [one.finished_at for one in KeyRotation.objects.all()] == [None]


@pytest.mark.django_db
def test_value_stored_again_unread_after_the_rotation_is_not_under_the_old_key(
    next_key: Callable[[], None],
) -> None:
    people(1)
    loaded = Patient.objects.get()
    next_key()
    rotate_keys()
    loaded.phone = "123"
    loaded.save()
    assert (count_by_key(), Patient.objects.get().name) == ({"t2": 4}, "Ada 0")


@pytest.mark.django_db
def test_value_that_does_not_open_is_stored_again_as_it_was(settings: Settings) -> None:
    people(1)
    settings.FIELD_KEYS = NEW
    loaded = Patient.objects.get()
    loaded.phone = "123"
    loaded.save()
    assert count_by_key() == {"t1": 3, "t2": 1}
    with pytest.raises(CannotDecryptError):
        str(Patient.objects.get().name)


@pytest.mark.only_on("postgresql")  # on SQLite one transaction writes at a time, so no row is held
@pytest.mark.django_db(transaction=True)
def test_row_somebody_holds_is_left_for_the_next_round_and_their_change_stays(
    next_key: Callable[[], None],
) -> None:
    held, _other = people(2)
    next_key()
    locked, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            row = Patient.objects.lock(held.pk)[held.pk]
            locked.set()
            go_on.wait(20)
            row.phone = "changed meanwhile"
            row.save(update_fields=["phone"])
        connection.close()

    def let_go(_table: str, changed: int) -> None:
        seen.append(changed)
        go_on.set()
        holder.join()

    seen: list[int] = []
    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(20)
    done = rotate_keys(let_go)
    assert (seen, done.is_finished, count_by_key()) == ([4, 3], True, {"t2": 8})
    assert Patient.objects.get(pk=held.pk).phone == "changed meanwhile"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_others_write(next_key: Callable[[], None]) -> None:
    """Four writers count up in rows that are being rotated; in the end every count is right."""
    rows = people(40)
    next_key()
    stop = threading.Event()
    written: dict[uuid.UUID, int] = dict.fromkeys((row.pk for row in rows), 0)

    @transaction.atomic
    def count_up(pk: uuid.UUID) -> None:
        fresh = Patient.objects.lock(pk)[pk]
        fresh.phone = str(int(fresh.phone or 0) + 1)
        fresh.save(update_fields=["phone"])

    def write(mine: list[Patient]) -> None:
        for row in takewhile(lambda _row: not stop.is_set(), cycle(mine)):
            count_up(row.pk)
            written[row.pk] += 1
            time.sleep(0.002)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, rows[number::4]) for number in range(4)]
        while not all(written.values()):
            time.sleep(0.01)
        more = people(60)
        done = rotate_keys()
        stop.set()
        [writer.result() for writer in writers]
    assert (done.is_finished, set(count_by_key())) == (True, {"t2"})
    assert {row.pk: int(row.phone) for row in Patient.objects.filter(pk__in=written)} == written
    assert {row.name for row in Patient.objects.filter(pk__in=[row.pk for row in more])} == {
        row.name for row in more
    }
