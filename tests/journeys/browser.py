"""A real browser on the real pages: what the journeys share."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""All that differs between a page by day and by night, which is the same page in other colours."""
RUN_AXE = "async rules => (await axe.run(document, {runOnly: rules})).violations"

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

with_and_without_javascript = pytest.mark.parametrize(
    "javascript", [True, False], ids=["javascript", "no-javascript"]
)
"""For a journey that is walked twice; the page fixtures follow it."""


def chromium_path() -> str:
    """Where Chromium is; the test fails, naming the package, where it is not."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("Chromium is missing: install the package chromium, or name it in CHROMIUM.")
    return path


def described(violation: dict[str, Any]) -> str:
    """One violation in three lines or so: the rule, then each place."""
    places = [f"    {node['target']}: {node['html'][:160]}" for node in violation["nodes"]]
    return "\n".join([f"{violation['id']} ({violation['impact']}): {violation['help']}", *places])


def assert_accessible(page: Page) -> None:
    """Fail with what axe finds on the page as it stands; in the dark, of its colours. Needs JavaScript."""
    page.wait_for_load_state("load")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # not add_script_tag, which the content security policy blocks
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    violations = page.evaluate(RUN_AXE, OF_COLOUR if is_dark else AXE_RULES)
    assert [described(violation) for violation in violations] == []
