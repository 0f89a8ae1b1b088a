"""What a patient does in a browser, whatever the browser."""

import re

from playwright.sync_api import Page, expect

BORN = ("2", "4", "1990")


def open_link(page: Page, token: str) -> None:
    """Open the link and show whose it is."""
    page.goto(f"/i/{token}/")
    for part, value in zip(("Day", "Month", "Year"), BORN, strict=True):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About you and your visit")


def go_on(page: Page, heading: str = "") -> None:
    """Continue; `heading` is that of the page it leads to."""
    page.locator(".actions").get_by_role("button").last.click()
    if heading:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def choose(page: Page, link_id: str, code: str) -> None:
    """Choose one answer of a list."""
    page.locator(f'[name="q-{link_id}"][value="{code}"]').check()


def answer_rest(page: Page) -> None:
    """Choose the first answer wherever none is chosen yet."""
    answers = page.locator(".slot:not([hidden]) input[type=radio]")
    names: list[str] = answers.evaluate_all("found => [...new Set(found.map(each => each.name))]")
    for name in names:
        answer = page.locator(f'input[name="{name}"]')
        if not answer.and_(page.locator(":checked")).count():
            answer.first.check()


def wait_for_question(page: Page, link_id: str) -> None:
    """Wait until a question has opened."""
    expect(page.locator(f"#slot-{link_id}")).to_be_visible()


def at(page: Page, path: str) -> None:
    """Expect the browser at an address."""
    expect(page).to_have_url(re.compile(re.escape(path) + "$"))


def read_about_treatment(page: Page) -> None:
    """From the checked answers past the page about the treatment to consent."""
    expect(page.get_by_role("heading", level=1)).to_have_text("About your treatment")
    page.get_by_role("link", name="Go on to consent").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your consent")


def sign_consent(page: Page, name: str = "Ada Canary") -> None:
    """Agree to what is needed, sign with the name, send."""
    page.get_by_role("checkbox", name="I have read about my treatment").check()
    page.get_by_role("checkbox", name="The clinic may store my answers").check()
    page.get_by_label("Your full name").fill(name)
    page.get_by_role("button", name="Sign and send my answers").click()
