"""An administrator reads the starter rulebook, follows a rule to its questions, and lets staff in."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from clinic.accounts.models import User
from screening.engine import parse_rulebook, read_document
from screening.models import RulebookVersion
from screening.services.audit import SYSTEM
from screening.services.rulebook import load_starter
from tests.journeys.browser import DESKTOP, assert_accessible, with_and_without_javascript
from tests.journeys.conftest import opened
from tests.people import PASSWORD

RULE = "/rulebook/rules/isotretinoin_recent/"
SENTENCE = (
    "When Isotretinoin is “Yes, but I have stopped” and Last isotretinoin dose is less than 6 months before "
    "the appointment, treatment needs clearance for light peel, and is deferred for every other treatment."
)
PAGES = [
    "/rulebook/",
    "/rulebook/?q=skin&severity=terrible",
    "/rulebook/?q=nothingofthekind",
    RULE,
    "/rulebook/rules/contradictory_answer/",
    "/rulebook/questions/",
    "/rulebook/medicines/?name=Claravis+and+something&form=systemic",
    "/rulebook/treatments/",
    "/rulebook/sources/",
    "/rulebook/cases/",
    "/rulebook/versions/",
]
STAFF_PAGES = [
    "/accounts/staff/",
    "/accounts/staff/permissions/",
    "/accounts/staff/invite/",
    "/accounts/me/sessions/",
]
ADMIN_PAGES = ["/admin/", "/admin/accounts/user/"]


@pytest.fixture
def starter(transactional_db: None) -> RulebookVersion:
    """The starter rulebook, active."""
    version = load_starter(by=SYSTEM)
    assert version is not None
    return version


@pytest.fixture
def page_without_policy(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A window in which axe may try out styles on pages that forbid them, as it does beside passwords."""
    with opened(chromium, live_server.url, viewport=DESKTOP, bypass_csp=True) as page:
        yield page


def sign_in(page: Page, user: User, to: str) -> None:
    page.goto(f"/accounts/sign-in/?next={to}")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


@with_and_without_javascript
def test_administrator_finds_a_rule_and_what_it_rests_on(
    page_desktop: Page, bob: User, starter: RulebookVersion
) -> None:
    page = page_desktop
    sign_in(page, bob, "/rulebook/")
    page.get_by_role("searchbox", name="Search").fill("isotretinoin months")
    page.get_by_label("Severity").select_option("Deferred")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Isotretinoin stopped less than six months ago").click()
    expect(page.locator(".sentence")).to_have_text(SENTENCE)
    expect(page.get_by_text("did not come out as expected")).to_have_count(0)
    expect(page.get_by_text("as expected.")).to_be_visible()

    page.get_by_role("link", name="Last isotretinoin dose").click()
    question = page.locator("#isotretinoin_last_dose")
    expect(question).to_be_in_viewport()
    expect(question).to_contain_text(
        "Shown when Isotretinoin is “Yes, but I have stopped” or “I'm not sure”."
    )

    page.get_by_role("link", name="Medicines", exact=True).click()
    page.get_by_label("Name as typed").fill("Claravis 40 mg")
    page.get_by_role("button", name="Try").click()
    expect(page.get_by_role("status")).to_contain_text("Oral isotretinoin")


@with_and_without_javascript
def test_practitioner_reads_a_rule_on_a_phone(
    page_phone: Page, alice: User, starter: RulebookVersion
) -> None:
    sign_in(page_phone, alice, "/rulebook/")
    page_phone.get_by_role("link", name="Pregnant", exact=True).click()
    expect(page_phone.get_by_role("heading", level=1)).to_have_text("Pregnant")
    assert page_phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True


def test_administrator_downloads_a_version(
    page_desktop: Page, bob: User, starter: RulebookVersion, tmp_path: Path
) -> None:
    sign_in(page_desktop, bob, "/rulebook/versions/")
    with page_desktop.expect_download() as download:
        page_desktop.get_by_role("link", name="TOML of version 1").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert parse_rulebook(read_document(saved).document).digest == starter.digest


@with_and_without_javascript
def test_administrator_lets_a_practitioner_in(
    page_desktop: Page, page_phone: Page, bob: User, starter: RulebookVersion
) -> None:
    page = page_desktop
    sign_in(page, bob, "/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Members of staff")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Full name").fill("Dora Dietrich")
    page.get_by_label("E-mail address").fill("dora@clinic.example")
    page.get_by_label("Practitioner: reads submitted questionnaires and decides").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("A link was sent to dora@clinic.example.")

    page.goto("/accounts/staff/permissions/")
    page.get_by_label("Dora Dietrich, Fractional laser: Signs off").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("1 permission was changed.")
    expect(page.get_by_label("Dora Dietrich, Fractional laser: Signs off")).to_be_checked()

    link = re.search(r"/accounts/join/\S+", str(mail.outbox[-1].body))
    assert link is not None
    page_phone.goto(link[0])
    page_phone.get_by_label("New password").fill(PASSWORD)
    page_phone.get_by_label("The same again").fill(PASSWORD)
    page_phone.get_by_role("button", name="Set the password").click()
    expect(page_phone.get_by_role("status")).to_contain_text("Your password is set.")
    sign_in(page_phone, User.objects.get(email="dora@clinic.example"), RULE)
    expect(page_phone.locator(".sentence")).to_have_text(SENTENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rulebook_is_accessible_on_a_desk(
    page_desktop: Page, bob: User, starter: RulebookVersion, scheme: Any
) -> None:
    page_desktop.emulate_media(color_scheme=scheme)
    sign_in(page_desktop, bob, "/rulebook/")
    for address in PAGES:
        page_desktop.goto(address)
        assert_accessible(page_desktop)


def test_rulebook_is_accessible_on_a_phone(page_phone: Page, alice: User, starter: RulebookVersion) -> None:
    sign_in(page_phone, alice, "/rulebook/")
    for address in PAGES:
        page_phone.goto(address)
        assert_accessible(page_phone)
        assert page_phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True


def test_rulebook_opened_out_is_accessible(page_desktop: Page, bob: User, starter: RulebookVersion) -> None:
    sign_in(page_desktop, bob, "/rulebook/")
    for address in ("/rulebook/treatments/", "/rulebook/medicines/", "/rulebook/sources/"):
        page_desktop.goto(address)
        page_desktop.evaluate(
            "document.querySelectorAll('main details').forEach(found => { found.open = true })"
        )
        assert_accessible(page_desktop)


@pytest.mark.parametrize("size", ["page_desktop", "page_phone"])
def test_staff_pages_are_accessible(
    size: str,
    request: pytest.FixtureRequest,
    alice: User,
    bob: User,
    frank: User,
    starter: RulebookVersion,
) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in(page, bob, "/")
    for address in STAFF_PAGES:
        page.goto(address)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") is True


def test_broken_rulebook_is_accessible(page_desktop: Page, bob: User, starter: RulebookVersion) -> None:
    sign_in(page_desktop, bob, "/rulebook/versions/")
    RulebookVersion.objects.filter(pk=starter.pk).update(document="{}", digest="sha256:" + "0" * 64)
    page_desktop.goto("/rulebook/")
    expect(page_desktop.get_by_role("alert")).to_contain_text("The stored rulebook cannot be used")
    assert_accessible(page_desktop)


def test_admin_is_accessible(page_without_policy: Page, alice: User, bob: User) -> None:
    page = page_without_policy
    sign_in(page, bob, "/admin/")
    for address in (*ADMIN_PAGES, f"/admin/accounts/user/{alice.pk}/change/"):
        page.goto(address)
        assert_accessible(page)
