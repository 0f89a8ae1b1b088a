"""Takes the README's pictures from a running demo: `.venv/bin/python scripts/screenshots.py LOG`.

LOG is what `make run` printed: it holds the address, the sign-ins and the open patient link.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

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
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
PASSWORD = re.compile(r"(\S+@\S+)\s+password (\S+)")
LINK = re.compile(r"(http://\S+)/i/(\S+)/")
BORN = re.compile(r"born (\d+)-(\d+)-(\d+)")


def patient(browser: Browser, log: str) -> None:
    """The landing page, and the first section of the questionnaire."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    link, born = LINK.search(log), BORN.search(log)
    if link is None or born is None:
        raise SystemExit("the log names no patient link")
    page.goto(link[0])
    shoot(page, "patient-landing")
    for name, part in (("Day", born[3]), ("Month", born[2]), ("Year", born[1])):
        page.get_by_label(name).fill(part)
    page.get_by_role("button", name="Start").click()
    shoot(page, "patient-areas")
    base = link[1]
    page.goto(f"{base}/i/form/questions/medicines/")
    page.locator("label", has_text="Yes, but I have stopped").first.click()
    page.wait_for_timeout(800)
    shoot(page, "patient-medicines")
    page.close()


def staff(browser: Browser, log: str, who: str, pages: dict[str, str]) -> None:
    """Pages of one member of staff, by picture name and path; `*` opens the first row of the page before."""
    sign_ins = dict(PASSWORD.findall(log))
    email = next(email for email in sign_ins if email.startswith(who))
    base = LINK.search(log)
    page = browser.new_page(viewport=DESK)
    page.goto(f"{base[1] if base else ''}/accounts/sign-in/")
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(sign_ins[email])
    page.get_by_role("button", name="Sign in").click()
    for name, path in pages.items():
        if path == "*":
            page.locator("main table a[href], main .rows a[href]").first.click()
        else:
            page.goto(f"{base[1] if base else ''}{path}")
        shoot(page, name)
    page.close()


def shoot(page: Page, name: str) -> None:
    """One picture of what is in view."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=SHOTS / f"{name}.png")


def main() -> None:
    """Take all pictures."""
    log = Path(sys.argv[1]).read_text()
    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        patient(browser, log)
        staff(browser, log, "practitioner", {"worklist": "/review/", "summary": "*"})
        staff(browser, log, "administrator", {"rule": "/rulebook/rules/isotretinoin_recent/"})
        browser.close()


if __name__ == "__main__":
    main()
