"""Sixteen at once, in many rounds: one wins, the others are told, on every floor."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.utils import timezone

from screening.models import MergedPatient, RulebookVersion, SignOff
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.rulebook import import_rulebook, publish_rulebook
from tests.clinicians import CLEAN, practitioner, revision_of, sign, submitted
from tests.factories import HEALTHY, answer, make_patient, make_response, publish, small_document, submit
from tests.faults.running import Clinic, Inside, Server
from tests.faults.visitors import CONSENT, Patient
from tests.intake.patients import SIGNED
from tests.services.test_races import AT_ONCE, all_at_once

ROUNDS = min(20, int(os.environ.get("ROUNDS", "20")))
LATER = timedelta(days=30)


def one_winner(others: str) -> dict[str, int]:
    """What comes of sixteen at once."""
    return {"done": 1, others: AT_ONCE - 1}


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_hand_in_at_once_one_wins() -> None:
    for _round in range(ROUNDS):
        assert handed_in_at_once() == one_winner("already_submitted")


def handed_in_at_once() -> Counter[str]:
    response = answer(make_response(), HEALTHY)
    return all_at_once(lambda _number: submit(response))


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_sign_off_at_once_one_wins() -> None:
    petra = practitioner()
    for number in range(1, ROUNDS + 1):
        assert signed_at_once(petra) == one_winner("stale_decision")
        assert SignOff.objects.count() == number


def signed_at_once(by: Actor) -> Counter[str]:
    appointment = submitted(CLEAN, starts_at=timezone.now() + LATER)
    seen = revision_of(appointment)
    return all_at_once(lambda _number: sign(appointment, by, seen_revision=seen))


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_publish_at_once_one_wins() -> None:
    publish()
    for number in range(ROUNDS):
        document = small_document()
        document["rulebook"]["title"] = f"Next {number}"
        draft = import_rulebook(document=document, by=SYSTEM)
        assert published_at_once(draft) == one_winner("already_published")
        assert RulebookVersion.objects.active().get().digest == draft.digest


def published_at_once(draft: RulebookVersion) -> Counter[str]:
    return all_at_once(lambda _number: publish_rulebook(version=draft, by=SYSTEM))


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_merge_at_once_one_wins() -> None:
    for number in range(1, ROUNDS + 1):
        assert merged_at_once() == one_winner("patient_merged")
        assert MergedPatient.objects.standing().count() == number


def merged_at_once() -> Counter[str]:
    kept, merged = make_patient("Kept"), make_patient("Merged")
    return all_at_once(lambda _number: desk.merge_patients(kept=kept, merged=merged, by=SYSTEM))


def test_of_sixteen_browsers_that_send_one_questionnaire_one_hands_it_in(
    clinic: Clinic, inside: Inside
) -> None:
    with clinic.server() as server:
        for _round in range(ROUNDS):
            link = inside.do("make_links", count=1)[0]
            assert set(sent_at_once(server, link)) <= {302, 409}
            found = inside.do("reconcile", acknowledged={link["response"]: "sent"})
            assert found == {"lost": [], "half": [], "trail": ""}


def sent_at_once(server: Server, link: dict[str, Any]) -> Counter[int]:
    """The statuses sixteen browsers get that have the same consent open and send it together."""
    tabs = [Patient(server.visitor(), **link) for _number in range(AT_ONCE)]
    assert tabs[0].open()
    assert tabs[0].save()
    assert all(tab.open() and tab.declare() for tab in tabs)
    shown = [tab.browser.get(CONSENT) for tab in tabs]
    start = Barrier(AT_ONCE)

    def send(number: int) -> int:
        start.wait(20)
        return tabs[number].send(CONSENT, shown[number], SIGNED).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(send, range(AT_ONCE)))
