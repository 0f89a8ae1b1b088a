"""Sixteen at once: one wins, the others are told. Each thread has a connection of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from screening.models import AuditEvent, Evaluation, Invitation, QuestionnaireResponse, RulebookVersion
from screening.services import desk, intake
from screening.services.audit import SYSTEM
from screening.services.errors import ScreeningError
from screening.services.rulebook import import_rulebook, publish_rulebook
from tests.factories import (
    APPOINTMENT,
    HEALTHY,
    answer,
    by_patient,
    make_appointment,
    make_response,
    publish,
    small_document,
    submit,
)

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 16


def all_at_once(act: Callable[[int], object]) -> Counter[str]:
    """What came of doing `act` in sixteen threads that start together: "done", or the refusal's code."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> str:
        try:
            start.wait(timeout=20)
            act(number)
        except ScreeningError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))


def test_response_handed_in_sixteen_times_at_once_is_handed_in_once() -> None:
    response = answer(make_response(), HEALTHY)
    assert all_at_once(lambda _number: submit(response)) == {"done": 1, "already_submitted": AT_ONCE - 1}
    assert (Evaluation.objects.count(), AuditEvent.objects.filter(action="response.submitted").count()) == (
        1,
        1,
    )


def test_draft_published_sixteen_times_at_once_is_published_once() -> None:
    publish()
    document = small_document()
    document["rulebook"]["title"] = "Next"
    draft = import_rulebook(document=document, by=SYSTEM)
    outcome = all_at_once(lambda _number: publish_rulebook(version=draft, by=SYSTEM))
    assert outcome == {"done": 1, "already_published": AT_ONCE - 1}
    assert list(RulebookVersion.objects.order_by("number").values_list("status", flat=True)) == [
        "retired",
        "active",
    ]


def test_sixteen_drafts_published_at_once_leave_one_active() -> None:
    publish()
    drafts = []
    for number in range(AT_ONCE):
        document = small_document()
        document["rulebook"]["title"] = f"Draft {number}"
        drafts.append(import_rulebook(document=document, by=SYSTEM))
    assert all_at_once(lambda number: publish_rulebook(version=drafts[number], by=SYSTEM)) == {
        "done": AT_ONCE
    }
    assert Counter(RulebookVersion.objects.values_list("status", flat=True)) == {
        "retired": AT_ONCE,
        "active": 1,
    }


def test_sixteen_imports_at_once_are_numbered_apart() -> None:
    publish()

    def bring_in(number: int) -> None:
        document = small_document()
        document["rulebook"]["title"] = f"Draft {number}"
        import_rulebook(document=document, by=SYSTEM)

    assert all_at_once(bring_in) == {"done": AT_ONCE}
    numbers = RulebookVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, AT_ONCE + 2))


def test_section_saved_sixteen_times_at_once_loses_no_revision() -> None:
    response = make_response()

    def save(number: int) -> None:
        intake.save_section(
            response=response,
            section="more",
            answers={"remarks": f"from tab {number}"},
            revision=0,
            by=by_patient(response),
        )

    assert all_at_once(save) == {"done": 1, "changed_meanwhile": AT_ONCE - 1}
    assert QuestionnaireResponse.objects.get().revision == 1


def test_sixteen_wrong_birth_dates_at_once_are_counted_up_to_the_limit() -> None:
    _, token = desk.create_invitation(appointment=make_appointment(), channel="copy", by=SYSTEM)

    def guess(number: int) -> None:
        birth_date = date(2000, 1, 1) + timedelta(days=number)
        intake.open_invitation(token=token, birth_date=birth_date, now=timezone.now())

    assert all_at_once(guess) == {"wrong_birth_date": 9, "invitation_locked": 7}
    assert Invitation.objects.get().failed_attempts == 10


def test_moving_an_appointment_while_it_is_handed_in_leaves_one_evaluation_for_the_new_day() -> None:
    response = answer(make_response(), HEALTHY)
    later = APPOINTMENT + timedelta(days=30)

    def act(number: int) -> None:
        if number % 2:
            submit(response)
        else:
            desk.reschedule_appointment(appointment=response.appointment, starts_at=later, by=SYSTEM)

    assert all_at_once(act) == {"done": AT_ONCE // 2 + 1, "already_submitted": AT_ONCE // 2 - 1}
    assert Evaluation.objects.current().get().on == later.date()
