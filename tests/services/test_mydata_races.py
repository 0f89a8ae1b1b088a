"""A patient who withdraws while somebody else is at the same record; each thread has its own connection."""

from datetime import timedelta

import pytest
from django.utils import timezone

from screening.models import (
    ConsentWithdrawal,
    CorrectionRequest,
    Evaluation,
    Invitation,
    ReviewChange,
    SignOff,
)
from screening.services import desk, mydata
from screening.services.audit import SYSTEM, Actor
from tests.clinicians import CLEAN, gate, practitioner, review_of, revision_of, sign, submitted
from tests.factories import HEALTHY, answer, make_response, submit
from tests.services.test_races import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now().replace(microsecond=0)
SOON = NOW + timedelta(days=10)


def test_form_withdrawn_by_many_at_once_is_withdrawn_once() -> None:
    appointment = submitted(CLEAN, starts_at=SOON)
    by = Actor.patient(appointment.patient)
    assert all_at_once(lambda _number: mydata.withdraw_form(appointment=appointment, by=by, now=NOW)) == {
        "done": 1,
        "form_withdrawn": AT_ONCE - 1,
    }
    withdrawals = ReviewChange.objects.filter(kind="withdrawn").count()
    assert (withdrawals, ConsentWithdrawal.objects.count()) == (1, 2)


def test_sign_off_while_the_patient_withdraws_never_leaves_a_gate_open() -> None:
    appointment, petra = submitted(CLEAN, starts_at=SOON), practitioner()
    seen, by = revision_of(appointment), Actor.patient(appointment.patient)

    def act(number: int) -> None:
        if number % 2:
            sign(appointment, petra, seen_revision=seen)
        else:
            mydata.withdraw_form(appointment=appointment, by=by, now=NOW)

    outcome = all_at_once(act)
    row, signed = review_of(appointment), list(SignOff.objects.values_list("is_current", "fell_away_why"))
    assert (row.state, row.gate, gate(appointment)) == ("withdrawn", "on-hold", "on-hold")
    assert signed == [(False, "withdrawn")] * (outcome["done"] - 1)
    assert outcome["done"] in {1, 2}
    assert ReviewChange.objects.filter(review=row).count() == row.revision


def test_form_sent_while_it_is_withdrawn_is_withdrawn_in_the_end() -> None:
    response = answer(make_response(starts_at=SOON), HEALTHY)
    by = Actor.patient(response.appointment.patient)

    def act(number: int) -> None:
        if number % 2:
            submit(response)
        else:
            mydata.withdraw_form(appointment=response.appointment, by=by, now=NOW)

    outcome = all_at_once(act)
    row = review_of(response.appointment)
    assert (row.state, Evaluation.objects.count()) == ("withdrawn", outcome["done"] - 1)
    assert ConsentWithdrawal.objects.count() == (2 if outcome["done"] == 2 else 0)


def test_links_made_while_the_form_is_withdrawn_open_nothing() -> None:
    appointment = submitted(CLEAN, starts_at=SOON)
    by = Actor.patient(appointment.patient)

    def act(number: int) -> None:
        if number:
            desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
        else:
            mydata.withdraw_form(appointment=appointment, by=by, now=NOW)

    all_at_once(act)
    assert Invitation.objects.usable(timezone.now()).count() == 0


def test_correction_closed_by_many_at_once_is_closed_once() -> None:
    appointment, petra = submitted(CLEAN, starts_at=SOON), practitioner()
    asked = mydata.ask_for_correction(
        appointment=appointment, about="answer", text="No.", by=Actor.patient(appointment.patient)
    )

    def close(number: int) -> None:
        outcome, reply = ("done", f"{number}") if number % 2 else ("declined", f"{number}")
        mydata.close_correction(correction=asked, outcome=outcome, reply=reply, by=petra, now=NOW)

    assert all_at_once(close) == {"done": 1, "correction_closed": AT_ONCE - 1}
    row = CorrectionRequest.objects.get()
    assert row.status == ("done" if int(row.reply) % 2 else "declined")
