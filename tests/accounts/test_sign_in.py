"""The sign-in and sign-out pages, and the accounts in the admin."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import AuditEvent
from tests.people import PASSWORD

SIGN_IN = "/accounts/sign-in/"
REFUSED = [
    "That address and password do not match an account. After five wrong tries, please wait five minutes."
]


def test_sign_in_goes_on_to_the_page_asked_for(client: Client, alice: User) -> None:
    response = client.post(SIGN_IN, {"username": alice.email, "password": PASSWORD, "next": "/admin/"})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_sign_in_never_leads_to_another_site(client: Client, alice: User) -> None:
    response = client.post(
        SIGN_IN, {"username": alice.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert response["Location"] == "/"


def test_who_is_signed_in_is_not_sent_round_in_a_circle(
    client_of: Callable[[User], Client], alice: User
) -> None:
    assert client_of(alice).get(SIGN_IN, {"next": SIGN_IN})["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "password"), [("alice@clinic.example", "wrong"), ("nobody@clinic.example", PASSWORD)]
)
def test_sign_in_refuses_alike_whatever_was_wrong(
    client: Client, alice: User, email: str, password: str
) -> None:
    response = client.post(SIGN_IN, {"username": email, "password": password})
    assert response.context["form"].non_field_errors() == REFUSED
    assert "_auth_user_id" not in client.session


def test_sign_in_refuses_the_deactivated(client: Client, alice: User) -> None:
    User.objects.update(is_active=False)
    response = client.post(SIGN_IN, {"username": alice.email, "password": PASSWORD})
    assert response.context["form"].non_field_errors() == REFUSED


def test_sign_in_with_null_bytes_is_refused(client: Client, alice: User) -> None:
    response = client.post(SIGN_IN, {"username": "a\x00@clinic.example", "password": "\x00"})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_sign_out_needs_a_post(client_of: Callable[[User], Client], alice: User) -> None:
    client = client_of(alice)
    assert client.get("/accounts/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/sign-out/")["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def failures() -> list[tuple[object, str, dict[str, str]]]:
    """Subject, reason and the rest of every failed sign-in on the audit trail."""
    events = AuditEvent.objects.filter(action="sign-in.failed").order_by("at")
    return [(one.subject_id, one.detail["reason"], one.detail) for one in events]


def test_failed_sign_in_is_on_the_audit_trail(client: Client, alice: User) -> None:
    client.post(SIGN_IN, {"username": " Alice@clinic.example", "password": "wrong"})
    ((subject, reason, _detail),) = failures()
    assert (subject, reason) == (alice.pk, "wrong-password")
    User.objects.update(is_active=False)
    client.post(SIGN_IN, {"username": alice.email, "password": PASSWORD})
    assert [one[1] for one in failures()] == ["wrong-password", "inactive"]


def test_address_nobody_has_is_on_the_trail_as_a_keyed_hash(client: Client, alice: User) -> None:
    for typed in ("my-secret-pass@x.example", "My-Secret-Pass@x.example", "other@x.example"):
        client.post(SIGN_IN, {"username": typed, "password": "wrong"})
    first, second, other = failures()
    assert (first[1], first[0] == second[0], first[0] == other[0]) == ("unknown-account", True, False)
    assert "secret" not in str(first)


def test_tries_beyond_the_limit_and_right_ones_leave_no_failure(client: Client, alice: User) -> None:
    client.post(SIGN_IN, {"username": alice.email, "password": PASSWORD})
    client.logout()
    for _try in range(8):
        client.post(SIGN_IN, {"username": alice.email, "password": "wrong"})
    assert len(failures()) == 5
