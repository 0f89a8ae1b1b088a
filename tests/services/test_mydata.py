"""A patient's own data: withdrawing the form, asking for corrections, reading what is stored."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import (
    Appointment,
    AuditEvent,
    CalendarFeed,
    ConsentWithdrawal,
    CorrectionRequest,
    Invitation,
    OutboxMessage,
    QuestionnaireResponse,
    Review,
    ReviewKey,
    SignOff,
)
from screening.services import desk, mydata, outbox, plan, review
from screening.services.audit import SYSTEM, Actor
from screening.services.desk.entering import hand_over
from screening.services.errors import InvalidInput, NotPermitted, ScreeningError
from screening.services.errors.mydata import CorrectionClosed, FormWithdrawn, TooLateToWithdraw
from screening.services.review.publication import evaluate_outdated
from screening.services.rulebook import start_draft
from screening.services.rulebook.cases import prepare_case
from tests.clinicians import CLEAN, TABLETS, gate, practitioner, review_of, revision_of, sign, submitted
from tests.factories import HEALTHY, answer, make_appointment, make_patient, make_response, publish
from tests.factories import small_document as document

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
AHEAD = NOW + timedelta(days=20)


def by(appointment: Appointment) -> Actor:
    """The patient."""
    return Actor.patient(appointment.patient)


def withdraw(appointment: Appointment, now: datetime = NOW) -> Review:
    """Withdraw the form."""
    return mydata.withdraw_form(appointment=appointment, by=by(appointment), now=now)


def ask(appointment: Appointment, about: str = "answer", **more: Any) -> CorrectionRequest:
    """Ask for a correction."""
    given = {"text": "That is not what I meant.", **more}
    return mydata.ask_for_correction(appointment=appointment, about=about, by=by(appointment), **given)


def receptionist() -> Actor:
    """Somebody without a clinical role."""
    return Actor.staff(User.objects.create_user("rosa@clinic.example", full_name="Rosa"))


def test_withdrawn_form_closes_the_gate_and_ends_all_that_belongs_to_it() -> None:
    patient = make_patient(email="ada@example.org")
    appointment, petra = submitted(CLEAN, starts_at=AHEAD, patient=patient), practitioner()
    sign(appointment, petra)
    desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    plan.make_feed(appointment=appointment, by=by(appointment), now=NOW)
    for kind in ("recheck", "moved"):
        outbox_of(appointment, kind)
    assert gate(appointment) == "cleared"
    withdraw(appointment)
    row = review_of(appointment)
    assert (row.state, row.gate, gate(appointment)) == ("withdrawn", "on-hold", "on-hold")
    assert review.gate_now(appointment, NOW).holds == (review.Hold.WITHDRAWN,)
    assert (SignOff.objects.current().count(), SignOff.objects.get().fell_away_why) == (0, "withdrawn")
    assert Invitation.objects.usable(NOW).count() == 0
    assert CalendarFeed.objects.running().count() == 0
    assert set(OutboxMessage.objects.values_list("kind", "status")) == {
        ("recheck", "dropped"),
        ("moved", "queued"),
    }
    assert sorted(ConsentWithdrawal.objects.values_list("kind", flat=True)) == ["storage", "treatment"]
    event = AuditEvent.objects.get(action="review.withdrawn")
    counted = {name: event.detail[name] for name in ("links", "tablets", "feeds", "messages", "consents")}
    assert counted == {"links": 1, "tablets": 0, "feeds": 1, "messages": 1, "consents": 2}
    assert (event.actor_kind, event.actor_id) == ("patient", patient.pk)


def outbox_of(appointment: Appointment, kind: str) -> OutboxMessage:
    """A message that waits to be sent."""
    key = f"{kind}:{appointment.pk}"
    return OutboxMessage.objects.create(kind=kind, appointment=appointment, dedupe_key=key)


def test_withdrawn_before_it_was_sent_has_no_evaluation_and_takes_no_answer() -> None:
    response = make_response(starts_at=AHEAD)
    half = answer(response, {"pregnant": "no"})
    withdraw(response.appointment)
    row = review_of(response.appointment)
    assert (row.state, row.evaluation, row.answers_given_at) == ("withdrawn", None, None)
    with pytest.raises(FormWithdrawn):
        answer(half, {"acne": "no"})
    assert QuestionnaireResponse.objects.get().answers == {"pregnant": "no"}


def attempts(appointment: Appointment) -> dict[str, Any]:
    """What uses the answers, or brings new ones, by name."""
    petra, response = practitioner(), appointment.response
    return {
        "sign off": lambda: sign(appointment, petra, "decline"),
        "ask": lambda: review.ask_patient(
            appointment=appointment,
            items=["tablets"],
            message="",
            by=petra,
            seen_revision=revision_of(appointment),
        ),
        "correct": lambda: review.correct_answers(
            appointment=appointment,
            answers={"tablets": "no"},
            reason="No.",
            by=petra,
            seen_revision=revision_of(appointment),
        ),
        "link": lambda: desk.create_invitation(appointment=appointment, channel="copy", by=petra),
        "mail": lambda: desk.send_invitation(appointment=appointment, by=petra),
        "tablet": lambda: desk.start_on_tablet(appointment=appointment, now=NOW, by=petra),
        "behalf": lambda: hand_over(appointment=appointment, whom=None, now=NOW, by=petra),
        "feed": lambda: plan.make_feed(appointment=appointment, by=by(appointment), now=NOW),
        "again": lambda: withdraw(appointment),
        "request": lambda: ask(appointment),
        "case": lambda: prepare_case(draft=start_draft(title="Next", by=petra), appointment=appointment),
        "clinic": lambda: review.enter_clinic_answers(response=response, answers={}, by=petra),
    }


def test_nothing_uses_a_withdrawn_form() -> None:
    appointment = submitted(TABLETS, starts_at=AHEAD)
    withdraw(appointment)
    refused = {name: code_of(act) for name, act in attempts(appointment).items()}
    assert set(refused.values()) == {"form_withdrawn"}, refused
    assert (review_of(appointment).state, ConsentWithdrawal.objects.count()) == ("withdrawn", 2)


def code_of(act: Any) -> str:
    """The code an act is refused with."""
    try:
        act()
    except ScreeningError as refusal:
        return refusal.code
    return "done"


def test_withdrawn_form_is_not_evaluated_when_the_appointment_moves_or_a_rulebook_is_published() -> None:
    appointment = submitted(TABLETS, starts_at=AHEAD)
    before = review_of(appointment)
    topics = ReviewKey.objects.filter(review=before, kind="topic")
    assert (before.recall_on is None, topics.exists()) == (False, True)
    withdraw(appointment)
    assert review_of(appointment).recall_on is None
    desk.reschedule_appointment(appointment=appointment, starts_at=AHEAD + timedelta(days=400), by=SYSTEM)
    newer = document()
    newer["rulebook"]["title"] = "Newer"
    publish(newer)
    assert evaluate_outdated(by=SYSTEM, now=NOW) == 0
    row = review_of(appointment)
    assert (row.appointment_at, row.state) == (AHEAD + timedelta(days=400), "withdrawn")
    assert appointment.response.evaluations.count() == 1
    assert not topics.exists()


def test_withdrawn_answers_are_not_shown_at_the_next_visit() -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    later = make_appointment(appointment.patient, AHEAD + timedelta(days=9)).response
    assert QuestionnaireResponse.objects.before(later).count() == 1
    withdraw(appointment)
    assert QuestionnaireResponse.objects.before(later).count() == 0


@pytest.mark.parametrize("state", ["begun", "cancelled"])
def test_form_cannot_be_withdrawn_from_the_appointment_on_or_once_it_is_cancelled(state: str) -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    if state == "cancelled":
        desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    refusal = TooLateToWithdraw if state == "begun" else ScreeningError
    with pytest.raises(refusal):
        withdraw(appointment, AHEAD)
    assert (review_of(appointment).state, ConsentWithdrawal.objects.count()) == ("needs-review", 0)


def test_reminders_are_neither_planned_nor_sent_for_a_withdrawn_form() -> None:
    patient = make_patient(email="ada@example.org")
    noon = NOW.replace(hour=11, minute=0)
    appointment = make_appointment(patient, noon + timedelta(days=1))
    invitation, _token = desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    Invitation.objects.filter(pk=invitation.pk).update(created_at=NOW - timedelta(days=4))
    withdraw(appointment)
    assert outbox.plan_messages(now=noon) == 0
    outbox_of(appointment, "reminder")
    outbox.send_due(now=timezone.now() + timedelta(minutes=1))
    assert set(OutboxMessage.objects.values_list("status", "last_error")) == {("dropped", "withdrawn")}


def test_correction_of_an_answer_takes_the_sign_off_away_and_brings_the_record_back() -> None:
    appointment, petra = submitted(CLEAN, starts_at=AHEAD), practitioner()
    sign(appointment, petra)
    asked = ask(appointment, link_id="tablets")
    row = review_of(appointment)
    assert (row.state, gate(appointment), asked.status) == ("needs-review", "on-hold", "open")
    assert SignOff.objects.get().fell_away_why == "correction-asked"
    closed = mydata.close_correction(correction=asked, outcome="done", reply="", by=petra, now=NOW)
    assert (closed.status, closed.closed_by_id, closed.closed_at) == ("done", petra.id, NOW)
    with pytest.raises(CorrectionClosed):
        mydata.close_correction(correction=asked, outcome="declined", reply="No.", by=petra, now=NOW)
    trail = AuditEvent.objects.filter(action__startswith="correction.").values_list("action", flat=True)
    assert sorted(trail) == ["correction.asked", "correction.done"]


def test_correction_of_contact_data_changes_no_gate_and_reception_closes_it() -> None:
    appointment, petra, rosa = submitted(CLEAN, starts_at=AHEAD), practitioner(), receptionist()
    sign(appointment, petra)
    asked = ask(appointment, "contact", text="My name is Ada Canari.")
    ask(appointment, "answer")
    (found,) = mydata.open_contact_requests(by=rosa)
    assert (found.pk, found.text, found.link_id) == (asked.pk, "My name is Ada Canari.", "")
    with pytest.raises(InvalidInput):
        mydata.close_correction(correction=asked, outcome="declined", reply=" ", by=rosa, now=NOW)
    words = "Please bring a passport."
    mydata.close_correction(correction=asked, outcome="declined", reply=words, by=rosa, now=NOW)
    stored = CorrectionRequest.objects.get(pk=asked.pk)
    assert (stored.status, stored.reply) == ("declined", words)


def test_correction_of_an_answer_is_not_closed_by_reception() -> None:
    asked = ask(submitted(CLEAN, starts_at=AHEAD))
    with pytest.raises(NotPermitted):
        mydata.close_correction(correction=asked, outcome="done", reply="", by=receptionist(), now=NOW)
    assert CorrectionRequest.objects.get().is_open


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"about": "everything"}, "about"),
        ({"text": "  "}, "text"),
        ({"text": "a" * 4001}, "text"),
        ({"link_id": "acne_areas"}, "link_id"),
    ],
)
def test_unfit_correction_is_refused_at_its_field(given: dict[str, str], field: str) -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    with pytest.raises(InvalidInput) as refusal:
        ask(appointment, **given)
    assert ([one.field for one in refusal.value.problems], CorrectionRequest.objects.count()) == ([field], 0)


def test_correction_of_an_answer_before_sending_is_refused_as_the_form_is_open() -> None:
    appointment = make_appointment(starts_at=AHEAD)
    with pytest.raises(InvalidInput) as refusal:
        ask(appointment)
    assert [one.field for one in refusal.value.problems] == ["about"]
    assert ask(appointment, "contact").is_open


def test_no_more_corrections_than_somebody_can_answer() -> None:
    appointment = submitted(CLEAN, starts_at=AHEAD)
    for _number in range(10):
        ask(appointment, "contact")
    with pytest.raises(InvalidInput):
        ask(appointment, "contact")
    assert CorrectionRequest.objects.count() == 10


def test_my_data_tells_when_each_answer_was_given_and_by_whom() -> None:
    appointment, petra = submitted(HEALTHY, starts_at=AHEAD), practitioner()
    review.correct_answers(
        appointment=appointment,
        answers={"pregnant": "yes"},
        reason="Told us on the telephone.",
        by=petra,
        seen_revision=revision_of(appointment),
    )
    data = mydata.open_my_data(response=appointment.response, by=by(appointment))
    today = timezone.localdate()
    assert {one.link_id: (one.value, one.given_on) for one in data.answers} == {
        "pregnant": ("yes", today),
        "acne": ("no", today),
        "tablets": ("no", today),
    }
    assert {one.link_id for one in data.answers if one.by is not None} == {"pregnant"}
    assert [one.link_id for one in data.corrected] == ["pregnant"]


def test_my_data_says_who_has_read_it_in_general_words_only() -> None:
    appointment, petra = submitted(HEALTHY, starts_at=AHEAD), practitioner()
    review.open_summary(appointment=appointment, by=petra)
    review.open_record(appointment=appointment, by=petra, now=NOW)
    data = mydata.take_my_data(response=appointment.response, by=by(appointment), form="json")
    assert [(one.who.value, one.days) for one in data.readings] == [("care", 1)]
    event = AuditEvent.objects.get(action="mydata.copied")
    assert (event.detail, event.actor_kind) == ({"form": "json"}, "patient")


def messages_of(data: mydata.MyData) -> Iterator[str]:
    """The kinds of messages sent."""
    return (one.kind for one in data.messages)


def test_my_data_lists_sent_messages_alone() -> None:
    appointment = submitted(HEALTHY, starts_at=AHEAD)
    sent = outbox_of(appointment, "reminder")
    OutboxMessage.objects.filter(pk=sent.pk).update(status="sent", sent_at=NOW)
    outbox_of(appointment, "recheck")
    data = mydata.open_my_data(response=appointment.response, by=by(appointment))
    assert list(messages_of(data)) == ["reminder"]


def test_nothing_proceeds_while_the_patient_waits_for_a_reply_about_an_answer() -> None:
    appointment, petra = submitted(CLEAN, starts_at=AHEAD), practitioner()
    asked = ask(appointment)
    assert code_of(lambda: sign(appointment, petra)) == "correction_outstanding"
    mydata.close_correction(correction=asked, outcome="done", reply="", by=petra, now=NOW)
    ask(appointment, "contact")
    assert code_of(lambda: sign(appointment, petra)) == "done"
