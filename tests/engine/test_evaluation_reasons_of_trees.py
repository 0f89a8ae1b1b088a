"""Reasons of whole conditions: which parts count, which branches, and what would settle what is open."""

from collections.abc import Sequence

import pytest

from screening.engine import Reason
from tests.engine.questions import QUESTIONS
from tests.engine.rulebooks import Table, a_rulebook, branch, evaluated, rule, the_finding


def because(when: Table, answers: Table) -> tuple[Reason, ...]:
    """The reasons of the one rule."""
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", branch(when))])
    return the_finding(evaluated(rulebook, answers), "asked").because


INFLAMED: Table = {"item": "acne", "is": "inflamed"}
DRINKS: Table = {"item": "glasses", "above": 14}
ACNE_REASON = Reason("acne", "Acne now", "inflamed", "is", "inflamed")
GLASSES_REASON = Reason("glasses", "glasses", 20, "above", 14)


@pytest.mark.parametrize(
    ("when", "glasses", "expected"),
    [
        # Of `all` every part is a reason; of `any` those that made it true.
        ({"all": [INFLAMED, DRINKS]}, 20, [ACNE_REASON, GLASSES_REASON]),
        ({"any": [DRINKS, INFLAMED]}, 20, [GLASSES_REASON, ACNE_REASON]),
        ({"any": [DRINKS, INFLAMED]}, 3, [ACNE_REASON]),
        ({"any": [DRINKS, INFLAMED]}, None, [ACNE_REASON]),
        # Where `all` is open, what holds and what is open are both said.
        ({"all": [INFLAMED, DRINKS]}, None, [ACNE_REASON, GLASSES_REASON._replace(answer=None, value=None)]),
        # The same reason stands once.
        ({"all": [INFLAMED, {"any": [INFLAMED, DRINKS]}]}, 3, [ACNE_REASON]),
    ],
)
def test_reasons_of_trees(when: Table, glasses: int | None, expected: Sequence[Reason]) -> None:
    assert because(when, {"acne": "inflamed", "glasses": glasses}) == tuple(expected)


def test_reasons_of_every_true_branch_stand_in_order() -> None:
    branches = [branch(DRINKS, all="precaution"), branch(INFLAMED, all="contraindicated")]
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", *branches)])
    finding = the_finding(evaluated(rulebook, {"acne": "inflamed", "glasses": 20}), "asked")
    assert finding.because == (GLASSES_REASON, ACNE_REASON)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # A branch that is possible only because nothing was answered says nothing beside one an answer made.
        ({"acne": "unsure"}, [("acne", "unsure", None)]),
        ({"acne": "inflamed"}, [("acne", "inflamed", True)]),
        ({"acne": "unsure", "glasses": 20}, [("glasses", 20, True), ("acne", "unsure", None)]),
        ({}, [("glasses", None, None), ("acne", None, None)]),
    ],
)
def test_reasons_of_open_branches_are_those_an_answer_made(
    answers: Table, expected: list[tuple[str, object, bool | None]]
) -> None:
    branches = [branch(DRINKS, all="clearance"), branch(INFLAMED, all="contraindicated")]
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", *branches)])
    finding = the_finding(evaluated(rulebook, answers), "asked")
    assert [(reason.item, reason.answer, reason.value) for reason in finding.because] == expected


def test_open_branch_that_could_make_nothing_worse_is_no_reason() -> None:
    branches = [branch(DRINKS, all="contraindicated"), branch(INFLAMED, all="contraindicated")]
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", *branches)])
    finding = the_finding(evaluated(rulebook, {"acne": "unsure", "glasses": 20}), "asked")
    assert (finding.because, finding.would_settle, finding.settled) == ((GLASSES_REASON,), (), True)


def test_reasons_of_branches_on_other_treatments_stay_away() -> None:
    branches = [branch(DRINKS, led="precaution"), branch(INFLAMED, pen="contraindicated")]
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", *branches)])
    finding = the_finding(evaluated(rulebook, {"acne": "inflamed", "glasses": 20}), "asked")
    assert (finding.because, finding.branches) == ((ACNE_REASON,), (1,))


