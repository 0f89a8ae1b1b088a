"""Changes made on the page: evaluated anew, the old evaluation kept; the unfit refused at its field."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent, Evaluation
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.factories import ZONE
from tests.review.starter import PEEL, hand_in

EN_DASH = "\N{EN DASH}"

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}
LATER = {"day": "2099-03-02", "time": "09:00"}


def send(client: Client, appointment: Appointment, form: str, data: Mapping[str, Any]) -> "Answer":
    return client.post(f"/review/{appointment.pk}/{form}/", data)


def stored(appointment: Appointment) -> tuple[datetime, list[str], list[str], dict[str, object], int]:
    """Everything these forms may change."""
    fresh = Appointment.objects.with_people().get(pk=appointment.pk)
    count = Evaluation.objects.filter(response=fresh.response).count()
    return fresh.starts_at, fresh.treatments, fresh.areas, fresh.response.answers, count


def errors_in(response: "Answer") -> list[str]:
    """The problems at the top of the page, as "Field: problem"."""
    summary = response.content.decode().split('class="error-summary"')[1].partition("</div>")[0]
    found = re.findall(r"<li>.*?</li>", summary, re.DOTALL)
    return [" ".join(strip_tags(one).split()).replace(f" {EN_DASH} ", ": ") for one in found]


def fields_refused(response: "Answer") -> list[str]:
    """The names of the fields with a problem."""
    return [problem.partition(":")[0] for problem in errors_in(response)]


def test_moving_past_the_earliest_date_changes_the_result(practitioner: Client, alice: User) -> None:
    appointment = hand_in(STOPPED)
    response = send(practitioner, appointment, "reschedule", LATER)
    assert (response.status_code, response["Location"]) == (302, f"/review/{appointment.pk}/#changed")
    first, second = Evaluation.objects.filter(response=appointment.response).oldest_first()
    assert (first.eligibility, second.eligibility, second.cause) == ("deferred", "eligible", "rescheduled")
    assert (second.appointment_at, second.created_by) == (datetime(2099, 3, 2, 9, 0, tzinfo=ZONE), alice)
    html = practitioner.get(f"/review/{appointment.pk}/").content.decode()
    assert "Appointment moved: was deferred until 28 February 2027, now eligible" in html


def test_moving_is_on_the_audit_trail_under_the_users_name(practitioner: Client, alice: User) -> None:
    appointment = hand_in({})
    send(practitioner, appointment, "reschedule", LATER)
    event = AuditEvent.objects.get(action="appointment.rescheduled")
    assert (event.actor_id, event.subject_id) == (alice.pk, appointment.pk)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, ["Date: This field is required.", "Time: This field is required."]),
        ({"day": "soon", "time": "9"}, ["Date: Enter a valid date.", "Time: Enter a valid time."]),
        ({**LATER, "day": "2020-01-01"}, ["Date: This day has passed. Choose today or a later day."]),
        ({**LATER, "day": "2100-01-01"}, ["Date: Enter a date between 2000 and 2099."]),
        ({**LATER, "day": "2099-02-29"}, ["Date: Enter a valid date."]),
        ({**LATER, "day": "9999-12-31"}, ["Date: Enter a date between 2000 and 2099."]),
        ({**LATER, "time": "25:00"}, ["Time: Enter a valid time."]),
        ({**LATER, "day": "\0"}, ["Date: Enter a valid date."]),
        ({**LATER, "day": "١٢/١٢/٢٠٩٩ 🙂"}, ["Date: Enter a valid date."]),
    ],
)
def test_unfit_time_is_refused_at_its_field(
    practitioner: Client, data: Mapping[str, Any], errors: list[str]
) -> None:
    appointment = hand_in({})
    before = stored(appointment)
    response = send(practitioner, appointment, "reschedule", data)
    assert (response.status_code, errors_in(response)) == (422, errors)
    assert stored(appointment) == before


def test_time_that_the_clocks_skip_is_refused(practitioner: Client) -> None:
    skipped = first_skipped_hour()
    data: Mapping[str, Any] = {"day": skipped.date().isoformat(), "time": "02:30"}
    response = send(practitioner, hand_in({}), "reschedule", data)
    assert (response.status_code, errors_in(response)) == (
        422,
        ["Time: This time does not exist on that day, or exists twice."],
    )


def first_skipped_hour() -> datetime:
    """Half past two on the next day on which the clinic's clocks go forward."""
    moment = timezone.localtime().replace(hour=2, minute=30, second=0, microsecond=0, tzinfo=None)
    while True:
        moment += timedelta(days=1)
        local = moment.replace(tzinfo=ZONE)
        if local.astimezone(ZoneInfo("UTC")).astimezone(ZONE).replace(tzinfo=None) != moment:
            return moment


