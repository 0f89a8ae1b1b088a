"""A weak connection, a slow phone, another device: nothing that was answered is lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from clinic.accounts.models import User
from screening.models import Appointment, QuestionnaireResponse, Review
from screening.services import desk, intake
from screening.services.audit import SYSTEM, Actor
from tests.clinicians import clinician, sign
from tests.factories import by_patient, submit
from tests.intake.patients import make_link, open_form
from tests.journeys.browser import DESKTOP, assert_accessible, with_and_without_javascript
from tests.journeys.conftest import opened
from tests.journeys.patient import BORN, answer_rest, at, choose, go_on, open_link, wait_for_question

pytestmark = pytest.mark.django_db(transaction=True)

TRYING = "Not saved yet, we keep trying. Your answers stay on this page."
TABLET = "Not saved: there is no connection. Please tell the reception."
OFFLINE = "There is no connection. Your answers stay on this page; go on when it is back."


def slow_down(page: Page) -> None:
    """Make it a phone a quarter as fast as this machine."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})


@pytest.fixture
def other_device(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A second device of the same person."""
    with opened(chromium, live_server.url, viewport=DESKTOP) as page:
        yield page


def stored() -> dict[str, Any]:
    return dict(QuestionnaireResponse.objects.get().answers)


def medicine_names() -> list[str]:
    return [one["name"] for one in stored().get("medicines", [])]


def soon(page: Page, read: Callable[[], Any], expected: object) -> Any:
    """What is read, once it is as expected or five seconds have passed: "Saved" may still be about before."""
    for _ in range(50):
        if read() == expected:
            break
        page.wait_for_timeout(100)
    return read()


def says(page: Page, text: str) -> None:
    """Expect the line about saving to say this."""
    expect(page.locator("#saving")).to_have_text(text)


def enter(page: Page, token: str) -> None:
    """Open the link on a device, wherever it leads."""
    page.goto(f"/i/{token}/")
    for part, value in zip(("Day", "Month", "Year"), BORN, strict=True):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Start").click()


def test_connection_that_drops_twice_costs_nothing(page_phone: Page, other_device: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    slow_down(page_phone)
    page_phone.get_by_role("checkbox", name="Fine lines").check()
    says(page_phone, "Saved")
    assert stored() == {"concern": ["fine_lines"]}

    page_phone.context.set_offline(True)
    choose(page_phone, "event_soon", "yes")
    page_phone.get_by_role("checkbox", name="Neck", exact=True).check()
    says(page_phone, TRYING)
    assert_accessible(page_phone)
    go_on(page_phone)
    says(page_phone, OFFLINE)
    assert_accessible(page_phone)
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("About you and your visit")
    assert stored() == {"concern": ["fine_lines"]}

    page_phone.context.set_offline(False)
    says(page_phone, "Saved")
    every = {"concern": ["fine_lines"], "event_soon": "yes", "treatment_areas": ["neck"]}
    assert soon(page_phone, stored, every) == every
    wait_for_question(page_phone, "event_date")

    page_phone.context.set_offline(True)
    choose(page_phone, "event_soon", "no")
    says(page_phone, TRYING)
    page_phone.context.set_offline(False)
    says(page_phone, "Saved")
    expect(page_phone.locator("#slot-event_date")).to_be_hidden()
    go_on(page_phone, "Your skin today")
    choose(page_phone, "acne", "none")
    says(page_phone, "Saved")

    enter(other_device, token)
    at(other_device, "/i/form/questions/skin_today/#slot-skin_infection")
    expect(other_device.locator('[name="q-acne"][value="none"]')).to_be_checked()
    answer_rest(other_device)
    go_on(other_device, "Your skin over the years")
    assert soon(page_phone, lambda: stored().get("acne"), "none") == "none"


def test_half_a_date_stays_on_the_page_and_says_why_it_is_not_stored(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    page_phone.goto("/i/form/questions/medicines/")
    choose(page_phone, "isotretinoin_status", "stopped")
    wait_for_question(page_phone, "isotretinoin_last_dose")
    slot = page_phone.locator("#slot-isotretinoin_last_dose")
    slot.get_by_label("Month").fill("3")
    slot.get_by_label("Year").focus()
    expect(slot.locator(".not-kept")).to_have_count(0)
    choose(page_phone, "takes_medicines", "no")
    expect(slot.locator(".not-kept")).to_have_text("Not saved yet: A date needs at least a month and a year.")
    says(page_phone, "Saved, except what is marked on this page.")
    assert_accessible(page_phone)
    both = {"isotretinoin_status": "stopped", "takes_medicines": "no"}
    assert soon(page_phone, stored, both) == both
    slot.get_by_label("Year").fill("2025")
    choose(page_phone, "takes_blood_thinner", "no")
    says(page_phone, "Saved")
    expect(slot.locator(".not-kept")).to_have_count(0)
    assert soon(page_phone, lambda: stored().get("isotretinoin_last_dose"), "2025-03") == "2025-03"


def warns(page: Page) -> bool:
    """Whether the browser would ask before this page is left."""
    asked: bool = page.evaluate("!dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    return asked


def test_leaving_with_something_unsaved_warns(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    choose(page_phone, "event_soon", "no")
    says(page_phone, "Saved")
    assert not warns(page_phone)
    page_phone.context.set_offline(True)
    choose(page_phone, "event_soon", "unsure")
    says(page_phone, TRYING)
    assert warns(page_phone)
    page_phone.context.set_offline(False)
    says(page_phone, "Saved")
    assert not warns(page_phone)


def test_rows_of_medicines_are_saved_as_they_come_and_go(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    page_phone.goto("/i/form/questions/medicines/")
    choose(page_phone, "takes_medicines", "yes")
    wait_for_question(page_phone, "medicines")
    page_phone.locator('[name="q-medicines-0-name"]').fill("metformin")
    choose(page_phone, "medicines-0-prescribed", "yes")
    page_phone.get_by_role("button", name="Add another").first.click()
    page_phone.locator('[name="q-medicines-1-name"]').fill("Eliquis")
    choose(page_phone, "medicines-1-prescribed", "no")
    says(page_phone, "Saved")
    assert soon(page_phone, medicine_names, ["metformin", "Eliquis"]) == ["metformin", "Eliquis"]
    page_phone.get_by_role("button", name="Remove metformin").click()
    expect(page_phone.locator('[name="q-medicines-0-name"]')).to_have_count(0)
    assert soon(page_phone, medicine_names, ["Eliquis"]) == ["Eliquis"]
    assert stored()["medicines"] == [{"name": "Eliquis", "prescribed": "no"}]


def test_tablet_keeps_nothing_while_it_is_offline(page_phone: Page, erin: User, live_server: Any) -> None:
    appointment, _ = make_link()
    desk_client = Client()
    desk_client.force_login(erin)
    desk_client.post(f"/desk/appointments/{appointment.pk}/tablet/", {})
    known = desk_client.cookies[settings.SESSION_COOKIE_NAME].value
    page_phone.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": known, "url": live_server.url}]
    )
    page_phone.goto("/i/form/")
    choose(page_phone, "event_soon", "no")
    says(page_phone, "Saved")
    page_phone.context.set_offline(True)
    page_phone.get_by_role("checkbox", name="Neck", exact=True).check()
    says(page_phone, TABLET)
    assert_accessible(page_phone)
    go_on(page_phone)
    says(page_phone, TABLET)
    page_phone.context.set_offline(False)
    page_phone.wait_for_timeout(2500)
    assert stored() == {"event_soon": "no"}
    page_phone.get_by_role("checkbox", name="Fine lines").check()
    go_on(page_phone, "Your skin today")
    assert stored() == {"event_soon": "no", "treatment_areas": ["neck"], "concern": ["fine_lines"]}


def was_here(appointment: Appointment) -> None:
    """The patient of this appointment was here half a year ago."""
    earlier = desk.book_appointment(
        patient=appointment.patient,
        starts_at=appointment.starts_at - timedelta(days=180),
        treatments=appointment.treatments,
        areas=appointment.areas,
        by=SYSTEM,
    )
    response = QuestionnaireResponse.objects.get(appointment=earlier)
    response.answers = {
        "eczema": "mild",
        "eczema_areas": ["cheeks"],
        "cold_sore_history": "no",
        "rosacea": "none",
    }
    response.status = QuestionnaireResponse.Status.COMPLETED
    response.started_at = response.declared_at = response.submitted_at = timezone.now() - timedelta(days=180)
    response.save()


def newest() -> dict[str, Any]:
    return dict(QuestionnaireResponse.objects.get(submitted_at=None).answers)


@with_and_without_javascript
def test_returning_patient_confirms_one_answer_and_changes_another(
    page_phone: Page, javascript: bool
) -> None:
    appointment, token = make_link()
    was_here(appointment)
    open_link(page_phone, token)
    page_phone.goto("/i/form/questions/skin_history/")
    eczema, sores = page_phone.locator("#slot-eczema"), page_phone.locator("#slot-cold_sore_history")
    expect(eczema.get_by_text("Last time, on")).to_be_visible()
    if javascript:
        assert_accessible(page_phone)
    eczema.get_by_label("This is still right").check()
    sores.get_by_text("It is different now").click()
    choose(page_phone, "cold_sore_history", "yes")
    if javascript:
        wait_for_question(page_phone, "eczema_areas")
        says(page_phone, "Saved")
        both = {"cold_sore_history": "yes", "eczema": "mild"}
        assert soon(page_phone, newest, both) == both
        assert_accessible(page_phone)
        sores.get_by_label("This is still right").check()
        expect(sores.locator('[value="yes"]')).not_to_be_checked()
        choose(page_phone, "cold_sore_history", "yes")
        expect(sores.get_by_label("This is still right")).not_to_be_checked()
    page_phone.locator("#slot-rosacea").get_by_label("This is still right").check()
    answer_new(page_phone)
    if not javascript:
        go_on(page_phone, "Your skin over the years")
    page_phone.locator("#slot-eczema_areas").get_by_label("This is still right").check()
    answer_new(page_phone)
    go_on(page_phone, "Pregnancy and breastfeeding")
    given = newest()
    assert (given["eczema"], given["eczema_areas"], given["cold_sore_history"], given["rosacea"]) == (
        "mild",
        ["cheeks"],
        "yes",
        "none",
    )
    expect(page_phone.get_by_text("Last time, on")).to_have_count(0)


def answer_new(page: Page) -> None:
    """Answer what stands on the page and was not answered last time."""
    answers = page.locator(".slot:not([hidden]):not(:has(.earlier)) input[type=radio]")
    names: list[str] = answers.evaluate_all("found => [...new Set(found.map(each => each.name))]")
    for name in names:
        answer = page.locator(f'input[name="{name}"]')
        if not answer.and_(page.locator(":checked")).count():
            answer.first.check()


def cleared_yesterday() -> tuple[Appointment, str]:
    """Two medicines told and cleared a month ago, the visit tomorrow; and the token of a new link."""
    ada = open_form()
    ada.answer_all(takes_medicines="yes")
    response = ada.response
    medicines = [{"name": name, "prescribed": "yes"} for name in ("levothyroxine", "paracetamol")]
    saved = intake.save_answer(
        response=response,
        link_id="medicines",
        value=medicines,
        revision=response.revision,
        by=by_patient(response),
    )
    submit(saved.response)
    sign(ada.appointment, Actor.staff(clinician("Petra", "practitioner", treatments=["microneedling_pen"])))
    mine = Review.objects.filter(appointment=ada.appointment)
    mine.update(answers_given_at=timezone.now() - timedelta(days=30))
    Appointment.objects.filter(pk=ada.appointment.pk).update(starts_at=timezone.now() + timedelta(days=1))
    _, token = desk.create_invitation(appointment=ada.appointment, channel="copy", by=SYSTEM)
    return ada.appointment, token


@with_and_without_javascript
def test_returning_patient_changes_one_medicine(page_phone: Page, javascript: bool) -> None:
    appointment, token = cleared_yesterday()
    enter(page_phone, token)
    page_phone.goto("/i/form/changed/")
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("Has anything changed?")
    page_phone.get_by_label("Yes, or I'm not sure").check()
    page_phone.get_by_role("button", name="Continue").click()
    expect(page_phone.locator(".error-summary")).to_contain_text("Tick what has changed.")
    if javascript:
        assert_accessible(page_phone)
    page_phone.get_by_role("checkbox", name="Your medicines").check()
    page_phone.get_by_role("button", name="Continue").click()
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("A few answers again")
    if javascript:
        assert_accessible(page_phone)
    expect(page_phone.locator("#slot-pregnant")).to_have_count(0)
    expect(page_phone.locator('[name="q-medicines-0-name"]')).to_have_value("levothyroxine")
    name = page_phone.locator('[name="q-medicines-1-name"]')
    name.fill("Elikuis")
    name.press("Tab")
    page_phone.get_by_role("button", name="Send my answers").click()
    page_phone.get_by_role("button", name="Eliquis", exact=True).click()
    expect(page_phone.locator('[name="q-medicines-1-name"]')).to_have_value("Eliquis")
    page_phone.get_by_role("button", name="Send my answers").click()
    at(page_phone, "/i/form/sent/")
    answers = QuestionnaireResponse.objects.get(appointment=appointment).answers
    assert answers["medicines"] == [
        {"name": "levothyroxine", "prescribed": "yes"},
        {"name": "Eliquis", "prescribed": "yes"},
    ]
    assert (answers["pregnant"], Review.objects.get().state) == ("no", "needs-review")
