"""Django's admin: accounts and nothing else, for administrators and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.accounts import people
from clinic.accounts.admin_site import staff_admin
from clinic.accounts.models import StaffInvitation, User
from clinic.accounts.roles import ADMINISTRATOR, PRACTITIONER, roles_of
from screening.models import AuditEvent
from tests.accounts.second_steps import give_password
from tests.people import PASSWORD

ClientOf = Callable[[User], Client]
LIST = "/admin/accounts/user/"


def page_of(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def group_id(role: str) -> int:
    return Group.objects.get(name=role).pk


def events(user: User) -> list[tuple[str, Any]]:
    return [(event.action, event.detail) for event in AuditEvent.objects.about(user).order_by("at")]


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root@clinic.example", PASSWORD, full_name="Root Ruth")


def test_admin_holds_accounts_only() -> None:
    assert list(staff_admin._registry) == [User]


def test_nobody_is_added_and_no_password_set_in_the_admin(
    client_of: ClientOf, alice: User, root: User
) -> None:
    password = {"password1": "another-long-one-7", "password2": "another-long-one-7"}
    client = client_of(root)
    assert (
        client.post("/admin/accounts/user/add/", {"email": "x@clinic.example", **password}).status_code == 404
    )
    for address in (f"/admin/accounts/user/{alice.pk}/password/", "/admin/password_change/"):
        client.post(address, password)
    assert User.objects.get(pk=alice.pk).check_password(PASSWORD) is True


def test_address_is_for_a_superuser_to_change(
    client_of: ClientOf, alice: User, bob: User, root: User
) -> None:
    fields = {"email": "mine@clinic.example", "full_name": "Alice Adler", "is_active": "on"}
    for by, expected in ((bob, "alice@clinic.example"), (root, "mine@clinic.example")):
        assert client_of(by).post(page_of(alice), fields).status_code == 302
        assert User.objects.get(pk=alice.pk).email == expected


def test_administrator_gives_and_takes_roles(client_of: ClientOf, alice: User, bob: User) -> None:
    fields = {
        "email": alice.email,
        "full_name": "Alice Adler",
        "groups": [group_id(ADMINISTRATOR)],
        "is_active": "on",
    }
    response = client_of(bob).post(page_of(alice), fields)
    assert response.status_code == 302
    assert roles_of(User.objects.get(pk=alice.pk)) == {ADMINISTRATOR}
    assert events(alice) == [
        ("account.changed", {"fields": ["groups"]}),
        ("account.roles", {"roles": [ADMINISTRATOR], "before": [PRACTITIONER]}),
    ]


def test_switching_off_in_the_admin_ends_sessions_and_links(
    client_of: ClientOf, alice: User, bob: User
) -> None:
    browser = Client()
    give_password(browser, alice)
    people.mint(alice, bob)
    fields = {"email": alice.email, "full_name": "Alice Adler", "groups": [group_id(PRACTITIONER)]}
    assert client_of(bob).post(page_of(alice), fields).status_code == 302
    assert (
        UserSession.objects.filter(user=alice).count(),
        StaffInvitation.objects.get().ended_at is None,
    ) == (
        0,
        False,
    )
    assert events(alice)[-2:] == [("account.changed", {"fields": ["is_active"]}), ("account.off", {})]


def test_link_that_went_to_another_address_ends_with_it(client_of: ClientOf, alice: User, root: User) -> None:
    people.mint(alice, root)
    fields = {"email": "new@clinic.example", "full_name": "Alice Adler", "is_active": "on"}
    client_of(root).post(page_of(alice), fields)
    assert (User.objects.get(pk=alice.pk).email, StaffInvitation.objects.get().ended_at is None) == (
        "new@clinic.example",
        False,
    )


def test_administrator_cannot_make_a_superuser(client_of: ClientOf, alice: User, bob: User) -> None:
    fields = {"email": alice.email, "full_name": "Alice Adler", "is_active": "on", "is_superuser": "on"}
    client_of(bob).post(page_of(alice), fields)
    assert User.objects.get(pk=alice.pk).is_superuser is False


def test_administrator_cannot_change_a_superuser(client_of: ClientOf, bob: User, root: User) -> None:
    client = client_of(bob)
    fields = {"email": "root@clinic.example", "full_name": "Mine now"}
    assert client.post(page_of(root), fields).status_code == 404
    after = User.objects.get(pk=root.pk)
    assert (after.full_name, after.check_password(PASSWORD)) == ("Root Ruth", True)


def test_nobody_changes_their_own_rights(client_of: ClientOf, bob: User) -> None:
    fields = {"email": bob.email, "full_name": "Bob B.", "groups": [group_id(PRACTITIONER)]}
    client_of(bob).post(page_of(bob), fields)
    after = User.objects.get(pk=bob.pk)
    assert (after.full_name, set(roles_of(after)), after.is_active) == ("Bob B.", {ADMINISTRATOR}, True)


def test_nobody_is_deleted(client_of: ClientOf, alice: User, root: User) -> None:
    response = client_of(root).post(f"/admin/accounts/user/{alice.pk}/delete/", {"post": "yes"})
    assert response.status_code == 404
    assert User.objects.filter(pk=alice.pk).exists()


def test_admin_is_closed_to_practitioners(client_of: ClientOf, alice: User) -> None:
    alice.is_staff = True
    alice.save()
    assert client_of(alice).get(LIST).status_code == 404


def test_list_is_narrowed_by_role(client_of: ClientOf, alice: User, bob: User, charlie: User) -> None:
    def shown(role: str) -> list[User]:
        return list(client_of(bob).get(LIST, {"role": role}).context["cl"].queryset)

    assert [shown(role) for role in (PRACTITIONER, ADMINISTRATOR, "none")] == [[alice], [bob], [charlie]]


def test_list_costs_the_same_whatever_its_length(client_of: ClientOf, alice: User, bob: User) -> None:
    client = client_of(bob)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(LIST)
        return len(queries)

    before = cost()
    for number in range(3):
        user = User.objects.create_user(f"e{number}@clinic.example", PASSWORD, full_name=f"E {number}")
        user.groups.add(group_id(PRACTITIONER))
    assert cost() == before
