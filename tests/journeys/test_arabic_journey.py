"""The whole way in Arabic, from right to left: the switch, the questions, consent, what is sent, the plan."""

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from screening.models import Consent, QuestionnaireResponse
from tests.intake.patients import SECTIONS, make_link
from tests.intake.speaking import offer
from tests.journeys.browser import DESKTOP, assert_accessible
from tests.journeys.patient import BORN, answer_rest, at, choose, wait_for_question

pytestmark = pytest.mark.django_db(transaction=True)

ARABIC_FONT = "[...document.fonts].some(one => one.family.includes('Arabic') && one.status === 'loaded')"
SCHEMES: tuple[Any, ...] = ("dark", "light")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look(page: Page, name: str, *, dark: bool = False) -> None:
    """axe by day, and by night where asked for; nothing beside the page; pictures where SHOTS is set."""
    size = page.viewport_size
    assert size is not None
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate(SIDEWAYS) == 0
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    for scheme in SCHEMES if dark else SCHEMES[-1:]:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(200)  # the colours of answers fade
        assert_accessible(page)
        shot(page, f"{name}-{scheme}")
    page.set_viewport_size(size)


def shot(page: Page, name: str) -> None:
    """A picture of the page, and one of it on a desk."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        size = page.viewport_size
        assert size is not None
        page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
        page.screenshot(path=f"{folder}/{name}-1280.png", full_page=True)
        page.set_viewport_size(size)


def open_in_arabic(page: Page, token: str) -> None:
    """Open the link, type the date of birth, choose Arabic, which keeps it, and go in."""
    page.goto(f"/i/{token}/")
    for part, value in zip(("Day", "Month", "Year"), BORN, strict=True):
        page.get_by_label(part, exact=True).fill(value)
    assert page.evaluate(ARABIC_FONT) is False
    page.get_by_role("button", name="العربيّة").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    kept = [page.get_by_label(part, exact=True).input_value() for part in ("اليوم", "الشهر", "السنة")]
    assert kept == list(BORN)
    look(page, "landing", dark=True)
    assert page.evaluate(ARABIC_FONT) is True
    page.get_by_label("اليوم", exact=True).fill("٢")  # from an Arabic keyboard
    page.get_by_label("السنة").press("Enter")  # goes on, though the switch stands first
    at(page, "/i/form/questions/about/")


def answer_everything(page: Page) -> None:
    """All sections; switching to and fro on the first loses nothing."""
    choose(page, "concern", "acne_scars")
    wait_for_question(page, "target_scar_date")
    page.locator("#id_q-target_scar_date_year").fill("2025")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("button", name="العربيّة").click()
    expect(page.locator("#id_q-target_scar_date_year")).to_have_value("2025")
    expect(page.locator('[name="q-concern"][value="acne_scars"]')).to_be_checked()
    look(page, "about", dark=True)
    page.locator(".actions .button.primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page, "errors", dark=True)
    choose(page, "concern", "fine_lines")
    page.locator('[name="q-concern"][value="acne_scars"]').uncheck()
    for section in SECTIONS:
        at(page, f"/i/form/questions/{section}/")
        answer_rest(page)
        if page.locator('[name="q-allergies"][value="none"]').count():
            choose(page, "allergies", "none")
        if section in {"health", "medicines"}:
            look(page, section)
        page.locator(".actions .button.primary").click()


def test_patient_reads_answers_signs_and_plans_in_arabic(page_phone: Page) -> None:
    page = page_phone
    offer("ar", "de")
    _, token = make_link()
    open_in_arabic(page, token)
    answer_everything(page)
    at(page, "/i/form/check/")
    look(page, "check", dark=True)
    page.locator("[name=declaration]").check()
    page.locator(".actions .button.primary").click()
    at(page, "/i/form/treatment/")
    look(page, "treatment", dark=True)
    page.get_by_role("link", name="المتابعة إلى الموافقة").click()
    page.locator("[name=treatment]").check()
    page.locator("[name=storage]").check()
    page.get_by_label("اسمكم الكامل").fill("آدا كناري")
    look(page, "consent", dark=True)
    page.get_by_role("button", name="التوقيع وإرسال إجاباتي").click()
    at(page, "/i/form/sent/")
    look(page, "sent")
    page.get_by_role("link", name="عرض خطتكم لما قبل وما بعد").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("خطتكم")
    look(page, "plan", dark=True)
    signed = Consent.objects.get().signed
    assert (signed["text"]["language"], signed["text"]["parts"][0]["title"]) == ("ar", "ما هو مخطط له")
    assert QuestionnaireResponse.objects.get().language == "ar"
