"""The patient's plan: the page, the PDF, the calendar file."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from screening.models import AuditEvent
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.plan import plan_of
from tests.clinicians import clinician, sign
from tests.documents import tags_of, text_of
from tests.intake.patients import BIRTH_DATE, PatientInBrowser, starter
from tests.intake.planning import FILE, PAPER, PLAN, ZONE, by_title, entries, move, sent_patient, words
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

VERDICTS = ("contraindicated", "deferred", "clearance", "precaution", "eligible", "rulebook", "sha256")


@pytest.fixture
def sent(db: None) -> PatientInBrowser:
    """A patient who has handed in, with cold sores long ago and something to find."""
    return sent_patient({"cold_sore_history": "yes", "bleeding_disorder": "yes"})


def test_plan_says_from_which_day_what_is_to_be_left_off(sent: PatientInBrowser) -> None:
    said = words(sent.client)
    assert "From Thursday 4 March until your visit" in said
    assert "Pause retinol, acids, benzoyl peroxide and vitamin C on the area." in said


def test_plan_moves_with_the_appointment(sent: PatientInBrowser) -> None:
    move(sent, datetime(2027, 3, 30, 8, 0, tzinfo=ZONE))  # across the night the clocks go forward
    said = words(sent.client)
    assert ("From Thursday 25 March until your visit" in said, "4 March" in said) == (True, False)


def test_plan_tells_nothing_of_what_was_found(sent: PatientInBrowser) -> None:
    said = words(sent.client).lower()
    told = " ".join(step.text for step in starter().care_steps).lower()
    titles = [rule.title.lower() for rule in starter().rules.values()]
    titles = [title for title in titles if title in said and title not in told]
    assert ([one for one in VERDICTS if one in said], titles) == ([], [])


def test_every_step_stands_on_the_page_once(sent: PatientInBrowser) -> None:
    said = words(sent.client)
    plan = plan_of(sent.appointment, timezone.now())
    assert {step.id: said.count(step.text) for step in plan.steps} == {step.id: 1 for step in plan.steps}
    assert {flag.id: said.count(flag.text) for flag in plan.red_flags} == {
        flag.id: 1 for flag in plan.red_flags
    }


def test_what_the_answers_leave_open_is_shown_with_its_question() -> None:
    patient = sent_patient({"cold_sore_history": "unsure"})
    said = words(patient.client)
    question = starter().items["cold_sore_history"].question
    assert f"If this may be for you: it depends on “{question}” Not sure? Ask us." in said


def test_what_the_answers_rule_out_is_left_out() -> None:
    patient = sent_patient({"cold_sore_history": "no"})
    assert "cold sores, take it" not in words(patient.client)


def test_plan_says_how_long_to_allow_and_how_many_visits_are_usual(sent: PatientInBrowser) -> None:
    said = words(sent.client)
    assert "Time to allow 1½ hours to 2 hours" in said
    assert "Fine lines, texture and glow 3 to 4 sessions, 4 to 6 weeks apart" in said


def test_plan_of_several_treatments_repeats_nothing() -> None:
    patient = sent_patient(treatments=("microneedling_pen", "prp"))
    said = words(patient.client)
    plan = plan_of(patient.appointment, timezone.now())
    assert {said.count(step.text) for step in plan.steps} == {1}


def test_before_handing_in_there_is_no_plan(ada: PatientInBrowser) -> None:
    for path in (PLAN, PAPER, FILE):
        response = ada.client.get(path, follow=True)
        assert response.redirect_chain[-1][0].startswith("/i/form/questions/"), path


def test_link_leads_to_the_plan_after_handing_in(sent: PatientInBrowser) -> None:
    again = Client()
    assert read(again.get(f"/i/{sent.token}/")).h1 == "Your plan for before and after"
    response: Any = again.post(f"/i/{sent.token}/", BIRTH_DATE, follow=True)
    assert (response.redirect_chain[-1][0], read(response).h1) == (PLAN, "Your plan")


def test_thanks_leads_to_the_plan(sent: PatientInBrowser) -> None:
    assert [href for href, _ in read(sent.client.get("/i/form/sent/")).links if href == PLAN] == [PLAN]


def test_cancelled_appointment_has_no_plan_and_says_so(sent: PatientInBrowser) -> None:
    desk.cancel_appointment(appointment=sent.appointment, by=SYSTEM)
    response = sent.client.get(PLAN)
    assert (response.status_code, read(response).h1) == (410, "Your appointment has been cancelled")


def test_paper_holds_every_step_and_names_the_patient(sent: PatientInBrowser) -> None:
    response = sent.client.get(PAPER)
    text = " ".join(text_of(response.content).split())
    plan = plan_of(sent.appointment, timezone.now())
    assert [step.id for step in plan.steps if " ".join(step.text.split()) not in text] == []
    assert "Ada Canary · made on" in text
    assert {"/H1", "/H2", "/TH", "/TD"} <= tags_of(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="plan-2027-03-09.pdf"'


def test_calendar_file_has_every_step_on_all_its_days(sent: PatientInBrowser) -> None:
    response = sent.client.get(FILE)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="plan-2027-03-09.ics"'
    found = by_title(response)
    paused = found["Pause retinol, acids, benzoyl peroxide and vitamin C on the …"]
    assert (paused.decoded("dtstart"), paused.decoded("dtend")) == (date(2027, 3, 4), date(2027, 3, 10))
    plan = plan_of(sent.appointment, timezone.now())
    assert len(entries(response)) == len(plan.steps) + 1
    visit = found[f"Appointment: {settings.CLINIC_NAME}"]
    assert visit.decoded("dtstart") == datetime(2027, 3, 9, 10, 30, tzinfo=ZONE)


def test_calendar_file_names_no_patient_and_no_treatment(sent: PatientInBrowser) -> None:
    text = sent.client.get(FILE).content.decode()
    unwanted = ["Ada", "Canary", "1990", "Microneedling", str(sent.appointment.pk)]
    assert [word for word in unwanted if word in text] == []


def test_entries_keep_their_name_when_the_appointment_moves(sent: PatientInBrowser) -> None:
    before = {title: str(event["uid"]) for title, event in by_title(sent.client.get(FILE)).items()}
    move(sent, sent.appointment.starts_at + timedelta(days=9))
    after = by_title(sent.client.get(FILE))
    assert {title: str(event["uid"]) for title, event in after.items()} == before


def test_copies_are_on_the_audit_trail_as_the_patients(sent: PatientInBrowser) -> None:
    sent.client.get(FILE)
    sent.client.get(PAPER)
    taken = AuditEvent.objects.filter(action="plan.copied").order_by("at")
    assert [(event.actor_kind, event.subject_id, event.detail) for event in taken] == [
        ("patient", sent.appointment.pk, {"form": "calendar"}),
        ("patient", sent.appointment.pk, {"form": "pdf"}),
    ]


def test_plan_without_a_session_is_refused(client: Client) -> None:
    for path in (PLAN, PAPER, FILE):
        assert client.get(path).status_code == 403
    assert client.post("/i/plan/reminders/", {"do": "make"}).status_code == 403


@pytest.mark.parametrize(
    ("outcome", "more", "said"),
    [
        ("decline", {}, "Your visit does not go ahead as planned"),
        ("postpone", {"postponed_to": date(2027, 6, 1)}, "Your visit is being moved"),
    ],
)
def test_visit_that_does_not_take_place_shows_no_steps_and_no_reason(
    sent: PatientInBrowser, outcome: str, more: dict[str, Any], said: str
) -> None:
    doctor = Actor.staff(clinician("Petra", "practitioner", treatments=["microneedling_pen"]))
    sign(sent.appointment, doctor, outcome, note="Platelets too low.", **more)
    page = words(sent.client)
    assert (said in page, "retinol" in page, "Platelets" in page) == (True, False, False)
    for path in (PAPER, FILE):
        assert sent.client.get(path)["Location"] == PLAN


def test_postponed_visit_has_its_plan_again_on_the_new_day(sent: PatientInBrowser) -> None:
    doctor = Actor.staff(clinician("Petra", "practitioner", treatments=["microneedling_pen"]))
    sign(sent.appointment, doctor, "postpone", postponed_to=date(2027, 6, 1))
    move(sent, datetime(2027, 6, 8, 9, 0, tzinfo=ZONE))
    assert "From Thursday 3 June until your visit" in words(sent.client)


def test_number_of_visits_is_that_for_what_the_patient_wants() -> None:
    scars = words(sent_patient({"concern": ["stretch_marks"]}).client)
    assert "Deep or extensive acne scars, stretch marks 6 to 8 sessions" in scars
    assert "Fine lines, texture and glow" not in scars
