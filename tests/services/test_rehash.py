"""Changing the key of search: nobody is lost to search meanwhile, and a killed run goes on."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from screening.models import AuditEvent, KeyRotation, Patient, PatientSearchKey, Review, ReviewKey
from screening.models.keyed_hash import key_name
from screening.services import mydata
from screening.services.audit import SYSTEM
from screening.services.encryption import rehashing
from screening.services.encryption.fitting import key_problems
from screening.services.encryption.rehashing import look, rehash
from tests.factories import BORN, make_appointment, make_patient, make_submitted

pytestmark = pytest.mark.django_db

NEW = hashlib.sha256(b"the next search key").digest()
PREGNANT = {"pregnant": "yes", "acne": "no", "tablets": "no"}


def found() -> tuple[int, ...]:
    """What search finds: by name, beginning, sound, birth date, telephone number, address; by treatment."""
    people = Patient.objects
    searches = [
        people.named("Canary"),
        people.named("can"),
        people.sounding_like("Kanary"),
        people.born_on(BORN),
        people.with_phone("+41 44 555 01 23"),
        people.with_mail("ada@example.org"),
        Review.objects.with_key(ReviewKey.Kind.TREATMENT, "pen"),
    ]
    return tuple(rows.count() for rows in searches)


def digests() -> set[str]:
    return {
        *PatientSearchKey.objects.values_list("digest", flat=True),
        *ReviewKey.objects.values_list("digest", flat=True),
    }


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("rehash", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def clinic() -> None:
    patient = make_patient(email="ada@example.org", phone="+41 44 555 01 23")
    make_submitted(PREGNANT, patient=patient)
    make_appointment(patient=patient)  # nothing evaluated yet


@pytest.mark.usefixtures("clinic")
def test_search_finds_before_during_and_after_the_change(settings: Settings) -> None:
    old_key, before = settings.SEARCH_KEYS[0], digests()
    assert found() == (1, 1, 1, 1, 1, 1, 2)
    settings.SEARCH_KEYS = (old_key, NEW)
    assert found() == (1, 1, 1, 1, 1, 1, 2)
    settings.SEARCH_KEYS = (NEW, old_key)
    assert found() == (1, 1, 1, 1, 1, 1, 2)
    done = rehash()
    assert (done.is_finished, done.changed, found()) == (True, 3, (1, 1, 1, 1, 1, 1, 2))
    settings.SEARCH_KEYS = (NEW,)
    assert found() == (1, 1, 1, 1, 1, 1, 2)
    assert (len(digests()), digests() & before) == (len(before), set())


@pytest.mark.usefixtures("clinic")
def test_hashes_of_findings_are_those_an_evaluation_makes(settings: Settings) -> None:
    kinds = sorted(ReviewKey.objects.values_list("review", "kind"))
    settings.SEARCH_KEYS = (NEW, *settings.SEARCH_KEYS)
    rehash()
    assert sorted(ReviewKey.objects.values_list("review", "kind")) == kinds
    assert ReviewKey.Kind.TOPIC in {kind for _review, kind in kinds}


def test_form_that_was_withdrawn_is_found_no_more_by_its_findings(settings: Settings) -> None:
    now = timezone.now()
    appointment = make_submitted(PREGNANT, starts_at=now + timedelta(days=20)).response.appointment
    mydata.withdraw_form(appointment=appointment, by=SYSTEM, now=now)
    assert look()[0]["reviews"] == []
    settings.SEARCH_KEYS = (NEW, *settings.SEARCH_KEYS)
    rehash()
    assert list(ReviewKey.objects.values_list("kind", flat=True)) == [ReviewKey.Kind.TREATMENT]


@pytest.mark.usefixtures("clinic")
def test_command_counts_does_and_says_that_the_old_key_is_not_needed(settings: Settings) -> None:
    old_key = settings.SEARCH_KEYS[0]
    settings.SEARCH_KEYS = (NEW, old_key)
    keys = f"Search keys, the first of which makes the hashes: {key_name(NEW)}, {key_name(old_key)}\n"
    assert (
        run("--dry-run")
        == f"{keys}patients: 1 to be hashed anew\nreviews: 2 to be hashed anew\nUnreadable: 0\n"
    )
    assert KeyRotation.objects.count() == 0
    needless = "Every other key in SEARCH_KEY is not needed any more: take it out.\n"
    assert run() == f"{keys}Rows hashed anew: 3\n{needless}"
    assert run() == f"{keys}Rows hashed anew: 0\n{needless}"
    rotation = KeyRotation.objects.get()
    assert [(one.action, one.detail) for one in AuditEvent.objects.about(rotation)] == [
        ("keys.rotation_begun", {"purpose": "search", "key": key_name(NEW)}),
        ("keys.rotated", {"purpose": "search", "key": key_name(NEW), "changed": 3}),
    ]


def test_run_that_was_killed_goes_on_where_it_was(settings: Settings) -> None:
    people = [make_patient() for _number in range(5)]
    settings.SEARCH_KEYS = (NEW, *settings.SEARCH_KEYS)

    def killed(_name: str, _changed: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehash(killed, at_once=2)
    assert len(look()[0]["patients"]) == 3
    assert Patient.objects.named("Canary").count() == len(people)
    assert rehash().changed == 3
    rotation = KeyRotation.objects.get()
    assert (rotation.changed, rotation.finished_at is None) == (5, False)


def test_patient_that_does_not_open_is_named_and_leaves_it_open(settings: Settings) -> None:
    lost = make_patient()
    settings.FIELD_KEYS = {"t2": NEW}
    make_patient()
    settings.SEARCH_KEYS = (hashlib.sha256(b"another").digest(), *settings.SEARCH_KEYS)
    done = rehash()
    assert (done.is_finished, done.changed) == (False, 1)
    assert [str(lost.pk) in problem for problem in done.unreadable] == [True]
    with pytest.raises(CommandError, match="Not finished"):
        run()


def test_row_without_hashes_gets_none(settings: Settings) -> None:
    patient = make_patient()
    patient.search_keys.all().delete()
    settings.SEARCH_KEYS = (NEW,)
    assert (rehash().changed, PatientSearchKey.objects.count()) == (0, 0)


def test_everything_that_is_hashed_is_hashed_anew() -> None:
    """A new table of keyed hashes is missed by nobody: it has a `digest` of 64 signs made with SEARCH_KEY."""
    hashed = {
        model.__name__
        for model in apps.get_app_config("screening").get_models()
        if {"kind", "digest"} <= {field.name for field in model._meta.local_fields}
        and getattr(model._meta.get_field("digest"), "max_length", 0) == 64
    }
    known = {
        kind.rows.model._meta.get_field(kind.hashes).related_model.__name__
        for kind in rehashing.SEARCHED.values()
    }
    assert hashed == known


def test_keys_fit_until_one_is_another(settings: Settings) -> None:
    assert key_problems() == []
    first, last = sorted((make_patient(), make_patient()), key=lambda one: str(one.pk))
    assert key_problems() == []
    search, fields = settings.SEARCH_KEYS, settings.FIELD_KEYS
    settings.SEARCH_KEYS = (NEW,)
    assert key_problems() == [
        f"SEARCH_KEY: it did not make the hashes that screening_patient.{one.pk} is found by"
        for one in (first, last)
    ]
    settings.SEARCH_KEYS = (NEW, *search)
    assert key_problems() == []
    settings.FIELD_KEYS = {"t2": NEW}
    assert key_problems()[0] == (
        f"FIELD_KEYS: screening_patient.birth_date.{first.pk}: the key t1 is not in FIELD_KEYS"
    )
    settings.FIELD_KEYS = {"t2": NEW, **fields}
    assert key_problems() == []


def test_old_search_key_taken_away_too_early_shows(settings: Settings) -> None:
    for _number in range(4):
        make_patient()
    settings.SEARCH_KEYS = (NEW, *settings.SEARCH_KEYS)

    def killed(_name: str, _changed: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehash(killed, at_once=2)
    settings.SEARCH_KEYS = (NEW,)
    assert len(key_problems()) == 1
