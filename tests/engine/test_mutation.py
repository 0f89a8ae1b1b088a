"""Mutation: every small change of a rule, and which of them no case notices."""

import copy
from typing import Any

import pytest

from screening.engine import Rulebook, RulebookSource, check_rulebook
from screening.engine.checks.mutation import Mutant, mutants, survivors
from screening.engine.checks.mutation.changes import changes_of
from tests.engine.rulebooks import (
    PEN,
    Table,
    a_rulebook,
    areas,
    branch,
    choice,
    choices,
    day,
    entries,
    number,
    rule,
)

STOPPED: Table = {"all": [{"item": "status", "is": "stopped"}, {"item": "last_dose", "within": "6 months"}]}
ITEMS = [choice("status", "no", "stopped", "unsure*"), day("last_dose")]


def case(title: str, kind: str, answers: Table, expect: Table, **more: object) -> Table:
    own = {"rule": "isotretinoin", "title": title, "kind": kind, "on": "2026-09-15"}
    return {**own, "answers": answers, "expect": expect, **more}


def dose(day_of: str) -> Table:
    return {"status": "stopped", "last_dose": day_of}


FIRING = case("Firing", "firing", dose("2026-07-15"), {"needles": "deferred", "peel": "clearance"})
SILENT = case("Silent", "silent", {"status": "no", "last_dose": "2026-07-15"}, {"all": "none"})
OPEN = case("Open", "unanswered", {"status": "stopped"}, {"needles": "clearance", "peel": "clearance"})
LAST_DAY = case("Last day", "boundary", dose("2026-03-16"), {"needles": "deferred", "peel": "clearance"})
FIRST_DAY = case("First day", "boundary", dose("2026-03-15"), {"all": "none"})
LIGHT = case("Light", "boundary", dose("2026-07-15"), {"led": "none"})


def isotretinoin(*cases: Table, **more: Any) -> Rulebook:
    stopped = rule(
        "isotretinoin",
        branch(STOPPED, needles="deferred", peel="clearance"),
        title="Isotretinoin stopped recently",
    )
    return a_rulebook(items=ITEMS, rules=[stopped], cases=list(cases), **more)


def sentences(found: list[Mutant]) -> list[str]:
    return [mutant.sentence for mutant in found]


def test_mutants_of_a_rule_are_all_its_small_changes_in_words() -> None:
    start = "Isotretinoin stopped recently, branch 1: "
    within = "“last_dose is less than {} before the appointment”"
    assert sentences(mutants(isotretinoin())) == [
        f"{start}severity for needles deferred → contraindicated",
        f"{start}severity for needles deferred → clearance",
        f"{start}severity for needles deferred → taken away",
        f"{start}severity for peel clearance → deferred",
        f"{start}severity for peel clearance → precaution",
        f"{start}severity for peel clearance → taken away",
        (
            f"{start}when “status is “stopped” and last_dose is less than 6 months before the appointment” → "
            "“status is “stopped” or last_dose is less than 6 months before the appointment”"
        ),
        f"{start}when “status is “stopped”” → “status is anything but “stopped””",
        (
            f"{start}when {within.format('6 months')} → "
            "“last_dose is at least 6 months before the appointment”"
        ),
        f"{start}when {within.format('6 months')} → {within.format('7 months')}",
        f"{start}when {within.format('6 months')} → {within.format('5 months')}",
    ]


def test_survivors_without_cases_are_all_mutants_the_checks_accept() -> None:
    every = isotretinoin()
    assert sentences(survivors(every)) == [
        mutant.sentence
        for mutant in mutants(every)
        if "at least 6 months" not in mutant.became  # it defers without an end, which a static check refuses
    ]


def test_survivors_with_cases_at_every_edge_are_none() -> None:
    assert survivors(isotretinoin(FIRING, SILENT, OPEN, LAST_DAY, FIRST_DAY)) == []


def test_survivors_without_the_boundary_cases_are_the_thresholds() -> None:
    found = survivors(isotretinoin(FIRING, SILENT, OPEN))
    assert [(mutant.kind, mutant.became) for mutant in found] == [
        ("threshold", "“last_dose is less than 7 months before the appointment”"),
        ("threshold", "“last_dose is less than 5 months before the appointment”"),
    ]


def test_survivors_name_rule_branch_and_place() -> None:
    (first, _) = survivors(isotretinoin(FIRING, SILENT, OPEN))
    assert (first.place, first.branch, first.title) == (
        "rules/isotretinoin",
        0,
        "Isotretinoin stopped recently",
    )


def test_survivors_heed_cases_of_the_whole_questionnaire() -> None:
    whole: Table = {
        "title": "Deferred",
        "on": "2026-09-15",
        "treatments": [PEN],
        "answers": {**dose("2026-07-15"), "treatment_areas": ["face"]},
        "eligibility": "deferred",
        "earliest_date": "2027-01-15",
    }
    kinds = {mutant.kind for mutant in survivors(isotretinoin(whole))}
    without = {mutant.kind for mutant in survivors(isotretinoin())}
    assert "threshold" not in kinds
    assert "threshold" in without


def test_survivors_take_no_notice_from_a_case_that_fails_anyway() -> None:
    wrong = {**FIRING, "expect": {"needles": "precaution"}}
    assert len(survivors(isotretinoin(wrong))) == len(survivors(isotretinoin()))


def test_survivors_tell_how_far_they_are() -> None:
    seen: list[tuple[int, int]] = []
    survivors(isotretinoin(FIRING), lambda done, total: seen.append((done, total)))
    assert seen == [(n, 11) for n in range(12)]


