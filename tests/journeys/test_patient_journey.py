"""A new patient, from the link to the thanks."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from screening.models import Evaluation, QuestionnaireResponse
from tests.intake.patients import make_link
from tests.journeys.browser import with_and_without_javascript
from tests.journeys.patient import (
    answer_rest,
    at,
    choose,
    go_on,
    open_link,
    read_about_treatment,
    sign_consent,
    wait_for_question,
)

pytestmark = pytest.mark.django_db(transaction=True)

ACNE = "Do you have spots or acne at the moment?"


def answer_about(page: Page) -> None:
    page.get_by_role("checkbox", name="Neck", exact=True).check()
    page.get_by_role("checkbox", name="Fine lines").check()
    answer_rest(page)
    go_on(page, "Your skin today")


def answer_skin_today(page: Page, javascript: bool) -> None:
    """Acne opens a question: at once with JavaScript, after "continue" without."""
    page.get_by_role("group", name=ACNE).get_by_label("Yes, red, sore or pus-filled spots").check()
    if javascript:
        wait_for_question(page, "acne_areas")
        expect(page.locator("#section-status")).to_have_text(
            "Another question has opened: Where are the spots?"
        )
    answer_rest(page)
    if not javascript:
        go_on(page, "Your skin today")
        expect(page.get_by_role("heading", name="A few more questions")).to_be_visible()
    page.get_by_role("group", name="Where are the spots?").get_by_label("Chin").check()
    go_on(page, "Your skin over the years")


def answer_medicines(page: Page, javascript: bool) -> None:
    choose(page, "takes_medicines", "yes")
    if javascript:
        wait_for_question(page, "medicines")
    answer_rest(page)
    if not javascript:
        go_on(page, "Your medicines")
    write_name(page, 0, "Elikuis")
    choose(page, "medicines-0-prescribed", "yes")
    page.get_by_role("button", name="Add another").click()
    expect(page.locator('[name="q-medicines-1-name"]')).to_be_focused()
    write_name(page, 1, "metformin")
    choose(page, "medicines-1-prescribed", "yes")
    go_on(page, "Your medicines")
    page.get_by_role("button", name="Eliquis", exact=True).click()
    expect(page.locator('[name="q-medicines-0-name"]')).to_have_value("Eliquis")
    go_on(page, "Allergies and reactions")


def write_name(page: Page, row: int, name: str) -> None:
    """Write the name of a medicine and go on to the next field, which closes the suggestions."""
    field = page.locator(f'[name="q-medicines-{row}-name"]')
    field.fill(name)
    field.press("Tab")


def answer_recent(page: Page, javascript: bool) -> None:
    choose(page, "had_recent_procedures", "yes")
    if javascript:
        wait_for_question(page, "recent_procedures")
    else:
        go_on(page, "Recent treatments")
    page.get_by_label("Botox or a similar injection").check()
    page.get_by_label("Month").fill("8")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Forehead").check()
    go_on(page, "Anything else")


def answer_everything(page: Page, javascript: bool) -> None:
    answer_about(page)
    answer_skin_today(page, javascript)
    for heading in ("Pregnancy and breastfeeding", "Your health", "Your medicines"):
        answer_rest(page)
        go_on(page, heading)
    answer_medicines(page, javascript)
    page.get_by_role("checkbox", name="I have no allergies that I know of").check()
    answer_rest(page)
    go_on(page, "Implants and devices")
    answer_rest(page)
    go_on(page, "Recent treatments")
    answer_recent(page, javascript)
    page.get_by_label("Is there anything else").fill("I faint at the sight of needles 🙈")
    go_on(page, "Check your answers")


def send(page: Page) -> None:
    page.get_by_role("checkbox", name="My answers are true and complete").check()
    go_on(page)
    read_about_treatment(page)
    sign_consent(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers.")


def assert_sent() -> dict[str, Any]:
    """The one questionnaire is handed in and evaluated; its answers."""
    response = QuestionnaireResponse.objects.get()
    assert response.is_submitted
    assert Evaluation.objects.get().eligibility == "contraindicated"
    return dict(response.answers)


@with_and_without_javascript
def test_new_patient_on_a_phone(page_phone: Page, javascript: bool) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    assert token not in page_phone.url
    answer_everything(page_phone, javascript)
    page_phone.get_by_role("link", name="Change Are you pregnant, or could you be?").click()
    choose(page_phone, "pregnant", "unsure")
    go_on(page_phone, "Check your answers")
    send(page_phone)
    answers = assert_sent()
    assert (answers["treatment_areas"], answers["acne_areas"], answers["pregnant"]) == (
        ["neck"],
        ["chin"],
        "unsure",
    )
    assert answers["medicines"] == [
        {"name": "Eliquis", "prescribed": "yes"},
        {"name": "metformin", "prescribed": "yes"},
    ]
    assert answers["recent_procedures"] == [{"type": "botox", "date": "2026-08", "areas": ["forehead"]}]
    page_phone.get_by_role("button", name="Finish").click()
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("You have left")


def test_new_patient_at_a_desk(page_desktop: Page) -> None:
    _, token = make_link()
    open_link(page_desktop, token)
    answer_everything(page_desktop, javascript=True)
    send(page_desktop)
    assert_sent()


@with_and_without_javascript
def test_picture_ticks_the_checkboxes(page_phone: Page) -> None:
    _, token = make_link(areas=["cheeks"])
    open_link(page_phone, token)
    for area in ("forehead", "back", "abdomen"):
        page_phone.locator(f'[data-area="{area}"] use').click()
    page_phone.locator('[data-area="back"] use').click()
    page_phone.locator('[data-area="nose"] use').click()
    page_phone.get_by_role("checkbox", name="Fine lines").check()
    answer_rest(page_phone)
    go_on(page_phone, "Your skin today")
    assert QuestionnaireResponse.objects.get().answers["treatment_areas"] == ["forehead", "nose", "abdomen"]


def test_picture_keeps_its_place_when_tapped(page_phone: Page) -> None:
    _, token = make_link(areas=["cheeks"])
    open_link(page_phone, token)
    region = page_phone.locator('[data-area="abdomen"] use')
    region.scroll_into_view_if_needed()
    before = region.bounding_box()
    region.click()
    expect(page_phone.get_by_role("checkbox", name="Tummy")).to_be_checked()
    assert region.bounding_box() == before


@with_and_without_javascript
def test_back_and_forth_loses_nothing(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    page_phone.get_by_role("checkbox", name="Fine lines").check()
    answer_rest(page_phone)
    go_on(page_phone, "Your skin today")
    choose(page_phone, "cold_sore_now", "no")
    page_phone.get_by_role("button", name="Back").click()
    at(page_phone, "/i/form/questions/about/")
    expect(page_phone.get_by_role("checkbox", name="Fine lines")).to_be_checked()
    go_on(page_phone, "Your skin today")
    expect(page_phone.locator('[name="q-cold_sore_now"][value="no"]')).to_be_checked()


def test_question_closed_and_opened_again_keeps_what_was_typed(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    page_phone.goto("/i/form/questions/medicines/")
    choose(page_phone, "isotretinoin_status", "stopped")
    wait_for_question(page_phone, "isotretinoin_last_dose")
    page_phone.get_by_label("Year").fill("2025")
    choose(page_phone, "isotretinoin_status", "never")
    expect(page_phone.locator("#slot-isotretinoin_last_dose")).to_be_hidden()
    choose(page_phone, "isotretinoin_status", "stopped")
    wait_for_question(page_phone, "isotretinoin_last_dose")
    expect(page_phone.get_by_label("Year")).to_have_value("2025")


def test_none_and_other_answers_take_each_other_back(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    page_phone.goto("/i/form/questions/allergies/")
    latex, none = page_phone.get_by_label("Latex"), page_phone.get_by_label("I have no allergies")
    latex.check()
    none.check()
    expect(latex).not_to_be_checked()
    latex.check()
    expect(none).not_to_be_checked()


def test_saving_and_leaving_on_a_phone(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    choose(page_phone, "event_soon", "no")
    page_phone.get_by_role("button", name="Save and leave").click()
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("You have left")
    page_phone.goto("/i/form/questions/about/")
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("Please open your link again")
    open_link(page_phone, token)
    expect(page_phone.locator('[name="q-event_soon"][value="no"]')).to_be_checked()
