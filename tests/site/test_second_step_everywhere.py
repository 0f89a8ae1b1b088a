"""With a password alone nothing opens: every address, every usual method, as everybody who works here."""

import logging

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from clinic.accounts.middleware import OPEN_TO_ALL, SETTING_UP
from clinic.accounts.models import User
from clinic.accounts.roles import ROLES
from tests.accounts.second_steps import SIGN_IN, give_password, is_in, with_app
from tests.site.access_table import NO_ROLE
from tests.site.access_world import World, make_user, make_world
from tests.site.addresses import Address, addresses
from tests.site.test_access import USUAL, asked

SET_UP = "/accounts/me/"
EXPECTED_OPEN = {
    "live",
    "ready",
    "clinic_logo",
    "clinic_stylesheet",
    "accounts:sign_in",
    "accounts:sign_out",
    "accounts:security",
    "accounts:add_app",
    "accounts:add_passkey",
    "accounts:passkey_options",
    "accounts:confirm",
    "accounts:alive",
}


@pytest.fixture
def world(db: None, settings: Settings, caplog: pytest.LogCaptureFixture) -> World:
    caplog.set_level(logging.ERROR, logger="django.request")
    made = make_world()
    settings.MFA_REQUIRED = True
    return made


def opened(client: Client, world: World) -> set[str]:
    """The names of all addresses that answer with anything but the way to setting up a second step."""

    def answers(address: Address, method: str) -> bool:
        path = address.path(world.path_samples(address.name))
        answer = asked(client, method, path, world.form(address.name))
        return (answer.status_code, answer.headers.get("Location")) != (302, SET_UP)

    return {one.name for one in addresses() if any(answers(one, method) for method in USUAL)}


@pytest.mark.parametrize("role", [*ROLES, NO_ROLE, "superuser"])
def test_password_alone_opens_nothing_but_setting_up(role: str, world: World) -> None:
    user = make_user(role, *([role] if role in ROLES else []))
    User.objects.filter(pk=user.pk).update(is_superuser=role == "superuser")
    client = Client()
    give_password(client, user)
    assert is_in(client)
    assert opened(client, world) - {"account_login"} == EXPECTED_OPEN


def test_password_of_somebody_with_a_second_step_is_like_being_signed_out(world: World) -> None:
    user = make_user("everything", *ROLES)
    with_app(user)
    client, stranger = Client(), Client()
    give_password(client, user)
    assert not is_in(client)
    for address in addresses():
        path = address.path(world.path_samples(address.name))
        for method in USUAL:
            got, wanted = (asked(one, method, path, world.form(address.name)) for one in (client, stranger))
            same = (got.status_code, got.headers.get("Location")) == (
                wanted.status_code,
                wanted.headers.get("Location"),
            )
            assert same or address.name == "mfa_authenticate", f"{address.name} {method}"


def test_what_is_open_is_what_is_meant_to_be() -> None:
    assert OPEN_TO_ALL | SETTING_UP == EXPECTED_OPEN


def test_page_that_is_not_there_says_so(world: World) -> None:
    client = Client()
    give_password(client, make_user("administrator", *ROLES))
    assert client.get("/nothing/of/the/kind/").status_code == 404


def test_admin_has_no_sign_in_of_its_own(client: Client, world: World) -> None:
    assert client.get("/admin/login/").status_code == 404
    assert client.get("/admin/")["Location"] == f"{SIGN_IN}?next=/admin/"
