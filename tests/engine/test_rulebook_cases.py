"""A rulebook's own worked examples: each rule has them, and each comes out as it says."""

import pytest

from screening.engine import RulebookSource, check_rulebook
from tests.engine.rulebooks import Table, a_document, branch, choice, day, number, rule

YES: Table = {"item": "acne", "is": "inflamed"}
RECENT: Table = {"item": "dose", "within": "6 months"}
ITEMS = [choice("acne", "none", "mild", "inflamed", "unsure*"), day("dose"), number("glasses")]


def case(rule_id: str, kind: str, answers: Table, **more: object) -> Table:
    expect = {"firing": "contraindicated", "silent": "none", "unanswered": "clearance", "boundary": "none"}
    whole: Table = {"rule": rule_id, "title": kind, "kind": kind, "on": "2026-09-15", "answers": answers}
    return {**whole, "expect": {"all": expect[kind]}, **more}


THREE = [
    case("r", "firing", {"acne": "inflamed"}),
    case("r", "silent", {"acne": "none"}),
    case("r", "unanswered", {}),
]


def checked(rules: list[Table], cases: list[Table], **more: object) -> list[tuple[str, str, str]]:
    """Place, reason and severity of every problem but those of questions nobody asks here."""
    document = a_document(items=ITEMS, rules=rules, cases=cases, **more)
    found = [
        (problem.place, problem.reason, problem.severity)
        for problem in check_rulebook(RulebookSource(document))
    ]
    return [problem for problem in found if problem[1] != "feeds no rule"]


@pytest.mark.parametrize(
    ("kinds", "lacking"),
    [
        ((), ["firing", "silent", "unanswered"]),
        (("firing",), ["silent", "unanswered"]),
        (("firing", "silent"), ["unanswered"]),
        (("firing", "silent", "unanswered"), []),
    ],
)
def test_rule_needs_a_case_of_each_kind(kinds: tuple[str, ...], lacking: list[str]) -> None:
    cases = [each for each in THREE if each["kind"] in kinds]
    found = checked([rule("r", branch(YES))], cases)
    assert found == [("rules r", f"has no {kind} case", "error") for kind in lacking]


def test_built_in_rule_without_branches_needs_no_case() -> None:
    assert checked([], []) == []


DEFERS = rule("r", branch(RECENT, pen="deferred", peel="clearance"))
LATE: Table = {"dose": "2026-07-15"}


@pytest.mark.parametrize(
    ("rules", "given", "expected"),
    [
        ([rule("r", branch(YES))], case("r", "firing", {"acne": "inflamed"}), []),
        (
            [rule("r", branch(YES))],
            case("r", "firing", {"acne": "inflamed"}, expect={"all": "none", "pen": "deferred"}),
            [
                "led is contraindicated, expected none",
                "peel is contraindicated, expected none",
                "pen is contraindicated, expected deferred",
                "rf is contraindicated, expected none",
            ],
        ),
        (
            [rule("r", branch(YES))],
            case("r", "firing", {"acne": "none"}, expect={"pen": "none"}),
            ["is a firing case, but nothing is certain"],
        ),
        (
            [rule("r", branch(YES))],
            case("r", "firing", {"acne": "unsure"}, expect={"pen": "clearance"}),
            ["is a firing case, but nothing is certain"],
        ),
        (
            [rule("r", branch(YES))],
            case("r", "silent", {"acne": "unsure"}, expect={"pen": "clearance"}),
            ["is a silent case, but the rule says something"],
        ),
        (
            [rule("r", branch(YES))],
            case("r", "unanswered", {"acne": "none"}, expect={"pen": "none"}),
            ["is an unanswered case, but the rule is not merely possible"],
        ),
        (
            [rule("r", branch(YES))],
            case("r", "unanswered", {"acne": "inflamed"}, expect={"pen": "contraindicated"}),
            ["is an unanswered case, but the rule is not merely possible"],
        ),
        (
            [rule("r", branch(YES))],
            case("r", "firing", {"acne": "severe", "glasses": "many"}),
            ["acne: this is not one of the answers", "glasses: give this as a whole number"],
        ),
        ([DEFERS], case("r", "firing", LATE, expect={"pen": "deferred"}, earliest_date="2027-01-15"), []),
        (
            [DEFERS],
            case("r", "firing", LATE, expect={"pen": "deferred"}, earliest_date="2027-01-14"),
            ["earliest date is 2027-01-15, expected 2027-01-14"],
        ),
        (
            [DEFERS],
            case("r", "firing", LATE, expect={"peel": "clearance"}, earliest_date="2027-01-15"),
            ["earliest date is none, expected 2027-01-15"],
        ),
        ([DEFERS], case("r", "firing", LATE, expect={"pen": "deferred"}, settled=True), []),
        ([DEFERS], case("r", "firing", LATE, expect={"pen": "deferred"}, settled=False), ["is settled"]),
        (
            [DEFERS],
            case("r", "unanswered", {}, expect={"pen": "clearance"}, settled=True),
            ["is not settled"],
        ),
    ],
)
def test_case_that_does_not_come_out(rules: list[Table], given: Table, expected: list[str]) -> None:
    found = checked(rules, [given])
    place = f"case 1 of r ({given['title']})"
    assert [reason for at, reason, _ in found if at == place] == expected


CLEAN: Table = {"acne": "none", "dose": "2000-01-01"}
WHOLE: Table = {
    "title": "All",
    "on": "2026-09-15",
    "treatments": ["pen"],
    "base": "clean",
    "answers": {},
    "eligibility": "eligible",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"topics": []}, []),
        ({"answers": {"acne": "inflamed"}}, ["eligibility is contraindicated, expected eligible"]),
        ({"answers": {"acne": "inflamed"}, "eligibility": "contraindicated", "topics": ["a"]}, []),
        (
            {"answers": {"acne": "inflamed"}, "eligibility": "contraindicated", "topics": []},
            ["topics are a, expected none"],
        ),
        ({"topics": ["a", "b"]}, ["topics are none, expected a, b"]),
        ({"answers": LATE, "eligibility": "deferred", "earliest_date": "2027-01-15", "settled": True}, []),
        (
            {"answers": LATE, "eligibility": "deferred", "earliest_date": "2027-01-16"},
            ["earliest date is 2027-01-15, expected 2027-01-16"],
        ),
        ({"earliest_date": "2027-01-16"}, ["earliest date is none, expected 2027-01-16"]),
        ({"settled": False}, ["is settled"]),
        ({"answers": {"acne": "unsure"}, "eligibility": "clearance", "settled": True}, ["is not settled"]),
        ({"treatments": ["peel"], "answers": {"acne": "inflamed"}}, []),
    ],
)
def test_case_of_the_whole_evaluation(change: Table, expected: list[str]) -> None:
    rules = [
        rule("a", branch(YES, needles="contraindicated")),
        rule("d", branch(RECENT, pen="deferred", peel="information")),
    ]
    found = checked(rules, [{**WHOLE, **change}], bases=[{"id": "clean", "answers": CLEAN}])
    assert [reason for place, reason, _ in found if place == "case 1 (All)"] == expected
