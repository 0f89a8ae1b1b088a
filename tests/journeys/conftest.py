"""Pages of a real Chromium, phone-sized and desktop, with JavaScript or without."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

import tests.journeys.emptying  # noqa: F401 - patient with pages that close late
from tests.journeys.browser import DESKTOP, FLAGS, PHONE, chromium_path

EXPECTED = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of a test run."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's own event loop runs in this thread; the tests still talk to the database synchronously.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def javascript() -> bool:
    """Whether the pages run scripts; `with_and_without_javascript` walks a journey both ways."""
    return True


@contextmanager
def opened(chromium: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """A page of a fresh browser profile, which must end without a script error or a blocked resource."""
    context = chromium.new_context(base_url=base_url, locale="en-GB", timezone_id="Europe/Zurich", **options)
    context.set_default_timeout(10_000)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Chromium reports every 4xx answer as an error; whether one was right is for the journey to say. htmx
        # reports each request that a later one replaced.
        if message.type == "error" and not message.text.startswith(EXPECTED):
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page_phone(chromium: Browser, live_server: Any, javascript: bool) -> Iterator[Page]:
    """A phone held upright."""
    options = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    with opened(chromium, live_server.url, java_script_enabled=javascript, **options) as page:
        yield page


@pytest.fixture
def page_desktop(chromium: Browser, live_server: Any, javascript: bool) -> Iterator[Page]:
    """A window on a desk."""
    with opened(chromium, live_server.url, java_script_enabled=javascript, viewport=DESKTOP) as page:
        yield page
