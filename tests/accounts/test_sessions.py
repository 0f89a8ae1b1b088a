"""How long a session of a member of staff lasts, where they are signed in, and their own password."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from clinic.accounts.browsers import browser_words
from clinic.accounts.models import User
from screening.models import AuditEvent
from tests.accounts.second_steps import SIGN_IN, give_password, is_in
from tests.people import PASSWORD

ClientOf = Callable[[User], Client]
SESSIONS, ALIVE = "/accounts/me/sessions/", "/accounts/me/alive/"
MINUTE, HOUR = 60, 3600
NEW = "a-new-and-long-one-7"


def turned_back(client: Client, seconds: float, *names: str) -> Client:
    """The browser as if this had been so long ago."""
    session = client.session
    for name in names or ("seen_at",):
        session[name] -= seconds
    session.save()
    return client


def signed_in(user: User, browser: str = "") -> Client:
    client = Client(headers={"user-agent": browser})
    give_password(client, user)
    assert is_in(client)
    return client


def events(user: User) -> list[tuple[str, Any]]:
    return [(one.action, one.detail) for one in AuditEvent.objects.about(user).order_by("at")]


@pytest.mark.parametrize(("minutes", "still_in"), [(29, True), (31, False)])
def test_session_ends_half_an_hour_after_the_last_click(alice: User, minutes: int, still_in: bool) -> None:
    client = turned_back(signed_in(alice), minutes * MINUTE)
    assert client.get(SESSIONS).status_code == (200 if still_in else 302)
    assert is_in(client) is still_in


@pytest.mark.parametrize(("hours", "still_in"), [(11.9, True), (12.1, False)])
def test_session_ends_after_a_day_however_busy(alice: User, hours: float, still_in: bool) -> None:
    client = turned_back(signed_in(alice), hours * HOUR, "started_at")
    client.get(SESSIONS)
    assert is_in(client) is still_in


def test_times_are_the_settings(alice: User, settings: Settings) -> None:
    settings.SESSION_IDLE_SECONDS = 5 * MINUTE
    client = turned_back(signed_in(alice), 6 * MINUTE)
    client.get(SESSIONS)
    assert not is_in(client)


def test_ended_session_says_so_kindly_leads_back_and_is_on_the_trail(alice: User) -> None:
    client = turned_back(signed_in(alice), HOUR)
    page = client.get(SESSIONS, follow=True)
    assert page.redirect_chain == [(f"{SIGN_IN}?next={SESSIONS}", 302)]
    assert [str(one) for one in page.context["messages"]] == [
        "You were signed out, because nothing was done here for a while."
    ]
    assert events(alice)[-1] == ("session.over", {"reason": "idle"})
    assert UserSession.objects.count() == 0


def test_a_click_keeps_a_session_and_what_a_page_asks_by_itself_does_not(alice: User) -> None:
    client = turned_back(signed_in(alice), 20 * MINUTE)
    assert client.get(ALIVE, headers={"x-background": "yes"}).json()["seconds"] <= 10 * MINUTE
    assert client.post(ALIVE).json()["seconds"] > 29 * MINUTE
    turned_back(client, 20 * MINUTE).get(SESSIONS)
    assert client.get(ALIVE, headers={"x-background": "yes"}).json()["seconds"] > 29 * MINUTE


def test_part_of_a_page_that_finds_no_session_reloads_the_page(alice: User) -> None:
    client = turned_back(signed_in(alice), HOUR)
    answer = client.get(SESSIONS, headers={"hx-request": "true", "x-background": "yes"})
    assert (answer.status_code, answer.headers["HX-Refresh"], answer.content) == (200, "true", b"")


def test_clock_set_back_ends_no_session(alice: User) -> None:
    assert turned_back(signed_in(alice), -2 * HOUR, "seen_at", "started_at").get(SESSIONS).status_code == 200


def test_sessions_are_listed_the_newest_first_and_one_is_ended(alice: User, bob: User) -> None:
    phone, desk = signed_in(alice, "Mozilla (iPhone) Safari"), signed_in(alice, "Mozilla (Windows) Firefox")
    signed_in(bob)
    listed = desk.get(SESSIONS).context["sessions"]
    assert [(one["browser"], one["is_current"]) for one in listed] == [
        ("Firefox, Windows", True),
        ("Safari, iPhone", False),
    ]
    desk.post(f"{SESSIONS}{listed[1]['row'].pk}/end/")
    assert (phone.get(SESSIONS).status_code, desk.get(SESSIONS).status_code) == (302, 200)
    assert events(alice)[-1] == ("session.revoked", {"sessions": 1})


def test_session_of_somebody_else_is_not_there(alice: User, bob: User) -> None:
    other = signed_in(bob)
    row = UserSession.objects.get(user=bob)
    assert signed_in(alice).post(f"{SESSIONS}{row.pk}/end/").status_code == 404
    assert other.get(SESSIONS).status_code == 200


def test_all_others_are_ended_at_once(alice: User, bob: User) -> None:
    others, stays, here = [signed_in(alice), signed_in(alice)], signed_in(bob), signed_in(alice)
    here.post(f"{SESSIONS}end/")
    assert [client.get(SESSIONS).status_code for client in (*others, stays, here)] == [302, 302, 200, 200]


def test_signing_out_is_on_the_trail_and_ends_the_row(alice: User) -> None:
    client = signed_in(alice)
    client.post("/accounts/sign-out/")
    assert ([name for name, _ in events(alice)], UserSession.objects.count()) == (["sign-in", "sign-out"], 0)


def test_new_password_ends_every_other_session_and_is_told(alice: User) -> None:
    other, here = signed_in(alice), signed_in(alice)
    form = {"password": PASSWORD, "new_password": NEW, "again": NEW}
    assert here.post("/accounts/me/password/", form).status_code == 302
    assert [client.get(SESSIONS).status_code for client in (other, here)] == [302, 200]
    assert len(here.get(SESSIONS).context["sessions"]) == 1
    assert User.objects.get().check_password(NEW) is True
    assert (events(alice)[-1][0], mail.outbox[0].to) == ("password.changed", [alice.email])


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "wrong"},
        {"again": "another-long-one-8"},
        {"new_password": "short", "again": "short"},
        {"password": ""},
    ],
)
def test_password_is_not_changed_where_something_is_wrong(alice: User, wrong: dict[str, str]) -> None:
    form = {"password": PASSWORD, "new_password": NEW, "again": NEW, **wrong}
    assert signed_in(alice).post("/accounts/me/password/", form).status_code == 422
    assert User.objects.get().check_password(PASSWORD) is True


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari", "Chrome, Android"),
        ("curl/8", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_browser_is_named_in_words(said: str, words: str) -> None:
    assert browser_words(said) == words
