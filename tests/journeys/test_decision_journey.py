"""From the worklist to a sign-off: one person, a second person, two people at once, the keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from clinic.accounts.models import User
from clinic.review.codes import finding_code
from screening.models import Appointment, FindingDecision, SignOff
from screening.services import review
from tests.factories import make_patient
from tests.journeys.browser import DESKTOP, PHONE, assert_accessible, with_and_without_javascript
from tests.journeys.conftest import opened
from tests.letters import PDF
from tests.people import PASSWORD
from tests.review.decisions import permit
from tests.review.starter import PEN, hand_in, publish_starter

IMMUNE = "Weakened immunity now"
ISOTRETINOIN = "Taking isotretinoin"
Open = Callable[..., Page]


def at(days: int, hour: int = 10) -> datetime:
    """Half past an hour so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


@pytest.fixture
def amara(transactional_db: None, alice: User, frank: User) -> Appointment:
    """Takes isotretinoin and has an immune condition. Alice and Frank may sign off the pen."""
    publish_starter()
    permit(alice, *PEN)
    permit(frank, *PEN)
    changes = {"isotretinoin_status": "current", "immune_condition": "yes"}
    return hand_in(changes, starts_at=at(10), patient=make_patient("Amara Okafor"))


@pytest.fixture
def david(amara: Appointment) -> Appointment:
    """Nothing stands in the way; comes in eleven days."""
    return hand_in({}, starts_at=at(11), patient=make_patient("David Cohen"))


@pytest.fixture
def open_page(chromium: Browser, live_server: Any, javascript: bool) -> Iterator[Open]:
    """Opens a browser of their own for each person who is signed in."""
    with ExitStack() as browsers:

        def open_for(user: User, **options: Any) -> Page:
            settings = {"viewport": DESKTOP, "java_script_enabled": javascript, **options}
            page = browsers.enter_context(opened(chromium, live_server.url, **settings))
            sign_in(page, user)
            return page

        yield open_for


def sign_in(page: Page, user: User) -> None:
    page.goto("/review/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")


def open_record(page: Page, name: str) -> None:
    page.goto("/review/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def override(page: Page, title: str) -> None:
    """Open the disclosure of a finding and override it."""
    finding = page.get_by_role("article", name=title)
    finding.get_by_text("Decide on this").click()
    finding.get_by_label("Override").check()
    finding.get_by_label("Reason").select_option("Advice of a specialist")
    finding.get_by_label("Comment").fill("Dr Meier agrees: low dose, test spot only.")
    finding.get_by_role("button", name="Save decision").click()


def resolve(page: Page, title: str, folder: Path) -> None:
    """Clear a finding with a letter from a file."""
    letter = folder / "clearance.pdf"
    letter.write_bytes(PDF)
    finding = page.get_by_role("article", name=title)
    finding.get_by_text("Decide on this").click()
    finding.get_by_label("Resolved by a letter").check()
    finding.get_by_label("Add a letter").set_input_files(letter)
    finding.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("article", name=title)).to_contain_text("clearance.pdf")


def confirm(page: Page, name: str) -> None:
    """As the second person: the worklist asks, the record shows what waits, the password confirms."""
    expect(page.get_by_role("row", name=name)).to_contain_text("Confirm or refuse an override")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Confirm or refuse").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm the override").click()
    expect(page.get_by_role("article", name=ISOTRETINOIN)).to_contain_text("Confirmed by Frank Favre")


def refused_proceed(page: Page) -> None:
    """Proceed is refused, and names what is undecided."""
    page.get_by_role("link", name="Decide", exact=True).click()
    page.get_by_label("Proceed As planned. The gate opens.").check()
    page.get_by_label("Note").fill("Wrote to her dermatologist.")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign").click()
    blocking = page.get_by_role("alert", name="It cannot proceed while these are undecided")
    expect(blocking.get_by_role("link")).to_have_text([ISOTRETINOIN])
    expect(page.get_by_label("Note")).to_have_value("Wrote to her dermatologist.")