@pytest.mark.parametrize(
    ("pills", "creams", "expected"),
    [
        (["aspirin"], ["aspirin gel"], [("pills", ["aspirin"], True), ("creams", ["aspirin gel"], True)]),
        (["aspirin"], ["paracetamol"], [("pills", ["aspirin"], True)]),
        (["paracetamol"], ["aspirin"], [("creams", ["aspirin"], True)]),
        (["paracetamol"], None, [("creams", None, None)]),
        (["warfarine"], None, [("pills", ["warfarine"], None), ("creams", None, None)]),
    ],
)
def test_reasons_of_several_lists_are_those_that_counted(
    pills: object, creams: object, expected: list[tuple[str, object, bool | None]]
) -> None:
    when: Table = {"item": ["pills", "creams"], "takes": ["blood_thinner"]}
    found = because(when, {"pills": pills, "creams": creams})
    assert [(reason.item, reason.answer, reason.value) for reason in found] == expected


def test_reasons_of_repeating_items_are_of_every_entry_that_counts() -> None:
    recent_laser: Table = {"all": [{"field": "type", "is": "laser"}, {"field": "date", "within": "6 months"}]}
    laser = {"type": "laser", "date": "2026-08-01"}
    procedures = [
        laser,
        {"type": "laser", "date": "2020-01-01"},
        {"type": "peel"},
        {**laser, "date": "2026-09-01"},
    ]
    found = because({"item": "procedures", "some": recent_laser}, {"procedures": procedures})
    assert [(reason.entry, reason.field, reason.answer) for reason in found] == [
        (0, "type", "laser"),
        (0, "date", "2026-08-01"),
        (3, "type", "laser"),
        (3, "date", "2026-09-01"),
    ]


@pytest.mark.parametrize(
    ("when", "answers", "settles"),
    [
        (INFLAMED, {"acne": "unsure"}, ["acne"]),
        ({"all": [INFLAMED, DRINKS]}, {"acne": "inflamed"}, ["glasses"]),
        ({"all": [INFLAMED, DRINKS]}, {"acne": "unsure"}, ["acne", "glasses"]),
        ({"any": [INFLAMED, DRINKS]}, {"acne": "unsure", "glasses": 3}, ["acne"]),
        ({"item": "keloids", "overlaps": "treatment_areas"}, {"keloids": ["chin"]}, ["treatment_areas"]),
        ({"item": "keloids", "overlaps": "treatment_areas"}, {"treatment_areas": ["chin"]}, ["keloids"]),
        (
            {"item": "keloids", "overlaps": "treatment_areas"},
            {"keloids": ["unsure"]},
            ["keloids", "treatment_areas"],
        ),
        # Behind a gate that is not known: the gate, and the item where it has no answer either.
        ({"item": "daily", "is": "yes"}, {"smokes": "unsure", "daily": "yes"}, ["smokes"]),
        ({"item": "daily", "is": "yes"}, {"smokes": "unsure"}, ["smokes", "daily"]),
        ({"item": ["pills", "creams"], "takes": ["retinoid"]}, {"pills": ["aspirin"]}, ["creams"]),
        ({"item": "pills", "takes": ["blood_thinner"]}, {"pills": ["warfarine"]}, ["pills"]),
        (
            {"item": "procedures", "some": {"field": "type", "is": "laser"}},
            {"procedures": [{"date": "2026-08"}]},
            ["procedures"],
        ),
        (
            {"item": "procedures", "some": {"field": "where", "overlaps": "treatment_areas"}},
            {"procedures": [{"where": ["chin"]}]},
            ["treatment_areas"],
        ),
    ],
)
def test_open_finding_names_what_would_settle_it(when: Table, answers: Table, settles: list[str]) -> None:
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", branch(when))])
    evaluation = evaluated(rulebook, answers)
    finding = the_finding(evaluation, "asked")
    assert (list(finding.would_settle), finding.settled) == (settles, False)
    assert sorted(evaluation.data_required) == sorted(settles)
