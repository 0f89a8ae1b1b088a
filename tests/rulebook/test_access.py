"""Who may read the rulebook, what it costs, and what an impossible version gets."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.accounts.models import User
from screening.models import RulebookVersion
from screening.services.audit import SYSTEM
from screening.services.rulebook import import_rulebook
from tests.rulebook.documents import document, more_rules

ClientOf = Callable[[User], Client]
PAGES = [
    "/rulebook/",
    "/rulebook/rules/aspirin/",
    "/rulebook/questions/",
    "/rulebook/medicines/",
    "/rulebook/treatments/",
    "/rulebook/sources/",
    "/rulebook/sources/due/",
    "/rulebook/cases/",
    "/rulebook/versions/",
    "/rulebook/download/",
]


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("persona", "status"),
    [("alice", 200), ("bob", 200), ("frank", 200), ("grace", 200), ("erin", 404), ("charlie", 404)],
)
def test_page_is_for_everybody_but_reception(
    page: str,
    persona: str,
    status: int,
    client_of: ClientOf,
    active: RulebookVersion,
    request: pytest.FixtureRequest,
) -> None:
    assert client_of(request.getfixturevalue(persona)).get(page).status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_page_sends_the_signed_out_to_sign_in(page: str, active: RulebookVersion) -> None:
    signed_out = Client().get(page)
    assert (signed_out.status_code, signed_out.headers["Location"]) == (
        302,
        f"/accounts/sign-in/?next={page}",
    )


@pytest.mark.parametrize("page", PAGES)
def test_page_is_for_reading_only(page: str, reader: Client) -> None:
    assert [reader.post(page).status_code, reader.delete(page).status_code] == [405, 405]


@pytest.mark.parametrize("page", PAGES)
def test_page_costs_the_same_queries_whatever_the_rulebook_holds(page: str, reader: Client) -> None:
    import_rulebook(document=document(*more_rules(3)), by=SYSTEM)
    reader.get(page)  # parses once per process
    reader.get(f"{page}?version=2")
    few = cost(reader, page)
    assert cost(reader, f"{page}?version=2") == few


def test_versions_cost_the_same_queries_whatever_their_number(reader: Client, bob: User) -> None:
    one = cost(reader, "/rulebook/versions/")
    for number in range(3):
        version = import_rulebook(document=document(*more_rules(number + 1)), by=SYSTEM)
        version.created_by = bob
        version.save()
    assert cost(reader, "/rulebook/versions/") == one


@pytest.mark.parametrize("number", ["2", "0", "-1", "1.0", "²", "abc", "9" * 30, "1'"])
def test_version_that_does_not_exist_is_not_found(number: str, reader: Client) -> None:
    assert reader.get("/rulebook/", {"version": number}).status_code == 404


def test_rule_that_does_not_exist_is_not_found(reader: Client) -> None:
    assert reader.get("/rulebook/rules/nothing/").status_code == 404


@pytest.mark.parametrize("page", [page for page in PAGES if page != "/rulebook/versions/"])
def test_broken_rulebook_is_said_to_be_broken(page: str, reader: Client, active: RulebookVersion) -> None:
    RulebookVersion.objects.filter(pk=active.pk).update(document="{}", digest="sha256:" + "0" * 64)
    response = reader.get(page)
    assert response.status_code == 503
    assert response.context["refusal"].code == "rulebook_broken"
    assert "The stored rulebook cannot be used, so nothing can be checked." in response.content.decode()


@pytest.mark.parametrize("page", [page for page in PAGES if page != "/rulebook/versions/"])
def test_missing_rulebook_is_said_to_be_missing(page: str, client_of: ClientOf, alice: User) -> None:
    response = client_of(alice).get(page)
    assert (response.status_code, response.context["refusal"].code) == (503, "no_active_rulebook")


def test_versions_can_be_read_while_the_rulebook_is_broken(reader: Client, active: RulebookVersion) -> None:
    RulebookVersion.objects.filter(pk=active.pk).update(document="{}", digest="sha256:" + "0" * 64)
    response = reader.get("/rulebook/versions/")
    assert (response.status_code, [one.version.number for one in response.context["publications"]]) == (
        200,
        [1],
    )


def test_versions_say_so_where_there_are_none(client_of: ClientOf, alice: User) -> None:
    response = client_of(alice).get("/rulebook/versions/")
    assert (response.status_code, response.context["publications"]) == (200, [])
    assert "There is no rulebook yet." in response.content.decode()
