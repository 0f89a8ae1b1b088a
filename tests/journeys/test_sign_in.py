"""A member of staff signs in and out."""

from playwright.sync_api import Page, expect

from clinic.accounts.models import User
from tests.journeys.browser import assert_accessible, with_and_without_javascript
from tests.people import PASSWORD


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
