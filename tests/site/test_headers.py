"""What the headers of every address promise, outside the demo: with https."""

import logging
from functools import cache
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from tests.site.access_table import ADMINISTRATOR, PATIENT, PEOPLE, SIGNED_OUT, YES, table
from tests.site.access_world import MISSING_PATH, World, browser_of, make_world, same_again
from tests.site.addresses import Address, addresses

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
ALWAYS = {
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
KEPT_ON_PURPOSE = {"clinic_logo", "clinic_stylesheet", "intake:feed", "admin:jsi18n"}
"""Nobody's page: the clinic's look, words of the admin's scripts, a calendar that says when to ask again."""
STATIC = "/static/css/tokens.css"


@pytest.fixture
def world(db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> World:
    caplog.set_level(logging.ERROR, logger="django.request")
    world = make_world()
    for name, value in {
        "SECURE_HSTS_SECONDS": 365 * 24 * 60 * 60,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }.items():
        monkeypatch.setattr(settings, name, value)
    return world


def broken_promises(answer: Any, *, is_page: bool) -> list[str]:
    """Which headers are not as they should be."""
    found = [name for name, value in ALWAYS.items() if answer.get(name) != value]
    policy = {part.strip() for part in answer.get("Content-Security-Policy", "").split(";")}
    if policy != POLICY:
        found.append("Content-Security-Policy")
    if "camera=()" not in answer.get("Permissions-Policy", "").split(", "):
        found.append("Permissions-Policy")
    if len(answer.get("X-Request-ID", "")) != 32:
        found.append("X-Request-ID")
    if is_page and "no-store" not in answer.get("Cache-Control", ""):
        found.append("Cache-Control")
    found += [header for header in ("Server", "X-Powered-By") if header in answer]
    return found + [
        f"cookie {cookie.OutputString()}" for cookie in answer.cookies.values() if is_open(cookie)
    ]


def is_open(cookie: Any) -> bool:
    """Whether a cookie that is set may be read by a script, sent without https, or from elsewhere."""
    if cookie["max-age"] == 0:  # it is taken away
        return False
    safe = cookie["secure"] and cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"}
    return not (safe and cookie["path"] == "/" and not cookie["domain"])


def test_every_address_keeps_every_promise(world: World) -> None:
    browsers = cache(lambda person: browser_of(person, world))
    found = {}
    for address, method in product(addresses(), ("GET", "POST", "TRACE")):
        answer = asked(same_again(browsers(who_may(address))), method, address, world)
        wrong = broken_promises(answer, is_page=address.name not in KEPT_ON_PURPOSE)
        if wrong or (method == "TRACE" and answer.status_code != 405):
            found[f"{method} {address.name} {answer.status_code}"] = wrong
    assert found == {"GET review:letter 200": ["Content-Security-Policy"]}  # its own, which is stricter


def who_may(address: Address) -> str:
    """Somebody who may open it, where anybody may; those with a session before those without."""
    cells = [cells for cells in table()[address.name].values() if YES in cells.values()]
    return next((person for person in reversed(PEOPLE) for of in cells if of[person] == YES), SIGNED_OUT)


def asked(browser: Client, method: str, address: Address, world: World) -> Any:
    """The answer to one request over https, of which no row is kept."""
    path = address.path(world.path_samples(address.name))
    content_type = MULTIPART_CONTENT if method == "POST" else "application/octet-stream"
    with transaction.atomic():
        answer = browser.generic(method, path, secure=True, content_type=content_type)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("path", [STATIC, MISSING_PATH, "/static/nothing.css"])
def test_files_and_what_is_missing_keep_the_promises_too(path: str, world: World) -> None:
    answer: Any = Client().get(path, secure=True)
    answer.getvalue()
    answer.close()
    assert broken_promises(answer, is_page=False) == []


def test_there_are_two_cookies_and_neither_is_of_messages(world: World) -> None:
    cookies: set[str] = set()
    for person in (PATIENT, ADMINISTRATOR):
        client = browser_of(person, world)
        client.get("/accounts/sign-in/")
        cookies |= set(client.cookies)
    assert cookies <= {"clinic_session", "clinic_csrf"}
