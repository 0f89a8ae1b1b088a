"""What a patient is asked again after handing in: by their link, and by telephone through reception."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from screening.models import Appointment, Evaluation, QuestionnaireResponse, Review
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from screening.services.intake import submit_response
from tests.clinicians import CLEAN, TABLETS, UNSURE, practitioner, review_of, revision_of, sign, submitted
from tests.desk.conftest import at
from tests.factories import answer, by_patient, make_response
from tests.intake.patients import BIRTH_DATE
from tests.intake.reading import Page, read

pytestmark = pytest.mark.django_db


def stored(appointment: Appointment) -> QuestionnaireResponse:
    return QuestionnaireResponse.objects.whole().get(appointment=appointment)


def ask(appointment: Appointment, items: Sequence[str], by: Actor | None = None, **more: Any) -> None:
    review.ask_patient(
        appointment=appointment,
        items=items,
        message="Please look\nagain.",
        by=by or practitioner(),
        seen_revision=revision_of(appointment),
        **more,
    )


def link_of(appointment: Appointment) -> str:
    _invitation, token = desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    return f"/i/{token}/"


def opened(appointment: Appointment) -> tuple[Client, Page]:
    """The patient's browser behind a new link, and the page it leads to."""
    client = Client()
    assert client.post(link_of(appointment), BIRTH_DATE).status_code == 302
    return client, read(client.get("/i/form/", follow=True))


def send(client: Client, page: Page, do: str = "continue", **answers: Any) -> Any:
    typed = {f"q-{name}": value for name, value in answers.items()}
    return client.post("/i/form/asked/", {**page.data, **typed, "do": do})


def test_link_opens_again_for_what_is_asked_with_what_was_answered() -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"])
    _client, page = opened(appointment)
    assert (page.h1, page.slots) == ("A few answers again", ["tablets", "tablets_last"])
    assert page.values("q-tablets") == ["unsure"]
    assert "The clinic writes: Please look again." in page.text


def test_answers_are_taken_in_and_evaluated_anew() -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"])
    client, page = opened(appointment)
    assert send(client, page, tablets="no")["Location"] == "/i/form/sent/"
    assert (stored(appointment).answers, stored(appointment).answered_by) == (CLEAN, None)
    assert review_of(appointment).state == "needs-review"
    assert Evaluation.objects.current().get().cause == "patient-answered"
    assert client.get("/i/form/asked/")["Location"] == "/i/form/sent/"


def test_question_that_opens_is_shown_before_anything_is_stored() -> None:
    appointment = submitted(CLEAN)
    ask(appointment, ["tablets"])
    client, page = opened(appointment)
    assert page.questions == ["tablets"]
    more = send(client, page, tablets="yes")
    again = read(more)
    assert (more.status_code, again.questions) == (200, ["tablets", "tablets_last"])
    assert stored(appointment).answers == CLEAN
    assert send(client, again, **{"tablets_last-year": "2026", "tablets_last-month": "8"}).status_code == 302
    assert stored(appointment).answers == TABLETS


def test_follow_up_brings_the_question_that_opens_without_storing() -> None:
    appointment = submitted(CLEAN)
    ask(appointment, ["tablets"])
    client, page = opened(appointment)
    found = client.post("/i/form/asked/follow-up/", {**page.data, "q-tablets": "yes", "do": "continue"})
    assert (found.status_code, read(found).questions) == (200, ["tablets_last"])
    assert stored(appointment).answers == CLEAN


@pytest.mark.parametrize(
    ("answers", "error"),
    [({"tablets": ""}, "Choose an answer."), ({"tablets": "perhaps"}, "Choose one of the answers shown.")],
)
def test_unfit_answer_is_refused_at_the_question_and_nothing_is_stored(
    answers: dict[str, str], error: str
) -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"])
    client, page = opened(appointment)
    refusal = send(client, page, **answers)
    assert (refusal.status_code, read(refusal).errors) == (422, [error])
    assert (stored(appointment).answers, review_of(appointment).state) == (UNSURE, "waiting-for-patient")


def test_detail_is_asked_although_its_gate_is_not() -> None:
    appointment = submitted(TABLETS)
    ask(appointment, ["tablets_last"])
    client, page = opened(appointment)
    assert page.questions == ["tablets_last"]
    assert send(client, page, **{"tablets_last-year": "2020"}).status_code == 302
    assert stored(appointment).answers["tablets_last"] == "2020-08"


