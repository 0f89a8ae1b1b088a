"""The rulebook workshop: a mistake and its counterexample, a second person, the patients affected."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, Route, expect

from clinic.accounts.models import User
from screening.models import Appointment, RulebookVersion
from screening.services import review
from screening.services.audit import SYSTEM
from screening.services.rulebook.jobs import run_due_jobs
from tests.clinicians import gate, practitioner, sign, submitted
from tests.factories import HEALTHY, make_patient, publish, small_document
from tests.journeys.browser import DESKTOP, assert_accessible
from tests.journeys.conftest import opened
from tests.people import PASSWORD

DRAFT = "Tablets: twelve months before the laser"
RULE = "Tablets stopped less than six months ago"
TABLETS = "Tablets in the last six months are always deferred"
PREGNANT = "Pregnant is never treated"
AMARA, DAVID = "Amara Okafor", "David Cohen"
TODAY = timezone.localdate()
VISIT = TODAY + timedelta(days=20)
Open = Callable[..., Page]


def promises() -> list[dict[str, object]]:
    """The invariants of the small rulebook."""
    shared: dict[str, object] = {"treatments": ["all"], "sources": ["design"]}
    recent = {"item": "tablets_last", "within": "6 months"}
    return [
        {"id": "tablets", "title": TABLETS, "when": recent, "at_least": "deferred", **shared},
        {
            "id": "pregnant",
            "title": PREGNANT,
            "when": {"item": "pregnant", "is": "yes"},
            "at_least": "contraindicated",
            **shared,
        },
    ]


@pytest.fixture
def active(transactional_db: None) -> RulebookVersion:
    """The small rulebook with two invariants, active."""
    return publish({**small_document(), "invariants": promises()})


def stopped_eight_months_before(name: str, treatment: str) -> Appointment:
    """Signed off: with six months to wait nothing stands in the way, with twelve the visit is too early."""
    last = (VISIT - timedelta(days=243)).isoformat()
    answers = {**HEALTHY, "tablets": "yes", "tablets_last": last}
    if treatment == "laser":
        answers["epilepsy"] = "no"
    starts_at = timezone.make_aware(datetime.combine(VISIT, time(10, 30)))
    return submitted(answers, patient=make_patient(name), treatments=[treatment], starts_at=starts_at)


@pytest.fixture
def visits(active: RulebookVersion) -> dict[str, Appointment]:
    """Two patients with the same answers: one comes for the laser, one for the pen. Both may come."""
    petra = practitioner()
    booked = {
        AMARA: stopped_eight_months_before(AMARA, "laser"),
        DAVID: stopped_eight_months_before(DAVID, "pen"),
    }
    for visit in booked.values():
        sign(visit, petra)
    return booked


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Open]:
    """Opens a browser of their own for each person who is signed in."""
    with ExitStack() as browsers:

        def open_for(user: User, to: str, **options: Any) -> Page:
            page = browsers.enter_context(
                opened(chromium, live_server.url, **{"viewport": DESKTOP, **options})
            )
            sign_in(page, user, to)
            return page

        yield open_for


def sign_in(page: Page, user: User, to: str) -> None:
    page.goto(f"/accounts/sign-in/?next={to}")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


GROUP_OF = {
    **dict.fromkeys(("Rules", "Questions"), "Content"),
    **dict.fromkeys(("Checks", "Cases", "Invariants", "Impact"), "Safety"),
    **dict.fromkeys(("Difference", "History", "Approval"), "Publish"),
}


def show(page: Page, part: str) -> None:
    """Open a part of the draft by its tab; a form has none, but the way back to the draft."""
    tabs = page.get_by_role("navigation", name="Parts of the draft")
    if not tabs.count():
        page.get_by_role("navigation", name="You are here").get_by_role("link", name=DRAFT).click()
    if not tabs.get_by_role("link", name=part, exact=True).count():
        tabs.get_by_role("link", name=GROUP_OF[part], exact=True).click()
    tabs.get_by_role("link", name=part, exact=True).click()
    expect(tabs.locator("[aria-current=page]")).to_have_text(part)


def start_draft(page: Page) -> None:
    page.get_by_role("link", name="Drafts", exact=True).click()
    page.get_by_label("What is it about?").fill(DRAFT)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DRAFT)


def open_rule(page: Page) -> None:
    show(page, "Rules")
    page.get_by_role("link", name=RULE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RULE)


def branch(page: Page, number: int) -> Locator:
    """One branch of a rule, its builder and its severities in sight."""
    found = page.get_by_role("region", name=f"Branch {number}", exact=True)
    if not found.locator("details").evaluate("one => one.open"):
        found.get_by_text("Condition and severity").click()
    return found


def save(page: Page) -> None:
    page.locator(".savebar").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def tighten_too_little(page: Page) -> None:
    """Twelve months for the laser: and the pen forgotten."""
    open_rule(page)
    first = branch(page, 1)
    first.get_by_label("Number in 1").fill("12")
    expect(first.locator(".said")).to_contain_text("less than 12 months before the appointment")
    first.get_by_label("Every treatment").select_option("")
    first.get_by_label("Laser").select_option("Deferred")
    assert_accessible(page)
    save(page)


def prove(page: Page) -> None:
    show(page, "Invariants")
    page.get_by_role("button", name="Prove now").click()
    expect(page.get_by_text("Waiting for the worker.")).to_be_visible()
    run_due_jobs(processes=1)


def see_the_counterexample(page: Page) -> None:
    """The proof names the forgotten pen, and the answers open in the try-out page."""
    prove(page)
    broken = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=TABLETS))
    expect(broken).to_contain_text("Broken")
    expect(broken).to_contain_text("Smallest counterexample")
    expect(broken).to_contain_text("Pen")
    expect(page.get_by_role("listitem").filter(has_text=PREGNANT)).to_contain_text("Proved")
    assert_accessible(page)
    broken.get_by_role("button", name="Open in Try it").click()
    expect(page.get_by_label("Last tablet")).not_to_have_value("")
    result = page.get_by_role("complementary", name="The result")
    expect(result).to_contain_text("Pen")
    assert_accessible(page)


def mend(page: Page) -> None:
    """Six months for all, as it was, and twelve for the laser in a branch of their own."""
    open_rule(page)
    page.get_by_role("button", name="Copy branch 1").click()
    expect(page.get_by_role("region", name="Branch 2", exact=True)).to_be_visible()
    first = branch(page, 1)
    first.get_by_label("Number in 1").fill("6")
    first.get_by_label("Every treatment").select_option("Deferred")
    first.get_by_label("Laser").select_option("")
    expect(first.locator(".said")).to_contain_text("less than 6 months before the appointment")
    expect(branch(page, 2).locator(".said")).to_contain_text("less than 12 months before the appointment")
    assert_accessible(page)
    save(page)


def add_question(page: Page) -> None:
    show(page, "Questions")
    assert_accessible(page)
    page.get_by_role("link", name="Question in Your health").click()
    page.get_by_role("textbox", name="Question").fill("Do you smoke?")
    page.get_by_label("Label for staff").fill("Smoking")
    page.get_by_label("Where its options come from").select_option("yes_no_unsure")
    page.get_by_label("May be left empty").check()
    expect(page.get_by_role("complementary").get_by_text("Do you smoke?")).to_be_visible()
    assert_accessible(page)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Smoking")


def preview(page: Page) -> None:
    """One of two would get worse; nobody is named, and of so few no details are shown."""
    show(page, "Impact")
    page.get_by_role("button", name="Preview the impact").click()
    expect(page.get_by_text("Waiting for the worker.")).to_be_visible()
    run_due_jobs(processes=1)
    expect(page.get_by_role("heading", name="0 to 4 of 0 to 4 results would change")).to_be_visible()
    expect(page.get_by_text("Details are shown from 10 questionnaires on")).to_be_visible()
    expect(page.get_by_role("heading", name="The questionnaires")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text(AMARA)
    assert_accessible(page)


def ask(page: Page) -> None:
    prove(page)
    expect(page.get_by_text("2 of 2 proved")).to_be_visible()
    for part in ("Checks", "Cases", "Difference", "History"):
        show(page, part)
        assert_accessible(page)
    show(page, "Approval")
    page.get_by_label("What was changed, and why?").fill("Twelve months before the laser, as the maker asks.")
    assert_accessible(page)
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_role("heading", name="Waiting for approval")).to_be_visible()
    expect(page.get_by_text("You have worked on this draft")).to_be_visible()
    assert_accessible(page)


def approve(page: Page) -> None:
    """Somebody else sees all of it on one page and publishes it with their password."""
    page.get_by_role("link", name=DRAFT).first.click()
    expect(page.get_by_text("all 2 proved")).to_be_visible()
    expect(page.get_by_role("region", name="What it changes")).to_contain_text("12 months")
    assert_accessible(page)
    page.get_by_label("Approve and publish now").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Published").first).to_be_visible()
    assert_accessible(page)


def see_who_is_affected(page: Page) -> None:
    page.goto("/review/")
    row = page.get_by_role("row").filter(has_text=AMARA)
    expect(row).to_contain_text("Deferred")
    expect(row).to_contain_text("Worse under the new rulebook")
    expect(page.get_by_role("row").filter(has_text=DAVID)).to_have_count(0)
    assert_accessible(page)


def test_rule_is_tightened_proved_approved_and_reaches_its_patients(
    open_page: Open, grace: User, frank: User, visits: dict[str, Appointment]
) -> None:
    editor = open_page(grace, "/rulebook/")
    start_draft(editor)
    assert_accessible(editor)
    tighten_too_little(editor)
    see_the_counterexample(editor)
    mend(editor)
    add_question(editor)
    preview(editor)
    ask(editor)
    approve(open_page(frank, "/rulebook/drafts/"))
    review.evaluate_outdated(by=SYSTEM, now=timezone.now())
    assert {name: gate(visit) for name, visit in visits.items()} == {AMARA: "on-hold", DAVID: "cleared"}
    see_who_is_affected(open_page(frank, "/review/"))


@pytest.mark.parametrize("javascript", [False], ids=["no-javascript"])
def test_condition_is_changed_and_undone_without_javascript(
    page_desktop: Page, grace: User, active: RulebookVersion
) -> None:
    page = page_desktop
    sign_in(page, grace, "/rulebook/")
    start_draft(page)
    open_rule(page)
    branch(page, 1).get_by_label("Number in 1").fill("12")
    save(page)
    expect(branch(page, 1).locator(".said")).to_contain_text("less than 12 months before the appointment")

    show(page, "History")
    change = page.get_by_role("list", name="Changes, the newest first").get_by_role("listitem").first
    expect(change).to_contain_text(f"{RULE}")
    change.get_by_text("changed").click()
    expect(change).to_contain_text("12 months")
    change.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Change 1 is undone.")).to_be_visible()
    open_rule(page)
    expect(branch(page, 1).get_by_label("Number in 1")).to_have_value("6")


def tab_to(page: Page, element_id: str) -> None:
    """Press Tab until an element has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == element_id:
            return
    pytest.fail(f"{element_id} is not in reach of the keyboard")


