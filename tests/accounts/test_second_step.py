"""Signing in with a second step: codes of an app and recovery codes; what is stored of them."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from clinic.accounts import people
from clinic.accounts.models import User
from clinic.accounts.second_step import codes
from clinic.accounts.views import steps
from screening.models import AuditEvent, CannotDecryptError
from screening.services.encryption.rotating import rotate_keys
from tests.accounts.second_steps import (
    CODE,
    SECRET,
    SIGN_IN,
    after_second_step,
    give_code,
    give_password,
    is_in,
    shown,
    signed_in_by_code,
    with_app,
)
from tests.people import PASSWORD

ClientOf = Callable[[User], Client]
SECURITY = "/accounts/me/"
WANTED = "/accounts/me/sessions/"


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.MFA_REQUIRED = True


def actions(user: User) -> list[str]:
    return [event.action for event in AuditEvent.objects.about(user).order_by("at")]


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return [str(row[0]) for row in cursor.fetchall()]


def test_password_alone_leads_to_the_second_step_and_no_further(client: Client, alice: User) -> None:
    with_app(alice)
    assert give_password(client, alice, WANTED)["Location"] == CODE
    assert (is_in(client), client.get(WANTED).status_code) == (False, 302)


def test_right_code_lets_in_where_somebody_wanted_to_go(client: Client, alice: User) -> None:
    with_app(alice)
    give_password(client, alice, WANTED)
    assert give_code(client, shown())["Location"] == WANTED
    assert (is_in(client), client.get(WANTED).status_code) == (True, 200)
    event = AuditEvent.objects.about(alice).get(action="sign-in")
    assert event.detail == {"with": ["password", "totp"]}


def test_code_counts_once(client: Client, alice: User) -> None:
    with_app(alice)
    code = shown()
    for expected in (True, False):
        browser = Client()
        give_password(browser, alice)
        give_code(browser, code)
        assert is_in(browser) is expected


@pytest.mark.parametrize("steps", [-1, 1])
def test_code_of_the_half_minute_before_or_after_is_right(client: Client, alice: User, steps: int) -> None:
    signed_in_by_code_user = alice
    with_app(signed_in_by_code_user)
    assert is_in(signed_in_by_code(signed_in_by_code_user, steps))


@pytest.mark.parametrize(
    "code", ["000000", "", "x" * 100, "\x00", "\uff11\uff12\uff13\uff14\uff15\uff16", shown("A" * 32)]
)
def test_wrong_code_is_refused(client: Client, alice: User, code: str) -> None:
    with_app(alice)
    give_password(client, alice)
    assert give_code(client, code).status_code == 200
    assert not is_in(client)


def test_sixth_code_is_not_looked_at_and_the_password_is_no_way_round(client: Client, alice: User) -> None:
    with_app(alice)
    for _try in range(5):
        browser = Client()
        give_password(browser, alice)
        give_code(browser, "000000")
    give_password(client, alice)
    give_code(client, shown())
    assert (is_in(client), actions(alice).count("code.failed")) == (False, 5)


def test_code_without_a_password_before_it_is_not_asked_for(client: Client, alice: User) -> None:
    with_app(alice)
    assert give_code(client, shown())["Location"] == SIGN_IN
    assert not is_in(client)


def test_recovery_code_lets_in_once_and_says_how_many_are_left(client: Client, alice: User) -> None:
    with_app(alice)
    code = RecoveryCodes.activate(alice).get_unused_codes()[3]
    give_password(client, alice)
    page = client.post(CODE, {"code": code}, follow=True)
    assert [str(one) for one in page.context["messages"]] == ["9 recovery codes are left."]
    other = Client()
    give_password(other, alice)
    give_code(other, code)
    assert (is_in(client), is_in(other)) == (True, False)


def test_first_sign_in_sets_up_an_app_and_shows_recovery_codes_once(client: Client, alice: User) -> None:
    assert give_password(client, alice, WANTED)["Location"] == WANTED
    assert client.get(WANTED)["Location"] == SECURITY
    assert client.get(SECURITY).templates[0].name == "accounts/security.html"
    secret = client.get("/accounts/me/app/").context["secret"].replace(" ", "")
    assert secret not in str(client.session.items())
    assert client.post("/accounts/me/app/", {"code": "000000"}).status_code == 422
    done = client.post("/accounts/me/app/", {"code": shown(secret)})
    assert done["Location"] == "/accounts/me/codes/"
    codes = client.get("/accounts/me/codes/").context["codes"]
    assert (len(set(codes)), client.get("/accounts/me/codes/").status_code) == (10, 302)
    assert client.get(WANTED).status_code == 200
    assert actions(alice) == ["sign-in", "second-step.added", "second-step.codes-made"]


def test_person_is_told_of_a_new_second_step(
    client: Client, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    give_password(client, alice)
    secret = client.get("/accounts/me/app/").context["secret"].replace(" ", "")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/me/app/", {"code": shown(secret)})
    assert [(one.to, "An app was added." in one.body) for one in mail.outbox] == [([alice.email], True)]


def test_last_second_step_stays_and_another_is_removed(alice: User) -> None:
    app = with_app(alice)
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Key"})
    client = signed_in_by_code(alice)
    assert client.get(f"/accounts/me/steps/{app.pk}/remove/").status_code == 200
    for row in (key, app):
        client.post(f"/accounts/me/steps/{row.pk}/remove/")
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]
    assert actions(alice) == ["sign-in", "second-step.removed"]


def test_second_step_of_somebody_else_is_not_there(alice: User, bob: User) -> None:
    with_app(alice)
    of_bob = with_app(bob)
    assert signed_in_by_code(alice).post(f"/accounts/me/steps/{of_bob.pk}/remove/").status_code == 404


def test_changing_how_one_signs_in_asks_again_after_a_while(alice: User) -> None:
    with_app(alice)
    client = signed_in_by_code(alice)
    session = client.session
    session["confirmed_at"] -= 60 * 60
    session.save()
    assert (
        client.get("/accounts/me/passkey/")["Location"]
        == "/accounts/me/confirm/?next=%2Faccounts%2Fme%2Fpasskey%2F"
    )
    assert (
        client.post("/accounts/me/codes/new/")["Location"] == "/accounts/me/confirm/?next=%2Faccounts%2Fme%2F"
    )
    wrong = client.post("/accounts/me/confirm/", {"password": "wrong", "next": "/accounts/me/passkey/"})
    assert wrong.status_code == 422
    right = client.post("/accounts/me/confirm/", {"password": PASSWORD, "next": "https://evil.example/"})
    assert right["Location"] == SECURITY
    assert client.get("/accounts/me/passkey/").status_code == 200


def test_session_has_a_new_name_after_showing_again_who_one_is(alice: User) -> None:
    with_app(alice)
    client = signed_in_by_code(alice)
    before = str(client.session.session_key)
    assert client.post("/accounts/me/confirm/", {"password": PASSWORD}).status_code == 302
    after = str(client.session.session_key)
    assert (before == after, Session.objects.filter(pk=before).exists()) == (False, False)
    assert [row.session_key for row in UserSession.objects.all()] == [after]


def test_session_has_a_new_name_once_a_second_step_is_set_up(client: Client, alice: User) -> None:
    give_password(client, alice)
    secret = client.get("/accounts/me/app/").context["secret"].replace(" ", "")
    before = client.session.session_key
    client.post("/accounts/me/app/", {"code": shown(secret)})
    assert client.get(WANTED).status_code == 200
    assert (client.session.session_key == before, Session.objects.filter(pk=before).exists()) == (
        False,
        False,
    )


@pytest.mark.parametrize("change", ["password", "off", "reset"])
def test_sign_in_on_its_way_ends_with_the_password_it_began_with(
    client: Client, alice: User, bob: User, change: str
) -> None:
    with_app(alice)
    give_password(client, alice)
    if change == "password":
        alice.set_password("a-new-and-long-one-7")
        alice.save()
    elif change == "off":
        people.switch(user=alice, on=False, by=bob)
    else:
        people.reset_sign_in(user=alice, by=bob)
        with_app(alice)
    assert give_code(client, shown())["Location"] == SIGN_IN
    assert client.get(CODE)["Location"] == SIGN_IN
    assert (is_in(client), "sign-in" in actions(alice)) == (False, False)


def test_second_step_added_while_the_account_is_reset_does_not_stay(
    rf: RequestFactory, alice: User, bob: User
) -> None:
    as_the_request_began = User.objects.get(pk=alice.pk)
    people.reset_sign_in(user=alice, by=bob)
    assert steps.stored(rf.post("/"), as_the_request_began, lambda: with_app(alice)) is None
    assert Authenticator.objects.count() == 0


def test_app_sent_twice_is_stored_once(rf: RequestFactory, client_of: ClientOf, alice: User) -> None:
    request = rf.post("/")
    request.session, request.user = client_of(alice).session, alice
    code = shown(codes.new_secret(request))
    with_app(alice)
    assert codes.add_app(request, alice, code) is None
    assert Authenticator.objects.count() == 1


def test_session_from_before_the_second_step_was_set_up_elsewhere_ends(
    client_of: ClientOf, alice: User
) -> None:
    client = client_of(alice)
    with_app(alice)
    assert client.get("/accounts/me/app/")["Location"] == f"{SIGN_IN}?next=/accounts/me/app/"
    assert not is_in(client)


def test_second_step_of_another_account_does_not_count(client: Client, alice: User, bob: User) -> None:
    with_app(alice)
    give_password(client, alice)
    give_code(client, shown())
    client.force_login(bob)
    assert client.get("/accounts/staff/")["Location"] == SECURITY


def test_new_recovery_codes_end_the_old_ones(client: Client, alice: User) -> None:
    with_app(alice)
    old = RecoveryCodes.activate(alice).get_unused_codes()
    client = signed_in_by_code(alice)
    assert client.post("/accounts/me/codes/new/")["Location"] == "/accounts/me/codes/"
    assert set(client.get("/accounts/me/codes/").context["codes"]).isdisjoint(old)


def test_what_is_stored_of_a_second_step_is_sealed_for_its_person(alice: User, bob: User) -> None:
    row = with_app(alice)
    RecoveryCodes.activate(alice)
    assert [set(json.loads(text)) for text in stored()] == [{"sealed"}] * 2
    assert SECRET not in str(stored())
    Authenticator.objects.filter(pk=row.pk).update(user=bob)  # as somebody may who can write to the database
    with pytest.raises(CannotDecryptError):
        Authenticator.objects.get(pk=row.pk)


def test_second_step_written_into_the_database_in_clear_is_refused(alice: User) -> None:
    row = with_app(alice)
    Authenticator.objects.filter(pk=row.pk).update(data={"secret": "A" * 32})
    with pytest.raises(CannotDecryptError):
        Authenticator.objects.get(pk=row.pk)


def test_sealed_anew_they_open_with_the_new_key_alone(alice: User, settings: Settings) -> None:
    with_app(alice)
    old = dict(settings.FIELD_KEYS)
    settings.FIELD_KEYS = {"new": bytes(32), **old}
    assert rotate_keys().changed == 1
    settings.FIELD_KEYS = {"new": bytes(32)}
    assert Authenticator.objects.get().data == {"secret": SECRET}


def cut_short() -> str:
    """An answer of a passkey whose data end in the middle of a number of two bytes."""

    def text(data: bytes) -> str:
        return urlsafe_b64encode(data).rstrip(b"=").decode()

    said = {"type": "webauthn.get", "challenge": "AA", "origin": "http://localhost"}
    extended = bytes(32) + b"\x80" + bytes(4)
    answer = {
        "clientDataJSON": text(json.dumps(said).encode()),
        "authenticatorData": text(extended + b"\x19"),
        "attestationObject": text(b"\x19"),
        "signature": "eA",
        "userHandle": "eA",
    }
    return json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": answer})


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "x",
        "[]",
        "{}",
        "null",
        '{"id": 1}',
        '{"response": {"userHandle": "!"}}',
        "1" * 30_000,
        cut_short(),
    ],
)
def test_nonsense_for_a_passkey_is_refused_wherever_one_is_taken(
    alice: User, client: Client, credential: str
) -> None:
    with_app(alice)
    client.get("/accounts/sign-in/passkey/")
    assert client.post(SIGN_IN, {"credential": credential}).status_code in {200, 302}
    give_password(client, alice)
    assert client.post(CODE, {"credential": credential}).status_code == 200
    assert not is_in(client)
    inside = signed_in_by_code(alice)
    inside.get("/accounts/me/passkey/")
    assert inside.post("/accounts/me/passkey/", {"credential": credential}).status_code == 422
    assert inside.post("/accounts/me/confirm/", {"credential": credential, "password": ""}).status_code == 422


def test_sixth_wrong_passkey_is_not_looked_at_and_fills_no_trail(client: Client, alice: User) -> None:
    with_app(alice)
    give_password(client, alice)
    for _ in range(7):
        assert client.post(CODE, {"credential": "{}"}).status_code == 200
    assert actions(alice) == ["passkey.failed"] * 5


def test_demo_opens_with_a_password_and_offers_a_passkey(
    client: Client, alice: User, settings: Settings
) -> None:
    settings.MFA_REQUIRED, settings.DEMO = False, True
    give_password(client, alice)
    assert client.get(WANTED).status_code == 200
    page = client.get(SECURITY).content.decode()
    assert ("/accounts/me/passkey/" in page, "This is the demo" in page) == (True, True)


def test_passkeys_under_a_number_are_shown_the_way_to_a_name(alice: User) -> None:
    browser = Client(headers={"host": "127.0.0.1:8000"})
    give_password(browser, alice)
    page = browser.get(SECURITY).content.decode()
    assert ("http://localhost:8000/" in page, "/accounts/me/passkey/" in page) == (True, False)


def test_session_that_used_a_second_step_is_let_through(client_of: ClientOf, alice: User) -> None:
    assert after_second_step(client_of(alice)).get(WANTED).status_code == 200