def test_page_of_a_request_that_was_replaced_shows_the_new_one() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    ask(appointment, ["tablets"], petra)
    client, page = opened(appointment)
    review.withdraw_request(appointment=appointment, by=petra, seen_revision=revision_of(appointment))
    ask(appointment, ["pregnant"], petra)
    answer_page = send(client, page, tablets="no")
    assert (answer_page.status_code, read(answer_page).questions) == (200, ["pregnant"])
    assert stored(appointment).answers == UNSURE


def test_window_left_open_after_sending_changes_nothing() -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"])
    client, page = opened(appointment)
    send(client, page, tablets="no")
    assert send(client, page, tablets="unsure")["Location"] == "/i/form/sent/"
    assert stored(appointment).answers == CLEAN


def test_link_of_a_patient_nothing_is_asked_leads_to_the_plan() -> None:
    assert read(Client().get(link_of(submitted(CLEAN)))).h1 == "Your plan for before and after"


def test_leaving_stores_nothing() -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"])
    client, page = opened(appointment)
    assert send(client, page, do="leave", tablets="no")["Location"] == "/i/form/left/"
    assert stored(appointment).answers == UNSURE


def begin(client: Client, appointment: Appointment, **who: str) -> Page:
    answers = who or {"kind": "patient"}
    return read(client.post(f"/desk/appointments/{appointment.pk}/answers/", answers, follow=True))


GUARDIAN = {"kind": "guardian", "name": "Gerda Guard", "relation": "mother"}


@pytest.mark.parametrize(
    ("who", "credited"),
    [
        ({}, {"kind": "staff", "name": "Erin Egli", "relation": ""}),
        (GUARDIAN, GUARDIAN),
    ],
)
def test_reception_enters_what_is_asked_again_by_telephone(
    client_of: Any, erin: Any, who: dict[str, str], credited: dict[str, str]
) -> None:
    appointment, client = submitted(UNSURE, starts_at=at(5)), client_of(erin)
    ask(appointment, ["tablets"])
    page = begin(client, appointment, **who)
    assert (page.h1, page.questions, page.values("q-tablets")) == ("A few answers again", ["tablets"], [])
    assert "What was answered before is not shown." in page.text
    done = send(client, page, tablets="no")
    assert done["Location"] == f"/desk/appointments/{appointment.pk}/"
    assert (stored(appointment).answers, stored(appointment).answered_by) == (CLEAN, {"tablets": credited})
    assert client.get("/i/form/asked/").status_code == 403


def test_reception_leaves_no_required_question_open_and_keeps_an_optional_one(
    client_of: Any, erin: Any
) -> None:
    appointment = submitted({**UNSURE, "remarks": "Wren."}, starts_at=at(5))
    client = client_of(erin)
    ask(appointment, ["tablets", "remarks"])
    page = begin(client, appointment)
    assert "Wren" not in page.text
    assert send(client, page).status_code == 422
    assert send(client, page, tablets="no").status_code == 302
    assert stored(appointment).answers == {**CLEAN, "remarks": "Wren."}


def test_reception_is_told_that_the_patient_is_asked_again(client_of: Any, erin: Any) -> None:
    appointment, client = submitted(UNSURE, starts_at=at(5)), client_of(erin)
    address = f"/desk/appointments/{appointment.pk}/"
    assert "asked again" not in read(client.get(address)).text
    ask(appointment, ["tablets"])
    page = read(client.get(address))
    assert "Help the patient complete what was asked again" in page.text
    assert f"{address}answers/" in dict(page.links)
    assert f"{address}tablet/" not in dict(page.links)
    assert client.post(f"{address}link/copy/").status_code == 200


def test_sending_the_link_again_sends_the_request(client_of: Any, erin: Any) -> None:
    appointment = submitted(UNSURE, starts_at=at(5))
    appointment.patient.email = "ada@example.org"
    appointment.patient.save()
    ask(appointment, ["tablets"])
    message = desk.send_invitation(appointment=appointment, by=Actor.staff(erin))
    assert (message.kind, appointment.messages.count()) == ("request", 1)


def due() -> Appointment:
    """Cleared a month ago for tomorrow: it is time to ask whether anything has changed."""
    appointment = submitted(CLEAN, starts_at=at(1))
    sign(appointment, practitioner())
    Review.objects.update(answers_given_at=timezone.now() - timedelta(days=30))
    return appointment


