"""kill -9 of the server while patients hand in: nothing they were told is lost, nothing is half there."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from statistics import median
from threading import Timer

from tests.faults.figures import note
from tests.faults.running import Clinic, Inside, Server, waited
from tests.faults.visitors import Patient

ROUNDS = int(os.environ.get("ROUNDS", "200"))
AT_ONCE = 4
LATER_THAN_USUAL = 1.2
RESTART_SECONDS = 3.0
WHOLE = {"lost": [], "half": [], "trail": ""}


def told(patient: Patient) -> str:
    """What the server has acknowledged."""
    if patient.is_sent:
        return "sent"
    return "saved" if patient.is_saved else "nothing"


def fill_in(patient: Patient) -> None:
    """What a patient does until the server is gone."""
    with suppress(OSError):
        patient.fill_in()


def usual_seconds(server: Server, inside: Inside) -> float:
    """How long it takes all of them at once to hand in, where nobody is killed."""
    patients = [Patient(server.visitor(), **one) for one in inside.do("make_links", count=AT_ONCE)]
    started = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(fill_in, patients))
    assert [told(patient) for patient in patients] == ["sent"] * AT_ONCE
    return time.monotonic() - started


def killed_within(server: Server, patients: list[Patient], seconds: float) -> None:
    """Let all of them fill in at once, and kill the server in the middle."""
    killer = Timer(seconds, server.kill)
    killer.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(fill_in, patients))
    killer.cancel()
    killer.join()
    server.kill()


def test_server_killed_while_patients_hand_in_loses_nothing_and_leaves_nothing_half(
    clinic: Clinic, inside: Inside
) -> None:
    moments = random.Random(6)
    acknowledged: Counter[str] = Counter()
    restarts, waits = [], []
    with clinic.server() as server:
        longest = LATER_THAN_USUAL * usual_seconds(server, inside)
        for _round in range(ROUNDS):
            patients = [Patient(server.visitor(), **one) for one in inside.do("make_links", count=AT_ONCE)]
            killed_within(server, patients, moments.uniform(0.1, longest))
            server.start()
            waits.append(server.wait_until_serving())
            restarts.append(server.processor_seconds())
            saids = {patient.response: told(patient) for patient in patients}
            assert inside.do("reconcile", acknowledged=saids) == WHOLE
            strange = [one.status_code for each in patients for one in each.answers if one.status_code != 302]
            assert strange == []
            acknowledged.update(saids.values())
    note(f"{ROUNDS} kills, patients were told: {dict(acknowledged)}")
    busy = f"{median(restarts):.1f} s of one processor, {max(restarts):.1f} at most"
    note(f"restart {median(waits):.1f} s ({busy})")
    assert max(restarts) < RESTART_SECONDS  # other processes keep a busy machine's clock waiting
    assert ROUNDS < 20 or set(acknowledged) == {"nothing", "saved", "sent"}


def test_acknowledging_before_storing_is_noticed(clinic: Clinic, inside: Inside) -> None:
    patient = handing_in(clinic, inside, "early", lambda patient: patient.is_sent)
    assert inside.do("reconcile", acknowledged={patient.response: told(patient)}) == {
        **WHOLE,
        "lost": [patient.response],
    }


def test_storing_in_two_transactions_is_noticed(clinic: Clinic, inside: Inside) -> None:
    def is_submitted(patient: Patient) -> bool:
        return "completed" in inside.do("look", response=patient.response)

    patient = handing_in(clinic, inside, "halves", is_submitted)
    found = inside.do("reconcile", acknowledged={patient.response: told(patient)})
    assert (found["lost"], found["half"], found["trail"] != "") == ([], [patient.response], True)


def handing_in(clinic: Clinic, inside: Inside, how: str, until: Callable[[Patient], bool]) -> Patient:
    """Somebody who hands in to a careless server, which is killed once `until` is so."""
    with clinic.server("tests.faults.careless:application", CARELESS=how) as server:
        patient = Patient(server.visitor(), **inside.do("make_links", count=1)[0])
        with ThreadPoolExecutor(1) as pool:
            pool.submit(fill_in, patient)
            waited(lambda: until(patient), at_most=20)
            server.kill()
    return patient
