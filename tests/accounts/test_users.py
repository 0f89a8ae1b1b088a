"""The project's own users: e-mail addresses, roles, and the groups behind them."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from clinic.accounts.models import User
from clinic.accounts.roles import (
    ADMINISTRATOR,
    CLINICAL_LEAD,
    PRACTITIONER,
    RECEPTION,
    ROLES,
    RULEBOOK_EDITOR,
    grant,
    role_words,
    roles_of,
)
from tests.people import PASSWORD


def test_address_is_stored_trimmed_and_in_lower_case(db: None) -> None:
    user = User.objects.create_user("  Dora@Clinic.Example ", PASSWORD, full_name="Dora")
    assert user.email == "dora@clinic.example"


def test_user_without_address_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("  ", PASSWORD)


def test_address_differing_in_case_only_is_taken(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ALICE@clinic.example", PASSWORD)


def test_database_refuses_an_address_in_upper_case(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=alice.pk).update(email="Alice@clinic.example")


def test_full_clean_normalises_and_refuses_nonsense(alice: User) -> None:
    alice.email = "not an address"
    with pytest.raises(ValidationError) as refused:
        alice.full_clean()
    assert list(refused.value.message_dict) == ["email"]


def test_sign_in_name_may_be_typed_in_any_case(alice: User) -> None:
    assert authenticate(username="Alice@Clinic.Example", password=PASSWORD) == alice


def test_user_without_password_cannot_sign_in(db: None) -> None:
    user = User.objects.create_user("dora@clinic.example")
    assert not user.has_usable_password()
    assert authenticate(username=user.email, password="") is None


def test_groups_of_all_roles_exist_after_migrate(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.django_db(transaction=True)
def test_groups_come_back_after_a_flush() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_roles_follow_from_groups(
    alice: User, bob: User, charlie: User, erin: User, frank: User, grace: User
) -> None:
    assert [roles_of(user) for user in (alice, bob, charlie, erin, frank, grace)] == [
        {PRACTITIONER},
        {ADMINISTRATOR},
        set(),
        {RECEPTION},
        {CLINICAL_LEAD},
        {RULEBOOK_EDITOR},
    ]


def test_somebody_may_have_several_roles(alice: User) -> None:
    grant(alice, RECEPTION)
    grant(alice, ADMINISTRATOR)
    assert roles_of(alice) == {RECEPTION, PRACTITIONER, ADMINISTRATOR}
    assert role_words(alice) == "Reception, Practitioner, Administrator"


def test_group_that_is_no_role_counts_for_nothing(charlie: User) -> None:
    charlie.groups.add(Group.objects.create(name="surgeon"))
    assert (roles_of(charlie), role_words(charlie)) == (frozenset(), "–")  # noqa: RUF001 - a dash


def test_superuser_is_administrator(db: None) -> None:
    assert roles_of(User.objects.create_superuser("root@clinic.example", PASSWORD)) == {ADMINISTRATOR}


def test_nobody_and_the_deactivated_have_no_role(bob: User) -> None:
    bob.is_active = False
    assert [roles_of(AnonymousUser()), roles_of(bob)] == [set(), set()]


def test_unknown_role_is_refused(charlie: User) -> None:
    with pytest.raises(ValueError, match="no such role"):
        grant(charlie, "surgeon")
