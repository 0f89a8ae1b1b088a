"""Fingerprints: what an override of a finding holds on to."""

from datetime import date

import pytest

from tests.engine.questions import QUESTIONS
from tests.engine.rulebooks import (
    LED,
    ON,
    PEEL,
    PEN,
    Table,
    a_rulebook,
    branch,
    choice,
    evaluated,
    rule,
    the_finding,
)

RECENT: Table = {"item": "dose", "within": "6 months"}
KELOIDS: Table = {"item": "keloids", "overlaps": "treatment_areas"}
ACNE: Table = {"item": "acne", "in": ["mild", "inflamed"]}
SEVERE: Table = {"item": "acne", "is": "inflamed"}
GIVEN: Table = {"acne": "mild", "dose": "2026-07-15", "keloids": ["face"], "treatment_areas": ["chin"]}


def asked(when: Table, **severity: str) -> Table:
    return rule("asked", branch(when, **(severity or {"all": "deferred"})))


def fingerprint(rule_asked: Table, answers: Table, *treatments: str, on: date = ON) -> str:
    """What an override of the one rule's finding for the pen holds on to."""
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule_asked])
    return the_finding(evaluated(rulebook, answers, *treatments, on=on), "asked").fingerprints()[PEN]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Only the day moves.
        (fingerprint(asked(RECENT), GIVEN), fingerprint(asked(RECENT), GIVEN, on=date(2026, 10, 20))),
        # A month is read as another day, but answered as before.
        (
            fingerprint(asked(RECENT), {**GIVEN, "dose": "2026-09"}),
            fingerprint(asked(RECENT), {**GIVEN, "dose": "2026-09"}, on=date(2026, 9, 20)),
        ),
        # Answers that had no part in it.
        (fingerprint(asked(ACNE), GIVEN), fingerprint(asked(ACNE), {**GIVEN, "glasses": 3, "dose": None})),
        # Other treatments planned beside it.
        (fingerprint(asked(ACNE), GIVEN), fingerprint(asked(ACNE), GIVEN, PEEL, PEN, LED)),
        # Other words of the rule; branches that are not true; the order of branches.
        (
            fingerprint(asked(ACNE), GIVEN),
            fingerprint({**asked(ACNE), "title": "Other", "evidence": "New."}, GIVEN),
        ),
        (
            fingerprint(asked(ACNE), GIVEN),
            fingerprint(rule("asked", branch(SEVERE), branch(ACNE, all="deferred")), GIVEN),
        ),
        (
            fingerprint(rule("asked", branch(ACNE), branch(RECENT)), GIVEN),
            fingerprint(rule("asked", branch(RECENT), branch(ACNE)), GIVEN),
        ),
    ],
)
def test_fingerprint_stays(one: str, other: str) -> None:
    assert one == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Another answer of those that made it, even where it makes no difference.
        (fingerprint(asked(ACNE), GIVEN), fingerprint(asked(ACNE), {**GIVEN, "acne": "inflamed"})),
        (fingerprint(asked(RECENT), GIVEN), fingerprint(asked(RECENT), {**GIVEN, "dose": "2026-07-16"})),
        (fingerprint(asked(RECENT), GIVEN), fingerprint(asked(RECENT), {**GIVEN, "dose": "2026-07"})),
        # The treatment has moved to another place.
        (
            fingerprint(asked(KELOIDS), GIVEN),
            fingerprint(asked(KELOIDS), {**GIVEN, "treatment_areas": ["forehead"]}),
        ),
        # Another severity, condition, true branch or rule.
        (fingerprint(asked(ACNE), GIVEN), fingerprint(asked(ACNE, all="clearance"), GIVEN)),
        (fingerprint(asked(ACNE), GIVEN), fingerprint(asked({"item": "acne", "is": "mild"}), GIVEN)),
        (
            fingerprint(asked(ACNE), GIVEN),
            fingerprint(rule("asked", branch(ACNE, all="deferred"), branch(RECENT, all="precaution")), GIVEN),
        ),
        # Open, and then certain; open for another reason.
        (
            fingerprint(asked(ACNE, all="clearance"), {**GIVEN, "acne": "unsure"}),
            fingerprint(asked(ACNE, all="clearance"), GIVEN),
        ),
        (
            fingerprint(asked(ACNE), {**GIVEN, "acne": "unsure"}),
            fingerprint(asked(ACNE), {**GIVEN, "acne": None}),
        ),
    ],
)
def test_fingerprint_changes(one: str, other: str) -> None:
    assert one != other


def test_fingerprint_of_each_treatment_is_its_own() -> None:
    rulebook = a_rulebook(items=QUESTIONS, rules=[asked(ACNE)])
    prints = the_finding(evaluated(rulebook, GIVEN, PEN, PEEL), "asked").fingerprints()
    assert (list(prints), len(set(prints.values()))) == ([PEN, PEEL], 2)


def test_fingerprint_of_unanswered_questions_names_them() -> None:
    rulebook = a_rulebook(
        items=[choice("one"), choice("two")],
        rules=[rule(name, branch({"item": name, "is": "yes"})) for name in ("one", "two")],
    )
    tables: list[Table] = [{}, {"one": "no"}, {"two": "no"}]
    prints = {
        the_finding(evaluated(rulebook, answers), "unanswered").fingerprints()[PEN] for answers in tables
    }
    assert len(prints) == 3
