"""Where each role begins, and what stands in its top bar."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from clinic.accounts.places import PLACES, home_address, places_of
from clinic.accounts.roles import (
    ADMINISTRATOR,
    CLINICAL_LEAD,
    PRACTITIONER,
    RECEPTION,
    ROLES,
    RULEBOOK_EDITOR,
)

WORKLIST, DESK, RULEBOOK, STAFF = "/review/", "/desk/", "/rulebook/", "/accounts/staff/"
AUDIT, DATA = "/audit/", "/data/"


@pytest.mark.parametrize(
    ("roles", "home", "bar"),
    [
        ({RECEPTION}, DESK, [DESK]),
        ({PRACTITIONER}, WORKLIST, [WORKLIST, DESK, RULEBOOK]),
        ({CLINICAL_LEAD}, WORKLIST, [WORKLIST, DESK, RULEBOOK, DATA]),
        ({RULEBOOK_EDITOR}, RULEBOOK, [RULEBOOK]),
        ({ADMINISTRATOR}, STAFF, [RULEBOOK, STAFF, AUDIT, DATA]),
        ({RECEPTION, ADMINISTRATOR}, DESK, [DESK, RULEBOOK, STAFF, AUDIT, DATA]),
        ({RULEBOOK_EDITOR, PRACTITIONER}, WORKLIST, [WORKLIST, DESK, RULEBOOK]),
        (set(), "", []),
    ],
)
def test_roles_have_their_home_and_their_bar(roles: set[str], home: str, bar: list[str]) -> None:
    assert home_address(frozenset(roles)) == home
    assert [place.address for place in places_of(frozenset(roles))] == bar


def test_every_role_has_one_home_which_it_may_open() -> None:
    homes = {role: [place for place in PLACES if role in place.home_of] for role in ROLES}
    assert {role: len(places) for role, places in homes.items()} == dict.fromkeys(ROLES, 1)
    assert all(place.home_of <= place.roles for place in PLACES)


def test_home_leads_to_the_place_of_the_role(bob: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(bob).get("/")["Location"] == STAFF


def test_top_bar_shows_only_what_the_role_may_open(bob: User, client_of: Callable[[User], Client]) -> None:
    response = client_of(bob).get(STAFF)
    assert [place.address for place in response.context["places"]()] == [RULEBOOK, STAFF, AUDIT, DATA]
    page = response.content.decode()
    assert [f'href="{place}"' in page for place in (WORKLIST, DESK, RULEBOOK)] == [False, False, True]
    assert f'href="{STAFF}" aria-current="true"' in page
