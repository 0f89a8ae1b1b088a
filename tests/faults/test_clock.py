"""The clock of the server is moved, forwards and back, while it serves."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.faults.running import Clinic, Inside, Server
from tests.faults.visitors import Patient, Visitor
from tests.intake.patients import BIRTH_DATE
from tests.intake.reading import read
from tests.people import PASSWORD

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
DESK = "/desk/"
SIGN_IN = "/accounts/sign-in/"
RECEPTION = "erin@clinic.example"
OTHER_CLOCKS = re.compile(r"from time import|time\.time_ns|date\.today|datetime\.(utc)?now|\btoday\(\)")


class Clock:
    """The server's clock."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.move(0)

    def move(self, seconds: float) -> None:
        """Set it so far ahead of the real one."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.rename(self.file)


@contextmanager
def clocked(clinic: Clinic) -> Iterator[tuple[Server, Clock]]:
    """A server and its clock."""
    clock = Clock(clinic.folder / "clock")
    with clinic.server("tests.faults.clocked:application", CLOCK=str(clock.file)) as server:
        yield server, clock


def signed_in(browser: Visitor) -> Visitor:
    """The browser of somebody at reception."""
    page = read(browser.get(SIGN_IN))
    answer = browser.post(SIGN_IN, {**page.data, "username": RECEPTION, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def statuses(browser: Visitor, clock: Clock, moves: Sequence[float], path: str) -> list[int]:
    """What a page answers at each of these times."""
    found = []
    for seconds in moves:
        clock.move(seconds)
        found.append(browser.get(path).status_code)
    return found


def test_nothing_asks_another_clock() -> None:
    files = [
        file for name in ("clinic", "screening") for file in (Path(settings.BASE_DIR) / name).rglob("*.py")
    ]
    assert [str(file) for file in files if OTHER_CLOCKS.search(file.read_text())] == []


def test_link_ends_with_its_time_and_not_before(clinic: Clinic, inside: Inside) -> None:
    (link,) = inside.do("make_links", count=1)
    path = f"/i/{link['token']}/"
    with clocked(clinic) as (server, clock):
        moves = [0, 20 * DAY, 90 * DAY, -2 * DAY, 0]
        assert statuses(server.visitor(), clock, moves, path) == [200, 200, 410, 200, 200]
        clock.move(90 * DAY)
        late = server.visitor()
        assert late.post(path, {**read(late.get(path)).data, **BIRTH_DATE}).status_code != 302
        clock.move(0)
        assert Patient(server.visitor(), **link).open()


def test_session_ends_with_its_time_and_does_not_grow_longer(clinic: Clinic, inside: Inside) -> None:
    inside.do("make_receptionist")
    with clocked(clinic) as (server, clock):
        browser = signed_in(server.visitor())
        assert statuses(browser, clock, [0, 20 * MINUTE, 45 * MINUTE], DESK) == [200, 200, 200]
        assert statuses(browser, clock, [76 * MINUTE, 0], DESK) == [302, 302]
        early = signed_in(server.visitor())
        set_back = [-DAY, -DAY + 20 * MINUTE, -DAY + 51 * MINUTE]
        assert statuses(early, clock, set_back, DESK) == [200, 200, 302]


def test_gate_follows_the_clock_both_ways(clinic: Clinic, inside: Inside) -> None:
    inside.do("make_receptionist")
    appointment = inside.do("make_cleared", days=28)
    path = f"{DESK}appointments/{appointment}/"

    def gate(days: int) -> str:
        clock.move(days * DAY)
        text = signed_in(server.visitor()).get(path).text
        return next(word for word in ("On hold", "Cleared") if word in text)

    with clocked(clinic) as (server, clock):
        gates = [gate(days) for days in (0, 20, 27, 250, 20, -1, 0)]
    assert gates == ["Cleared", "Cleared", "On hold", "On hold", "Cleared", "Cleared", "Cleared"]


def test_recheck_is_asked_when_it_is_time(clinic: Clinic, inside: Inside) -> None:
    appointment = inside.do("make_cleared", days=28)
    token = inside.do("link_of", appointment=appointment)
    with clocked(clinic) as (server, clock):
        patient = server.visitor()
        path = f"/i/{token}/"
        asked = {}
        for days in (20, 27, 20):
            clock.move(days * DAY)
            patient.post(path, {**read(patient.get(path)).data, **BIRTH_DATE})
            asked[days] = patient.get("/i/form/").url
    assert asked == {20: "/i/plan/", 27: "/i/form/changed/"}


def test_answers_are_kept_whole_while_the_clock_is_moved(clinic: Clinic, inside: Inside) -> None:
    patients = []
    with clocked(clinic) as (server, clock):
        for link, seconds in zip(inside.do("make_links", count=4), (0, -DAY, 3 * DAY, -HOUR), strict=True):
            clock.move(seconds)
            patients.append(Patient(server.visitor(), **link))
            assert patients[-1].open()
            assert patients[-1].save()
            clock.move(seconds + MINUTE)
            assert patients[-1].declare()
            clock.move(seconds - MINUTE)
            assert patients[-1].sign()
    told = {patient.response: "sent" for patient in patients}
    assert inside.do("reconcile", acknowledged=told) == {"lost": [], "half": [], "trail": ""}
