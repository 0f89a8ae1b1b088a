import base64
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from screening.models import CannotDecryptError, Patient
from screening.models.encryption import Sealed
from screening.models.keys import decrypt, encrypt

pytestmark = pytest.mark.django_db


def make_patient(**values: object) -> Patient:
    return Patient.objects.create(**{"name": "Ada Canary", "birth_date": date(1990, 2, 3), **values})


def stored_name(patient: Patient) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM screening_patient WHERE id = %s", [key_of(patient)])
        return str(cursor.fetchone()[0])


def store_name(patient: Patient, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screening_patient SET name = %s WHERE id = %s", [text, key_of(patient)])


def key_of(patient: Patient) -> str:
    return patient.pk.hex if connection.vendor == "sqlite" else str(patient.pk)


def test_value_saved_and_loaded_is_the_same() -> None:
    patient = make_patient(email="ada@example.org", phone="")
    loaded = Patient.objects.get(pk=patient.pk)
    assert (loaded.name, loaded.birth_date, loaded.email, loaded.phone) == (
        "Ada Canary",
        date(1990, 2, 3),
        "ada@example.org",
        "",
    )


def test_value_stored_is_versioned_and_unreadable() -> None:
    patient = make_patient()
    version, kid, sealed = stored_name(patient).split(".")
    assert (version, kid) == ("v1", "t1")
    assert b"Canary" not in base64.urlsafe_b64decode(sealed)


def test_value_saved_twice_is_stored_differently() -> None:
    patient = make_patient()
    first = stored_name(patient)
    patient.save()
    assert stored_name(patient) != first


def test_instance_keeps_its_plain_value_after_saving() -> None:
    patient = make_patient()
    patient.save()
    assert patient.name == "Ada Canary"


def test_value_never_read_is_saved_as_it_was() -> None:
    patient = make_patient()
    before = stored_name(patient)
    loaded = Patient.objects.get(pk=patient.pk)
    loaded.phone = "123"
    loaded.save()
    assert stored_name(patient) == before


def test_value_refreshed_is_the_new_one() -> None:
    patient = make_patient()
    Patient.objects.bulk_create([Patient(name="B", birth_date=date(2000, 1, 1))])
    other = Patient.objects.get(pk=patient.pk)
    other.name = "Ada Lovelace"
    other.save()
    patient.refresh_from_db()
    assert patient.name == "Ada Lovelace"


def test_value_deferred_loads_when_it_is_read() -> None:
    make_patient()
    assert Patient.objects.defer("name").get().name == "Ada Canary"


def test_value_in_bulk_create_is_sealed_for_its_row() -> None:
    rows = Patient.objects.bulk_create(
        [Patient(name=name, birth_date=date(2000, 1, 1)) for name in ("One", "Two")]
    )
    assert {row.pk: row.name for row in Patient.objects.all()} == {row.pk: row.name for row in rows}
    assert stored_name(rows[0]).startswith("v1.t1.")


def test_values_gives_sealed_values_that_show_nothing() -> None:
    patient = make_patient()
    sealed: Any = Patient.objects.values_list("name", flat=True).get()
    assert (type(sealed), f"{sealed} {sealed!r}") == (Sealed, "<sealed> <sealed>")
    field: Any = Patient._meta.get_field("name")
    assert field.open_for(sealed, patient.pk) == "Ada Canary"


def test_update_is_refused() -> None:
    patient = make_patient()
    with pytest.raises(TypeError, match="encrypted per row"), transaction.atomic():
        Patient.objects.update(name="Eve")
    assert Patient.objects.get(pk=patient.pk).name == "Ada Canary"


def test_bulk_update_is_refused() -> None:
    patient = make_patient()
    patient.name = "Eve"
    with pytest.raises(TypeError, match="encrypted per row"):
        Patient.objects.bulk_update([patient], ["name"])


@pytest.mark.parametrize("lookup", ["name", "name__exact", "name__in", "name__icontains", "name__startswith"])
def test_lookup_is_refused(lookup: str) -> None:
    with pytest.raises(FieldError):
        Patient.objects.filter(**{lookup: "Ada"})


def test_lookup_isnull_is_answered() -> None:
    make_patient()
    assert Patient.objects.filter(email__isnull=False).count() == 1


def test_value_moved_to_another_row_is_refused() -> None:
    one, two = make_patient(), make_patient(name="Bob")
    store_name(two, stored_name(one))
    with pytest.raises(CannotDecryptError, match="altered or moved"):
        str(Patient.objects.get(pk=two.pk).name)


def test_value_moved_to_another_column_is_refused() -> None:
    patient = make_patient()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screening_patient SET email = name")
    with pytest.raises(CannotDecryptError, match="altered or moved"):
        str(Patient.objects.get(pk=patient.pk).email)


def test_row_copied_under_a_new_key_without_reading_is_refused() -> None:
    make_patient()
    copy = Patient.objects.get()
    copy.pk = uuid.uuid4()
    copy._state.adding = True
    with pytest.raises(CannotDecryptError), transaction.atomic():
        copy.save()
    assert Patient.objects.count() == 1


@pytest.mark.parametrize(
    "stored",
    [
        "Ada Canary",
        "",
        "v1.t1.",
        "v1.t1.AAAA",
        "v2.t1." + "A" * 64,
        "v1.t1." + "A" * 64,
        "v1.t1.ä",
        "v1.t1.A\nA",
    ],
)
def test_value_that_is_no_sealed_value_is_refused(stored: str) -> None:
    patient = make_patient()
    store_name(patient, stored)
    with pytest.raises(CannotDecryptError):
        str(Patient.objects.get(pk=patient.pk).name)


def test_wrong_key_is_refused_and_says_which(settings: Settings) -> None:
    patient = make_patient()
    settings.FIELD_KEYS = {"t1": bytes(32)}
    with pytest.raises(CannotDecryptError, match="the key t1 does not open it"):
        str(Patient.objects.get(pk=patient.pk).name)


def test_missing_key_is_refused_and_says_which(settings: Settings) -> None:
    patient = make_patient()
    settings.FIELD_KEYS = {"t2": bytes(32)}
    with pytest.raises(CannotDecryptError, match="the key t1 is not in FIELD_KEYS"):
        str(Patient.objects.get(pk=patient.pk).name)


def test_first_key_encrypts_and_every_key_decrypts(settings: Settings) -> None:
    old = make_patient()
    settings.FIELD_KEYS = {"t2": b"\1" * 32, **settings.FIELD_KEYS}
    new = make_patient(name="Bob")
    assert stored_name(new).startswith("v1.t2.")
    assert {row.name for row in Patient.objects.all()} == {"Ada Canary", "Bob"}
    loaded = Patient.objects.get(pk=old.pk)
    assert loaded.name == "Ada Canary"
    loaded.save()
    assert stored_name(old).startswith("v1.t2.")


def test_empty_key_ring_is_refused(settings: Settings) -> None:
    settings.FIELD_KEYS = {}
    with pytest.raises(ImproperlyConfigured):
        make_patient()


@pytest.mark.parametrize(("field", "value"), [("name", b"Ada"), ("name", 5), ("birth_date", "1990-02-03")])
def test_value_of_another_type_is_refused(field: str, value: object) -> None:
    with pytest.raises(TypeError):
        make_patient(**{field: value})


def test_row_deleted_is_read_no_more() -> None:
    make_patient()
    loaded = Patient.objects.get()
    loaded.delete()
    with pytest.raises(TypeError, match="needs its primary key"):
        str(loaded.name)


@pytest.mark.parametrize("plain", ["", "a", "\U0001d49c \u202e \U0001fa79\n\0", "x" * 100_000])
def test_text_of_any_kind_comes_back(plain: str) -> None:
    assert decrypt(encrypt(plain, place="p"), place="p") == plain
