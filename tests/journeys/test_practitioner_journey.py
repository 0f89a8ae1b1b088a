"""A practitioner signs in, reads a summary, moves an appointment, enters a peel agent."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.accounts.models import User
from screening.models import Appointment, Evaluation
from tests.factories import make_patient
from tests.journeys.browser import assert_accessible, with_and_without_javascript
from tests.people import PASSWORD
from tests.review.starter import PEEL, hand_in, publish_starter

ACNE_CAPSULES = "Isotretinoin stopped less than six months ago"


def at(days: int) -> datetime:
    """Half past ten so many days from today."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(10, 30)))


@pytest.fixture
def stopped_on() -> date:
    """A day two weeks ago."""
    return timezone.localdate() - timedelta(days=14)


@pytest.fixture
def amara(transactional_db: None, stopped_on: date) -> Appointment:
    """Took isotretinoin until two weeks ago; comes today."""
    publish_starter()
    changes = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": stopped_on.isoformat()}
    return hand_in(changes, starts_at=at(0), patient=make_patient("Amara Okafor"))


@pytest.fixture
def david(amara: Appointment) -> Appointment:
    """Wants a peel, with nothing to find; comes tomorrow."""
    return hand_in({}, treatments=PEEL, starts_at=at(1), patient=make_patient("David Cohen"))


def sign_in(page: Page, user: User) -> None:
    page.goto("/review/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")


def read_finding(page: Page) -> None:
    """Open the first patient of the list and read why."""
    page.get_by_role("link", name="Amara Okafor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amara Okafor")
    expect(page.locator(".verdict h2")).to_contain_text("Deferred until")
    finding = page.get_by_role("article", name=ACNE_CAPSULES)
    expect(finding).to_contain_text("Yes, but I have stopped")
    expect(finding).to_contain_text("14 days before the appointment")
    finding.locator(".evidence > summary").click()
    expect(finding.locator(".sources")).to_contain_text("Device or medicine labelling")


def move_to_offered_date(page: Page, appointment: Appointment) -> None:
    """Take the earliest date that is offered, and see the result change."""
    earliest = Evaluation.objects.get(response=appointment.response).earliest_date
    assert earliest is not None
    page.get_by_role("link", name="Offer").click()
    expect(page.get_by_label("Date")).to_have_value(earliest.isoformat())
    page.get_by_role("button", name="Move and evaluate").click()
    expect(page.locator(".verdict h2")).to_have_text("Eligible")
    expect(page.locator("#changed")).to_contain_text("Appointment moved: was deferred until")
    expect(page.locator("#changed")).to_contain_text(f"Gone: {ACNE_CAPSULES}.")


def read_old_evaluation(page: Page) -> None:
    """The evaluation before is still there."""
    page.get_by_role("link", name="Read evaluation 1").click()
    expect(page.locator(".verdict h2")).to_contain_text("Deferred until")
    expect(page.get_by_text("It is not the newest.")).to_be_visible()
    expect(page.get_by_role("button", name="Move and evaluate")).to_have_count(0)


def enter_peel_agent(page: Page) -> None:
    """Follow the open question to its field and answer it."""
    page.goto("/review/")
    page.get_by_role("link", name="David Cohen").click()
    expect(page.locator(".verdict h2")).to_have_text("Needs clearance")
    question = page.get_by_role("article", name="1 question not answered")
    question.get_by_role("link", name="asked of the clinic: enter it").click()
    page.get_by_label("Peel agent").select_option("Glycolic acid")
    page.get_by_role("button", name="Save and evaluate").click()
    expect(page.locator(".verdict h2")).to_have_text("Eligible")
    expect(page.locator("#changed")).to_contain_text("Peel agent: Glycolic acid.")


@with_and_without_javascript
def test_a_working_day_on_a_desk(
    page_desktop: Page, alice: User, amara: Appointment, david: Appointment
) -> None:
    sign_in(page_desktop, alice)
    read_finding(page_desktop)
    move_to_offered_date(page_desktop, amara)
    read_old_evaluation(page_desktop)
    enter_peel_agent(page_desktop)


@with_and_without_javascript
def test_a_working_day_on_a_phone(
    page_phone: Page, alice: User, amara: Appointment, david: Appointment
) -> None:
    sign_in(page_phone, alice)
    read_finding(page_phone)
    move_to_offered_date(page_phone, amara)
    read_old_evaluation(page_phone)
    enter_peel_agent(page_phone)


def test_date_that_has_passed_is_refused_on_the_page(
    page_desktop: Page, alice: User, amara: Appointment
) -> None:
    sign_in(page_desktop, alice)
    page_desktop.get_by_role("link", name="Amara Okafor").click()
    page_desktop.get_by_role("link", name="Offer").click()
    page_desktop.get_by_label("Date").evaluate("field => { field.min = ''; field.value = '2020-01-01'; }")
    page_desktop.get_by_role("button", name="Move and evaluate").click()
    expect(page_desktop.get_by_role("alert")).to_be_focused()
    page_desktop.get_by_role("alert").get_by_role("link").click()
    expect(page_desktop.get_by_label("Date")).to_be_focused()
    expect(page_desktop.get_by_label("Date")).to_have_value("2020-01-01")
    assert_accessible(page_desktop)


def test_list_and_summary_are_used_with_the_keyboard(
    page_desktop: Page, alice: User, amara: Appointment
) -> None:
    sign_in(page_desktop, alice)
    link = page_desktop.get_by_role("link", name="Amara Okafor")
    link.focus()
    link.press("Enter")
    answers = page_desktop.get_by_text("All answers")
    page_desktop.locator("details.printed > summary").press("Enter")
    expect(page_desktop.get_by_text("Last isotretinoin dose").last).to_be_visible()
    expect(answers).to_be_visible()


@pytest.mark.parametrize("view", ["", "?queue=today", "?queue=waiting-for-patient"])
def test_lists_are_accessible(page_desktop: Page, alice: User, david: Appointment, view: str) -> None:
    sign_in(page_desktop, alice)
    page_desktop.goto(f"/review/{view}")
    assert_accessible(page_desktop)


@pytest.mark.parametrize("size", ["page_desktop", "page_phone"])
def test_summary_is_accessible_with_everything_open(
    size: str, request: pytest.FixtureRequest, alice: User, david: Appointment
) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in(page, alice)
    for name in ("Amara Okafor", "David Cohen"):
        page.goto("/review/")
        page.get_by_role("link", name=name).click()
        assert_accessible(page)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true;")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_print_shows_answers_and_evidence_and_no_forms(
    page_desktop: Page, alice: User, amara: Appointment
) -> None:
    sign_in(page_desktop, alice)
    page_desktop.get_by_role("link", name="Amara Okafor").click()
    page_desktop.emulate_media(media="print")
    expect(page_desktop.locator(".printed-sources li").first).to_be_visible()
    expect(page_desktop.locator(".answers").first).to_be_visible()
    expect(page_desktop.get_by_text("printed on")).to_be_visible()
    expect(page_desktop.get_by_label("Date")).to_be_hidden()
    expect(page_desktop.get_by_role("link", name="Offer")).to_be_hidden()
