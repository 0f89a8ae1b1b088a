"""Sixteen at once, in many rounds: one wins, the others are told, on every floor."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.utils import timezone

from screening.models import MergedPatient, RulebookVersion, SignOff
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.rulebook import import_rulebook, publish_rulebook
from tests.clinicians import CLEAN, practitioner, revision_of, sign, submitted
from tests.factories import HEALTHY, answer, make_patient, make_response, publish, small_document, submit
from tests.faults.running import Clinic, Inside
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
        response = answer(make_response(), HEALTHY)
        outcome = all_at_once(lambda _number, response=response: submit(response))  # type: ignore[misc] # bound
        assert outcome == one_winner("already_submitted")


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_sign_off_at_once_one_wins() -> None:
    petra = practitioner()
    for number in range(1, ROUNDS + 1):
        appointment = submitted(CLEAN, starts_at=timezone.now() + LATER)
        seen = revision_of(appointment)

        def sign_off(_number: int, appointment=appointment, seen=seen) -> None:  # type: ignore[no-untyped-def] # bound
            sign(appointment, petra, seen_revision=seen)

        assert all_at_once(sign_off) == one_winner("stale_decision")
        assert SignOff.objects.count() == number


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_publish_at_once_one_wins() -> None:
    publish()
    for number in range(ROUNDS):
        document = small_document()
        document["rulebook"]["title"] = f"Next {number}"
        draft = import_rulebook(document=document, by=SYSTEM)
        outcome = all_at_once(lambda _number, draft=draft: publish_rulebook(version=draft, by=SYSTEM))  # type: ignore[misc] # bound
        assert outcome == one_winner("already_published")
        assert RulebookVersion.objects.active().get().digest == draft.digest


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_who_merge_at_once_one_wins() -> None:
    for number in range(1, ROUNDS + 1):
        kept, merged = make_patient("Kept"), make_patient("Merged")

        def merge(_number: int, kept=kept, merged=merged) -> None:  # type: ignore[no-untyped-def] # bound
            desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)

        assert all_at_once(merge) == one_winner("patient_merged")
        assert MergedPatient.objects.standing().count() == number


def test_of_sixteen_browsers_that_send_one_questionnaire_one_hands_it_in(
    clinic: Clinic, inside: Inside
) -> None:
    with clinic.server() as server:
        for _round in range(ROUNDS):
            link = inside.do("make_links", count=1)[0]
            tabs = [Patient(server.visitor(), **link) for _number in range(AT_ONCE)]
            assert tabs[0].open()
            assert tabs[0].save()
            assert all(tab.open() and tab.declare() for tab in tabs)
            shown = [tab.browser.get(CONSENT) for tab in tabs]
            start = Barrier(AT_ONCE)

            def send(number: int, tabs=tabs, shown=shown, start=start) -> int:  # type: ignore[no-untyped-def] # bound
                start.wait(20)
                return int(tabs[number].send(CONSENT, shown[number], SIGNED).status_code)

            with ThreadPoolExecutor(AT_ONCE) as pool:
                answered = Counter(pool.map(send, range(AT_ONCE)))
            assert set(answered) <= {302, 409}
            found = inside.do("reconcile", acknowledged={link["response"]: "sent"})
            assert found == {"lost": [], "half": [], "trail": ""}
