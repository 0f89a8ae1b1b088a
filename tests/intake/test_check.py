"""The answers once more, and the sending."""

from typing import Any

import pytest

from screening.models import Appointment, Consent, Evaluation, QuestionnaireResponse
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.intake.patients import SIGNED, PatientInBrowser, activate, changed_starter, open_form, starter
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

NEW_ITEM = {
    "link_id": "tattoo_removed",
    "section": "skin_history",
    "type": "choice",
    "options_from": "no_yes_unsure",
    "question": "Have you had a tattoo removed?",
    "label": "Tattoo removed",
}


@pytest.fixture
def ready(ada: PatientInBrowser) -> PatientInBrowser:
    """Ada, who has answered everything."""
    ada.answer_all()
    return ada


def test_every_answer_has_a_way_to_change_it(ready: PatientInBrowser) -> None:
    page = ready.check()
    links = [href for href, text in page.links if text.startswith("Change")]
    asked = [link_id for section in ("about", "pregnancy") for link_id in ready.page(section).questions]
    for link_id in asked:
        section = starter().items[link_id].section
        assert links.count(f"/i/form/questions/{section}/?then=check#slot-{link_id}") == 1


def test_questions_not_asked_are_not_among_the_answers(ready: PatientInBrowser) -> None:
    text = ready.check().text
    assert [
        label for label in ("Acne: where", "Date of birth", "Peel agent", "Skin type") if label in text
    ] == []


def test_open_questions_are_named_and_nothing_can_be_sent(ada: PatientInBrowser) -> None:
    page = ada.check()
    open_ones = [text for _, text in page.links if text.startswith("Answer") and "what is open" not in text]
    assert f"{len(open_ones)} questions are still open" in page.text
    assert ("/i/form/questions/about/?then=check#slot-concern", "About you and your visit") in page.links
    assert "declaration" not in page.names


def test_few_open_questions_are_named_one_by_one(ada: PatientInBrowser) -> None:
    ada.answer_all()
    ada.send("pregnancy", {"pregnant": []}, do="back")
    page = ada.check()
    assert "1 question is still open" in page.text
    assert (
        "/i/form/questions/pregnancy/?then=check#slot-pregnant",
        "Are you pregnant, or could you be?",
    ) in (page.links)


def test_incomplete_questionnaire_sent_by_hand_leads_to_what_is_open(ada: PatientInBrowser) -> None:
    response = ada.submit()
    page = read(response)
    assert response.status_code == 422
    assert "Some questions are still open." in page.text
    assert not ada.response.is_submitted


def test_without_the_declaration_nothing_is_sent(ready: PatientInBrowser) -> None:
    page = ready.check()
    response = ready.client.post("/i/form/check/", page.data)
    again = read(response)
    assert response.status_code == 422
    assert again.errors == ["Tick the box to confirm your answers."]
    assert ("#id_declaration", "Tick the box to confirm your answers.") in again.links
    assert again.title.startswith("Error:")
    assert not ready.response.is_submitted


def test_sending_evaluates_and_thanks(ready: PatientInBrowser) -> None:
    response = ready.submit()
    assert (response.status_code, response.url) == (302, "/i/form/sent/")
    assert (ready.response.status, Evaluation.objects.count()) == ("completed", 1)
    page = read(ready.client.get("/i/form/sent/"))
    assert page.h1 == "Thank you. We have your answers."


def test_thank_you_page_tells_nothing_of_what_was_found() -> None:
    patient = open_form()
    patient.answer_all(pregnant="yes", bleeding_disorder="yes", smoker="yes")
    patient.submit()
    assert Evaluation.objects.get().eligibility == "contraindicated"
    text = read(patient.client.get("/i/form/sent/")).text.lower()
    rules = starter().rules.values()
    told = [rule.id for rule in rules if rule.patient and rule.patient.lower() in text]
    verdicts = ["eligible", "contraindicated", "deferred", "clearance", "precaution", "bleeding", "stop"]
    assert (told, [word for word in verdicts if word in text]) == ([], [])


def test_everybody_reads_the_same_thanks() -> None:
    texts = []
    for answers in ({}, {"pregnant": "yes"}):
        patient = open_form()
        patient.answer_all(**answers)
        patient.submit()
        texts.append(read(patient.client.get("/i/form/sent/")).text)
    assert texts[0] == texts[1]


def test_thanks_before_sending_lead_back(ada: PatientInBrowser) -> None:
    assert ada.client.get("/i/form/sent/").headers["Location"] == "/i/form/"


def test_sending_twice_sends_once(ready: PatientInBrowser) -> None:
    ready.declare()
    data = {**read(ready.client.get("/i/form/consent/")).data, **SIGNED}
    first, second = (ready.client.post("/i/form/consent/", data) for _ in range(2))
    assert [first.headers["Location"], second.headers["Location"]] == ["/i/form/sent/", "/i/form/sent/"]
    assert (Evaluation.objects.count(), Consent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [("", "plan"), ("check/", "form/sent"), ("questions/about/", "form/sent"), ("consent/", "form/sent")],
)
def test_after_sending_every_page_leads_to_the_thanks_or_to_the_plan(
    ready: PatientInBrowser, path: str, leads_to: str
) -> None:
    ready.submit()
    assert ready.client.get(f"/i/form/{path}").headers["Location"] == f"/i/{leads_to}/"


