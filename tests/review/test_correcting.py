"""Correcting answers, and asking the patient again."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from clinic.accounts.models import User
from clinic.review.codes import answer_code
from screening.models import AnswerCorrection, Appointment, PatientRequest, QuestionnaireResponse
from screening.services import review
from screening.services.audit import Actor
from tests.review.decisions import (
    correct,
    evaluations,
    override,
    page_of,
    record_of,
    revision_of,
    send,
    sign,
    worst_rule,
)
from tests.review.rows import words_of
from tests.review.starter import PEEL, hand_in
from tests.review.test_deciding import errors_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

IMMUNE = {"immune_condition": "yes"}


@pytest.fixture
def held(published: object) -> Appointment:
    return hand_in(IMMUNE)


def answer_of(appointment: Appointment, link_id: str) -> object:
    """The answer as it is stored now."""
    return QuestionnaireResponse.objects.whole().get(appointment=appointment).answers.get(link_id)


def form_of(client: Client, appointment: Appointment, link_id: str) -> str:
    answer = client.get(f"/review/{appointment.pk}/answers/{answer_code(link_id)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_correction_evaluates_anew_and_says_what_changed(
    practitioner: Client, held: Appointment, alice: User
) -> None:
    decision = override(held, worst_rule(held), Actor.staff(alice))
    sign(held, alice)
    answer = correct(practitioner, held, "immune_condition", {"value": "no", "reason": "Misread."})
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{held.pk}/#changed")
    html = page_of(practitioner, held)
    changed = words_of(html.split('id="changed"')[1].partition('class="verdict')[0])
    assert "Answers corrected: was needs clearance, now eligible" in changed
    assert re.search(r"No longer stands: overridden “[^”]+”, by Alice Adler\.", changed)
    assert "The sign-off “proceed” by Alice Adler no longer stands: the result changed." in changed
    assert "This is no longer found." in words_of(html.split('id="gone"')[1])
    assert decision.rule not in [one.held.rule for one in record_of(held).findings]


def test_what_it_was_stays_beside_what_it_became_with_who_and_why(
    practitioner: Client, held: Appointment
) -> None:
    correct(practitioner, held, "immune_condition", {"value": "no", "reason": "Misread the question."})
    words = words_of(page_of(practitioner, held).split('id="corrections-title"')[1])
    assert re.search(r"Yes became No Misread the question\. Alice Adler, ", words)


STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-03"}
PEELED = {"type": "superficial_peel", "date": "2026-02", "areas": ["chin"]}
HAD = {"had_recent_procedures": "yes", "recent_procedures": [PEELED]}
TAKES = {"takes_medicines": "yes", "medicines": [{"name": "Roaccutane 20 mg", "prescribed": "yes"}]}


@pytest.mark.parametrize(
    ("answers", "link_id", "data", "stored"),
    [
        (IMMUNE, "immune_condition", {"value": ""}, None),
        (STOPPED, "isotretinoin_last_dose", {"value": "14.4.2026"}, "2026-04-14"),
        (STOPPED, "isotretinoin_last_dose", {"value": "4/2026"}, "2026-04"),
        (STOPPED, "isotretinoin_last_dose", {"value": "unknown"}, "unknown"),
        ({}, "concern", {"value": ["wrinkles", "acne_scars"]}, ["wrinkles", "acne_scars"]),
        ({}, "allergies", {"value": ["nickel"], "typed": " Bee venom \n\n"}, ["nickel", "Bee venom"]),
        ({}, "other_condition_text", {"value": "Had shingles."}, "Had shingles."),
        ({}, "treatment_areas", {"value": ["full_face", "neck"]}, ["neck"]),
        (
            HAD,
            "recent_procedures",
            {"row0_type": "medium_peel", "row0_date": "2.2026", "row0_areas": ["chin"], "row1_type": ""},
            [{"type": "medium_peel", "date": "2026-02", "areas": ["chin"]}],
        ),
        (
            TAKES,
            "medicines",
            {"row0_name": "Ibuprofen", "row0_prescribed": "", "row1_name": "Zinc", "row1_prescribed": "no"},
            [{"name": "Ibuprofen"}, {"name": "Zinc", "prescribed": "no"}],
        ),
    ],
)
def test_answers_of_every_kind_can_be_corrected(
    practitioner: Client, answers: dict[str, Any], link_id: str, data: dict[str, Any], stored: object
) -> None:
    appointment = hand_in(answers)
    assert correct(practitioner, appointment, link_id, data).status_code == 302
    assert answer_of(appointment, link_id) == stored


@pytest.mark.parametrize(
    ("answers", "link_id", "shown"),
    [
        (IMMUNE, "immune_condition", '<option value="yes" selected>'),
        (STOPPED, "isotretinoin_last_dose", 'name="value" value="2026-03"'),
        (HAD, "recent_procedures", 'name="row0_date" value="2026-02"'),
        (TAKES, "medicines", 'name="row0_name" value="Roaccutane 20 mg"'),
    ],
)
def test_form_shows_the_answer_as_it_is(
    practitioner: Client, answers: dict[str, Any], link_id: str, shown: str
) -> None:
    assert shown in form_of(practitioner, hand_in(answers), link_id)


def test_list_has_two_empty_rows_and_keeps_more_that_were_sent(practitioner: Client) -> None:
    appointment = hand_in(TAKES)
    html = form_of(practitioner, appointment, "medicines")
    assert len(re.findall(r'name="row\d+_name"', html)) == 3
    answer = correct(
        practitioner,
        appointment,
        "medicines",
        {"row6_name": "Zinc", "reason": "", "row6_prescribed": "maybe"},
    )
    assert answer.status_code == 422
    assert 'name="row6_name" value="Zinc"' in answer.content.decode()


@pytest.mark.parametrize(
    ("answers", "link_id", "data"),
    [
        (STOPPED, "isotretinoin_last_dose", {"value": "31.2.2026"}),
        (STOPPED, "isotretinoin_last_dose", {"value": "2199-01-01"}),
        ({}, "treatment_areas", {"value": ["neck"]}),
        ({}, "allergies", {"value": ["none", "nickel"]}),
        (HAD, "recent_procedures", {"row0_type": "medium_peel", "row0_date": "soon"}),
        ({}, "acne_areas", {"value": ["chin"]}),
    ],
)
def test_answer_the_rulebook_does_not_accept_is_refused_in_words(
    practitioner: Client, answers: dict[str, Any], link_id: str, data: dict[str, Any]
) -> None:
    appointment = hand_in(answers)
    answer = correct(practitioner, appointment, link_id, data)
    assert (answer.status_code, len(errors_in(answer)), evaluations(appointment)) == (422, 1, 1)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"value": "no", "reason": " "}, ["Why is it corrected? - This field is required."]),
        (
            {"value": "perhaps"},
            ["Answer - Select a valid choice. perhaps is not one of the available choices."],
        ),
        ({"value": "yes"}, ["No answer was changed."]),
        ({"value": "no", "reason": "x" * 4001}, ["Why is it corrected? - Write at most 4000 characters."]),
    ],
)
def test_unfit_correction_is_refused_at_its_field(
    practitioner: Client, held: Appointment, data: dict[str, Any], errors: list[str]
) -> None:
    answer = correct(practitioner, held, "immune_condition", data)
    assert (answer.status_code, errors_in(answer)) == (422, errors)
    assert (evaluations(held), AnswerCorrection.objects.count()) == (1, 0)


@pytest.mark.parametrize("link_id", ["date_of_birth", "peel_agent", "no_such_item", "fitzpatrick"])
def test_what_is_not_the_patients_to_answer_has_no_form(practitioner: Client, link_id: str) -> None:
    appointment = hand_in({}, treatments=PEEL)
    answer = practitioner.get(f"/review/{appointment.pk}/answers/{answer_code(link_id)}/")
    assert answer.status_code == 404


def test_stale_correction_is_refused_and_keeps_what_was_typed(
    practitioner: Client, held: Appointment, frank: User
) -> None:
    seen = revision_of(held)
    review.add_note(appointment=held, text="She called.", by=Actor.staff(frank))
    answer = correct(
        practitioner,
        held,
        "immune_condition",
        {"value": "no", "reason": "A long story.", "revision": seen},
    )
    assert (answer.status_code, evaluations(held)) == (409, 1)
    assert "A long story.</textarea>" in answer.content.decode().replace("\n", "")


def ask(client: Client, appointment: Appointment, data: dict[str, Any]) -> "Answer":
    return send(client, appointment, "ask/", data)


def test_ticked_questions_are_asked_and_the_page_waits(practitioner: Client, held: Appointment) -> None:
    data = {"items": ["immune_condition", "smoker"], "message": "Which one is it?"}
    assert ask(practitioner, held, data).status_code == 302
    words = words_of(page_of(practitioner, held))
    assert PatientRequest.objects.get().items == ["immune_condition", "smoker"]
    assert re.search(r"The patient was asked 2 questions on \d+ \w+ \d{4}\.", words)
    assert "Which one is it?" in words


def test_every_answer_of_the_patient_can_be_ticked_and_corrected(
    practitioner: Client, held: Appointment
) -> None:
    html = page_of(practitioner, held)
    ticks = re.findall(r'name="items" value="(\w+)" form="ask"', html)
    links = re.findall(r'class="correct[^"]*" href="/review/[^/]+/answers/(\w+)/"', html)
    assert len(ticks) > 30
    assert [answer_code(link_id) for link_id in ticks] == links


def test_page_to_ask_has_what_is_open_ticked(practitioner: Client) -> None:
    appointment = hand_in({"smoker": "yes"})
    html = practitioner.get(f"/review/{appointment.pk}/ask/").content.decode()
    assert re.findall(r'value="(\w+)" checked', html) == []


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, ["Questions - Choose at least one question."]),
        (
            {"items": ["peel_agent"]},
            ["Questions - Select a valid choice. peel_agent is not one of the available choices."],
        ),
        (
            {"items": ["smoker"], "message": "x" * 4001},
            ["Message to the patient - Write at most 4000 characters."],
        ),
    ],
)
def test_unfit_request_is_refused_and_keeps_what_was_chosen(
    practitioner: Client, held: Appointment, data: dict[str, Any], errors: list[str]
) -> None:
    answer = ask(practitioner, held, data)
    assert (answer.status_code, errors_in(answer), PatientRequest.objects.count()) == (422, errors, 0)
    ticked = re.findall(r'value="(\w+)" checked', answer.content.decode())
    assert ticked == [link_id for link_id in data.get("items", []) if link_id == "smoker"]


def test_everything_can_be_asked_again(practitioner: Client, held: Appointment) -> None:
    assert ask(practitioner, held, {"whole": "on"}).status_code == 302
    assert PatientRequest.objects.get().whole is True


def test_request_can_be_withdrawn_once(practitioner: Client, held: Appointment) -> None:
    ask(practitioner, held, {"items": ["smoker"]})
    assert send(practitioner, held, "ask/withdraw/", {}).status_code == 302
    assert send(practitioner, held, "ask/withdraw/", {}).status_code == 422
    assert "Needs review" in page_of(practitioner, held)
