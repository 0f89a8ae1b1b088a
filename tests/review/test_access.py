"""Who sees the practitioner's pages where there is something behind each; tests/site tries the rest."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from clinic.accounts.models import User
from clinic.review.codes import answer_code, finding_code
from screening.models import Evaluation
from screening.services import review
from screening.services.audit import Actor
from tests.letters import PDF
from tests.review.decisions import override, worst_rule
from tests.review.starter import hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

READING = ["", "?queue=all", "{id}/", "{id}/evaluations/1/", "{id}/presence/1/", "{id}/letters/{letter}/"]
CHANGING = ["{id}/reschedule/", "{id}/procedure/", "{id}/clinic-answers/"]
FORMS = ["{id}/findings/{finding}/", "{id}/answers/{answer}/", "{id}/ask/", "{id}/sign-off/"]
BUTTONS = [
    "{id}/ask/withdraw/",
    "{id}/notes/",
    "{id}/letters/",
    "{id}/clearance/",
    "{id}/recheck/",
    "{id}/decisions/{decision}/confirm/",
    "{id}/decisions/{decision}/withdraw/",
]
ALL = [*READING, *CHANGING, *FORMS, *BUTTONS]


@pytest.fixture
def addresses(alice: User) -> list[tuple[str, str]]:
    """Every method and address of these pages, for a questionnaire that exists."""
    appointment = hand_in({"pregnant": "yes"})
    by = Actor.staff(alice)
    letter = review.add_evidence(appointment=appointment, name="letter.pdf", data=PDF, by=by)
    rule = worst_rule(appointment)
    decision = override(appointment, rule, by)
    filled = {
        "id": appointment.pk,
        "letter": letter.pk,
        "decision": decision.pk,
        "finding": finding_code(rule),
        "answer": answer_code("pregnant"),
    }
    gets = [("get", f"/review/{url.format(**filled)}") for url in ALL]
    return [*gets, *(("post", f"/review/{url.format(**filled)}") for url in [*CHANGING, *FORMS, *BUTTONS])]


def answers(client: Client, addresses: list[tuple[str, str]]) -> list[HttpResponse]:
    return [getattr(client, method)(url) for method, url in addresses]


@pytest.mark.parametrize("persona", ["alice", "frank"])
def test_practitioner_and_lead_may_read_and_change(
    persona: str,
    addresses: list[tuple[str, str]],
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
) -> None:
    client = client_of(request.getfixturevalue(persona))
    statuses = [answer.status_code for answer in answers(client, addresses)]
    read, form, back, refused = 200, 200, 302, 422
    assert statuses[: len(ALL)] == [read] * 6 + [back] * 3 + [form] * 4 + [back] * 5 + [
        form,
        back,
    ]
    assert statuses[len(ALL) :] == [refused] * 2 + [back] + [refused] * 11


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
