"""What a rulebook that can be read is checked for before it is published."""

from pathlib import Path

import pytest

from screening.engine import RulebookSource, check_rulebook, read_document
from tests.engine.rulebook_files import Row, as_toml, document_as_toml, folder_of, placed
from tests.engine.rulebooks import (
    Table,
    a_document,
    areas,
    branch,
    choice,
    choices,
    day,
    entries,
    medicines,
    number,
    rule,
    score,
    scored,
)

YES: Table = {"item": "acne", "is": "inflamed"}
RECENT: Table = {"item": "dose", "within": "6 months"}
SCORED = [scored("eyes", light=0, dark=4), score("skin", ["eyes"], {2: 1, None: 6})]
ITEMS = [
    choice("acne", "none", "mild", "inflamed", "unsure*"),
    choices("allergies", "none!", "latex", "nickel"),
    day("dose"),
    day("born", "birth"),
    number("glasses"),
    areas("keloids"),
    medicines("pills"),
    entries("procedures", choice("type", "laser", "peel"), day("date")),
    choice("smokes", "no", "yes"),
    choice("daily", enable_when={"item": "smokes", "is": "yes"}),
    *SCORED,
]


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


def of_condition(when: Table) -> list[str]:
    """What is said about a rule's one condition, cases aside."""
    found = checked([rule("r", branch(when))], [])
    return [reason for place, reason, _ in found if place == "rules r.branches[0].when"]


def test_rulebook_with_its_cases_has_no_problem() -> None:
    assert checked([rule("r", branch(YES))], THREE) == []


SMOKES: Table = {"item": "smokes", "is": "yes"}
NO_ACNE: Table = {"item": "acne", "is": "none"}
LATEX: Table = {"item": "allergies", "includes_any": ["latex"]}
A_LASER: Table = {"field": "type", "is": "laser"}
A_PEEL: Table = {"field": "type", "is": "peel"}


def between(least: str, most: str) -> Table:
    """At least one duration ago, and less than another."""
    return {"all": [{"item": "dose", "within": most}, {"item": "dose", "at_least_ago": least}]}


@pytest.mark.parametrize(
    "when",
    [
        {"all": [YES, {"item": "acne", "is": "none"}]},
        {"all": [YES, {"item": "acne", "is_not": "inflamed"}]},
        {"all": [{"item": "acne", "in": ["none", "mild"]}, YES]},
        {"any": [{"all": [YES, NO_ACNE]}, {"all": [YES, {"item": "acne", "is": "mild"}]}]},
        {"all": [{"any": [YES, {"item": "acne", "is": "mild"}]}, {"item": "acne", "is": "none"}]},
        {"all": [YES, {"item": "acne", "answered": False}]},
        {"all": [{"item": "acne", "answered": True}, {"item": "acne", "answered": False}]},
        {"all": [{"item": "glasses", "above": 14}, {"item": "glasses", "below": 15}]},
        {"all": [{"item": "glasses", "at_least": 15}, {"item": "glasses", "at_most": 14}]},
        {"all": [{"item": "born", "age_below": 18}, {"item": "born", "age_at_least": 18}]},
        between("6 months", "3 months"),
        between("6 months", "6 months"),
        between("1 year", "12 months"),
        between("14 days", "2 weeks"),
        between("1 month", "4 weeks"),
        between("32 days", "1 month"),
        {"all": [LATEX, {"item": "allergies", "includes_none": ["latex"]}]},
        {"all": [{"item": "allergies", "includes_all": ["latex", "nickel"]},
                 {"item": "allergies", "includes_none": ["nickel"]}]},
        {"item": "procedures", "some": {"all": [A_LASER, A_PEEL]}},
        # Behind a gate that must be open.
        {"all": [{"item": "daily", "is": "yes"}, {"item": "smokes", "is": "no"}]},
        # Numbers and scores beyond what can be answered.
        {"item": "glasses", "above": 100},
        {"item": "glasses", "below": 0},
        {"item": "skin", "at_least": 7},
        {"item": "skin", "below": 1},
    ],
)  # fmt: skip # one row of the table, one line of the source where it fits
def test_branch_that_can_never_be_true(when: Table) -> None:
    assert of_condition(when) == ["can never be true"]


@pytest.mark.parametrize(
    "when",
    [
        {"any": [YES, {"item": "acne", "is": "none"}]},
        {"all": [{"item": "acne", "in": ["none", "inflamed"]}, YES]},
        {"any": [{"all": [YES, {"item": "acne", "is": "none"}]}, YES]},
        {"all": [{"item": "glasses", "above": 13}, {"item": "glasses", "below": 15}]},
        {"all": [{"item": "born", "age_at_least": 18}, {"item": "born", "age_below": 19}]},
        between("3 months", "6 months"),
        between("13 days", "2 weeks"),
        # February is over in four weeks, other months last longer.
        between("1 month", "29 days"),
        between("30 days", "1 month"),
        {"all": [{"item": "allergies", "includes_any": ["latex", "nickel"]},
                 {"item": "allergies", "includes_none": ["latex"]}]},
        {"item": "procedures", "some": {"any": [A_LASER, A_PEEL]}},
        # Two entries may differ.
        {"all": [{"item": "procedures", "some": A_LASER}, {"item": "procedures", "some": A_PEEL}]},
        {"all": [{"item": "daily", "is": "yes"}, SMOKES]},
        {"item": "daily", "answered": False},
        {"all": [{"item": "acne", "answered": False}, {"item": "dose", "answered": False}]},
        {"all": [{"item": "acne", "answered": False}, {"any": [{"item": "acne", "answered": False}, YES]}]},
        {"item": "glasses", "at_least": 100},
        {"item": "skin", "at_least": 6},
    ],
)  # fmt: skip # as above
def test_branch_that_can_be_true(when: Table) -> None:
    assert of_condition(when) == []


