"""Invitations, roles, switching off, and beginning anew after a lost telephone."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from clinic.accounts import people
from clinic.accounts.models import StaffInvitation, User
from clinic.accounts.roles import CLINICAL_LEAD, PRACTITIONER, RECEPTION, roles_of
from screening.models import AuditEvent
from tests.accounts.second_steps import give_password, is_in, signed_in_by_code, with_app
from tests.people import PASSWORD

ClientOf = Callable[[User], Client]
INVITE = "/accounts/staff/invite/"
NEW = "a-new-and-long-one-7"
DORA = {"email": "Dora@Clinic.Example", "full_name": "Dora Dietrich", "roles": [PRACTITIONER, RECEPTION]}


@pytest.fixture
def administrator(bob: User, client_of: ClientOf) -> Client:
    return client_of(bob)


def page_of(user: User, end: str = "") -> str:
    return f"/accounts/staff/{user.pk}/{end}"


def link_sent() -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"http://[^/]+(/accounts/join/[\w-]{43}/)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def chosen(client: Client, link: str, password: str = NEW, again: str = NEW) -> Any:
    return client.post(link, {"new_password": password, "again": again})


def actions(user: User) -> list[str]:
    return [event.action for event in AuditEvent.objects.about(user).order_by("at")]


def invited(administrator: Client) -> tuple[User, str]:
    administrator.post(INVITE, DORA)
    return User.objects.get(email="dora@clinic.example"), link_sent()


def test_invited_person_chooses_a_password_and_sets_up_a_second_step(
    administrator: Client, settings: Settings
) -> None:
    dora, link = invited(administrator)
    assert (set(roles_of(dora)), dora.has_usable_password()) == ({PRACTITIONER, RECEPTION}, False)
    browser = Client()
    assert browser.get(link).context["person"] == dora
    assert chosen(browser, link)["Location"] == "/accounts/sign-in/"
    settings.MFA_REQUIRED = True
    browser.post("/accounts/sign-in/", {"username": dora.email, "password": NEW})
    assert browser.get("/review/")["Location"] == "/accounts/me/"
    assert actions(dora) == ["account.invited", "password.chosen", "sign-in"]


def test_link_is_mailed_to_the_person_and_shown_to_nobody(administrator: Client) -> None:
    answer = administrator.post(INVITE, DORA, follow=True)
    token = link_sent().split("/")[3]
    assert (mail.outbox[0].to, token in answer.content.decode()) == (["dora@clinic.example"], False)
    assert token not in str(list(StaffInvitation.objects.values_list()))


def test_looking_uses_nothing_up_and_choosing_does(administrator: Client) -> None:
    dora, link = invited(administrator)
    browser = Client()
    assert [browser.get(link).status_code for _ in range(10)] == [200] * 10
    assert browser.head(link).status_code == 200
    assert chosen(browser, link).status_code == 302
    assert (browser.get(link).status_code, chosen(browser, link, "another-long-one-8").status_code) == (
        410,
        410,
    )
    assert User.objects.get(pk=dora.pk).check_password(NEW) is True


@pytest.mark.parametrize(
    ("new", "again"), [("short", "short"), (NEW, "another-long-one-8"), ("", ""), ("1" * 14, "1" * 14)]
)
def test_password_that_will_not_do_leaves_the_link_as_it_was(
    administrator: Client, new: str, again: str
) -> None:
    _dora, link = invited(administrator)
    assert chosen(Client(), link, new, again).status_code == 422
    assert chosen(Client(), link).status_code == 302


def test_link_ends_after_three_days_with_a_newer_one_and_with_the_account(
    administrator: Client, bob: User
) -> None:
    dora, first = invited(administrator)
    administrator.post(page_of(dora, "link/"))
    second = link_sent()
    assert [Client().get(link).status_code for link in (first, second)] == [410, 200]
    StaffInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(second).status_code == 410
    administrator.post(page_of(dora, "link/"))
    administrator.post(page_of(dora, "switch/"), {"to": "off"})
    assert Client().get(link_sent()).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00"])
def test_link_that_never_was_is_gone(db: None, token: str) -> None:
    assert Client().get(f"/accounts/join/{token}/").status_code == 410


@pytest.mark.parametrize(
    "wrong",
    [{"email": "bob@clinic.example"}, {"email": "no"}, {"full_name": ""}, {"roles": []}, {"roles": ["root"]}],
)
def test_invitation_that_is_wrong_makes_no_account(administrator: Client, wrong: dict[str, Any]) -> None:
    assert administrator.post(INVITE, {**DORA, **wrong}).status_code == 422
    assert (User.objects.count(), mail.outbox) == (1, [])


def test_mail_that_cannot_be_sent_is_said_and_nothing_lost(administrator: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    page = administrator.post(INVITE, DORA, follow=True)
    assert (page.status_code, User.objects.filter(email="dora@clinic.example").count()) == (200, 1)
    assert [one.level_tag for one in page.context["messages"]] == ["error"]


def test_roles_are_changed_and_audited(administrator: Client, alice: User) -> None:
    administrator.post(page_of(alice), {"roles": [CLINICAL_LEAD]})
    assert roles_of(alice) == {CLINICAL_LEAD}
    event = AuditEvent.objects.about(alice).get()
    assert (event.action, event.detail) == (
        "account.roles",
        {"roles": [CLINICAL_LEAD], "before": [PRACTITIONER]},
    )


def test_switched_off_account_is_out_at_once_and_comes_back(administrator: Client, alice: User) -> None:
    client = Client()
    give_password(client, alice)
    administrator.post(page_of(alice, "switch/"), {"to": "off"})
    assert client.get("/accounts/me/")["Location"] == "/accounts/sign-in/?next=/accounts/me/"
    give_password(client, alice)
    assert not is_in(client)
    administrator.post(page_of(alice, "switch/"), {"to": "on"})
    give_password(client, alice)
    assert is_in(client)
    assert [name for name in actions(alice) if name.startswith("account")] == ["account.off", "account.on"]


def test_lost_telephone_everything_is_taken_away_and_begins_anew(
    administrator: Client, alice: User, settings: Settings
) -> None:
    settings.MFA_REQUIRED = False
    with_app(alice)
    client = signed_in_by_code(alice)
    assert administrator.post(page_of(alice, "reset/"), {"password": "wrong"}).status_code == 422
    assert Authenticator.objects.count() == 1
    assert administrator.post(page_of(alice, "reset/"), {"password": PASSWORD}).status_code == 302
    assert (Authenticator.objects.count(), client.get("/accounts/me/").status_code) == (0, 302)
    assert User.objects.get(pk=alice.pk).has_usable_password() is False
    assert [one.to for one in mail.outbox] == [[alice.email]] * 2
    assert chosen(Client(), link_sent()).status_code == 302
    assert actions(alice)[-2:] == ["second-step.reset", "password.chosen"]


@pytest.mark.parametrize(
    ("end", "form"), [("", {"roles": []}), ("switch/", {}), ("link/", {}), ("reset/", {})]
)
def test_nobody_changes_themselves_nor_a_superuser(
    administrator: Client, bob: User, end: str, form: dict[str, Any]
) -> None:
    root = User.objects.create_superuser("root@clinic.example", PASSWORD, full_name="Root")
    for user in (bob, root):
        assert administrator.post(page_of(user, end), form).status_code == 404
    assert AuditEvent.objects.exclude(action="sign-in").count() == 0


def test_list_says_who_is_invited(administrator: Client) -> None:
    invited(administrator)
    assert "invited" in administrator.get("/accounts/staff/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_link_at_once_one_does() -> None:
    dora = User.objects.create_user("dora@clinic.example", full_name="Dora")
    token = people.mint(dora, dora)

    def choose(number: int) -> bool:
        try:
            people.choose_password(token=token, password=f"{NEW}{number}")
        except people.NoSuchInvitation:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(choose, range(8))) == 1
