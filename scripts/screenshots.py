"""Takes the README's pictures from a running demo: `.venv/bin/python -m scripts.screenshots LOG`.

LOG is what `make run` printed: it holds the address, the sign-ins and the open patient link.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

from scripts.phone_screenshots import LINK, patient

SHOTS = Path(__file__).parent.parent / "docs" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: ViewportSize = {"width": 1280, "height": 900}
PASSWORD = re.compile(r"(\S+@\S+)\s+password (\S+)")


def signed_in(browser: Browser, log: str, who: str) -> tuple[Page, str]:
    """A window of one member of staff, and the address of the clinic."""
    sign_ins = dict(PASSWORD.findall(log))
    email = next(email for email in sign_ins if email.startswith(who))
    link = LINK.search(log)
    base = link[1] if link else ""
    page = browser.new_page(viewport=DESK)
    page.goto(f"{base}/accounts/sign-in/")
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(sign_ins[email])
    page.get_by_role("button", name="Sign in").click()
    return page, base


def staff(browser: Browser, log: str, who: str, pages: dict[str, str]) -> None:
    """Pages of one member of staff, by picture name and path."""
    page, base = signed_in(browser, log, who)
    for name, path in pages.items():
        page.goto(f"{base}{path}")
        shoot(page, name)
    page.close()


def practitioner(browser: Browser, log: str) -> None:
    """The worklist, the worst that waits in it, and how a finding is decided."""
    page, base = signed_in(browser, log, "practitioner")
    page.goto(f"{base}/review/")
    shoot(page, "worklist")
    page.goto(f"{base}/review/?severity=contraindicated")
    page.locator("table.worklist a.row-link").first.click()
    shoot(page, "summary")
    page.goto(f"{base}/review/?severity=clearance")
    page.locator("table.worklist a.row-link").first.click()
    decide = page.locator(".decide-on", has=page.locator("[value=overridden]")).first
    decide.locator("summary").click()
    decide.locator("[value=overridden]").check()
    decide.locator("[name=reason]").select_option(index=1)
    decide.locator("[name=comment]").fill("Seen in person: nothing that speaks against it.")
    decide.evaluate("one => scrollBy({top: one.getBoundingClientRect().top - 280, behavior: 'instant'})")
    shoot(page, "decision")
    page.close()


DRAFT = "Laser after isotretinoin, and smokers"
WHY = "The new laser's maker asks for twelve months. Smokers: two slow wounds this summer."
JOB_MS = 120_000
SETTLED_MS = 1_500


def editor(browser: Browser, log: str) -> str:
    """A draft from a mistake and its counterexample to the request for approval; the draft's address."""
    page, base = signed_in(browser, log, "editor")
    page.goto(f"{base}/rulebook/drafts/")
    page.get_by_label("What is it about?").fill(DRAFT)
    page.get_by_role("button", name="Start").click()
    draft = page.url
    make_a_mistake(page, draft)
    change(page, draft)
    page.goto(f"{draft}impact/")
    finish(page, "Preview the impact")
    scroll_to(page, page.get_by_role("heading", name="results would change"), 90)
    shoot(page, "impact")
    page.goto(f"{draft}invariants/")
    finish(page, "Prove now")
    page.goto(f"{draft}approval/")
    page.locator("[name=note]").fill(WHY)
    page.get_by_role("button", name="Ask for approval").click()
    page.close()
    return draft


def make_a_mistake(page: Page, draft: str) -> None:
    """Twelve months, for the fractional laser alone: everything else forgotten. The proof sees it."""
    page.goto(f"{draft}rules/isotretinoin_recent/")
    page.get_by_label("Number in 2").fill("12")
    severity(page, 1, "Every treatment", "")
    severity(page, 1, "Fractional laser", "Deferred")
    save(page)
    page.goto(f"{draft}invariants/")
    finish(page, "Prove now")
    scroll_to(page, page.locator("li", has=page.locator(".counter")).first, 130)
    shoot(page, "counterexample")


def change(page: Page, draft: str) -> None:
    """Six months as it was, twelve for the laser in a branch of its own, and clearance for smokers."""
    page.goto(f"{draft}rules/isotretinoin_recent/")
    page.get_by_role("button", name="Copy branch 1").click()
    page.wait_for_timeout(SETTLED_MS)
    page.get_by_role("region", name="Branch 1", exact=True).get_by_label("Number in 2").fill("6")
    severity(page, 1, "Every treatment", "Deferred")
    severity(page, 1, "Fractional laser", "")
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    shoot(page, "rule-editor")
    save(page)
    page.goto(f"{draft}rules/healing_risk/")
    severity(page, 2, "Every treatment", "Needs clearance")
    save(page)
    take_over_cases(page, draft)


def severity(page: Page, branch: int, of: str, word: str) -> None:
    """Choose a severity in a branch of a rule, and wait for the page to follow."""
    region = page.get_by_role("region", name=f"Branch {branch}", exact=True)
    details = region.locator("details").first
    if not details.evaluate("one => one.open"):
        details.locator("summary").first.click()
    region.get_by_label(of, exact=True).select_option(word)
    page.wait_for_timeout(SETTLED_MS)


def take_over_cases(page: Page, draft: str) -> None:
    """Every case that comes out otherwise now expects what comes out."""
    failing = f"{draft}cases/?result=failing"
    page.goto(failing)
    while (found := page.locator("tbody a.row-link")).count():
        found.first.click()
        page.get_by_role("button", name="Take over what comes out").click()
        save(page)
        page.goto(failing)


def scroll_to(page: Page, what: Locator, above: int) -> None:
    """Have it so many pixels below the top."""
    what.evaluate("(one, above) => scrollBy({top: one.getBoundingClientRect().top - above})", above)
    page.wait_for_timeout(SETTLED_MS)


def save(page: Page) -> None:
    """Save the form."""
    page.locator(".savebar").get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").filter(has_text="Saved").wait_for()


def finish(page: Page, name: str) -> None:
    """Start a job and wait until the worker has done it."""
    page.get_by_role("button", name=name).click()
    page.get_by_text("for the draft as it is").wait_for(timeout=JOB_MS)


def lead(browser: Browser, log: str, draft: str) -> None:
    """The draft as the second person sees it."""
    page, _base = signed_in(browser, log, "lead")
    page.goto(f"{draft}approval/")
    shoot(page, "approval")
    page.close()


def shoot(page: Page, name: str) -> None:
    """One picture of what is in view, in 128 colours: half the size, and nobody sees it."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(SHOTS / f"{name}.png", optimize=True)


def main() -> None:
    """Take all pictures."""
    log = Path(sys.argv[1]).read_text()
    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        patient(browser, log, shoot)
        practitioner(browser, log)
        staff(browser, log, "reception", {"desk-week": "/desk/week/", "gate": "/desk/"})
        lead(browser, log, editor(browser, log))
        staff(browser, log, "administrator", {"rule": "/rulebook/rules/isotretinoin_recent/"})
        browser.close()


if __name__ == "__main__":
    main()