@pytest.mark.parametrize(
    ("when", "severity", "expected"),
    [
        (
            YES,
            "deferred",
            [("rules r.branches[0].severity", "defers, but no date in the condition says until when")],
        ),
        ({"all": [YES, RECENT]}, "deferred", []),
        ({"item": "born", "age_below": 18}, "deferred", []),
        ({"item": "procedures", "some": {"field": "date", "within": "1 month"}}, "deferred", []),
        (YES, "contraindicated", []),
        # What has begun to be long ago never ends: no day lifts it.
        (
            {"item": "dose", "at_least_ago": "6 months"},
            "deferred",
            [("rules r.branches[0].severity", "defers, but no date in the condition says until when")],
        ),
    ],
)
def test_deferral_needs_a_date_that_ends_it(
    when: Table, severity: str, expected: list[tuple[str, str]]
) -> None:
    found = checked([rule("r", branch(when, pen=severity))], [])
    assert [(place, reason) for place, reason, _ in found if ".branches" in place] == expected


def test_question_that_feeds_no_rule_is_noted() -> None:
    gate: Table = {"item": "smokes", "is": "yes"}
    step: Table = {
        "id": "s",
        "phase": "before",
        "from": "0 days",
        "to": "0 days",
        "treatments": ["all"],
        "text": "T.",
    }
    document = a_document(
        items=[
            choice("acne", "none", "inflamed", enable_when=gate),
            choice("smokes"),
            choice("cream"),
            choice("nobody"),
            *SCORED,
        ],
        rules=[rule("r", branch({"any": [YES, {"item": "skin", "at_least": 3}]}))],
        care_steps=[{**step, "when": {"item": "cream", "is": "yes"}}],
        cases=THREE[:1],
    )
    notes = [problem for problem in check_rulebook(RulebookSource(document)) if problem.severity == "note"]
    assert [(problem.place, problem.reason) for problem in notes] == [
        ("items nobody", "feeds no rule"),
        ("items treatment_areas", "feeds no rule"),
    ]


@pytest.mark.parametrize(
    ("asked_for", "severity", "expected"),
    [
        (["heat"], {"rf": "clearance"}, []),
        (["heat"], {"rf": "clearance", "pen": "information"}, []),
        (["heat"], {"rf": "clearance", "pen": "precaution"}, ["is needed for pen but not asked for it"]),
        (
            ["pen"],
            {"needles": "clearance", "peel": "clearance"},
            ["is needed for peel, rf but not asked for it"],
        ),
        (["pen", "peel"], {"pen": "clearance", "peel": "clearance"}, []),
    ],
)
def test_item_must_be_asked_for_the_treatments_that_need_it(
    asked_for: list[str], severity: dict[str, str], expected: list[str]
) -> None:
    items = [choice("acne", "none", "inflamed", asked_for=asked_for)]
    document = a_document(items=items, rules=[rule("r", branch(YES, **severity))])
    found = [p.reason for p in check_rulebook(RulebookSource(document)) if p.place == "items acne.asked_for"]
    assert found == expected


def test_problems_of_checks_name_file_and_line(tmp_path: Path) -> None:
    broken = rule("r", branch({"all": [YES, {"item": "acne", "is": "none"}]}, pen="deferred"))
    rows: list[Row] = [("rules", broken), ("cases", case("r", "firing", {"acne": "inflamed"}))]
    base = document_as_toml(a_document(items=[choice("acne", "none", "inflamed"), choice("nobody")]))
    folder = folder_of(tmp_path, {"a.toml": base, "b.toml": as_toml(*rows)})
    lines = base.splitlines()
    item_lines = [number + 1 for number, line in enumerate(lines) if line == "[[items]]"]
    case_line = as_toml(rows[0]).count("\n") + 2
    fires = "led is none, expected contraindicated"
    assert placed(check_rulebook(read_document(folder))) == [
        ("a.toml", item_lines[0], "items treatment_areas", "feeds no rule"),
        ("a.toml", item_lines[2], "items nobody", "feeds no rule"),
        ("b.toml", 1, "rules r", "has no silent case"),
        ("b.toml", 1, "rules r", "has no unanswered case"),
        ("b.toml", 1, "rules r.branches[0].severity", "defers, but no date in the condition says until when"),
        ("b.toml", 1, "rules r.branches[0].when", "can never be true"),
        ("b.toml", case_line, "case 1 of r (firing)", "is a firing case, but nothing is certain"),
        ("b.toml", case_line, "case 1 of r (firing)", fires),
        ("b.toml", case_line, "case 1 of r (firing)", "peel is none, expected contraindicated"),
        ("b.toml", case_line, "case 1 of r (firing)", "pen is none, expected contraindicated"),
        ("b.toml", case_line, "case 1 of r (firing)", "rf is none, expected contraindicated"),
    ]


def test_rulebook_that_cannot_be_read_is_not_checked_further() -> None:
    broken = rule("r", branch(YES, pen="deferred"), sources=[])
    assert checked([broken], []) == [("rules r.sources", "is empty", "error")]