def sign_off(page: Page) -> None:
    """With every finding decided it goes ahead, and the gate is open."""
    page.get_by_role("link", name="Decide", exact=True).click()
    page.get_by_label("Proceed with conditions").check()
    page.get_by_role("textbox", name="Conditions").fill("Test spot first.")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign").click()
    standing = page.get_by_role("region", name="Signed off")
    expect(standing).to_contain_text("Cleared")
    expect(standing).to_contain_text("Test spot first.")
    standing.get_by_text("What was signed", exact=True).click()
    expect(standing).to_contain_text(SignOff.objects.get().digest)


@with_and_without_javascript
def test_findings_are_decided_by_two_and_signed_off(
    open_page: Open, alice: User, frank: User, amara: Appointment, tmp_path: Path
) -> None:
    page = open_page(alice)
    open_record(page, "Amara Okafor")
    resolve(page, IMMUNE, tmp_path)
    override(page, ISOTRETINOIN)
    expect(page.get_by_role("article", name=ISOTRETINOIN)).to_contain_text("waits for a clinical lead")
    refused_proceed(page)
    confirm(open_page(frank), "Amara Okafor")
    open_record(page, "Amara Okafor")
    sign_off(page)
    assert review.gate_now(amara, timezone.now()).gate == "cleared"


@with_and_without_javascript
def test_same_on_a_phone(open_page: Open, alice: User, amara: Appointment) -> None:
    page = open_page(alice, viewport=PHONE, is_mobile=True, has_touch=True)
    open_record(page, "Amara Okafor")
    override(page, IMMUNE)
    expect(page.get_by_role("article", name=IMMUNE)).to_contain_text("Dr Meier agrees")
    page.get_by_role("link", name="Decide", exact=True).click()
    page.get_by_label("Postpone").check()
    page.get_by_role("textbox", name="Not before").fill(at(200).date().isoformat())
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("region", name="Signed off")).to_contain_text("Postpone to")


def test_two_at_once_are_told_of_each_other_and_nothing_typed_is_lost(
    open_page: Open, alice: User, frank: User, amara: Appointment
) -> None:
    first, second = open_page(alice), open_page(frank)
    open_record(first, "Amara Okafor")
    open_record(second, "Amara Okafor")
    expect(second.get_by_role("status").first).to_contain_text("Alice Adler has this open since")
    override(second, IMMUNE)
    look_again(first)
    told = first.locator("#presence")
    expect(told).to_contain_text("Frank Favre has this open since")
    expect(told).to_contain_text("1 change since you opened it")
    expect(told).to_contain_text("A finding was decided. Frank Favre,")
    override(first, ISOTRETINOIN)
    alert = first.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("A finding was decided. Frank Favre,")
    expect(first.get_by_label("Comment")).to_have_value("Dr Meier agrees: low dose, test spot only.")
    assert_accessible(first)
    first.get_by_role("button", name="Save decision").click()
    expect(first.get_by_role("article", name=ISOTRETINOIN)).to_contain_text("Override waits")
    made = FindingDecision.objects.filter(response=amara.response).order_by("made_at")
    assert [one.made_by for one in made] == [frank, alice]


def look_again(page: Page) -> None:
    """Come back to a page, as from another tab: it asks what is new at once."""
    page.wait_for_load_state("load")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_answer_is_corrected_and_the_page_says_what_fell_away(
    open_page: Open, alice: User, amara: Appointment
) -> None:
    page = open_page(alice)
    open_record(page, "Amara Okafor")
    override(page, IMMUNE)
    expect(page.get_by_role("article", name=IMMUNE)).to_contain_text("Overridden")
    page.locator("details.printed > summary").click()
    page.get_by_role("link", name="Correct Weakened immunity now").click()
    page.get_by_label("Answer").select_option("No")
    page.get_by_label("Why is it corrected?").fill("She misread it.")
    page.get_by_role("button", name="Correct and evaluate").click()
    changed = page.locator("#changed")
    expect(changed).to_contain_text("No longer stands: overridden")
    expect(page.get_by_text("She misread it.")).to_be_visible()
    assert_accessible(page)


def test_patient_is_asked_about_ticked_answers(open_page: Open, alice: User, amara: Appointment) -> None:
    page = open_page(alice)
    open_record(page, "Amara Okafor")
    page.locator("details.printed > summary").click()
    page.get_by_label("Smoker").check()
    page.get_by_label("Message to the patient").last.fill("Since when?")
    page.get_by_role("button", name="Ask about the ticked questions").click()
    expect(page.get_by_role("region", name="Waiting for the patient")).to_contain_text("asked 1 question")
    page.get_by_role("button", name="Ask the patient no more").click()
    expect(page.get_by_role("region", name="Needs review")).to_be_visible()


