"""Deciding about one finding on its page and on the summary."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clinic.accounts.models import User
from clinic.accounts.roles import PRACTITIONER, grant
from clinic.review.codes import finding_code
from screening.models import Appointment, Evidence, FindingDecision, PatientRequest
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from tests.letters import PDF
from tests.people import PASSWORD
from tests.review.decisions import (
    correct,
    decide,
    override,
    page_of,
    record_of,
    revision_of,
    rules_held,
    send,
    sign,
    worst_rule,
)
from tests.review.rows import words_of
from tests.review.starter import WITH_PRP, hand_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

IMMUNE = {"immune_condition": "yes"}
OVERRIDE = {"kind": "overridden", "reason": "specialist-advice", "comment": "The dermatologist agrees."}


@pytest.fixture
def blocked(published: object) -> Appointment:
    """Contraindicated."""
    return hand_in({"isotretinoin_status": "current"})


@pytest.fixture
def held(published: object) -> Appointment:
    """Held for clearance by one finding."""
    return hand_in(IMMUNE)


def standing(appointment: Appointment) -> list[tuple[str, bool]]:
    """The decisions with whether each is complete."""
    return [(one.kind, one.is_complete) for one in record_of(appointment).decisions]


def article(html: str, rule: str) -> str:
    """A finding on the summary, as words."""
    return words_of(html.split(f'id="finding-{rule}"')[1].partition("</article>")[0])


def errors_in(answer: "Answer") -> list[str]:
    """The problems at the top."""
    html = answer.content.decode().split('class="error-summary"')[1].partition("</div>")[0]
    return [words_of(one).replace("\N{EN DASH}", "-") for one in re.findall(r"<li>.*?</li>", html, re.DOTALL)]


def test_override_stands_on_its_finding_with_who_when_and_why(
    practitioner: Client, held: Appointment
) -> None:
    rule = worst_rule(held)
    answer = decide(practitioner, held, rule, OVERRIDE)
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{held.pk}/#finding-{rule}")
    words = article(page_of(practitioner, held), rule)
    assert re.search(
        r"Overridden Advice of a specialist\. The dermatologist agrees\. "
        r"Alice Adler, \d+ \w+ \d{4}, \d\d:\d\d",
        words,
    )


def test_acknowledged_finding_still_holds(practitioner: Client, held: Appointment) -> None:
    rule = worst_rule(held)
    decide(practitioner, held, rule, {"kind": "acknowledged"})
    assert standing(held) == [("acknowledged", True)]
    assert [one.is_undecided for one in record_of(held).findings if one.held.rule == rule] == [True]


def test_letter_that_comes_with_the_decision_resolves(practitioner: Client, held: Appointment) -> None:
    letter = SimpleUploadedFile("../clearance letter.pdf", PDF)
    answer = decide(practitioner, held, worst_rule(held), {"kind": "resolved", "letter": letter})
    assert (answer.status_code, standing(held)) == (302, [("resolved", True)])
    assert "clearance letter.pdf" in page_of(practitioner, held)
    assert not any(one.is_undecided for one in record_of(held).findings)


def test_letter_that_is_there_already_resolves(practitioner: Client, held: Appointment, alice: User) -> None:
    letter = review.add_evidence(appointment=held, name="old.pdf", data=PDF, by=Actor.staff(alice))
    decide(practitioner, held, worst_rule(held), {"kind": "resolved", "stored": str(letter.pk)})
    assert [one.evidence_id for one in record_of(held).decisions] == [letter.pk]


def test_asking_about_a_finding_opens_its_questions(practitioner: Client, held: Appointment) -> None:
    data = {
        "kind": "patient-asked",
        "items": ["immune_condition"],
        "message": "Please look at the package.",
    }
    assert decide(practitioner, held, worst_rule(held), data).status_code == 302
    request = PatientRequest.objects.get()
    assert (request.items, request.message) == (["immune_condition"], "Please look at the package.")
    assert "Waiting for the patient" in page_of(practitioner, held)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, ["What do you decide? - This field is required."]),
        (
            {"kind": "forgiven"},
            ["What do you decide? - Select a valid choice. forgiven is not one of the available choices."],
        ),
        (
            {"kind": "overridden"},
            ["Reason - Choose a reason.", "Comment - Write a few words here."],
        ),
        (
            {"kind": "overridden", "reason": "because", "comment": "x"},
            ["Reason - Select a valid choice. because is not one of the available choices."],
        ),
        (
            {"kind": "overridden", "reason": "other", "comment": " \n "},
            ["Comment - Write a few words here."],
        ),
        (
            {"kind": "overridden", "reason": "other", "comment": "x" * 4001},
            ["Comment - Write at most 4000 characters."],
        ),
        (
            {"kind": "overridden", "reason": "other", "comment": "a\x07b"},
            ["Comment - Use ordinary characters only."],
        ),
        (
            {"kind": "overridden", "reason": "other", "comment": "a\0b"},
            ["Comment - Null characters are not allowed."],
        ),
        ({"kind": "resolved"}, ["Add a letter - Choose the file of the letter."]),
        ({"kind": "patient-asked"}, ["Which questions? - Choose at least one question."]),
        (
            {"kind": "patient-asked", "items": ["pregnant"]},
            ["Which questions? - Select a valid choice. pregnant is not one of the available choices."],
        ),
    ],
)
def test_what_lacks_is_said_at_its_field_and_nothing_is_stored(
    practitioner: Client, held: Appointment, data: dict[str, Any], errors: list[str]
) -> None:
    answer = decide(practitioner, held, worst_rule(held), data)
    assert (answer.status_code, errors_in(answer)) == (422, errors)
    assert standing(held) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.pdf", b""),
        ("letter.pdf", b"<html><script>alert(1)</script></html>"),
        ("letter.svg", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
        ("letter.pdf", b"%PDF-1.4 not finished"),
    ],
)
def test_letter_that_is_none_is_refused_by_its_content(
    practitioner: Client, held: Appointment, name: str, data: bytes
) -> None:
    letter = SimpleUploadedFile(name, data)
    answer = decide(practitioner, held, worst_rule(held), {"kind": "resolved", "letter": letter})
    assert (answer.status_code, Evidence.objects.count(), standing(held)) == (422, 0, [])
    assert errors_in(answer)[0].startswith("Add a letter - ")


@pytest.mark.parametrize("size", [10 * 1024 * 1024 + 1, 12_000_000])
def test_letter_that_is_too_large_is_refused(practitioner: Client, held: Appointment, size: int) -> None:
    letter = SimpleUploadedFile("large.pdf", PDF + b" " * (size - len(PDF)))
    answer = decide(practitioner, held, worst_rule(held), {"kind": "resolved", "letter": letter})
    assert answer.status_code == 422
    assert errors_in(answer) == ["Add a letter - Choose a file of at most 10 MB."]


def test_refused_letter_leaves_nothing_behind(practitioner: Client, blocked: Appointment) -> None:
    letter = SimpleUploadedFile("letter.pdf", PDF)
    answer = decide(practitioner, blocked, worst_rule(blocked), {"kind": "resolved", "letter": letter})
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)


def test_what_was_typed_is_still_there_when_it_is_refused(practitioner: Client, held: Appointment) -> None:
    data = {"kind": "overridden", "comment": "Words that took a while."}
    html = decide(practitioner, held, worst_rule(held), data).content.decode()
    assert "Words that took a while.</textarea>" in html.replace("\n", "")
    assert re.search(r'value="overridden"[^>]* checked', html) is not None


def test_decision_on_what_has_changed_is_refused_with_what_is_new(
    practitioner: Client, held: Appointment, frank: User
) -> None:
    seen = revision_of(held)
    review.add_note(appointment=held, text="Phoned the surgeon.", by=Actor.staff(frank))
    answer = decide(practitioner, held, worst_rule(held), {**OVERRIDE, "revision": seen})
    html = answer.content.decode()
    assert (answer.status_code, standing(held)) == (409, [])
    assert errors_in(answer)[0].startswith("A note was added. Frank Favre,")
    assert "The dermatologist agrees.</textarea>" in html.replace("\n", "")
    again = re.search(r'name="revision" value="(\d+)"', html)
    assert again is not None
    assert decide(practitioner, held, worst_rule(held), {**OVERRIDE, "revision": again[1]}).status_code == 302


@pytest.mark.parametrize("revision", ["", "-1", "x", "99999999999999999999", "1.5"])
def test_revision_that_is_none_is_refused(practitioner: Client, held: Appointment, revision: str) -> None:
    answer = decide(practitioner, held, worst_rule(held), {**OVERRIDE, "revision": revision})
    assert (answer.status_code, standing(held)) == (422, [])


def test_revision_from_nowhere_is_stale(practitioner: Client, held: Appointment) -> None:
    answer = decide(practitioner, held, worst_rule(held), {**OVERRIDE, "revision": 4000})
    assert (answer.status_code, standing(held)) == (409, [])


def test_contraindicated_override_waits_for_the_second_person(
    practitioner: Client, blocked: Appointment, frank: User, client_of: Callable[[User], Client]
) -> None:
    rule = worst_rule(blocked)
    decide(practitioner, blocked, rule, OVERRIDE)
    assert standing(blocked) == [("overridden", False)]
    maker = article(page_of(practitioner, blocked), rule)
    lead = article(page_of(client_of(frank), blocked), rule)
    assert ["Confirm or refuse" in words for words in (maker, lead)] == [False, True]
    assert "It waits for your confirmation." in lead


def confirm(client: Client, decision: FindingDecision, data: dict[str, Any]) -> "Answer":
    appointment = decision.response.appointment
    return send(client, appointment, f"decisions/{decision.pk}/confirm/", data)


@pytest.fixture
def waiting(blocked: Appointment, alice: User) -> FindingDecision:
    """Alice's override of something contraindicated."""
    return override(blocked, worst_rule(blocked), Actor.staff(alice))


