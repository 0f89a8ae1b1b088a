"""The browser's own back button, over a page that answered a form with its errors."""

import pytest
from playwright.sync_api import Page, expect

from tests.intake.patients import make_link
from tests.journeys.patient import answer_rest, go_on, open_link

pytestmark = pytest.mark.django_db(transaction=True)


def test_back_over_a_page_with_errors_loads_it(page_phone: Page) -> None:
    _, token = make_link()
    open_link(page_phone, token)
    go_on(page_phone)
    expect(page_phone.get_by_role("alert")).to_be_visible()
    page_phone.get_by_role("checkbox", name="Fine lines").check()
    page_phone.reload()
    expect(page_phone.get_by_role("alert")).to_be_visible()
    page_phone.get_by_role("checkbox", name="Neck", exact=True).check()
    page_phone.get_by_role("checkbox", name="Fine lines").check()
    answer_rest(page_phone)
    go_on(page_phone, "Your skin today")
    page_phone.go_back()
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("About you and your visit")
    expect(page_phone.get_by_role("checkbox", name="Fine lines")).to_be_checked()