def test_what_was_typed_is_still_there_when_it_is_refused(practitioner: Client) -> None:
    response = send(practitioner, hand_in({}), "reschedule", {"day": "2020-01-01", "time": "07:45"})
    html = response.content.decode()
    assert ('value="2020-01-01"' in html, 'value="07:45"' in html) == (True, True)


def test_form_sent_without_a_change_evaluates_nothing(practitioner: Client) -> None:
    local = datetime(2099, 3, 2, 9, 0, tzinfo=ZONE)
    appointment = hand_in({}, starts_at=local)
    assert send(practitioner, appointment, "reschedule", LATER).status_code == 302
    assert Evaluation.objects.filter(response=appointment.response).count() == 1


def test_offered_date_counts_as_a_change_when_it_is_sent(practitioner: Client) -> None:
    soon = timezone.localdate()
    appointment = hand_in(
        {"isotretinoin_status": "stopped", "isotretinoin_last_dose": soon.isoformat()},
        starts_at=timezone.now(),
    )
    html = practitioner.get(f"/review/{appointment.pk}/").content.decode()
    offered = re.search(r'name="day" value="([\d-]+)"', html)
    assert offered is not None
    assert offered[1] == str(appointment.response.evaluations.get().earliest_date)
    send(practitioner, appointment, "reschedule", {"day": offered[1], "time": "09:00"})
    newest = Evaluation.objects.current().get(response=appointment.response)
    assert (newest.eligibility, newest.on.isoformat()) == ("eligible", offered[1])


def test_changing_treatment_and_areas_evaluates_anew(practitioner: Client) -> None:
    appointment = hand_in(STOPPED)
    data: Mapping[str, Any] = {"treatments": list(PEEL), "areas": ["cheeks", "chin"]}
    response = send(practitioner, appointment, "procedure", data)
    assert response.status_code == 302
    newest = Evaluation.objects.current().get(response=appointment.response)
    assert (newest.eligibility, newest.cause, newest.sequence) == ("clearance", "procedure-changed", 2)
    assert stored(appointment)[1:3] == (list(PEEL), ["cheeks", "chin"])


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"treatments": [], "areas": ["chin"]}, "Treatments"),
        ({"treatments": ["laser_sword"], "areas": ["chin"]}, "Treatments"),
        ({"treatments": ["prp"], "areas": ["moon"]}, "Areas"),
        ({"treatments": ["prp"], "areas": ["chin"] * 1000 + ["moon"]}, "Areas"),
        ({"treatments": ["prp\0"], "areas": []}, "Treatments"),
    ],
)
def test_unknown_treatment_or_area_is_refused(
    practitioner: Client, data: Mapping[str, Any], field: str
) -> None:
    appointment = hand_in({})
    before = stored(appointment)
    response = send(practitioner, appointment, "procedure", data)
    assert (response.status_code, fields_refused(response)) == (
        422,
        [field],
    )
    assert stored(appointment) == before


def test_ten_thousand_areas_are_refused(practitioner: Client) -> None:
    appointment = hand_in({})
    before = stored(appointment)
    data: Mapping[str, Any] = {"treatments": ["prp"], "areas": ["chin"] * 10_000}
    assert send(practitioner, appointment, "procedure", data).status_code == 400
    assert stored(appointment) == before