def test_second_person_confirms_with_their_own_password(
    waiting: FindingDecision, frank: User, client_of: Callable[[User], Client], blocked: Appointment
) -> None:
    lead = client_of(frank)
    assert confirm(lead, waiting, {"answer": "confirm", "password": PASSWORD}).status_code == 302
    assert standing(blocked) == [("overridden", True)]
    assert "Confirmed by Frank Favre, " in article(page_of(lead, blocked), waiting.rule)


def test_second_person_refuses_and_the_override_is_gone(
    waiting: FindingDecision, frank: User, client_of: Callable[[User], Client], blocked: Appointment
) -> None:
    lead = client_of(frank)
    assert confirm(lead, waiting, {"answer": "refuse"}).status_code == 302
    html = page_of(lead, blocked)
    assert "Taken back by Frank Favre, " in words_of(html.split('id="gone"')[1])
    assert record_of(blocked).pending == ()


@pytest.mark.parametrize(
    "data",
    [{}, {"answer": "confirm"}, {"answer": "confirm", "password": "wrong"}, {"answer": "maybe"}],
)
def test_confirmation_without_the_password_is_refused(
    waiting: FindingDecision,
    frank: User,
    client_of: Callable[[User], Client],
    blocked: Appointment,
    data: dict[str, Any],
) -> None:
    assert confirm(client_of(frank), waiting, data).status_code == 422
    assert standing(blocked) == [("overridden", False)]


