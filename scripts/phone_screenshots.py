"""The README's pictures of a patient's phone: the way in, a question, Arabic by night, the plan."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
LINK = re.compile(r"(http://\S+)/i/(\S+)/")
BORN = re.compile(r"born (\d+)-(\d+)-(\d+)")
FORM = "/i/form/questions"
SETTLED_MS = 800

Shoot = Callable[[Page, str], None]


def patient(browser: Browser, log: str, shoot: Shoot) -> None:
    """From the printed link to the plan. SystemExit where `log` names no link."""
    link, born = LINK.search(log), BORN.search(log)
    if link is None or born is None:
        raise SystemExit("the log names no patient link")
    base = link[1]
    page = browser.new_page(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    page.goto(link[0])
    shoot(page, "patient-landing")
    for name, part in (("Day", born[3]), ("Month", born[2]), ("Year", born[1])):
        page.get_by_label(name).fill(part)
    page.get_by_role("button", name="Start").click()
    page.goto(f"{base}{FORM}/medicines/")
    page.locator("label", has_text="Yes, but I have stopped").first.click()
    page.wait_for_timeout(SETTLED_MS)
    shoot(page, "patient-medicines")
    page.locator("label", has_text="No, never").first.click()
    by_night_in_arabic(page, base, shoot)
    page.goto(f"{base}{FORM}/about/")
    answer_everything(page)
    sign(page)
    page.goto(f"{base}/i/plan/")
    shoot(page, "patient-plan")
    page.close()


def by_night_in_arabic(page: Page, base: str, shoot: Shoot) -> None:
    """The questions about the skin today, then back to English by day."""
    page.emulate_media(color_scheme="dark")
    page.goto(f"{base}{FORM}/skin_today/")
    page.locator(".languages [value=ar]").click()
    page.wait_for_load_state("networkidle")
    page.goto(f"{base}{FORM}/skin_today/")  # a letter form that comes late is for the next page
    page.locator("input[type=radio]").first.check()
    page.wait_for_timeout(SETTLED_MS)
    shoot(page, "patient-arabic")
    page.locator(".languages [value=en]").click()
    page.emulate_media(color_scheme="light")


def answer_everything(page: Page) -> None:
    """All pages of questions, to the check."""
    while FORM in page.url:
        answer_page(page)
        page.wait_for_timeout(SETTLED_MS)
        page.locator(".actions .button.primary").click()
        page.wait_for_load_state("networkidle")


def answer_page(page: Page) -> None:
    """The first answer of every list."""
    for code in ("fine_lines", "none"):
        for box in page.locator(f"[type=checkbox][value={code}]").all():
            box.check()
    names = "found => [...new Set(found.map(each => each.name))]"
    for name in page.locator(".slot:not([hidden]) input[type=radio]").evaluate_all(names):
        page.locator(f'input[name="{name}"]').first.check()


def sign(page: Page) -> None:
    """Declare, read, agree to what is needed, and send."""
    page.locator("[name=declaration]").check()
    page.locator(".actions .button.primary").click()
    page.get_by_role("link", name="Go on to consent").click()
    for box in ("treatment", "storage"):
        page.locator(f"[name={box}]").check()
    page.get_by_label("Your full name").fill("Demo Patient")
    page.get_by_role("button", name="Sign and send my answers").click()
    page.wait_for_load_state("networkidle")