def test_survivors_end_where_progress_raises() -> None:
    def stop(done: int, total: int) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        survivors(isotretinoin(FIRING), stop)


MIXED = [
    choice("flare"),
    areas("where"),
    choices("allergies", "nickel", "gold", "unsure*"),
    number("glasses"),
    entries("recent", choice("kind", "filler", "peel"), day("when"), areas("place")),
]
MIXED_RULES = [
    rule(
        "mixed",
        branch(
            {
                "any": [
                    {
                        "all": [
                            {"item": "flare", "is": "yes"},
                            {"item": "where", "overlaps": "treatment_areas"},
                        ]
                    },
                    {"item": "allergies", "includes_all": ["nickel", "gold"]},
                ]
            },
            all="clearance",
            pen="none",
        ),
        branch({"item": "glasses", "at_least": 14}, needles="precaution"),
        branch(
            {
                "item": "recent",
                "some": {"all": [{"field": "kind", "is": "filler"}, {"field": "when", "within": "1 day"}]},
            },
            light="deferred",
        ),
    )
]


def mixed_case(kind: str, answers: Table, expect: Table) -> Table:
    return {
        "rule": "mixed",
        "title": kind,
        "kind": kind,
        "on": "2026-09-15",
        "answers": answers,
        "expect": expect,
    }


MIXED_CASES = [
    mixed_case("firing", {"glasses": 20}, {"pen": "precaution"}),
    mixed_case("boundary", {"glasses": 14}, {"pen": "precaution"}),
    mixed_case(
        "silent",
        {"flare": "no", "allergies": ["nickel"], "glasses": 0, "recent": [{"kind": "peel"}]},
        {"all": "none"},
    ),
    mixed_case("unanswered", {}, {"peel": "clearance", "pen": "precaution", "led": "clearance"}),
]


def test_survivors_are_exactly_those_that_checking_the_changed_document_accepts() -> None:
    rulebook = a_rulebook(items=MIXED, rules=MIXED_RULES, cases=MIXED_CASES)
    surviving = sentences(survivors(rulebook))
    accepted = [m.sentence for m in mutants(rulebook) if not errors_of(changed_document(rulebook, m))]
    assert surviving == accepted
    assert 0 < len(surviving) < len(mutants(rulebook))


def changed_document(rulebook: Rulebook, mutant: Mutant) -> dict[str, object]:
    """The document as an editor would have changed it."""
    document: Any = copy.deepcopy(dict(rulebook.document))
    own = next(row for row in document["rules"] if row["id"] == mutant.rule)
    own["branches"][mutant.branch : mutant.branch + 1] = [mutant.change.table] if mutant.change.table else []
    return dict(document)


def errors_of(document: dict[str, object]) -> list[str]:
    return [str(each) for each in check_rulebook(RulebookSource(document)) if each.severity == "error"]


@pytest.mark.parametrize(
    ("leaf", "others"),
    [
        ({"item": "a", "is_not": "x"}, [{"item": "a", "is": "x"}]),
        ({"item": "a", "in": ["x"]}, [{"item": "a", "not_in": ["x"]}]),
        (
            {"item": "a", "includes_any": ["x", "y"]},
            [{"item": "a", "includes_none": ["x", "y"]}, {"item": "a", "includes_all": ["x", "y"]}],
        ),
        ({"item": "a", "includes_any": ["x"]}, [{"item": "a", "includes_none": ["x"]}]),
        ({"item": "a", "includes_all": ["x"]}, [{"item": "a", "includes_none": ["x"]}]),
        (
            {"item": "a", "above": 3},
            [{"item": "a", "at_most": 3}, {"item": "a", "above": 4}, {"item": "a", "above": 2}],
        ),
        (
            {"item": "a", "within_next": "1 week"},
            [{"item": "a", "within_next": "2 weeks"}, {"item": "a", "within_next": "0 weeks"}],
        ),
        ({"item": "a", "answered": True}, [{"item": "a", "answered": False}]),
        (
            {"item": "a", "takes": ["x"], "prescribed": True},
            [{"item": "a", "takes": ["x"], "prescribed": False}, {"item": "a", "takes": ["x"]}],
        ),
        (
            {"item": "a", "some": {"any": [{"field": "b", "is": "x"}, {"field": "c", "is": "y"}]}},
            [
                {"item": "a", "some": {"all": [{"field": "b", "is": "x"}, {"field": "c", "is": "y"}]}},
                {"item": "a", "some": {"any": [{"field": "b", "is_not": "x"}, {"field": "c", "is": "y"}]}},
                {"item": "a", "some": {"any": [{"field": "b", "is": "x"}, {"field": "c", "is_not": "y"}]}},
            ],
        ),
    ],
)
def test_changes_of_a_condition(leaf: Table, others: list[Table]) -> None:
    found = [change.table for change in changes_of({"when": leaf, "severity": {}})]
    assert found == [{"when": other, "severity": {}} for other in others]


def test_changes_of_severities_stay_on_the_scale() -> None:
    found = [change.table for change in changes_of({"severity": {"pen": "contraindicated", "rf": "none"}})]
    assert found == [
        {"severity": {"pen": "deferred", "rf": "none"}},
        {"severity": {"rf": "none"}},
        {"severity": {"pen": "contraindicated", "rf": "information"}},
        {"severity": {"pen": "contraindicated"}},
    ]