def test_worklist_is_used_with_keys_alone(
    open_page: Open, alice: User, amara: Appointment, david: Appointment
) -> None:
    page = open_page(alice)
    page.wait_for_load_state("load")
    for key, name in (
        ("j", "Amara Okafor"),
        ("j", "David Cohen"),
        ("j", "David Cohen"),
        ("k", "Amara Okafor"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("jk?")
    expect(page.get_by_label("Search")).to_have_value("jk?")
    page.get_by_label("Search").fill("cohen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/?q=cohen")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("David Cohen")


def test_keys_can_be_switched_off(open_page: Open, alice: User, amara: Appointment) -> None:
    page = open_page(alice)
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Amara Okafor")).not_to_be_focused()


def test_refresh_tells_what_is_new_and_leaves_the_row_where_it_is(
    open_page: Open, alice: User, amara: Appointment
) -> None:
    for number in range(20):
        hand_in({}, starts_at=at(12), patient=make_patient(f"Row {number:02}"))
    page = open_page(alice, reduced_motion="reduce")  # the browser scrolls at once
    here = page.get_by_role("link", name="Row 15")
    here.focus()
    expect(here).to_be_in_viewport()
    before = here.bounding_box()
    hand_in({}, starts_at=at(1), patient=make_patient("Nora New"))
    look_again(page)
    expect(page.locator("#list-news")).to_contain_text("1 new")
    expect(page.get_by_role("row", name="Nora New")).to_contain_text("new")
    expect(here).to_be_focused()
    after = here.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2
    assert_accessible(page)


def test_signed_out_meanwhile_the_list_leads_to_the_sign_in(
    open_page: Open, alice: User, amara: Appointment
) -> None:
    page = open_page(alice)
    page.context.clear_cookies()
    look_again(page)
    page.wait_for_url("**/accounts/sign-in/?next=/review/")


def test_decision_is_made_with_the_keyboard_alone(open_page: Open, alice: User, amara: Appointment) -> None:
    page = open_page(alice)
    open_record(page, "Amara Okafor")
    finding = page.get_by_role("article", name=IMMUNE)
    finding.locator(".decide-on > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(finding.get_by_label("Acknowledge")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(finding.get_by_label("Override")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Discussed.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name=IMMUNE)).to_contain_text("Discussed.")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(
    open_page: Open, alice: User, amara: Appointment, david: Appointment, size: Any, scheme: Any
) -> None:
    page = open_page(alice, viewport=size, color_scheme=scheme)
    record = f"/review/{amara.pk}/"
    rule = finding_code("immune_condition")
    open_record(page, "Amara Okafor")
    override(page, ISOTRETINOIN)
    decision = FindingDecision.objects.get()
    for address in (
        "/review/?severity=contraindicated",
        "/review/?queue=signed-off",
        "/review/?severity=fatal",
        record,
        f"{record}findings/{rule}/",
        f"{record}decisions/{decision.pk}/confirm/",
        f"{record}ask/",
        f"{record}sign-off/",
    ):
        page.goto(address)
        page.evaluate("for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true;")
        for outcome in page.locator("[value=overridden], [value=proceed-with-conditions]").all()[:1]:
            outcome.check()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_refused_forms_are_accessible(open_page: Open, alice: User, amara: Appointment) -> None:
    page = open_page(alice)
    rule = finding_code("immune_condition")
    page.goto(f"/review/{amara.pk}/findings/{rule}/")
    page.get_by_label("Override").check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Comment").click()
    expect(page.get_by_label("Comment")).to_be_focused()
    assert_accessible(page)
    refused_proceed_here(page, amara)
    assert_accessible(page)


def refused_proceed_here(page: Page, appointment: Appointment) -> None:
    """A refused proceed with two findings left."""
    page.goto(f"/review/{appointment.pk}/sign-off/")
    page.get_by_label("Proceed As planned. The gate opens.").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign").click()
    blocking = page.get_by_role("alert", name="It cannot proceed while these are undecided")
    expect(blocking).to_be_focused()
    expect(blocking.get_by_role("link")).to_have_count(2)
