"""What every response promises, and the pages for what went wrong."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.test import Client

from clinic.accounts.models import User


def test_trace_is_refused(client: Client) -> None:
    assert client.trace("/accounts/sign-in/").status_code == 405


def test_missing_page_says_so_in_plain_words(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "<h1>There is no page here</h1>" in response.content.decode()


def test_form_without_its_secret_is_refused_in_plain_words(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/sign-in/", {"username": "a"})
    assert response.status_code == 403
    assert "<h1>This page was open for too long</h1>" in response.content.decode()


def test_body_beyond_the_limit_is_refused(client: Client) -> None:
    response = client.post("/accounts/sign-in/", {"username": "x" * 1_100_000})
    assert response.status_code == 400
    assert "<h1>We could not read that</h1>" in response.content.decode()


def test_more_fields_than_any_form_has_are_refused(client: Client) -> None:
    body = "&".join(f"f{number}=1" for number in range(2100))
    response = client.post("/accounts/sign-in/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


def broken(error: Exception) -> Callable[..., None]:
    """Something that raises this whenever it is called."""

    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (RuntimeError("secret inside"), 500, "Something went wrong on our side"),
        (IntegrityError("secret inside"), 500, "Something went wrong on our side"),
        (OperationalError("secret inside"), 503, "Screening is not available"),
        (InterfaceError("secret inside"), 503, "Screening is not available"),
        (DatabaseError("secret inside"), 503, "Screening is not available"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_failure_shows_no_inside(
    error: Exception, status: int, heading: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.health.views.problems", broken(error))
    client.raise_request_exception = False
    response = client.get("/healthz/ready")
    words = response.content.decode()
    assert (response.status_code, f"<h1>{heading}</h1>" in words, "secret" in words) == (status, True, False)


@pytest.mark.parametrize("address", ["/review/", "/desk/", "/accounts/staff/", "/i/section/health/"])
def test_page_without_a_database_says_that_screening_is_not_available(
    address: str, bob: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(bob)
    monkeypatch.setattr(
        "django.db.backends.utils.CursorWrapper.execute", broken(OperationalError("connection refused"))
    )
    client.raise_request_exception = False
    response = client.get(address)
    monkeypatch.undo()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "<h1>Screening is not available</h1>" in response.content.decode()


def test_page_for_errors_that_breaks_itself_is_a_line_of_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.errors.render_to_string", broken(ValueError("secret inside")))
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert response.content.decode().partition(".")[0] == "This does not work at the moment"


def test_home_sends_the_signed_out_to_sign_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/accounts/sign-in/?next=/"
