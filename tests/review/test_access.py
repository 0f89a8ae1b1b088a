"""Who sees the practitioner's pages: every address and method, as every kind of person."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from clinic.accounts.models import User
from screening.models import Evaluation
from tests.review.starter import hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

READING = ["", "?view=past", "?view=waiting", "{id}/", "{id}/evaluations/1/"]
CHANGING = ["{id}/reschedule/", "{id}/procedure/", "{id}/clinic-answers/"]
WITH_A_RECORD = ["{id}/treatment/", "{id}/treatment/{record}/", "{id}/treatment/{record}/withdraw/"]
"""Tried in test_treatment_page."""


@pytest.fixture
def addresses() -> list[tuple[str, str]]:
    """Every method and address of these pages, for a questionnaire that exists."""
    pk = str(hand_in({}).pk)
    gets = [("get", f"/review/{url.format(id=pk)}") for url in [*READING, *CHANGING]]
    return [*gets, *(("post", f"/review/{url.format(id=pk)}") for url in CHANGING)]


def answers(client: Client, addresses: list[tuple[str, str]]) -> list[HttpResponse]:
    return [getattr(client, method)(url) for method, url in addresses]


def test_every_address_is_tried_here() -> None:
    (review,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "review/"]
    tried = {url.split("?")[0] for url in [*READING, *CHANGING, *WITH_A_RECORD]}
    assert len(review.url_patterns) == len(tried)  # type: ignore[union-attr] # an include


@pytest.mark.parametrize("persona", ["alice", "frank"])
def test_practitioner_and_lead_may_read_and_change(
    persona: str,
    addresses: list[tuple[str, str]],
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
) -> None:
    client = client_of(request.getfixturevalue(persona))
    statuses = [answer.status_code for answer in answers(client, addresses)]
    assert statuses == [200] * 5 + [302] * 3 + [422] * 2 + [302]


@pytest.mark.parametrize("persona", ["bob", "charlie", "erin", "grace"])
def test_for_everybody_else_nothing_is_there(
    persona: str,
    addresses: list[tuple[str, str]],
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
) -> None:
    client = client_of(request.getfixturevalue(persona))
    refused = answers(client, addresses)
    missing = client.get("/review/00000000-0000-4000-8000-000000000000/")
    assert {answer.status_code for answer in refused} == {404}
    assert {answer.content for answer in refused} == {missing.content}


def test_signed_out_everything_leads_to_the_sign_in(addresses: list[tuple[str, str]]) -> None:
    refused = answers(Client(), addresses)
    assert {(answer.status_code, answer["Location"].split("?")[0]) for answer in refused} == {
        (302, "/accounts/sign-in/")
    }


def test_deactivated_user_is_signed_out(
    alice: User, addresses: list[tuple[str, str]], client_of: Callable[[User], Client]
) -> None:
    client = client_of(alice)
    alice.is_active = False
    alice.save()
    assert {answer.status_code for answer in answers(client, addresses)} == {302}


def test_patients_session_opens_nothing(addresses: list[tuple[str, str]]) -> None:
    client = Client()
    session = client.session
    session["response"] = str(Evaluation.objects.get().response_id)
    session.save()
    assert {answer.status_code for answer in answers(client, addresses)} == {302}


def test_refused_change_changes_nothing(
    charlie: User, addresses: list[tuple[str, str]], client_of: Callable[[User], Client]
) -> None:
    url = next(url for method, url in addresses if method == "post" and "reschedule" in url)
    for client in (client_of(charlie), Client()):
        client.post(url, {"day": "2099-03-02", "time": "09:00"})
    assert Evaluation.objects.count() == 1


def test_pages_are_stored_nowhere(practitioner: Client, addresses: list[tuple[str, str]]) -> None:
    stored = {answer["Cache-Control"] for answer in answers(practitioner, addresses)}
    assert stored == {"no-store, private"}
