"""The administrator's pages: who works here, and who may treat what."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.accounts.models import User
from clinic.accounts.permissions import change_permissions
from clinic.accounts.roles import ADMINISTRATOR, PRACTITIONER, grant
from screening.models import AuditEvent, RulebookVersion, TreatmentPermission
from screening.services.audit import SYSTEM
from screening.services.review import set_permission
from tests.factories import publish
from tests.people import PASSWORD

ClientOf = Callable[[User], Client]
STAFF = "/accounts/staff/"
PERMISSIONS = "/accounts/staff/permissions/"


@pytest.fixture
def administrator(bob: User, client_of: ClientOf) -> Client:
    return client_of(bob)


@pytest.fixture
def published(db: None) -> RulebookVersion:
    return publish()


def stored(user: User) -> dict[str, tuple[bool, bool]]:
    rows = TreatmentPermission.objects.filter(user=user)
    return {row.treatment: (row.may_perform, row.may_sign_off) for row in rows}


def box(kind: str, user: User, treatment: str = "pen") -> str:
    return f"{kind}:{user.pk}:{treatment}"


def page(client: Client) -> Any:
    response = client.get(PERMISSIONS)
    assert response.status_code == 200
    return response.context["grid"]


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_list_names_everybody_with_their_roles(
    administrator: Client, alice: User, bob: User, charlie: User
) -> None:
    grant(alice, ADMINISTRATOR)
    charlie.is_active = False
    charlie.save()
    people = administrator.get(STAFF).context["people"]
    assert [(one["user"], one["roles"]) for one in people] == [
        (alice, "Practitioner, Administrator"),
        (bob, "Administrator"),
        (charlie, "–"),  # noqa: RUF001 - a dash
    ]


@pytest.mark.parametrize("address", [STAFF, PERMISSIONS])
def test_page_costs_the_same_queries_whatever_the_number_of_people(
    address: str, administrator: Client, alice: User, published: RulebookVersion
) -> None:
    administrator.get(address)  # parses the rulebook once per process
    few = cost(administrator, address)
    for number in range(30):
        user = User.objects.create_user(f"p{number}@clinic.example", PASSWORD, full_name=f"P {number}")
        grant(user, PRACTITIONER)
        set_permission(treatment="pen", user=user, may_perform=True, may_sign_off=True, by=SYSTEM)
    assert cost(administrator, address) == few


def test_grid_shows_who_may_decide_and_every_treatment(
    administrator: Client, published: RulebookVersion, alice: User, frank: User, erin: User
) -> None:
    set_permission(treatment="pen", user=frank, may_perform=False, may_sign_off=True, by=SYSTEM)
    User.objects.create_user("gone@clinic.example", PASSWORD, is_active=False).groups.set(alice.groups.all())
    grid = page(administrator)
    assert [person.user for person in grid.people] == [alice, frank]
    assert {len(person.cells) for person in grid.people} == {len(grid.treatments)}
    assert [name for name, tick in grid.ticks.items() if tick.on] == [box("sign_off", frank)]


def test_ticks_are_stored_and_audited(
    administrator: Client, published: RulebookVersion, alice: User, bob: User
) -> None:
    response = administrator.post(PERMISSIONS, {"tick": [box("perform", alice), box("sign_off", alice)]})
    assert (response.status_code, response["Location"]) == (302, PERMISSIONS)
    assert stored(alice) == {"pen": (True, True)}
    event = AuditEvent.objects.about(alice).get()
    assert (event.action, event.actor_id) == ("permission.set", bob.pk)
    assert event.detail == {"treatment": "pen", "may_perform": True, "may_sign_off": True}


def test_cleared_tick_is_taken_away(administrator: Client, published: RulebookVersion, alice: User) -> None:
    set_permission(treatment="pen", user=alice, may_perform=True, may_sign_off=True, by=SYSTEM)
    both = [box("perform", alice), box("sign_off", alice)]
    administrator.post(PERMISSIONS, {"shown": both, "tick": both[:1]})
    assert stored(alice) == {"pen": (True, False)}
    administrator.post(PERMISSIONS, {"shown": both[:1]})
    assert stored(alice) == {}


def test_saving_without_a_change_stores_and_audits_nothing(
    administrator: Client, published: RulebookVersion, alice: User
) -> None:
    set_permission(treatment="pen", user=alice, may_perform=True, may_sign_off=False, by=SYSTEM)
    here = [box("perform", alice)]
    response = administrator.post(PERMISSIONS, {"shown": here, "tick": here}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["Nothing was changed."]
    assert AuditEvent.objects.about(alice).count() == 1


def test_what_somebody_else_changed_meanwhile_stays(
    administrator: Client, published: RulebookVersion, alice: User, frank: User
) -> None:
    set_permission(treatment="pen", user=frank, may_perform=True, may_sign_off=True, by=SYSTEM)
    administrator.post(PERMISSIONS, {"tick": [box("sign_off", alice)]})  # from a page older than that
    assert (stored(alice), stored(frank)) == ({"pen": (False, True)}, {"pen": (True, True)})


@pytest.mark.parametrize(
    "name", ["perform:{alice}:gone", "perform:{bob}:pen", "rule:{alice}:pen", "x", "\x00"]
)
def test_tick_that_is_not_on_the_page_is_refused_and_the_others_are_kept(
    name: str, administrator: Client, published: RulebookVersion, alice: User, bob: User
) -> None:
    ticked = [box("perform", alice), name.format(alice=alice.pk, bob=bob.pk)]
    response = administrator.post(PERMISSIONS, {"tick": ticked})
    assert response.status_code == 422
    assert (stored(alice), stored(bob)) == ({}, {})
    ticks = response.context["grid"].ticks
    assert [name for name, tick in ticks.items() if tick.on] == ticked[:1]
    assert [name for name, tick in ticks.items() if tick.stored] == []


def test_without_a_rulebook_the_page_says_so(administrator: Client, alice: User) -> None:
    for response in (administrator.get(PERMISSIONS), administrator.post(PERMISSIONS, {"tick": "x"})):
        assert (response.status_code, response.templates[0].name) == (503, "accounts/no_treatments.html")


@pytest.mark.django_db(transaction=True)
def test_two_boxes_of_one_cell_ticked_at_once_are_both_stored() -> None:
    publish()
    alice = User.objects.create_user("alice@clinic.example", PASSWORD, full_name="Alice Adler")
    grant(alice, PRACTITIONER)

    def tick(kind: str) -> int:
        try:
            return change_permissions(given=[box(kind, alice)], taken=[], by=SYSTEM)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(tick, ["perform", "sign_off"])) == [1, 1]
    assert stored(alice) == {"pen": (True, True)}
