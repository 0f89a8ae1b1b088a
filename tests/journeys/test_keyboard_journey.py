"""The whole way with the keyboard alone: no click, no tap, nothing focused but by its keys."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from screening.models import QuestionnaireResponse
from tests.intake.patients import SECTIONS, make_link
from tests.journeys.patient import BORN, at

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = """
() => { const e = document.activeElement;
  return {name: e.name ?? '', type: e.type ?? '', tag: e.tagName, checked: e.checked ?? false,
    text: (e.textContent ?? '').trim(), of: e.className} }
"""
MOST = 120  # stops on one page


def tab_to(page: Page, text: str = "", name: str = "") -> None:
    """Tab until what has this text, or this name, has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if (text and here["text"] == text) or (name and here["name"] == name):
            return
    pytest.fail(f"the keyboard does not come to {text or name}")


def type_into(page: Page, **fields: str) -> None:
    """Tab to each field and type."""
    for name, text in fields.items():
        tab_to(page, name=name.replace("__", "-"))
        page.keyboard.type(text)


def answer_section(page: Page) -> list[str]:
    """Choose the first answer of every list on the way to "Continue", and press it; what had the focus."""
    passed: list[str] = []
    while len(passed) < MOST:
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["tag"] == "BUTTON" and here["text"] == "Continue":
            page.keyboard.press("Enter")
            return passed
        answer(page, here, is_first=here["name"] not in passed)
        passed.append(here["name"] or here["of"])
    pytest.fail("the keyboard does not come to the end of the page")


def answer(page: Page, here: dict[str, Any], *, is_first: bool) -> None:
    """Choose what has the focus where that is the first answer of a list that asks for one."""
    is_list = here["type"] == "checkbox" and here["name"] in {"q-concern", "q-allergies"}
    if is_first and (is_list or (here["type"] == "radio" and not here["checked"])):
        page.keyboard.press("Space")
    if is_first and here["name"] == "q-takes_medicines":
        write_medicine(page)


def write_medicine(page: Page) -> None:
    """From "No, I take none" down to "Yes", and choose a name that is suggested."""
    page.keyboard.press("ArrowDown")
    expect(page.locator("#slot-medicines")).to_be_visible()
    type_into(page, **{"q-medicines-0-name": "eliq"})
    expect(page.get_by_role("option", name="Eliquis")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_new_patient_with_the_keyboard_alone(page_desktop: Page) -> None:
    page = page_desktop
    _, token = make_link()
    page.goto(f"/i/{token}/")
    day, month, year = BORN
    type_into(page, birth_date__day=day, birth_date__month=month, birth_date__year=year)
    page.keyboard.press("Enter")
    at(page, "/i/form/questions/about/")
    tab_to(page, text="Continue")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[name="q-concern"]').first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    for section in SECTIONS:
        expect(page).to_have_url(re.compile(f"/questions/{section}/"))
        passed = answer_section(page)
        assert not [name for name in passed if name.startswith("region")]  # the picture is passed over
    at(page, "/i/form/check/")
    tab_to(page, name="declaration")
    page.keyboard.press("Space")
    tab_to(page, text="Go on to your treatment")
    page.keyboard.press("Enter")
    at(page, "/i/form/treatment/")
    tab_to(page, text="Go on to consent")
    page.keyboard.press("Enter")
    at(page, "/i/form/consent/")
    for box in ("treatment", "storage"):
        tab_to(page, name=box)
        page.keyboard.press("Space")
    type_into(page, name="Ada Canary")
    tab_to(page, text="Sign and send my answers")
    page.keyboard.press("Enter")
    at(page, "/i/form/sent/")
    tab_to(page, text="See your plan for before and after")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/i/plan/$"))
    response = QuestionnaireResponse.objects.whole().get()
    assert response.is_submitted
    assert response.answers["medicines"] == [{"name": "Eliquis", "prescribed": "yes"}]