@pytest.fixture
def dora(db: None) -> User:
    """Another practitioner."""
    user = User.objects.create_user("dora@clinic.example", PASSWORD, full_name="Dora Dietrich")
    grant(user, PRACTITIONER)
    return user


@pytest.mark.parametrize("persona", ["alice", "dora"])
def test_nobody_but_another_lead_is_the_second_person(
    persona: str,
    waiting: FindingDecision,
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
    blocked: Appointment,
) -> None:
    client = client_of(request.getfixturevalue(persona))
    answer = confirm(client, waiting, {"answer": "confirm", "password": PASSWORD})
    assert (answer.status_code, standing(blocked)) == (422, [("overridden", False)])
    page = client.get(f"/review/{blocked.pk}/decisions/{waiting.pk}/confirm/").content.decode()
    assert 'name="password"' not in page


def test_override_of_what_is_found_no_longer_leads_to_what_fell_away(
    waiting: FindingDecision,
    frank: User,
    client_of: Callable[[User], Client],
    blocked: Appointment,
    practitioner: Client,
) -> None:
    correct(practitioner, blocked, "isotretinoin_status", {"value": "never"})
    lead = client_of(frank)
    answer = lead.get(f"/review/{blocked.pk}/decisions/{waiting.pk}/confirm/")
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{blocked.pk}/#gone")
    assert "This is no longer found." in words_of(page_of(lead, blocked))


def test_decision_taken_back_is_listed_with_who_and_a_sign_off_on_it_is_gone(
    practitioner: Client, held: Appointment, alice: User
) -> None:
    decision = override(held, worst_rule(held), Actor.staff(alice))
    sign(held, alice)
    answer = send(practitioner, held, f"decisions/{decision.pk}/withdraw/", {})
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{held.pk}/")
    words = words_of(page_of(practitioner, held))
    assert "Decisions that no longer stand" in words
    assert "Taken back by Alice Adler, " in words
    assert "a decision it rested on was withdrawn" in words