def focus_is_at(page: Page, element_id: str) -> None:
    expect(page.locator(f'[id="{element_id}"]')).to_be_focused()


def test_builder_is_worked_with_the_keyboard_alone(
    page_desktop: Page, grace: User, active: RulebookVersion
) -> None:
    page = page_desktop
    sign_in(page, grace, "/rulebook/")
    start_draft(page)
    open_rule(page)
    said = branch(page, 1).locator(".said")
    tab_to(page, "b0-when.-add")
    page.keyboard.press("Enter")
    focus_is_at(page, "b0-when.1-item")
    page.keyboard.type("Pregnant")
    expect(said).to_contain_text("Choose an answer.")
    focus_is_at(page, "b0-when.1-item")
    tab_to(page, "b0-when.1-value")
    page.keyboard.type("yes")
    expect(said).to_contain_text("Pregnant is yes")
    tab_to(page, "b0-when.1-up")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("When Pregnant is yes and Last tablet")
    tab_to(page, "b0-sev-pen")
    page.keyboard.type("Contra")
    expect(page.get_by_role("complementary")).to_contain_text("Contraindicated")
    focus_is_at(page, "b0-sev-pen")
    tab_to(page, "title")


def test_what_is_typed_while_an_answer_is_under_way_stays(
    page_desktop: Page, grace: User, active: RulebookVersion
) -> None:
    page, held = page_desktop, list[Route]()
    sign_in(page, grace, "/rulebook/")
    start_draft(page)
    open_rule(page)
    first = branch(page, 1)
    page.route("**/rules/**", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/rules/**"):
        first.get_by_label("How it is compared in 1").select_option("at_least_ago")
    first.get_by_label("Number in 1").fill("9")
    held[0].continue_()
    expect(first.locator(".said")).to_contain_text("at least 9 months before the appointment")
    expect(first.get_by_label("Number in 1")).to_have_value("9")