def test_patient_says_that_nothing_has_changed() -> None:
    appointment = due()
    client, page = opened(appointment)
    assert page.h1 == "Has anything changed?"
    assert client.post("/i/form/changed/", page.data).status_code == 422
    done = client.post("/i/form/changed/", {**page.data, "changed": "no"})
    assert done["Location"] == "/i/form/sent/"
    row = review_of(appointment)
    assert (row.rechecked_at is not None, row.rechecked_by_id, row.state) == (True, None, "signed-off")
    assert client.get("/i/form/")["Location"] == "/i/plan/"


def tell(client: Client, page: Page, *sections: str, said: str = "yes") -> Any:
    """Send "has anything changed?" with these sections ticked."""
    return client.post("/i/form/changed/", {**page.data, "changed": said, "section": sections}, follow=True)


def test_patient_who_is_not_sure_what_changed_goes_through_all_answers() -> None:
    appointment = due()
    client, page = opened(appointment)
    again = read(tell(client, page, "all"))
    assert (again.h1, again.slots) == (
        "Please go through your answers",
        ["treatment_areas", "pregnant", "acne", "acne_areas", "tablets", "tablets_last", "remarks"],
    )
    assert send(client, again, pregnant="unsure").status_code == 302
    assert stored(appointment).answers == {**CLEAN, "pregnant": "unsure"}
    assert review_of(appointment).state == "needs-review"


def test_what_the_patient_ticks_is_asked_again_and_nothing_else() -> None:
    appointment = due()
    client, page = opened(appointment)
    assert [text for text in ("About you", "Your health", "Anything else") if text in page.text] == [
        "About you",
        "Your health",
        "Anything else",
    ]
    again = read(tell(client, page, "more"))
    assert (again.h1, again.slots) == ("A few answers again", ["remarks"])
    before = review_of(appointment).answers_given_at
    assert send(client, again, remarks="A new cream.").status_code == 302
    assert stored(appointment).answers == {**CLEAN, "remarks": "A new cream."}
    row = review_of(appointment)
    assert (row.state, row.answers_given_at, row.rechecked_at is not None) == ("needs-review", before, True)


@pytest.mark.parametrize(
    ("said", "sections", "error"),
    [
        ("", [], "Choose an answer."),
        ("yes", [], "Tick what has changed."),
        ("no", ["health"], "You ticked something that has changed. Choose “Yes”, or take the ticks away."),
    ],
)
def test_incomplete_word_on_changes_is_refused_and_kept_on_the_page(
    said: str, sections: list[str], error: str
) -> None:
    appointment = due()
    client, page = opened(appointment)
    refusal = tell(client, page, *sections, said=said)
    again = read(refusal)
    assert (refusal.status_code, again.errors) == (422, [error])
    assert (again.values("changed"), again.values("section")) == ([said] if said else [], sections)
    assert review_of(appointment).state == "signed-off"


def test_section_that_does_not_exist_is_refused() -> None:
    client, page = opened(due())
    assert tell(client, page, "nowhere").status_code == 400


def test_clinics_own_request_does_not_answer_whether_anything_changed() -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"])
    client, page = opened(appointment)
    send(client, page, tablets="no")
    assert review_of(appointment).rechecked_at is None


@pytest.mark.parametrize("said", ["maybe", "\0"])
def test_neither_yes_nor_no_is_no_answer(said: str) -> None:
    client, page = opened(due())
    assert client.post("/i/form/changed/", {**page.data, "changed": said}).status_code == 400


def test_staff_are_not_asked_whether_anything_changed(client_of: Any, erin: Any) -> None:
    response = make_response(starts_at=at(3))
    client = client_of(erin)
    begin(client, response.appointment)
    assert client.get("/i/form/changed/").status_code == 404


def test_gate_left_open_does_not_shut_the_request(client_of: Any, erin: Any) -> None:
    """Handed in incomplete, asked for a detail whose gate nobody answered: it does not apply."""
    response = answer(make_response(starts_at=at(5)), {"pregnant": "no", "acne": "no"})
    desk_by = Actor.staff(erin)
    submit_response(
        response=response, declaration=True, revision=response.revision, by=desk_by, incomplete=True
    )
    ask(response.appointment, ["tablets_last", "pregnant"])
    review.answer_request(response=response, answers={"pregnant": "unsure"}, by=by_patient(response))
    assert (stored(response.appointment).answers["pregnant"], Evaluation.objects.count()) == ("unsure", 2)
