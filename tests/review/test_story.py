"""What the summary tells around its findings: last time, the answers' age, what happened."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from clinic.review.freshness import freshness_view
from clinic.review.since import SinceView, since_of
from clinic.review.timeline import timeline_view
from screening.models import Appointment, AuditEvent
from screening.services import review
from screening.services.audit import SYSTEM, Actor
from screening.services.review import Entry, Freshness, What
from tests.factories import APPOINTMENT, make_patient
from tests.review.starter import hand_in, starter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}
LATER = APPOINTMENT + timedelta(days=60)


def twice(
    before: Mapping[str, object],
    now: Mapping[str, object],
    treatments: tuple[str, ...] = ("microneedling_pen",),
) -> Appointment:
    """The newer appointment of a patient who gave these answers for the pen, and then those."""
    patient = make_patient()
    hand_in(before, patient=patient)
    return hand_in(now, patient=patient, starts_at=LATER, treatments=treatments)


def since(appointment: Appointment) -> SinceView:
    view = since_of(review.open_summary(appointment=appointment, by=SYSTEM))
    assert view is not None
    return view


def html(client: Client, appointment: Appointment) -> str:
    return client.get(f"/review/{appointment.pk}/").content.decode()


def test_first_questionnaire_has_no_last_time(practitioner: Client) -> None:
    assert html(practitioner, hand_in({})).count('id="since"') == 0


def test_same_answers_are_said_to_be_the_same(practitioner: Client) -> None:
    page = html(practitioner, twice({}, {}))
    assert (page.count('id="since"'), page.count("The same answers, and the same findings.")) == (1, 1)


def test_changed_answers_stand_in_words_then_and_now() -> None:
    rows = [(one.question, one.before, one.now) for one in since(twice({}, STOPPED)).answers]
    assert rows == [
        ("Isotretinoin", "No, never", "Yes, but I have stopped"),
        ("Last isotretinoin dose", "no answer", "August 2026"),
    ]


def test_new_finding_is_a_link_to_it(practitioner: Client) -> None:
    appointment = twice({}, STOPPED)
    view = since(appointment)
    assert [(one.title, one.href, one.now) for one in view.new] == [
        ("Isotretinoin stopped less than six months ago", "#finding-isotretinoin_recent", "deferred")
    ]
    assert (view.gone, view.changed, view.count_words) == ((), (), "2 answers changed")
    assert html(practitioner, appointment).count('id="finding-isotretinoin_recent"') == 1


def test_finding_that_is_gone_is_named() -> None:
    view = since(twice(STOPPED, {}))
    assert [(one.title, one.href, one.before) for one in view.gone] == [
        ("Isotretinoin stopped less than six months ago", "", "deferred")
    ]


def test_treatment_that_was_not_planned_then_is_not_compared() -> None:
    view = since(twice({}, {}, ("microneedling_pen", "dermaroller")))
    assert view.note == "Dermaroller was not planned then: what was found for it is not compared."


def test_since_names_the_day_and_what_was_planned_then() -> None:
    view = since(twice({}, {}))
    today = timezone.localdate()
    assert view.title == f"Since {today.day} {today:%B %Y}"
    assert view.plan == starter().treatments["microneedling_pen"].short_title


def fresh(
    today: date,
    *,
    given: int = 60,
    due: bool = False,
    old: bool = False,
    told: int | None = None,
    to: str = "",
    on: date = date(2026, 9, 15),
) -> tuple[str, str, str, str]:
    """Sentences and tones for an appointment, answers so many days before 15 September."""
    state = Freshness(
        given_at=APPOINTMENT - timedelta(days=given),
        valid_until=date(2027, 1, 17),
        is_too_old=old,
        asked_from=date(2026, 9, 13),
        is_due=due,
        told_at=None if told is None else APPOINTMENT - timedelta(days=told),
        told_to=to,
    )
    view = freshness_view(state, today, on)
    return view.age, view.age_tone, view.told, view.told_tone


def test_age_of_the_answers() -> None:
    assert fresh(date(2026, 9, 1)) == (
        "Answered on 17 July 2026, 1 month, 15 days ago, and valid until 17 January 2027.",
        "",
        "From 13 September 2026 the patient is asked whether anything has changed.",
        "",
    )


def test_answers_that_are_too_old() -> None:
    age, tone, _told, _tone = fresh(date(2027, 2, 1), old=True)
    words = "Answered on 17 July 2026, 6 months, 15 days ago: too old since 17 January 2027."
    assert (age, tone) == (f"{words} Ask the patient to answer anew.", "stop")


@pytest.mark.parametrize(
    ("today", "state", "told"),
    [
        (
            date(2026, 9, 14),
            {"due": True},
            "“Has anything changed?” is due: the patient has not said so yet.",
        ),
        (
            date(2026, 9, 14),
            {"told": 2, "to": "Petra"},
            "Nothing has changed, the patient said on 13 September 2026 to Petra.",
        ),
        (date(2026, 9, 14), {"told": 1}, "Nothing has changed, the patient said on 14 September 2026."),
        (
            date(2026, 9, 14),
            {"given": 1},
            "Answered so shortly before the appointment that nothing is asked again.",
        ),
        (date(2026, 9, 20), {"due": True}, "The patient was not asked whether anything had changed."),
        (
            date(2026, 9, 1),
            {"told": 30},
            "From 13 September 2026 the patient is asked whether anything has changed.",
        ),
    ],
)
def test_what_the_patient_has_said_since(today: date, state: dict[str, object], told: str) -> None:
    assert fresh(today, **state)[2] == told  # type: ignore[arg-type] # by name


def test_answers_of_today() -> None:
    assert fresh(date(2026, 7, 17))[0] == "Answered today, and valid until 17 January 2027."


def test_appointment_after_the_day_the_answers_count_until_is_warned_of() -> None:
    age, tone, *_told = fresh(date(2026, 9, 1), on=date(2027, 1, 18))
    assert (
        age.endswith("The appointment lies after that day: the patient has to answer anew before it."),
        tone,
    ) == (
        True,
        "care",
    )
    assert fresh(date(2026, 9, 1), on=date(2027, 1, 17))[1] == ""


def test_age_stands_on_the_summary(practitioner: Client) -> None:
    assert (
        html(practitioner, hand_in({}, starts_at=timezone.now() + timedelta(days=30))).count("Answered today")
        == 1
    )


def test_timeline_is_folded_after_eight() -> None:
    entries = [Entry(APPOINTMENT, What.BOOKED, AuditEvent.ActorKind.SYSTEM)] * 11
    view = timeline_view(entries, starter(), UUID(int=1))
    assert (len(view.newest), len(view.older)) == (8, 3)


def test_every_kind_of_entry_has_words() -> None:
    codes: Mapping[What, str] = {
        What.EVALUATED: "patient-changed",
        What.MESSAGE_SENT: "reminder",
        What.MESSAGE_FAILED: "invitation",
        What.CHANGED: "note-added",
        What.DECIDED: "overridden",
        What.SIGNED_OFF: "proceed",
        What.FELL_AWAY: "result-changed",
        What.TREATED: "stopped",
        What.AMENDED: "entered-in-error",
    }
    detail = {What.EVALUATED: "deferred", What.DECIDED: "isotretinoin_recent", What.TREATED: "prp"}
    entries = [
        Entry(
            APPOINTMENT,
            what,
            AuditEvent.ActorKind.STAFF,
            "Petra",
            codes.get(what, ""),
            detail.get(what, "gone"),
        )
        for what in What
    ]
    view = timeline_view(entries, starter(), UUID(int=1))
    words = {what: row.text for what, row in zip(What, [*view.newest, *view.older], strict=True)}
    assert "" not in words.values()
    assert (words[What.DECIDED], words[What.TREATED], words[What.FELL_AWAY]) == (
        "Overridden: Isotretinoin stopped less than six months ago",
        "Treated, ended early: PRP add-on",
        "The sign-off fell away: the result changed",
    )
    assert (words[What.AMENDED], words[What.EVALUATED]) == (
        "Record of the treatment withdrawn: gone",
        "Date of birth changed",
    )


def test_reading_shows_on_the_timeline(practitioner: Client, alice: User) -> None:
    appointment = hand_in({})
    for _twice in range(2):
        review.open_summary(appointment=appointment, by=Actor.staff(alice))
    page = html(practitioner, appointment)
    assert (page.count("Summary read"), page.count("Alice Adler · 3 times that day")) == (1, 1)


def test_summary_of_a_long_story_takes_as_many_queries_as_a_short_one(
    practitioner: Client, alice: User
) -> None:
    appointment = twice({}, STOPPED)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            html(practitioner, appointment)
        return len(captured)

    html(practitioner, appointment)
    few = queries()
    for number in range(3):
        other = User.objects.create_user(f"other{number}@clinic.example", full_name=f"Other {number}")
        review.open_summary(appointment=appointment, by=Actor.staff(other))
        review.add_note(appointment=appointment, text="x", by=Actor.staff(alice))
    assert queries() == few


def test_worklist_says_how_many_answers_changed(practitioner: Client) -> None:
    patient = make_patient()
    soon = timezone.now() + timedelta(days=20)
    hand_in({}, patient=patient, starts_at=soon)
    hand_in(STOPPED, patient=patient, starts_at=soon + timedelta(days=1))
    hand_in({}, patient=make_patient("Bea"), starts_at=soon + timedelta(days=2))
    page = practitioner.get("/review/?queue=all").content.decode()
    assert (page.count("2 answers changed"), page.count("answers changed")) == (1, 1)
