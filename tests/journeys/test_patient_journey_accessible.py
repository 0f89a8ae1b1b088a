"""Every page and state of the patient's way, as axe and a keyboard find it."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from screening.models import Consent
from tests.intake.patients import make_link, open_form
from tests.journeys.browser import assert_accessible
from tests.journeys.conftest import opened
from tests.journeys.patient import (
    answer_rest,
    choose,
    go_on,
    open_link,
    read_about_treatment,
    sign_consent,
    wait_for_question,
)

pytestmark = pytest.mark.django_db(transaction=True)


def assert_accessible_as_a_whole(page: Page) -> None:
    """On the whole page at once: what the bar at the foot covers for now, axe takes for too small to tap."""
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    assert_accessible(page)
    page.set_viewport_size(size)


def assert_accessible_in_both_lights(page: Page) -> None:
    """By day and by night."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)  # the colours of answers fade
    assert_accessible_as_a_whole(page)
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(200)
    assert_accessible_as_a_whole(page)


def test_way_in_is_accessible(page_phone: Page) -> None:
    _, token = make_link()
    page_phone.goto(f"/i/{token}/")
    assert_accessible_in_both_lights(page_phone)
    page_phone.get_by_role("button", name="Start").click()
    expect(page_phone.locator(".error-summary")).to_be_focused()
    assert_accessible_in_both_lights(page_phone)
    page_phone.goto("/i/no-such-link/")
    assert_accessible(page_phone)
    page_phone.goto("/i/form/check/")
    assert_accessible(page_phone)