def test_same_area_twice_is_refused(practitioner: Client) -> None:
    appointment = hand_in({})
    data: Mapping[str, Any] = {"treatments": ["prp"], "areas": ["chin", "chin"]}
    response = send(practitioner, appointment, "procedure", data)
    assert (response.status_code, errors_in(response)) == (
        422,
        ["Areas: Choose areas of the list, each once."],
    )


def test_peel_agent_settles_what_waited_for_it(practitioner: Client) -> None:
    appointment = hand_in({}, treatments=PEEL)
    response = send(
        practitioner, appointment, "clinic-answers", {"peel_agent": "glycolic", "fitzpatrick": ""}
    )
    assert response.status_code == 302
    rows = Evaluation.objects.filter(response=appointment.response).oldest_first()
    assert [(row.eligibility, row.cause) for row in rows] == [
        ("clearance", "submitted"),
        ("eligible", "clinic-answers"),
    ]


def test_skin_type_entered_wins_and_can_be_taken_back(practitioner: Client) -> None:
    appointment = hand_in({}, treatments=PEEL)
    agent = {"peel_agent": "glycolic"}
    send(practitioner, appointment, "clinic-answers", {**agent, "fitzpatrick": "5"})
    entered = Appointment.objects.with_people().get(pk=appointment.pk).response.answers
    send(practitioner, appointment, "clinic-answers", {**agent, "fitzpatrick": ""})
    taken_back = Appointment.objects.with_people().get(pk=appointment.pk).response.answers
    assert (entered["fitzpatrick"], "fitzpatrick" in taken_back) == (5, False)
    rows = Evaluation.objects.filter(response=appointment.response).oldest_first()
    assert [row.eligibility for row in rows] == ["clearance", "precaution", "eligible"]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"peel_agent": "bleach"}, "Peel agent"),
        ({"fitzpatrick": "7"}, "Skin type (Fitzpatrick)"),
        ({"fitzpatrick": "dark"}, "Skin type (Fitzpatrick)"),
        ({"peel_agent": "glycolic\0"}, "Peel agent"),
    ],
)
def test_unfit_clinic_answer_is_refused(practitioner: Client, data: Mapping[str, Any], field: str) -> None:
    appointment = hand_in({}, treatments=PEEL)
    before = stored(appointment)
    response = send(practitioner, appointment, "clinic-answers", data)
    assert (response.status_code, fields_refused(response)) == (
        422,
        [field],
    )
    assert stored(appointment) == before


def test_patients_answer_cannot_be_slipped_in(practitioner: Client) -> None:
    appointment = hand_in({"pregnant": "yes"}, treatments=PEEL)
    send(practitioner, appointment, "clinic-answers", {"peel_agent": "glycolic", "pregnant": "no"})
    assert stored(appointment)[3]["pregnant"] == "yes"


@pytest.mark.parametrize("form", ["reschedule", "procedure", "clinic-answers"])
def test_form_address_opened_by_itself_leads_to_the_summary(practitioner: Client, form: str) -> None:
    appointment = hand_in({})
    response = practitioner.get(f"/review/{appointment.pk}/{form}/")
    assert (response.status_code, response["Location"]) == (302, f"/review/{appointment.pk}/")


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("reschedule", LATER),
        ("procedure", {"treatments": ["prp"], "areas": ["chin"]}),
    ],
)
def test_cancelled_appointment_cannot_be_changed(
    practitioner: Client, form: str, data: Mapping[str, Any]
) -> None:
    appointment = hand_in({})
    desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    before = stored(appointment)
    response = send(practitioner, appointment, form, data)
    assert (response.status_code, errors_in(response)) == (422, ["This appointment has been cancelled."])
    assert stored(appointment) == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(practitioner: Client, method: str) -> None:
    appointment = hand_in({})
    urls = ["", "evaluations/1/", "reschedule/", "procedure/", "clinic-answers/"]
    answers = [getattr(practitioner, method)(f"/review/{appointment.pk}/{url}") for url in urls]
    assert [answer.status_code for answer in answers] == [405] * 5


def test_changing_needs_the_forms_secret(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    appointment = hand_in({})
    before = stored(appointment)
    assert send(client, appointment, "reschedule", LATER).status_code == 403
    assert stored(appointment) == before
