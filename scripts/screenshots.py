"""Takes the README's pictures from a running demo: `.venv/bin/python scripts/screenshots.py LOG`.

LOG is what `make run` printed: it holds the address, the sign-ins and the open patient link.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
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
        patient(browser, log)
        practitioner(browser, log)
        staff(browser, log, "reception", {"desk-week": "/desk/week/", "gate": "/desk/"})
        staff(browser, log, "administrator", {"rule": "/rulebook/rules/isotretinoin_recent/"})
        browser.close()


if __name__ == "__main__":
    main()