def test_section_with_open_questions_and_errors_is_accessible(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    assert_accessible_in_both_lights(page_phone)
    page_phone.get_by_role("checkbox", name="Acne scars").check()
    wait_for_question(page_phone, "target_scar_date")
    page_phone.locator('[data-area="nose"] use').click()
    assert_accessible_in_both_lights(page_phone)
    go_on(page_phone)
    expect(page_phone.locator(".error-summary")).to_be_focused()
    assert_accessible_in_both_lights(page_phone)
    page_phone.get_by_role("link", name="Date of the scar").click()
    expect(page_phone.get_by_label("Day")).to_be_focused()


def test_medicines_and_recent_treatments_are_accessible(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    page_phone.goto("/i/form/questions/medicines/")
    choose(page_phone, "takes_medicines", "yes")
    wait_for_question(page_phone, "medicines")
    name = page_phone.get_by_role("combobox", name="Name 1")
    name.press_sequentially("eliq", delay=20)
    expect(page_phone.get_by_role("option", name="Eliquis")).to_be_visible()
    name.press("ArrowDown")
    assert_accessible_in_both_lights(page_phone)
    name.fill("Elikuis")
    choose(page_phone, "medicines-0-prescribed", "unsure")
    answer_rest(page_phone)
    go_on(page_phone)
    expect(page_phone.get_by_text("Did you mean Eliquis?")).to_be_visible()
    assert_accessible_in_both_lights(page_phone)
    page_phone.goto("/i/form/questions/recent/")
    choose(page_phone, "had_recent_procedures", "yes")
    wait_for_question(page_phone, "recent_procedures")
    page_phone.get_by_role("button", name="Add another").click()
    expect(page_phone.get_by_role("heading", name="Recent treatments 2")).to_be_visible()
    assert_accessible_in_both_lights(page_phone)


@pytest.mark.parametrize("width", [390, 1280])
def test_check_and_thanks_are_accessible(page_desktop: Page, width: int) -> None:
    page_desktop.set_viewport_size({"width": width, "height": 900})
    assert_fine = assert_accessible_in_both_lights if width == 390 else assert_accessible_as_a_whole
    patient = open_form()
    cookie = patient.client.cookies["clinic_session"].value
    page_desktop.goto("/i/form/check/")
    url = page_desktop.url.removesuffix("/i/form/check/")
    page_desktop.context.add_cookies([{"name": "clinic_session", "value": cookie, "url": url}])
    page_desktop.goto("/i/form/check/")
    assert_fine(page_desktop)
    patient.answer_all()
    page_desktop.goto("/i/form/check/")
    assert_fine(page_desktop)
    go_on(page_desktop)
    expect(page_desktop.locator(".error-summary")).to_be_focused()
    assert_fine(page_desktop)
    page_desktop.get_by_role("checkbox", name="My answers").check()
    go_on(page_desktop, "About your treatment")
    assert_fine(page_desktop)
    read_about_treatment(page_desktop)
    assert_fine(page_desktop)
    page_desktop.get_by_role("button", name="Sign and send my answers").click()
    expect(page_desktop.locator(".error-summary")).to_be_focused()
    draw(page_desktop)
    assert_fine(page_desktop)
    sign_consent(page_desktop)
    expect(page_desktop.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers.")
    assert_fine(page_desktop)
    assert Consent.objects.get().signed["drawing"].startswith("M")
    page_desktop.get_by_role("link", name="What you signed").click()
    expect(page_desktop.get_by_role("img", name="Drawn signature")).to_be_visible()
    assert_fine(page_desktop)
    page_desktop.go_back()
    page_desktop.get_by_role("button", name="Finish").click()
    expect(page_desktop.get_by_role("heading", level=1)).to_have_text("You have left")
    assert_accessible(page_desktop)


def test_medicine_by_keyboard_alone(page_desktop: Page) -> None:
    _, token = make_link()
    open_link(page_desktop, token)
    page_desktop.goto("/i/form/questions/medicines/")
    choose(page_desktop, "takes_medicines", "yes")
    wait_for_question(page_desktop, "medicines")
    name = page_desktop.get_by_role("combobox", name="Name 1")
    name.focus()
    page_desktop.keyboard.type("eliq", delay=20)
    option = page_desktop.get_by_role("option", name="Eliquis")
    expect(option).to_be_visible()
    page_desktop.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert name.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page_desktop.keyboard.press("Enter")
    expect(name).to_have_value("Eliquis")
    expect(name).to_have_attribute("aria-expanded", "false")
    page_desktop.keyboard.press("Enter")
    page_desktop.keyboard.press("Space")
    expect(page_desktop.locator('[name="q-medicines-0-prescribed"][value="yes"]')).to_be_checked()
    name.focus()
    page_desktop.keyboard.type("x", delay=20)
    page_desktop.keyboard.press("Escape")
    expect(page_desktop.get_by_role("listbox")).to_be_hidden()


def draw(page: Page) -> None:
    """Sign with the mouse, take it back, sign again."""
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    for _ in range(2):
        page.get_by_role("button", name="Clear").click()
        assert page.locator("#id_drawing").input_value() == ""
        box = pad.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + 60, steps=5)
        page.mouse.up()
    assert page.locator("#id_drawing").input_value().startswith("M")


def small_targets(page: Page) -> list[str]:
    """What can be tapped and is lower or narrower than 44 pixels; links within sentences may be."""
    return page.evaluate(SMALL_TARGETS)  # type: ignore[no-any-return] # a list of texts


SMALL_TARGETS = """
() => [...document.querySelectorAll('a[href], button, summary, input, select, textarea, label.choice')]
  .filter(each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .filter(each => !each.closest('p, li p, .visually-hidden, .body-map, label') && each.tabIndex >= 0)
  .map(each => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 43.5 || box.height < 43.5))
  .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)
"""


MOVING = """
() => [...document.querySelectorAll('*')].flatMap(each => [each, '::before', '::after'].map(
  part => typeof part === 'string' ? getComputedStyle(each, part) : getComputedStyle(each)))
  .filter(style => style.transitionDuration !== '0s' || style.animationName !== 'none'
    || style.scrollBehavior === 'smooth').map(style => style.transitionProperty)
"""


def test_states_of_a_section_are_accessible(chromium: Browser, live_server: LiveServer) -> None:
    """At twice the size (640 pixels of 1280), help open, errors shown, nothing moving; by day and night."""
    _, token = make_link()
    zoomed = {"viewport": {"width": 640, "height": 480}, "reduced_motion": "reduce"}
    with opened(chromium, live_server.url, **zoomed) as page:
        open_link(page, token)
        page.goto("/i/form/questions/pregnancy/")
        for help_text in page.get_by_text("Why do we ask, and who sees it?").all():
            help_text.click()
        expect(page.get_by_text("Only the people who treat you see your answer.")).to_have_count(2)
        go_on(page)
        expect(page.locator(".error-summary")).to_be_focused()
        assert_accessible_in_both_lights(page)
        assert small_targets(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        assert page.evaluate(MOVING) == []
        page.set_viewport_size({"width": 320, "height": 640})  # four times the size
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
