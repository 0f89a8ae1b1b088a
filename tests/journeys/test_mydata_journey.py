"""A patient looks at what is stored, asks for a correction, and withdraws the form; on a phone."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.accounts.models import User
from screening.models import CorrectionRequest, Review
from screening.services import desk, mydata
from screening.services.audit import SYSTEM, Actor
from tests.journeys.browser import assert_accessible, with_and_without_javascript
from tests.people import PASSWORD
from tests.review.starter import hand_in, publish_starter

pytestmark = pytest.mark.django_db(transaction=True)

SCHEMES: tuple[Any, ...] = ("light", "dark")


def looked_at(page: Page, name: str, javascript: bool) -> None:
    """Look at a page by day and by night, with axe. A picture for who looks, where SHOTS names a folder."""
    for scheme in SCHEMES if javascript else ():
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{scheme}.png", full_page=True)


def sign_in(page: Page, user: User, path: str) -> None:
    """Sign in on the way to a page."""
    page.goto(path)
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@with_and_without_javascript
def test_patient_looks_at_the_data_asks_for_a_correction_and_withdraws(
    page_phone: Page, javascript: bool
) -> None:
    page = page_phone
    publish_starter()
    starts_at = (timezone.now() + timedelta(days=9)).replace(minute=0, second=0, microsecond=0)
    appointment = hand_in({"smoker": "yes"}, starts_at=starts_at)
    _, token = desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    page.goto(f"/i/{token}/")
    for label, value in (("Day", "2"), ("Month", "4"), ("Year", "1990")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Open my plan").click()
    page.get_by_role("link", name="What is stored about you").click()
    expect(page.get_by_role("heading", name="What is stored about you", level=1)).to_be_visible()
    page.locator("summary").first.click()
    looked_at(page, "mydata", javascript)
    page.get_by_role("link", name="An answer is wrong").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Write what we should put right.")
    looked_at(page, "correction", javascript)
    page.get_by_label("What is wrong, and what is right?").fill("I stopped smoking.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("We are looking at it")).to_be_visible()
    assert CorrectionRequest.objects.get().text == "I stopped smoking."
    page.get_by_role("link", name="Withdraw my form").click()
    looked_at(page, "withdraw", javascript)
    page.get_by_label("Yes, I withdraw my form.").check()
    page.get_by_role("button", name="Withdraw my form").click()
    expect(page.get_by_role("heading", name="The form has been withdrawn")).to_be_visible()
    looked_at(page, "withdrawn", javascript)
    assert Review.objects.get().state == "withdrawn"


def test_staff_read_what_came_from_the_patient(page_desktop: Page, erin: User, frank: User) -> None:
    page = page_desktop
    publish_starter()
    appointment = hand_in({"smoker": "yes"}, starts_at=timezone.now() + timedelta(days=9))
    by = Actor.patient(appointment.patient)
    for about, text in (("answer", "I stopped smoking."), ("contact", "My number is new.")):
        mydata.ask_for_correction(appointment=appointment, about=about, text=text, by=by)
    sign_in(page, frank, f"/review/{appointment.pk}/")
    looked_at(page, "record", javascript=True)
    page.get_by_role("link", name="Reply").first.click()
    looked_at(page, "reply", javascript=True)
    mydata.withdraw_form(appointment=appointment, by=by, now=timezone.now())
    page.goto(f"/review/{appointment.pk}/")
    looked_at(page, "record-withdrawn", javascript=True)
    page.goto("/review/?queue=withdrawn")
    looked_at(page, "worklist-withdrawn", javascript=True)
    page.context.clear_cookies()
    sign_in(page, erin, "/desk/wishes/")
    looked_at(page, "desk-wishes", javascript=True)
    page.get_by_role("link", name="Reply").click()
    page.get_by_label("It is put right").check()
    looked_at(page, "desk-wish", javascript=True)
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("The patient finds your reply on their page.")).to_be_visible()
    page.goto(f"/desk/appointments/{appointment.pk}/")
    looked_at(page, "desk-withdrawn", javascript=True)
