"""Every cell of the table of who may open what, tried with a real request."""

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from clinic.accounts.models import User
from tests.people import PASSWORD
from tests.site.access_table import (
    ADMINISTRATOR,
    DEACTIVATED,
    MISSING,
    PEOPLE,
    PRACTITIONER,
    RECEPTION,
    REFUSED,
    SIGN_IN,
    SIGNED_OUT,
    YES,
    markdown,
    table,
)
from tests.site.access_world import MISSING_PATH, World, add_own, browser_of, make_world, same_again
from tests.site.addresses import Address, addresses, routes
from tests.site.pictures import PNG

USUAL = ["GET", "POST"]
UNUSUAL = ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
METHODS = [*USUAL, *UNUSUAL]
NEVER_AN_ANSWER = {401, 403, 404, 405}
WRITE_ANEW = "Write it anew: .venv/bin/python -m tests.site.access_table > docs/access.md"
ADD_A_ROW = "Add a row for each to ROWS in tests/site/access_table.py, then: " + WRITE_ANEW
TAKE_OUT = "Take these out of ROWS in tests/site/access_table.py, then: " + WRITE_ANEW
ADD_A_SAMPLE = "Add a sample for each to make_world in tests/site/access_world.py."


@pytest.fixture
def world(db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(settings, "CLINIC_LOGO", (PNG, "image/png"))
    monkeypatch.setattr(settings, "CLINIC_COLOUR", "#7a1fa2")
    caplog.set_level(logging.ERROR, logger="django.request")  # thousands of refusals are what is wanted
    return make_world()


def asked(client: Client, method: str, path: str, form: dict[str, str]) -> Any:
    """The answer to one request, of which nothing is kept: neither rows nor cookies."""
    browser = same_again(client)
    with transaction.atomic():
        answer = browser.post(path, form) if method == "POST" else browser.generic(method, path)
        transaction.set_rollback(True)
    return answer


def told(what_to_do: str, found: Iterable[object]) -> str:
    """The message of a failure: what to do, and then each place."""
    return "\n    ".join([what_to_do, *map(str, found)])


def as_bytes(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """All that could tell two answers apart, but for the id that every request has of its own."""
    return answer.status_code, answer.getvalue(), headers_of(answer)


def headers_of(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}


def outcome(answer: Any, path: str, missing: Any) -> str:
    """What an answer is, in the words of the table; its status where it is none of them."""
    if answer.status_code == 302 and answer["Location"] == f"/accounts/sign-in/?next={quote(path)}":
        return SIGN_IN
    if as_bytes(answer) == as_bytes(missing):
        return MISSING
    if answer.status_code == 403:
        return REFUSED
    if answer.status_code in NEVER_AN_ANSWER or answer.status_code >= 500:
        return f"status {answer.status_code}"
    return YES


def is_refused(method: str, answer: Any, got: str, may_be: set[str]) -> bool:
    """Whether a method that is not in the table came to nothing."""
    if answer.status_code == 405:
        return True
    harmless = method == "OPTIONS" and answer.status_code == 200 and not answer.getvalue()
    return method != "TRACE" and (harmless or got in may_be)


def complaints(person: str, client: Client, world: World, only: str = "") -> list[str]:
    """Every address and method as one person; what came out otherwise than the table says."""
    missing = {method: asked(client, method, MISSING_PATH, {}) for method in METHODS}
    here = [address for address in addresses() if only in {"", address.name}]
    return [one for address in here for one in complaints_at(address, person, client, world, missing)]


def methods_for(person: str, listed: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What to try: everything that is usual or in the table.

    What is neither is tried as the signed out, and as the first who may open the address at all.
    """
    first = next((one for one in PEOPLE for cells in listed.values() if cells[one] == YES), SIGNED_OUT)
    return METHODS if person in {SIGNED_OUT, first} else [*USUAL, *(set(listed) - set(USUAL))]


def complaints_at(
    address: Address, person: str, client: Client, world: World, missing: Mapping[str, Any]
) -> list[str]:
    """Every method of one address as one person."""
    path = address.path(world.path_samples(address.name))
    listed = table().get(address.name, {})
    others = {cells[person] for cells in listed.values()} - {YES}
    as_get = {listed["GET"][person]} if "GET" in listed else set()
    found = []
    for method in methods_for(person, listed):
        answer = asked(client, method, path, world.form(address.name))
        got = outcome(answer, path, missing[method])
        if method in listed and got != listed[method][person]:
            found.append(
                f"{address.name} {method} as {person}: {got}, the table says {listed[method][person]}"
            )
        may_be = others | as_get if method == "HEAD" else others
        if method not in listed and not is_refused(method, answer, got, may_be):
            found.append(f"{address.name} {method} as {person}: {got}, and it is not in the table")
    return found


def test_every_address_is_in_the_table() -> None:
    missing = sorted({address.name for address in addresses()} - set(table()))
    assert missing == [], told(ADD_A_ROW, missing)


def test_every_row_of_the_table_is_an_address() -> None:
    gone = sorted(set(table()) - {address.name for address in addresses()})
    assert gone == [], told(TAKE_OUT, gone)


def test_every_name_is_one_address() -> None:
    names = [address.name for address in addresses()]
    assert sorted(names) == sorted(set(names))


def test_every_parameter_has_a_sample(world: World) -> None:
    needed = {(one.name, parameter) for one in addresses() for parameter in one.parameters}
    lacking = sorted((name, one) for name, one in needed if one not in world.path_samples(name))
    assert lacking == [], told(ADD_A_SAMPLE, lacking)


def test_documentation_is_the_table() -> None:
    documented = (Path(settings.BASE_DIR) / "docs" / "access.md").read_text()
    assert documented == markdown(routes()), WRITE_ANEW


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(person: str, world: World) -> None:
    found = complaints(person, browser_of(person, world), world)
    assert found == [], told("Mend the page, or the table.", found)


def test_deactivated_is_answered_like_signed_out_everywhere() -> None:
    differing = [
        name
        for name, methods in table().items()
        for cells in methods.values()
        if cells[DEACTIVATED] != cells[SIGNED_OUT]
    ]
    assert differing == []


def test_superuser_is_an_administrator_and_nothing_more(world: World) -> None:
    client = Client()
    root = User.objects.create_superuser("root@clinic.example", PASSWORD, full_name="Root")
    client.force_login(root)
    add_own(root, world)
    assert complaints(ADMINISTRATOR, client, world) == []


def test_page_open_to_the_wrong_role_is_found(world: World) -> None:
    found = complaints(RECEPTION, browser_of(PRACTITIONER, world), world, only="review:summary")
    assert found == ["review:summary GET as reception: yes, the table says 404"]
