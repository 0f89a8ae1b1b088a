"""At reception: import, book, send a link, answer for a patient, hand over the tablet, merge records."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from clinic.accounts.models import User
from screening.models import Appointment, OutboxMessage, QuestionnaireResponse, RulebookVersion
from tests.factories import make_appointment, make_patient, publish
from tests.journeys.browser import assert_accessible, with_and_without_javascript
from tests.journeys.patient import read_about_treatment, sign_consent
from tests.people import PASSWORD


@pytest.fixture
def published(transactional_db: None) -> RulebookVersion:
    """The small rulebook, active."""
    return publish()


@pytest.fixture
def ada(published: RulebookVersion) -> Appointment:
    """Comes today at half past ten; has not answered."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time(10, 30)))
    return make_appointment(make_patient("Ada Canary", email="ada@example.org"), start)


def sign_in(page: Page, user: User) -> None:
    page.goto("/desk/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Calendar")).to_be_visible()


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def check(page: Page, javascript: bool) -> None:
    """axe finds nothing, and nothing is wider than the window."""
    if javascript:
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def import_day(page: Page, folder: Path, javascript: bool) -> None:
    """Download the sample, add a row that cannot be read, look at the rows, import."""
    page.get_by_role("link", name="Import", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download a sample file").click()
    file = folder / "day.csv"
    file.write_text(download.value.path().read_text() + "A-3,someday,,Nobody,,,,,,,\n")
    page.get_by_label("File with appointments").set_input_files(file)
    page.get_by_role("button", name="Look at the rows").click()
    heading(page, "Look at the rows")
    expect(page.get_by_role("row", name=re.compile("Nobody"))).to_contain_text("Cannot be imported")
    check(page, javascript)
    page.get_by_role("button", name="Import what can be imported").click()
    expect(page.get_by_text("2 appointments booked")).to_be_visible()


def book_for_somebody_new(page: Page, javascript: bool) -> None:
    """A new patient, nearly one who is known already, and an appointment on the day that was chosen."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.goto(f"/desk/?day={tomorrow}")
    page.get_by_role("link", name="New appointment").click()
    page.get_by_role("searchbox").fill("Nadja Sampel 2.4.1990")
    page.get_by_role("button", name="Search").click()
    check(page, javascript)
    page.get_by_role("button", name=re.compile("add a new patient")).click()
    expect(page.get_by_label("Name")).to_have_value("Nadja Sampel")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    check(page, javascript)
    page.get_by_role("button", name=re.compile("somebody else")).click()
    heading(page, "Book an appointment")
    page.get_by_label("Time").fill("16:00")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("Choose at least one treatment.")
    page.get_by_label("Pen", exact=True).check()
    check(page, javascript)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text("The appointment has been booked.")).to_be_visible()


def merge_with_known(page: Page, javascript: bool) -> None:
    """It was the same person after all; and then it was not."""
    page.locator("h1 a").click()
    page.get_by_role("link", name="Merge with another record").click()
    page.get_by_role("link", name="Nadia Sample").click()
    heading(page, "Are these the same person?")
    check(page, javascript)
    page.get_by_role("radio", name=re.compile("Nadia Sample")).check()
    page.get_by_role("button", name="Merge", exact=True).click()
    heading(page, "Nadia Sample")
    check(page, javascript)
    page.get_by_role("button", name="Undo the merge Nadja Sampel").click()
    expect(page.get_by_text("The records are two again.")).to_be_visible()


def give_links(page: Page, javascript: bool) -> None:
    """Send a link from the day, copy one, print one."""
    page.goto("/desk/")
    check(page, javascript)
    page.get_by_role("button", name="Send link to Ada Canary").click()
    expect(page.get_by_text("The link is on its way to the patient.")).to_be_visible()
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_label("Link to the questionnaire")).to_have_value(re.compile("/i/"))
    check(page, javascript)
    page.get_by_role("link", name="Back to the appointment").click()
    page.get_by_role("button", name="Print a QR code").click()
    expect(page.get_by_role("img", name="QR code with the link to the questionnaire")).to_be_visible()
    check(page, javascript)
    page.get_by_role("link", name="Back to the appointment").click()
    expect(page.get_by_text("printed QR code")).to_be_visible()


def answer_for_patient(page: Page, javascript: bool) -> None:
    """Enter one answer by telephone, hand in what is incomplete."""
    page.get_by_role("link", name="Enter the answers for the patient").click()
    check(page, javascript)
    page.get_by_label("The patient, by telephone or here").check()
    page.get_by_role("button", name="To the questions").click()
    expect(page.get_by_role("region", name="Entering for a patient")).to_contain_text("Erin Egli")
    check(page, javascript)
    page.goto("/i/form/questions/health/")
    page.locator('[name="q-pregnant"][value="no"]').check()
    page.get_by_role("button", name="Continue").last.click()
    page.goto("/i/form/check/")
    check(page, javascript)
    page.get_by_label("My answers are true and complete").check()
    page.get_by_role("button", name="Hand in incomplete").click()
    expect(page.get_by_text("The questionnaire has been handed in.")).to_be_visible()
    check(page, javascript)


@with_and_without_javascript
def test_a_day_at_the_desk(
    page_desktop: Page, erin: User, ada: Appointment, tmp_path: Path, javascript: bool
) -> None:
    page = page_desktop
    sign_in(page, erin)
    import_day(page, tmp_path, javascript)
    book_for_somebody_new(page, javascript)
    merge_with_known(page, javascript)
    give_links(page, javascript)
    assert OutboxMessage.objects.filter(appointment=ada, kind="invitation").count() == 1
    answer_for_patient(page, javascript)
    response = QuestionnaireResponse.objects.get(appointment=ada)
    assert [response.answers, response.answered_by["pregnant"]["name"]] == [{"pregnant": "no"}, "Erin Egli"]
    page.goto("/desk/week/")
    check(page, javascript)


def start_tablet(page: Page) -> None:
    """From the day to the first question, with nobody signed in any more."""
    page.get_by_role("link", name="Ada Canary", exact=True).click()
    page.get_by_role("link", name="Let the patient answer on this device").click()
    page.get_by_role("button", name="Sign me out and start").click()
    heading(page, "About you")


def expect_resting(page: Page) -> None:
    heading(page, "Thank you")
    expect(page.locator("body")).not_to_contain_text("Ada")


def test_tablet_shows_nothing_after_handing_in(page_desktop: Page, erin: User, ada: Appointment) -> None:
    page = page_desktop
    sign_in(page, erin)
    start_tablet(page)
    page.get_by_role("button", name="Continue").last.click()
    heading(page, "Your health")
    for link_id in ("pregnant", "acne", "tablets"):
        page.locator(f'[name="q-{link_id}"][value="no"]').check()
    assert_accessible(page)
    page.get_by_role("button", name="Continue").last.click()
    page.get_by_role("button", name="Continue").last.click()
    heading(page, "Check your answers")
    page.get_by_label("My answers are true and complete").check()
    page.get_by_role("button", name="Go on to your treatment").click()
    read_about_treatment(page)
    sign_consent(page)
    expect_resting(page)
    assert_accessible(page)
    assert QuestionnaireResponse.objects.get(appointment=ada).is_submitted
    for _ in range(4):
        page.go_back()
        heading(page, re.compile("^(Thank you|Sign in)\\s*$"))
        expect(page.locator("body")).not_to_contain_text("Ada")
    page.goto("/desk/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_tablet_asks_and_then_clears_itself(
    page_desktop: Page, erin: User, ada: Appointment, settings: Settings
) -> None:
    page = page_desktop
    settings.TABLET_IDLE_SECONDS = 6
    sign_in(page, erin)
    start_tablet(page)
    still_there = page.get_by_role("alertdialog", name="Are you still there?")
    expect(still_there).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Yes, I am here").click()
    expect(still_there).to_be_hidden()
    expect(page).to_have_url(re.compile("/i/form/resting/$"), timeout=10_000)
    expect_resting(page)
    page.go_back()  # to the first question or, where Chromium drops that page, to the desk: both are closed
    heading(page, re.compile("^(Thank you|Sign in)\\s*$"))
    expect(page.locator("body")).not_to_contain_text("Ada")
    assert QuestionnaireResponse.objects.get(appointment=ada).answers == {}


def test_desk_works_with_the_keyboard_alone(page_desktop: Page, erin: User, ada: Appointment) -> None:
    page = page_desktop
    sign_in(page, erin)
    link = page.get_by_role("link", name="Ada Canary", exact=True)
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    heading(page, "Ada Canary")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Copy a link":
            break
    page.keyboard.press("Enter")
    heading(page, "A new link")


def test_desk_fits_a_phone(page_phone: Page, erin: User, ada: Appointment) -> None:
    page = page_phone
    sign_in(page, erin)
    patient, appointment = f"/desk/patients/{ada.patient_id}/", f"/desk/appointments/{ada.pk}/"
    addresses = ["/desk/", "/desk/week/", "/desk/recall/", "/desk/patients/", "/desk/patients/new/", patient]
    addresses += [patient + tail for tail in ("edit/", "book/", "merge/")]
    addresses += [appointment + tail for tail in ("", "change/", "cancel/", "answers/", "tablet/", "asked/")]
    for address in [*addresses, "/desk/import/"]:
        page.goto(address)
        check(page, javascript=True)
