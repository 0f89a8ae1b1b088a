"""Coverage: exactly what cases reach, and what they do not."""

from screening.engine import Rulebook, Severity
from screening.engine.checks.coverage import (
    Share,
    UngivenOption,
    UnreachedBranch,
    UnreachedSeverity,
    coverage,
)
from tests.engine.rulebooks import PEEL, PEN, Table, a_rulebook, branch, choice, choices, entries, rule

PREGNANT = rule(
    "pregnant",
    branch({"item": "pregnant", "is": "yes"}, needles="contraindicated", peel="precaution"),
    branch({"item": "pregnant", "is": "unsure"}, pen="clearance"),
)
"""Of three options; the pen and radiofrequency are needles."""


def case(answers: Table, expect: Table, kind: str = "firing") -> Table:
    texts = {"rule": "pregnant", "title": "A case", "kind": kind, "on": "2026-09-15"}
    return {**texts, "answers": answers, "expect": expect}


def with_cases(*cases: Table, items: tuple[Table, ...] = ()) -> Rulebook:
    return a_rulebook(items=[choice("pregnant"), *items], rules=[PREGNANT], cases=list(cases))


def test_coverage_without_cases_is_nothing_of_everything() -> None:
    found = coverage(with_cases())
    assert (found.branches, found.severities, found.options) == (Share(0, 2), Share(0, 4), Share(0, 3))


def test_coverage_names_branches_no_case_makes_certain() -> None:
    found = coverage(with_cases(case({"pregnant": "yes"}, {"all": "contraindicated"})))
    assert found.unreached_branches == (UnreachedBranch("pregnant", 1),)


def test_coverage_counts_no_branch_that_is_merely_possible() -> None:
    found = coverage(with_cases(case({}, {"needles": "clearance"}, kind="unanswered")))
    assert found.branches == Share(0, 2)


def test_coverage_counts_a_severity_only_where_the_case_looks_at_the_treatment() -> None:
    found = coverage(with_cases(case({"pregnant": "yes"}, {PEN: "contraindicated"})))
    assert found.unreached_severities == (
        UnreachedSeverity("pregnant", 0, "rf", Severity.CONTRAINDICATED),
        UnreachedSeverity("pregnant", 0, PEEL, Severity.PRECAUTION),
        UnreachedSeverity("pregnant", 1, PEN, Severity.CLEARANCE),
    )


def test_coverage_counts_what_whole_cases_plan() -> None:
    whole: Table = {
        "title": "Whole",
        "on": "2026-09-15",
        "treatments": [PEEL],
        "answers": {"pregnant": "yes"},
        "eligibility": "precaution",
    }
    found = coverage(with_cases(whole))
    assert (found.branches, found.severities) == (Share(1, 2), Share(1, 4))


def test_coverage_counts_no_severity_that_a_worse_branch_hides() -> None:
    both = rule(
        "pregnant",
        branch({"item": "pregnant", "is": "yes"}, all="contraindicated"),
        branch({"item": "pregnant", "in": ["yes", "unsure"]}, pen="clearance"),
    )
    rulebook = a_rulebook(
        items=[choice("pregnant")],
        rules=[both],
        cases=[case({"pregnant": "yes"}, {PEN: "contraindicated"})],
    )
    assert coverage(rulebook).branches == Share(2, 2)
    assert (
        UnreachedSeverity("pregnant", 1, PEN, Severity.CLEARANCE) in coverage(rulebook).unreached_severities
    )


def test_coverage_names_options_no_case_gives_those_of_entries_and_lists_included() -> None:
    recent = entries("recent", choice("kind", "filler", "peel"))
    allergies = choices("allergies", "nickel", "gold", "none!")
    given = case(
        {"pregnant": "yes", "allergies": ["gold"], "recent": [{"kind": "peel"}]}, {PEN: "contraindicated"}
    )
    assert coverage(with_cases(given, items=(recent, allergies))).ungiven_options == (
        UngivenOption("pregnant", "no", "no"),
        UngivenOption("pregnant", "unsure", "unsure"),
        UngivenOption("recent.kind", "filler", "filler"),
        UngivenOption("allergies", "nickel", "nickel"),
        UngivenOption("allergies", "none", "none"),
    )


def test_coverage_leaves_out_cases_whose_answers_cannot_be_read() -> None:
    broken = case({"pregnant": "perhaps"}, {PEN: "contraindicated"})
    assert coverage(with_cases(broken)).options == Share(0, 3)