def test_decision_of_another_record_is_not_there(
    practitioner: Client, held: Appointment, waiting: FindingDecision
) -> None:
    answers = [
        send(practitioner, held, f"decisions/{waiting.pk}/{act}/", {"answer": "refuse"})
        for act in ("withdraw", "confirm")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("code", ["0" * 16, "isotretinoin_current", "x", finding_code("no_such_rule")])
def test_finding_that_is_not_there_is_not_found(practitioner: Client, held: Appointment, code: str) -> None:
    answers = [
        practitioner.get(f"/review/{held.pk}/findings/{code}/"),
        send(practitioner, held, f"findings/{code}/", OVERRIDE),
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_decision_on_what_is_no_longer_found_is_refused_and_kept_to_take_along(
    practitioner: Client, held: Appointment
) -> None:
    rule, seen = worst_rule(held), revision_of(held)
    correct(practitioner, held, "immune_condition", {"value": "no"})
    answer = decide(practitioner, held, rule, {**OVERRIDE, "revision": seen})
    words = words_of(answer.content.decode())
    assert (answer.status_code, standing(held)) == (409, [])
    assert "Answers were corrected. Alice Adler," in words
    assert "What you had written The dermatologist agrees." in words
    opened = practitioner.get(f"/review/{held.pk}/findings/{finding_code(rule)}/")
    assert (opened.status_code, opened["Location"]) == (302, f"/review/{held.pk}/#gone")


def test_rule_nobody_may_override_offers_no_override(practitioner: Client) -> None:
    appointment = hand_in({"implanted_electronic_device": "pacemaker"}, treatments=["rf_microneedling"])
    answer = decide(practitioner, appointment, "implant_electronic", OVERRIDE)
    assert (answer.status_code, standing(appointment)) == (422, [])
    assert errors_in(answer) == [
        "What do you decide? - Select a valid choice. overridden is not one of the available choices."
    ]
    words = article(page_of(practitioner, appointment), "implant_electronic")
    assert "Nobody may override this rule. Postpone or decline" in words


def test_rule_for_the_lead_waits_for_one_where_somebody_else_overrides(
    practitioner: Client, frank: User, client_of: Callable[[User], Client]
) -> None:
    told = []
    for client in (practitioner, client_of(frank)):
        appointment = hand_in({"connective_tissue_disease": "lupus"})
        decide(client, appointment, "ctd_autoimmune", OVERRIDE)
        told.append(standing(appointment))
    assert told == [[("overridden", False)], [("overridden", True)]]


def test_finding_about_two_treatments_can_be_decided_for_one(practitioner: Client) -> None:
    appointment = hand_in(IMMUNE, treatments=WITH_PRP)
    rule = rules_held(appointment, "clearance")[0]
    decide(practitioner, appointment, rule, {**OVERRIDE, "treatments": ["prp"]})
    undecided = [one.held.treatment for one in record_of(appointment).findings if one.is_undecided]
    assert undecided == ["microneedling_pen"]
    assert "for PRP add-on only" in article(page_of(practitioner, appointment), rule)
    answer = decide(practitioner, appointment, rule, OVERRIDE)
    assert errors_in(answer) == ["For which treatments? - Choose at least one."]


def test_cancelled_appointment_is_not_decided_about(practitioner: Client, held: Appointment) -> None:
    desk.cancel_appointment(appointment=held, by=SYSTEM)
    answer = decide(practitioner, held, worst_rule(held), OVERRIDE)
    assert (answer.status_code, errors_in(answer)) == (422, ["This appointment has been cancelled."])
    assert "Decide on this" not in page_of(practitioner, held)


def test_earlier_evaluation_offers_no_decision(practitioner: Client, held: Appointment) -> None:
    correct(practitioner, held, "immune_condition", {"value": "no"})
    html = practitioner.get(f"/review/{held.pk}/evaluations/1/").content.decode()
    assert ('class="decide' in html, 'id="standing"' in html) == (False, False)


def test_no_address_of_a_decision_names_what_was_found(practitioner: Client, held: Appointment) -> None:
    rules = [one.held.rule for one in record_of(held).findings]
    links = re.findall(r'(?:href|action|hx-get)="(/[^"#]*)', page_of(practitioner, held))
    own = [link for link in links if str(held.pk) in link]
    assert len(own) > 5
    assert [link for link in own if any(rule in link or "immune" in link for rule in rules)] == []
