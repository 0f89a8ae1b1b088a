"""A member of staff signs in and out: with a password, with a passkey, for the first time."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.fixtures import Settings

from clinic.accounts.models import User
from screening.models import Appointment, SignOff
from tests.journeys.browser import assert_accessible, with_and_without_javascript
from tests.people import PASSWORD
from tests.review.decisions import permit
from tests.review.starter import PEN, hand_in, publish_starter


def fill_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/sign-in/?next=/accounts/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@with_and_without_javascript
def test_sign_in_refused_on_a_phone(page_phone: Page, alice: User) -> None:
    fill_in(page_phone, alice.email, "wrong")
    expect(page_phone.get_by_role("alert")).to_have_text(
        "That address and password do not match an account. After five wrong tries, please wait five minutes."
    )
    expect(page_phone.get_by_label("E-mail address")).to_have_value(alice.email)


def test_sign_in_page_is_accessible(page_phone: Page) -> None:
    page_phone.goto("/accounts/sign-in/")
    assert_accessible(page_phone)


def test_missing_page_is_accessible(page_desktop: Page) -> None:
    page_desktop.goto("/nowhere/")
    expect(page_desktop.get_by_role("heading", level=1)).to_have_text("There is no page here")
    assert_accessible(page_desktop)


def test_admin_opens_under_the_content_security_policy(page_desktop: Page, db: None) -> None:
    root = User.objects.create_superuser("root@clinic.example", PASSWORD, full_name="Root")
    page_desktop.goto("/admin/accounts/user/")
    page_desktop.get_by_label("E-mail address").fill(root.email)
    page_desktop.get_by_label("Password").fill(PASSWORD)
    page_desktop.get_by_role("button", name="Sign in").or_(
        page_desktop.get_by_role("button", name="Log in")
    ).click()
    page_desktop.get_by_role("link", name="Root", exact=True).click()
    expect(page_desktop.get_by_label("Full name")).to_have_value("Root")


KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def key(page_desktop: Page, settings: Settings) -> Iterator[CDPSession]:
    """A laptop that can make passkeys, and a clinic in which a second step is required."""
    settings.MFA_REQUIRED = True
    session = page_desktop.context.new_cdp_session(page_desktop)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield session
    session.detach()


@pytest.fixture
def cleared(transactional_db: None, alice: User) -> Appointment:
    """An appointment nothing stands in the way of, which Alice may sign off."""
    publish_starter()
    permit(alice, *PEN)
    return hand_in({})


def test_passkey_from_the_first_sign_in_to_a_signature(
    page_desktop: Page, key: CDPSession, alice: User, cleared: Appointment
) -> None:
    page = page_desktop
    page.goto("/review/")
    page.get_by_label("E-mail address").fill(alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    assert_accessible(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My laptop")
    assert_accessible(page)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    assert_accessible(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")

    page.get_by_text("Alice Adler").first.click()
    page.get_by_role("link", name="How you sign in").click()
    expect(page.get_by_text("My laptop").first).to_be_visible()
    assert_accessible(page)
    page.get_by_text("Alice Adler").first.click()
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"/review/{cleared.pk}/sign-off/")
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Proceed").first.check()
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url("**/#standing")
    assert SignOff.objects.get().made_by == alice


def test_passkey_that_is_cancelled_says_so_and_the_password_still_works(
    page_desktop: Page, key: CDPSession, alice: User
) -> None:
    page = page_desktop
    page.goto("/accounts/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()  # there is none on this laptop
    expect(page.get_by_role("alert")).to_contain_text("That did not work, or was cancelled.")
    fill_in(page, alice.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")


def test_session_about_to_end_asks_and_goes_on(page_desktop: Page, alice: User, settings: Settings) -> None:
    settings.SESSION_IDLE_SECONDS = 100
    fill_in(page_desktop, alice.email, PASSWORD)
    page_desktop.goto("/accounts/me/sessions/")
    dialog = page_desktop.get_by_role("dialog", name="Are you still there?")
    expect(dialog).to_be_visible()
    assert_accessible(page_desktop)
    settings.SESSION_IDLE_SECONDS = 1800
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    settings.SESSION_IDLE_SECONDS = 0
    page_desktop.reload()
    expect(page_desktop.get_by_role("heading", level=1)).to_have_text("Sign in")
