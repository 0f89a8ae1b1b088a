"""Which passwords are taken, how they are asked for, and what signing in with one does."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from clinic.accounts.models import User
from tests.people import PASSWORD


def refusals(password: str, user: User | None = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [str(one.code) for one in error.error_list]
    return []


@pytest.mark.parametrize(("length", "found"), [(11, ["password_too_short"]), (12, [])])
def test_password_shorter_than_twelve_is_refused(length: int, found: list[str]) -> None:
    assert refusals("wfnqzkdxmvbtrplhgcs"[:length]) == found


@pytest.mark.parametrize(
    "password",
    [
        "password2026",
        "P@ssw0rd-2026!",
        "dragondragon",
        "football.football",
        "!!!iloveyou!!!",
        "Liverpool1234",
        "123456789012",
        "111122223333",
        "abababababab",
        "abcdefghijkl",
    ],
)
def test_common_word_dressed_up_is_refused(password: str) -> None:
    assert refusals(password) == ["password_too_obvious"]


@pytest.mark.parametrize(
    "password", ["lindenhof2026", "Lindenhof-Skin-Clinic", "LaserClinic!!!", "welcome.doctor", "Summer--2026"]
)
def test_words_of_the_clinic_are_refused(password: str, settings: Settings) -> None:
    settings.CLINIC_NAME = "Lindenhof Skin Clinic"
    assert refusals(password) == ["password_too_obvious"]


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "89203847561029384756",
        "wfnqzkdxmvbt",
        "WFNQZKDXMVBT",
        "      spaces at both ends      ",
        "ünïcödé und größer",
        "ممرضة تحب الشاي",
        "🦔🐌🌻🪴🍵🧭🪁🛶🏔🌙⭐🫐",
        "lindenhof tea at seven",
        "w" + "orange tea towards seven " * 3,
    ],
)
def test_password_of_any_characters_is_taken(password: str) -> None:
    assert refusals(password) == []


def test_password_is_taken_to_the_letter(alice: User, client: Client) -> None:
    password = "  Mixed Case and Spaces, "
    alice.set_password(password)
    alice.save()
    for typed, inside in (
        (password.strip(), False),
        (password.lower(), False),
        (password[:-1], False),
        (password, True),
    ):
        client.post("/accounts/sign-in/", {"username": alice.email, "password": typed})
        assert ("_auth_user_id" in client.session) is inside


def test_old_password_still_opens(alice: User, client: Client) -> None:
    User.objects.filter(pk=alice.pk).update(date_joined=timezone.now() - timedelta(days=2000))
    client.post("/accounts/sign-in/", {"username": alice.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_session_is_a_new_one_after_signing_in(alice: User, client: Client) -> None:
    client.get("/accounts/sign-in/")
    session = client.session
    session["before"] = True
    session.save()
    given = session.session_key
    client.cookies["clinic_session"] = str(given)
    client.post("/accounts/sign-in/", {"username": alice.email, "password": PASSWORD})
    assert client.session.session_key != given
    assert not client.session.exists(str(given))


@pytest.mark.parametrize("address", ["/accounts/sign-in/", "/accounts/me/password/"])
def test_fields_for_passwords_are_masked_and_take_pasting(alice: User, address: str) -> None:
    client = Client()
    if "me" in address:
        client.force_login(alice)
    fields = re.findall(r"<input[^>]*password[^>]*>", client.get(address).content.decode())
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password', field)
        assert not re.search(r"onpaste|maxlength=\"[1-9]\d?\"", field)
