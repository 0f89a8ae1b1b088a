"""Five wrong guesses in five minutes, per account and per network, whoever asks and however often at once."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from clinic.accounts.failures import is_own_password
from clinic.accounts.guesses import may_guess, network_of, take_back
from clinic.accounts.models import Guesses, User
from tests.people import PASSWORD

SIGN_IN = "/accounts/sign-in/"
ALICE = "alice@clinic.example"
START = datetime(2026, 11, 20, 9, tzinfo=UTC)


def asked_from(address: str = "192.0.2.1", forwarded_for: str = "") -> HttpRequest:
    request = RequestFactory().post(SIGN_IN, REMOTE_ADDR=address)
    if forwarded_for:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded_for
    return request


def guessed(client: Client, password: str, email: str = ALICE, address: str = "192.0.2.1") -> Any:
    return client.post(SIGN_IN, {"username": email, "password": password}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_right_password_after_four_wrong_ones_lets_in(client: Client, alice: User) -> None:
    for _ in range(4):
        guessed(client, "wrong")
    assert guessed(client, PASSWORD).status_code == 302
    assert is_in(client)


def test_right_password_after_five_wrong_ones_waits_with_the_same_words(client: Client, alice: User) -> None:
    refused = [guessed(client, "wrong") for _ in range(5)]
    waiting = guessed(client, PASSWORD)
    assert not is_in(client)
    assert waiting.context["form"].non_field_errors() == refused[0].context["form"].non_field_errors()
    assert waiting.status_code == refused[0].status_code == 200


def test_account_waits_whatever_network_asks_and_however_it_is_typed(client: Client, alice: User) -> None:
    for number in range(5):
        guessed(client, "wrong", " Alice@CLINIC.example", address=f"192.0.2.{number}")
    guessed(client, PASSWORD, address="198.51.100.9")
    assert not is_in(client)


def test_network_waits_whatever_account_it_asks_for(client: Client, alice: User) -> None:
    for number in range(5):
        guessed(client, "wrong", f"nobody{number}@clinic.example")
    guessed(client, PASSWORD)
    assert not is_in(client)
    guessed(client, PASSWORD, address="198.51.100.9")
    assert is_in(client)


def test_account_that_does_not_exist_waits_like_any_other(db: None) -> None:
    told = [may_guess(asked_from(f"192.0.2.{number}"), "nobody@clinic.example") for number in range(6)]
    assert told == [True] * 5 + [False]


def test_five_right_passwords_are_no_guesses(client: Client, alice: User) -> None:
    for _ in range(6):
        guessed(client, PASSWORD)
        assert is_in(client)
        client.logout()


def test_wait_ends_five_minutes_after_the_first_guess_not_before(db: None) -> None:
    minutes = [0, 1, 2, 3, 4, 4.9, 5, 5.5, 6]
    told = [may_guess(asked_from(), ALICE, START + timedelta(minutes=minute)) for minute in minutes]
    assert told == [True, True, True, True, True, False, True, False, True]


def test_full_network_makes_no_rows_of_accounts(db: None) -> None:
    for number in range(50):
        may_guess(asked_from(), f"nobody{number}@clinic.example", START)
    assert Guesses.objects.count() == 1 + 5


def test_rows_hold_nothing_that_was_typed(client: Client, alice: User) -> None:
    guessed(client, "wrong", "my-secret-password@clinic.example")
    stored = str(list(Guesses.objects.values_list()))
    assert ("secret" in stored, "192.0.2" in stored, Guesses.objects.count()) == (False, False, 2)


def test_rows_of_yesterday_are_swept_away_by_a_sign_in(client: Client, alice: User) -> None:
    may_guess(asked_from("198.51.100.9"), "nobody@clinic.example", START - timedelta(days=1))
    guessed(client, PASSWORD)
    assert [row.tried_at for row in Guesses.objects.all()] == [[], []]


def test_client_cannot_choose_its_network(settings: Settings) -> None:
    said = "203.0.113.7, 198.51.100.9"
    assert network_of(asked_from(forwarded_for=said)) == "192.0.2.1"
    settings.BEHIND_PROXY = True
    assert network_of(asked_from(forwarded_for=said)) == "198.51.100.9"
    assert network_of(asked_from()) == "192.0.2.1"


def test_ipv6_household_is_one_network() -> None:
    found = {network_of(asked_from(address)) for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")}
    assert found == {"2001:db8:1:2::/64"}


def test_own_password_entered_again_counts_when_wrong(alice: User) -> None:
    request = asked_from()
    assert [is_own_password(request, alice, "wrong") for _ in range(4)] == [False] * 4
    assert is_own_password(request, alice, PASSWORD) is True
    assert is_own_password(request, alice, "wrong") is False
    assert is_own_password(request, alice, PASSWORD) is False


def test_password_of_somebody_else_is_not_ones_own(alice: User, bob: User) -> None:
    bob.set_password("bob-has-another-one")
    bob.save()
    assert is_own_password(asked_from(), bob, PASSWORD) is False


@pytest.mark.django_db(transaction=True)
def test_sixteen_guesses_at_once_are_five() -> None:
    def one(_number: int) -> bool:
        try:
            return may_guess(asked_from(), ALICE)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(one, range(16))) == 5


@pytest.mark.django_db(transaction=True)
def test_right_and_wrong_at_once_never_wait_for_each_other() -> None:
    def one(number: int) -> None:
        try:
            request = asked_from(f"192.0.2.{number % 4}")
            if may_guess(request, f"user{number % 3}@clinic.example"):
                take_back(request, f"user{number % 3}@clinic.example")
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(one, range(64)))
    assert [row.tried_at for row in Guesses.objects.all()] == [[]] * 7


PROCESS = """
import django
django.setup()
from django.test import RequestFactory
from clinic.accounts.guesses import may_guess
request = RequestFactory().post("/accounts/sign-in/", REMOTE_ADDR="192.0.2.1")
print(sum(may_guess(request, "alice@clinic.example") for _ in range(8)))
"""


@pytest.fixture
def database_url() -> str:
    """The address of this test's database, for other processes."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    socket = str(database["HOST"]).replace("/", "%2F")
    return f"postgres://{database['USER']}@{socket}:{database['PORT']}/{database['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_limit_holds_across_processes(database_url: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(django_settings.BASE_DIR),
    }
    command = [sys.executable, "-c", PROCESS]
    start: Callable[[], subprocess.Popen[str]] = lambda: subprocess.Popen(  # noqa: E731 - started four times
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    running = [start() for _ in range(4)]
    passed = [int(process.communicate(timeout=60)[0]) for process in running]
    assert ([process.returncode for process in running], sum(passed)) == ([0] * 4, 5)