def test_answers_of_a_second_tab_after_sending_are_named(ready: PatientInBrowser) -> None:
    tab = ready.page("pregnancy")
    ready.submit()
    response = ready.send_page("pregnancy", tab, {"pregnant": "yes"})
    page = read(response)
    assert (response.status_code, page.h1) == (409, "Your answers have been sent")
    assert "Are you pregnant, or could you be? Yes" in page.text
    assert "breastfeeding" not in page.text
    assert ready.answers["pregnant"] == "no"


def test_check_page_of_before_a_change_is_shown_again(ready: PatientInBrowser) -> None:
    stale = ready.check().data | {"declaration": ["on"]}
    ready.send("pregnancy", {"pregnant": "unsure"})
    response = ready.client.post("/i/form/check/", stale)
    page = read(response)
    assert response.status_code == 409
    assert "These answers were changed in another window. Please check them." in page.text
    assert page.values("revision") == [str(ready.response.revision)]
    assert not ready.response.is_submitted


def test_same_section_in_two_tabs_keeps_what_was_typed_and_says_what_differs(ada: PatientInBrowser) -> None:
    tab = ada.page("pregnancy")
    ada.send("pregnancy", {"pregnant": "no", "breastfeeding": "no"})
    response = ada.send_page("pregnancy", tab, {"pregnant": "yes"}, do="back")
    page = read(response)
    assert response.status_code == 409
    assert "This page was answered in another window too." in page.text
    assert page.text.count("In the other window:") == 1
    assert [(href, words) for href, words in page.links if href.startswith("#slot")] == [
        ("#slot-pregnant", "Are you pregnant, or could you be?")
    ]
    assert (page.values("q-pregnant"), page.values("q-breastfeeding")) == (["yes"], ["no"])
    assert ada.answers["pregnant"] == "no"
    assert ada.send_page("pregnancy", page, {}).status_code == 302
    assert ada.answers == {"pregnant": "yes", "breastfeeding": "no"}


def test_same_answers_in_two_tabs_are_no_conflict(ada: PatientInBrowser) -> None:
    tab = ada.page("pregnancy")
    ada.send("pregnancy", {"pregnant": "no", "breastfeeding": "no"})
    assert ada.send_page("pregnancy", tab, {"pregnant": "no", "breastfeeding": "no"}).status_code == 302


def test_added_areas_in_two_tabs_differ_only_where_they_do(ada: PatientInBrowser) -> None:
    tab = ada.page("about")
    answers = {"treatment_areas": ["neck"], "concern": ["texture"], "event_soon": "no"}
    ada.send("about", answers)
    page = read(ada.send_page("about", tab, {**answers, "event_soon": "unsure"}))
    assert page.text.count("In the other window:") == 1
    assert page.values("q-treatment_areas") == ["neck"]


def test_newer_rulebook_asks_what_is_new_first(ready: PatientInBrowser) -> None:
    version = activate(changed_starter(items=[NEW_ITEM]))
    response = ready.submit()
    page = read(response)
    assert (response.status_code, page.h1) == (409, "A few new questions")
    assert "Have you had a tattoo removed?" in page.text
    assert ("/i/form/questions/skin_history/?then=check#slot-tattoo_removed", "Answer them now") in page.links
    assert (ready.response.rulebook_version, ready.response.is_submitted) == (version, False)
    asked = ready.page("skin_history", "?then=check")
    response = ready.send_page("skin_history", asked, {"tattoo_removed": "no"})
    assert response.url == "/i/form/check/"
    assert ready.submit().url == "/i/form/sent/"
    assert Evaluation.objects.get().rulebook_version == version


def test_newer_rulebook_that_asks_nothing_more_goes_unnoticed(ready: PatientInBrowser) -> None:
    activate(changed_starter(items=[{**NEW_ITEM, "optional": True}]))
    assert ready.submit().url == "/i/form/sent/"


def test_without_a_rulebook_nothing_is_taken_and_nothing_lost(ready: PatientInBrowser) -> None:
    version = ready.response.rulebook_version
    version.status = "retired"
    version.save(update_fields=["status"])
    response = ready.submit()
    page = read(response)
    assert (response.status_code, page.h1) == (503, "This does not work at the moment")
    assert not ready.response.is_submitted


def test_treatment_the_rulebook_no_longer_has_is_never_sent_unchecked(ready: PatientInBrowser) -> None:
    Appointment.objects.filter(pk=ready.appointment.pk).update(treatments=["given_up"])
    response = ready.submit()
    assert (response.status_code, read(response).h1) == (503, "This does not work at the moment")
    assert (ready.response.is_submitted, Evaluation.objects.count()) == (False, 0)


def test_appointment_cancelled_while_sending(ready: PatientInBrowser) -> None:
    data = ready.check().data | {"declaration": ["on"]}
    desk.cancel_appointment(appointment=ready.appointment, by=SYSTEM)
    assert ready.client.post("/i/form/check/", data).status_code == 410
    assert not QuestionnaireResponse.objects.get().is_submitted


@pytest.mark.parametrize("revision", ["", "x", "-1"])
def test_revision_no_page_sends_is_a_bad_request(ready: PatientInBrowser, revision: str) -> None:
    assert ready.submit(revision=revision).status_code == 400
    assert not ready.response.is_submitted


def test_what_was_typed_is_shown_as_text(ada: PatientInBrowser) -> None:
    ada.send("anything_else", {"other_condition_text": "<b onclick=x>&amp;"})
    response: Any = ada.client.get("/i/form/check/")
    assert "<b onclick" not in response.content.decode()
    assert "<b onclick=x>&amp;" in ada.check().text
