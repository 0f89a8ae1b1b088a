"""The care plan in a real browser: on a phone by the link, on a practitioner's desk."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.accounts.models import User
from screening.models import CalendarFeed
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.journeys.browser import assert_accessible, with_and_without_javascript
from tests.people import PASSWORD
from tests.review.starter import hand_in, publish_starter

pytestmark = pytest.mark.django_db(transaction=True)

SCHEMES: tuple[Any, ...] = ("light", "dark")


def booked() -> tuple[Any, str]:
    """An appointment in three days, its questionnaire handed in with an answer left open, and its link."""
    publish_starter()
    starts_at = (timezone.now() + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    appointment = hand_in({"cold_sore_history": "unsure"}, starts_at=starts_at)
    _, token = desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    return appointment, token


def shot(page: Page, name: str) -> None:
    """A picture for whoever looks, where SHOTS names a folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@with_and_without_javascript
def test_patient_comes_back_for_the_plan_and_sets_up_reminders(page_phone: Page, javascript: bool) -> None:
    page = page_phone
    _appointment, token = booked()
    page.goto(f"/i/{token}/")
    for label, value in (("Day", "2"), ("Month", "4"), ("Year", "1990")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Open my plan").click()
    expect(page.get_by_role("heading", name="Your plan", level=1)).to_be_visible()
    for scheme in SCHEMES if javascript else ():
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
        shot(page, f"phone-{scheme}")
    page.get_by_role("button", name="Set up reminders").click()
    expect(page.get_by_label("Address")).to_have_value(f"http://127.0.0.1:8000{path_shown(page)}")
    if javascript:
        assert_accessible(page)
        shot(page, "phone-address")
    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="Stop reminders").click()
    expect(page.get_by_role("button", name="Set up reminders")).to_be_visible()
    assert CalendarFeed.objects.running().count() == 0


def path_shown(page: Page) -> str:
    """The path of the secret address."""
    return page.get_by_label("Address").input_value().removeprefix("http://127.0.0.1:8000")


def test_practitioner_reads_the_same_plan(page_desktop: Page, alice: User) -> None:
    page = page_desktop
    appointment, _token = booked()
    page.goto(f"/accounts/sign-in/?next=/review/{appointment.pk}/plan/")
    page.get_by_label("E-mail").fill(alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Care plan", level=1)).to_be_visible()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
        shot(page, f"desk-{scheme}")
