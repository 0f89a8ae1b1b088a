"""A returning patient: what changed since last time, and what is done on the treatment day."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from clinic.accounts.models import User
from screening.models import Appointment, TreatmentPermission, TreatmentRecord
from screening.services import treatment
from screening.services.audit import Actor
from tests.factories import make_patient
from tests.journeys.browser import DESKTOP, PHONE, assert_accessible, with_and_without_javascript
from tests.journeys.conftest import opened
from tests.people import PASSWORD
from tests.review.starter import PEN, hand_in, publish_starter

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_EVERYTHING = "for (const one of document.querySelectorAll('details')) one.open = true"
NOW = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}


@pytest.fixture
def returning(alice: User) -> Appointment:
    """Somebody treated six weeks ago, who answers otherwise today."""
    publish_starter()
    TreatmentPermission.objects.create(user=alice, treatment=PEN[0], may_perform=True)
    now = timezone.now().replace(microsecond=0)
    patient = make_patient("Ada Canary")
    first = on_day(hand_in({}, starts_at=now + timedelta(days=30), patient=patient), now - timedelta(weeks=6))
    done = treatment.Performed(
        treatment=PEN[0],
        device="Motorised pen",
        depth_um=1000,
        passes=2,
        batch="LOT 7",
        areas=["full_face"],
        reaction="Even redness.",
    )
    why = "Signed off on paper."
    treatment.record_treatment(
        appointment=first, performed=done, by=Actor.staff(alice), now=now, without_clearance=why
    )
    return on_day(hand_in(NOW, starts_at=now + timedelta(days=30), patient=patient), now)


def on_day(appointment: Appointment, at: Any) -> Appointment:
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=at)
    found: Appointment = Appointment.objects.with_people().get(pk=appointment.pk)
    return found


def sign_in(page: Page) -> None:
    page.goto("/accounts/sign-in/")
    page.get_by_label("E-mail address").fill("alice@clinic.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@with_and_without_javascript
def test_treatment_of_a_returning_patient(page_desktop: Page, returning: Appointment) -> None:
    page = page_desktop
    sign_in(page)
    page.goto(f"/review/{returning.pk}/")
    since = page.locator("#since")
    expect(since).to_contain_text("Isotretinoin")
    since.get_by_role("link", name="Isotretinoin stopped less than six months ago").click()
    expect(page.locator("#finding-isotretinoin_recent")).to_be_visible()
    expect(page.locator("#treatment")).to_contain_text("1.0\N{NO-BREAK SPACE}mm · 2 passes")

    page.get_by_role("link", name="Record the treatment").click()
    page.get_by_label("Why was the patient treated all the same?").fill("Test spot behind the ear only.")
    page.get_by_label("Treatment and device").select_option("Microneedling pen: Motorised pen")
    page.get_by_label("Depth in mm").fill("2.75")
    page.get_by_label("Passes").fill("1")
    page.get_by_role("button", name="Sign and record").click()
    expect(page.get_by_role("alert")).to_contain_text("The catalogue goes to 2.5 mm")
    page.get_by_label("I used this depth on purpose").check()
    page.get_by_role("button", name="Sign and record").click()
    expect(page.get_by_text("Deeper than the catalogue")).to_be_visible()

    page.get_by_role("link", name="Amend").click()
    page.get_by_label("Depth in mm").fill("0.75")
    page.get_by_label("Why is the record amended?").fill("The dial stood at 0.75.")
    page.get_by_role("button", name="Sign the amended record").click()
    expect(page.get_by_text("The dial stood at 0.75.").first).to_be_visible()
    rows = TreatmentRecord.objects.filter(appointment=returning).in_order()
    assert [row.depth_um for row in rows] == [2750, 750]
    page.goto(f"/review/{returning.pk}/")
    expect(page.locator("#treatment")).to_contain_text("0.75\N{NO-BREAK SPACE}mm · 1 pass")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_summary_and_treatment_are_accessible(
    chromium: Browser, live_server: Any, returning: Appointment, viewport: Any, scheme: Any
) -> None:
    record = TreatmentRecord.objects.get()
    paths = [
        f"{returning.pk}/",
        f"{returning.pk}/treatment/",
        f"{record.appointment_id}/treatment/{record.pk}/",
    ]
    with opened(chromium, live_server.url, viewport=viewport, color_scheme=scheme) as page:
        sign_in(page)
        for path in paths:
            page.goto(f"/review/{path}")
            page.evaluate(OPEN_EVERYTHING)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
