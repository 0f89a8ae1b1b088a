"""Whatever happens in whatever order: an open gate has a sign-off that stands and nothing undecided."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.models import Appointment, FindingDecision, SignOff
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import ScreeningError
from screening.services.review.gate import are_answers_too_old, is_recheck_due
from screening.services.review.standing import CLEARING
from tests.clinicians import (
    TABLETS,
    lead,
    override,
    practitioner,
    result_of,
    review_of,
    revision_of,
    sign,
    submitted,
)
from tests.letters import PDF

pytestmark = pytest.mark.django_db

ANSWERS: tuple[dict[str, object], ...] = (
    {"acne": "yes", "acne_areas": ["chin"]},
    {"acne": "yes", "acne_areas": ["neck"]},
    {"acne": "no"},
    {"pregnant": "yes"},
    {"pregnant": "no"},
    {"pregnant": None},
    {"tablets": "yes", "tablets_last": "2026-09-01"},
    {"tablets": "unsure", "tablets_last": "unknown"},
    {"tablets": "no"},
    {"epilepsy": "yes"},
    {"epilepsy": "no"},
)
RULES = ("acne", "tablets", "epilepsy", "skin_type", "unanswered")


class Play:
    """One appointment and the people around it; each act is one thing that may happen, refused or not."""

    def __init__(self) -> None:
        self.petra, self.lena = practitioner(), lead()
        self.now = timezone.now()
        self.appointment: Appointment = submitted(TABLETS, starts_at=self.now + timedelta(days=40))

    def answer(self, number: int) -> None:
        review.correct_answers(
            appointment=self.appointment,
            answers=ANSWERS[number % len(ANSWERS)],
            reason="She called.",
            by=self.petra,
            seen_revision=revision_of(self.appointment),
        )

    def patient_answers(self, number: int) -> None:
        self.ask(number)
        answers = ANSWERS[number % len(ANSWERS)]
        by = Actor.patient(self.appointment.patient)
        review.answer_request(response=self.appointment.response, answers=answers, by=by)

    def ask(self, number: int) -> None:
        review.ask_patient(
            appointment=self.appointment,
            items=list(ANSWERS[number % len(ANSWERS)])[:1],
            message="",
            by=self.petra,
            seen_revision=revision_of(self.appointment),
        )

    def move(self, number: int) -> None:
        starts_at = self.now + timedelta(days=(3, 40, 150, 400)[number % 4])
        desk.reschedule_appointment(appointment=self.appointment, starts_at=starts_at, by=SYSTEM)

    def treat(self, number: int) -> None:
        treatments = (["pen"], ["laser"], ["pen", "laser"])[number % 3]
        areas = (["full_face"], ["neck"])[number % 2]
        desk.change_procedure(appointment=self.appointment, treatments=treatments, areas=areas, by=SYSTEM)

    def decide(self, number: int) -> None:
        found = [rule for rule, _treatment in blocking(self.appointment)] or list(RULES)
        override(self.appointment, found[number % len(found)], (self.petra, self.lena)[number % 2])

    def confirm(self, number: int) -> None:
        for one in FindingDecision.objects.filter(response=self.appointment.response, needs_second=True):
            review.confirm_override(
                decision=one,
                by=(self.lena, self.petra)[number % 2],
                seen_revision=revision_of(self.appointment),
            )

    def resolve(self, number: int) -> None:
        letter = review.add_evidence(appointment=self.appointment, name="a.pdf", data=PDF, by=self.petra)
        review.resolve(
            appointment=self.appointment,
            rule=RULES[number % len(RULES)],
            evidence=letter,
            by=self.petra,
            seen_revision=revision_of(self.appointment),
        )

    def withdraw(self, _number: int) -> None:
        decision = FindingDecision.objects.filter(response=self.appointment.response).not_withdrawn().first()
        if decision is not None:
            review.withdraw_decision(
                decision=decision, by=self.petra, seen_revision=revision_of(self.appointment)
            )

    def sign(self, number: int) -> None:
        outcome = ("proceed", "proceed-with-conditions", "proceed", "proceed", "decline")[number % 5]
        conditions = {"conditions": "Low depth."} if number % 5 == 1 else {}
        sign(self.appointment, self.petra, outcome, now=self.now, **conditions)

    def wait(self, number: int) -> None:
        self.now += timedelta(days=(1, 37, 38, 200)[number % 4])

    def recheck(self, number: int) -> None:
        review.record_recheck(
            appointment=self.appointment, changed=number % 3 == 0, by=self.petra, now=self.now
        )


ACTS: tuple[Callable[[Play, int], None], ...] = (
    Play.answer, Play.patient_answers, Play.ask, Play.move, Play.treat, Play.decide, Play.decide,
    Play.confirm, Play.resolve, Play.withdraw, Play.withdraw, Play.sign, Play.sign, Play.sign,
    Play.wait, Play.recheck,
)  # fmt: skip


def blocking(appointment: Appointment) -> list[tuple[str, str]]:
    """What is found at clearance or worse and neither overridden nor resolved: said another way than the code
    under test says it.
    """
    decisions = FindingDecision.objects.filter(response=appointment.response, withdrawn_at=None)
    cleared = {
        (one.rule, fingerprint)
        for one in decisions
        if one.kind in CLEARING and (one.confirmed_at is not None or not one.needs_second)
        for fingerprint in one.fingerprints.values()
    }
    return [
        (finding["rule"], code)
        for finding in result_of(appointment)["findings"]
        for code, told in finding["treatments"].items()
        if told["severity"] in {"clearance", "deferred", "contraindicated"}
        and (finding["rule"], told["fingerprint"]) not in cleared
    ]


def check(play: Play) -> bool:
    """Whether the gate is open; fails where it must not be."""
    gate = review.gate_now(play.appointment, play.now).gate
    row = review_of(play.appointment)
    current = SignOff.objects.filter(review=row, is_current=True)
    assert (row.state == "signed-off") == current.exists()
    if gate != "cleared":
        return False
    signed = current.get()
    assert signed.outcome in {"proceed", "proceed-with-conditions"}
    assert blocking(play.appointment) == []
    assert not are_answers_too_old(row, play.now)
    assert not is_recheck_due(row, play.now)
    assert (
        result_of(play.appointment)["eligibility"] in {"eligible", "precaution"} or signed.signed["decisions"]
    )
    return True


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 59)), min_size=6, max_size=20))
def test_gate_is_open_only_on_a_standing_sign_off_with_nothing_undecided(
    acts: list[tuple[Callable[[Play, int], None], int]],
) -> None:
    with transaction.atomic():
        play = Play()
        for act, number in acts:
            attempt(play, act, number)
            check(play)
        transaction.set_rollback(True)


def attempt(play: Play, act: Callable[[Play, int], None], number: int) -> None:
    """Do it; where it is refused nothing of it stays."""
    with suppress(ScreeningError), transaction.atomic():
        act(play, number)


def test_the_play_opens_gates_too() -> None:
    story: list[tuple[Callable[[Play, int], Any], int]] = [
        (Play.answer, 0), (Play.answer, 8), (Play.decide, 0), (Play.confirm, 0), (Play.sign, 0),
    ]  # fmt: skip
    play = Play()
    gates = []
    for act, number in story:
        act(play, number)
        gates.append(check(play))
    assert gates == [False, False, False, False, True]
