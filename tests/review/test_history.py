"""The history of evaluations, and what each changed."""

from datetime import date, datetime, timedelta

import pytest

from clinic.review.changes import ChangeView, change_of
from clinic.review.history import history_of
from clinic.review.summary import SummaryPage, page_of
from screening.models import Appointment, Evaluation, RulebookVersion
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.evaluation import evaluate_response, replay
from screening.services.review import enter_clinic_answers, open_summary
from screening.services.rulebook import import_rulebook
from tests.factories import APPOINTMENT, ZONE
from tests.review.starter import PEEL, hand_in, starter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}
AFTER = datetime(2027, 3, 1, 9, 0, tzinfo=ZONE)


def change(appointment: Appointment) -> ChangeView | None:
    return change_of(open_summary(appointment=appointment, by=SYSTEM))


def page(appointment: Appointment, sequence: int | None = None) -> SummaryPage:
    summary = open_summary(appointment=appointment, by=SYSTEM, sequence=sequence)
    return page_of(summary, date(2026, 11, 20))


def test_first_evaluation_changed_nothing() -> None:
    assert change(hand_in()) is None


def test_moving_past_the_date_says_what_the_result_was_and_is() -> None:
    appointment = hand_in(STOPPED)
    desk.reschedule_appointment(appointment=appointment, starts_at=AFTER, by=SYSTEM)
    assert change(appointment) == ChangeView(
        "Appointment moved: was deferred until 28 February 2027, now eligible",
        "eligible",
        (
            "Moved from Tuesday 15 September 2026, 10:30 to Monday 1 March 2027, 09:00.",
            "Gone: Isotretinoin stopped less than six months ago.",
        ),
    )


def test_moving_within_the_window_says_that_it_is_still_so() -> None:
    appointment = hand_in(STOPPED)
    desk.reschedule_appointment(appointment=appointment, starts_at=APPOINTMENT + timedelta(days=1), by=SYSTEM)
    found = change(appointment)
    assert found is not None
    assert found.title == "Appointment moved: still deferred until 28 February 2027"


def test_changed_treatment_and_areas_are_named() -> None:
    appointment = hand_in(STOPPED)
    desk.change_procedure(
        appointment=appointment, treatments=["dermaroller"], areas=["full_face", "neck"], by=SYSTEM
    )
    found = change(appointment)
    assert found is not None
    assert found.details[:2] == (
        "Added: Dermaroller. Removed: Microneedling pen.",
        "Areas to be treated: Whole face, Neck.",
    )


def test_clinics_answers_are_named() -> None:
    appointment = hand_in({}, treatments=PEEL)
    enter_clinic_answers(response=appointment.response, answers={"peel_agent": "glycolic"}, by=SYSTEM)
    assert change(appointment) == ChangeView(
        "Clinic's answers entered: was needs clearance, now eligible",
        "eligible",
        ("Peel agent: Glycolic acid.",),
    )


def test_finding_that_weighs_otherwise_is_named() -> None:
    appointment = hand_in(STOPPED)
    desk.change_procedure(appointment=appointment, treatments=list(PEEL), areas=["full_face"], by=SYSTEM)
    found = change(appointment)
    assert found is not None
    assert found.details[1] == (
        "Isotretinoin stopped less than six months ago: was deferred, now needs clearance."
    )


def test_history_is_newest_first_and_says_who_and_why() -> None:
    appointment = hand_in(STOPPED)
    desk.reschedule_appointment(appointment=appointment, starts_at=AFTER, by=SYSTEM)
    rows = history_of(open_summary(appointment=appointment, by=SYSTEM, sequence=1))
    assert [(row.sequence, row.cause, row.eligibility, row.made_by) for row in rows] == [
        (2, "Appointment moved", "eligible", "the system"),
        (1, "Handed in", "deferred", "the patient"),
    ]
    assert [(row.is_current, row.is_shown) for row in rows] == [(True, False), (False, True)]


def test_old_evaluation_is_read_as_it_was() -> None:
    appointment = hand_in(STOPPED)
    desk.reschedule_appointment(appointment=appointment, starts_at=AFTER, by=SYSTEM)
    old, new = page(appointment, 1), page(appointment)
    assert (old.verdict.title, new.verdict.title) == ("Deferred until 28 February 2027", "Eligible")
    assert (old.head.moment, new.head.moment) == (
        "Tuesday 15 September 2026, 10:30",
        "Monday 1 March 2027, 09:00",
    )
    assert (old.head.is_current, new.head.is_current) == (False, True)


def activate(document: dict[str, object]) -> RulebookVersion:
    """Make a document the active version, its cases aside."""
    version = import_rulebook(document=document, by=SYSTEM)
    RulebookVersion.objects.filter(status="active").update(status="retired")
    RulebookVersion.objects.filter(pk=version.pk).update(status="active", published_at="2026-11-20T08:00Z")
    return version


def reworded() -> dict[str, object]:
    """The starter rulebook with other words for isotretinoin."""
    document = dict(starter().document)
    assert isinstance(document["items"], list)
    assert isinstance(document["rules"], list)
    document["items"] = [
        {**item, "label": "Acne capsules"} if item["link_id"] == "isotretinoin_status" else item
        for item in document["items"]
    ]
    document["rules"] = [
        {**rule, "title": "Acne capsules stopped recently"} if rule["id"] == "isotretinoin_recent" else rule
        for rule in document["rules"]
    ]
    return document


def test_each_evaluation_is_told_in_the_words_of_its_own_rulebook() -> None:
    appointment = hand_in(STOPPED)
    activate(reworded())
    evaluate_response(response=appointment.response, cause=Evaluation.Cause.REQUESTED, by=SYSTEM)
    old, new = page(appointment, 1), page(appointment)
    assert [view.worse[0].title for view in (old, new)] == [
        "Isotretinoin stopped less than six months ago",
        "Acne capsules stopped recently",
    ]
    assert [view.worse[0].reasons[0].question for view in (old, new)] == ["Isotretinoin", "Acne capsules"]
    assert [view.rulebook_digest != starter().digest for view in (old, new)] == [False, True]
    assert new.change is not None
    assert new.change.details == ("Evaluated with rulebook 2, before with 1.",)


def test_old_evaluation_shown_is_the_one_that_replays() -> None:
    appointment = hand_in(STOPPED)
    activate(reworded())
    desk.reschedule_appointment(appointment=appointment, starts_at=AFTER, by=SYSTEM)
    summary = open_summary(appointment=appointment, by=SYSTEM, sequence=1)
    assert replay(summary.evaluation).matches
    assert page(appointment, 1).shown.digest == summary.result["digest"]
