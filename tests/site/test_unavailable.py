"""With a wrong or missing key every page says so, and the log says which."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from clinic.accounts.models import User
from clinic.errors import server_error
from clinic.unavailable import ScreeningAvailable, Serving, look_at_keys
from screening.models import CannotDecryptError, Patient
from tests.factories import make_patient, publish

pytestmark = pytest.mark.django_db

NEW = hashlib.sha256(b"another key").digest()
PAGES = ("/desk/", "/desk/patients/?q=Canary", "/review/", "/rulebook/", "/")


@pytest.fixture
def serving() -> Iterator[None]:
    """As in a process that serves a clinic."""
    look_at_keys()
    yield
    Serving.keys = None


def is_not_available(response: HttpResponseBase) -> bool:
    assert isinstance(response, HttpResponse)
    html = response.content.decode()
    said = "<h1>Screening is not available</h1>" in html and "Nothing was checked" in html
    leaked = [word for word in ("v1.t", "Canary", "Nobody", "nobody", "No patient") if word in html]
    return (response.status_code, said, leaked) == (503, True, [])


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.CRITICAL]


@pytest.mark.usefixtures("serving")
def test_wrong_search_key_is_said_on_every_page_and_in_the_log(
    client_of: Callable[[User], Client], alice: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    patient = make_patient()
    settings.SEARCH_KEYS = (NEW,)
    practitioner = client_of(alice)
    assert [is_not_available(practitioner.get(page)) for page in PAGES] == [True] * len(PAGES)
    named = f"SEARCH_KEY: it did not make the hashes that screening_patient.{patient.pk} is found by"
    assert lines(caplog) == [f"screening is not available: {named}"] * len(PAGES)


@pytest.mark.usefixtures("serving")
@pytest.mark.parametrize(
    ("ring", "why"),
    [({"t1": NEW}, "the key t1 does not open it, or"), ({"t9": NEW}, "the key t1 is not in FIELD_KEYS")],
)
def test_wrong_or_missing_field_key_is_said_to_staff_and_patients(
    ring: dict[str, bytes],
    why: str,
    client_of: Callable[[User], Client],
    alice: User,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    patient = make_patient()
    settings.FIELD_KEYS = ring
    assert is_not_available(client_of(alice).get("/desk/"))
    assert is_not_available(Client().get("/i/" + "x" * 43 + "/"))
    place = f"screening is not available: FIELD_KEYS: screening_patient.birth_date.{patient.pk}: {why}"
    assert [line[: len(place)] for line in lines(caplog)] == [place, place]


@pytest.mark.usefixtures("serving")
def test_keys_that_nobody_could_look_at_show_no_page(
    client_of: Callable[[User], Client], alice: User
) -> None:
    def silent(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "screening_patientsearchkey" in sql:
            raise OperationalError
        return execute(sql, *rest)

    publish()
    practitioner = client_of(alice)
    with connection.execute_wrapper(silent):
        assert is_not_available(practitioner.get("/rulebook/"))
    assert practitioner.get("/rulebook/").status_code == 200


@pytest.mark.usefixtures("serving")
def test_health_answers_for_itself(settings: Settings) -> None:
    make_patient()
    settings.SEARCH_KEYS = (NEW,)
    assert Client().get("/healthz/live").status_code == 200


@pytest.mark.usefixtures("serving")
def test_keys_that_fit_are_looked_at_once(client_of: Callable[[User], Client], alice: User) -> None:
    publish()
    make_patient()
    practitioner = client_of(alice)
    assert practitioner.get("/desk/").status_code == 200
    Patient.objects.get().search_keys.filter(kind="birth_date").update(digest="0")
    assert practitioner.get("/desk/").status_code == 200


@pytest.mark.usefixtures("serving")
def test_keys_put_right_are_noticed(
    client_of: Callable[[User], Client], alice: User, settings: Settings
) -> None:
    publish()
    make_patient()
    right = settings.SEARCH_KEYS
    settings.SEARCH_KEYS = (NEW,)
    practitioner = client_of(alice)
    assert practitioner.get("/desk/").status_code == 503
    settings.SEARCH_KEYS = right
    assert practitioner.get("/desk/").status_code == 200


def test_value_that_does_not_open_is_said_where_no_view_says_it(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    problem = CannotDecryptError("screening_patient.name.1: the key k0 is not in FIELD_KEYS")
    middleware = ScreeningAvailable(lambda _request: HttpResponse())
    response = middleware.process_exception(rf.get("/"), problem)
    assert response is not None
    assert (is_not_available(response), response["Retry-After"]) == (True, "60")
    assert lines(caplog) == [f"screening is not available: {problem}"]
    assert middleware.process_exception(rf.get("/"), ValueError()) is None


def test_value_that_does_not_open_before_any_view_is_asked_is_said(rf: RequestFactory) -> None:
    try:
        raise CannotDecryptError
    except CannotDecryptError:
        assert is_not_available(server_error(rf.get("/")))
