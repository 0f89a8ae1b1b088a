"""Problems of rules and of their conditions: file, line, place and reason."""

from pathlib import Path

import pytest

from tests.engine.rulebook_files import as_toml, document_as_toml, folder_of, problems_in
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
    text,
)

ITEMS = [
    choice("acne", "none", "inflamed", "unsure*"),
    choices("allergies", "none!", "latex", "unsure*"),
    areas("keloids"),
    day("dose"),
    day("event", "future"),
    day("born", "birth"),
    number("glasses"),
    text("note"),
    medicines("pills"),
    entries("procedures", choice("type", "laser", "peel"), day("date"), areas("where")),
]
BASE = document_as_toml(a_document(items=ITEMS))
YES: Table = {"item": "acne", "is": "inflamed"}
RECENTLY: Table = {"field": "date", "within": "1 year"}
NO_DURATION = 'is not a duration such as "14 days", "4 weeks" or "6 months"'
NO_KEY = "is not a key of the format"
NO_TREATMENT = "is neither a treatment, nor an attribute of one, nor all"


def problems_of(path: Path, broken: Table) -> list[tuple[str, str]]:
    """Place and reason of the problems of one rule in a file of its own, which begins on its first line."""
    found = problems_in(folder_of(path, {"a.toml": BASE, "b.toml": as_toml(("rules", broken))}))
    assert {(file, line) for file, line, _, _ in found} <= {("b.toml", 1)}
    return [(place.removeprefix("rules r"), reason) for _, _, place, reason in found]


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"sources": []}, ".sources", "is empty"),
        ({"sources": None}, ".sources", "must be a list of texts"),
        ({"sources": ["moon"]}, ".sources", 'there is no source "moon"'),
        ({"sources": ["design", "design"]}, ".sources", "names design twice"),
        ({"branches": []}, "", "needs at least one branch"),
        ({"topic": None}, ".topic", "is missing"),
        ({"title": ""}, ".title", "is empty"),
        ({"message": 3}, ".message", "must be text"),
        ({"override": "me"}, ".override", '"me" is none of clinical_lead, nobody, practitioner'),
        ({"review_by": "soon"}, ".review_by", '"soon" is not a day (YYYY-MM-DD)'),
        ({"review_by": "2027-02-29"}, ".review_by", '"2027-02-29" is not a day (YYYY-MM-DD)'),
        ({"review_by": None}, ".review_by", "is missing"),
        ({"severity": "deferred"}, ".severity", NO_KEY),
        ({"review_date": {"from": "acne", "plus": "1 day"}}, ".review_date.from",
         '"acne" is neither a date item nor "appointment"'),
        ({"review_date": {"from": "moon", "plus": "1 day"}}, ".review_date.from",
         '"moon" is neither a date item nor "appointment"'),
        ({"review_date": {"from": "born", "plus": "soon"}}, ".review_date.plus", f'"soon" {NO_DURATION}'),
        ({"review_date": {"from": "born", "plus": "1 day", "on": "x"}}, ".review_date.on", NO_KEY),
        ({"id": "unanswered"}, "rules unanswered", '"unanswered" stands here a second time'),
    ],
)  # fmt: skip # one row of the table, one line of the source where it fits
def test_problem_of_a_rule(tmp_path: Path, change: Table, place: str, reason: str) -> None:
    table = {k: v for k, v in {**rule("r", branch(YES)), **change}.items() if v is not None}
    assert problems_of(tmp_path, table) == [(place, reason)]


def test_built_in_rule_of_no_known_kind(tmp_path: Path) -> None:
    broken = as_toml(("rules", rule("r", branch(YES), built_in="moon")))
    found = problems_in(folder_of(tmp_path, {"a.toml": BASE, "b.toml": broken}))
    assert ("b.toml", 1, "rules r.built_in", '"moon" is none of contradiction, unanswered') in found


@pytest.mark.parametrize(
    "review_date", [{"from": "born"}, {"from": "born", "plus": "1 day", "minus": "1 day"}]
)
def test_review_date_goes_either_forward_or_back(tmp_path: Path, review_date: Table) -> None:
    found = problems_of(tmp_path, rule("r", branch(YES), review_date=review_date))
    assert (".review_date", "needs either plus or minus") in found


@pytest.mark.parametrize(
    ("severity", "place", "reason"),
    [
        ({"lift": "deferred", "pen": "deferred"}, "severity.lift", NO_TREATMENT),
        ({"cold": "deferred", "pen": "deferred"}, "severity.cold", NO_TREATMENT),
        ({"pen": "blocked"}, "severity.pen",
         '"blocked" is none of clearance, contraindicated, deferred, information, none, precaution'),
        ({"pen": 3, "rf": "deferred"}, "severity.pen", "must be text"),
        ({}, "severity", "says nothing about any treatment"),
        ({"pen": "none"}, "severity", "says nothing about any treatment"),
    ],
)  # fmt: skip # as above
def test_problem_of_a_severity(tmp_path: Path, severity: Table, place: str, reason: str) -> None:
    broken = rule("r", {"when": YES, "severity": severity})
    assert (f".branches[0].{place}", reason) in problems_of(tmp_path, broken)


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ({"severity": {"pen": "deferred"}}, [(".branches[0].when", "is missing")]),
        ({"when": YES, "severity": {"pen": "deferred"}, "note": ""}, [(".branches[0].note", NO_KEY)]),
        (
            {"when": YES},
            [
                (".branches[0].severity", "is missing"),
                (".branches[0].severity", "says nothing about any treatment"),
            ],
        ),
    ],
)
def test_problem_of_a_branch(tmp_path: Path, broken: Table, expected: list[tuple[str, str]]) -> None:
    assert problems_of(tmp_path, rule("r", broken)) == expected


@pytest.mark.parametrize(
    ("when", "place", "reason"),
    [
        # Who.
        ({"item": "moon", "is": "full"}, ".item", 'there is no item "moon"'),
        ({"is": "full"}, ".item", "must name an item"),
        ({"item": [], "takes": ["retinoid"]}, ".item", "must name an item"),
        ({"item": 3, "is": "full"}, ".item", "must name an item"),
        ({"item": ["pills", "moon"], "takes": ["retinoid"]}, ".item", 'there is no item "moon"'),
        ({"item": ["acne", "glasses"], "is": "none"}, ".item",
         "names several items; only takes and takes_unrecognised read several"),
        # One operator.
        ({"item": "acne"}, "", "needs exactly one operator"),
        ({"item": "acne", "equals": "none"}, "", "needs exactly one operator"),
        ({"item": "acne", "is": "none", "in": ["none"]}, "", "needs exactly one operator"),
        ({"item": "acne", "is": "none", "also": 1}, ".also", NO_KEY),
        # An operator that does not fit the type.
        ({"item": "acne", "includes_any": ["none"]}, ".includes_any",
         'does not fit "acne", which is of type choice'),
        ({"item": "allergies", "is": "latex"}, ".is", 'does not fit "allergies", which is of type choices'),
        ({"item": "allergies", "includes_typed": True}, ".includes_typed",
         'does not fit "allergies", which is of type choices'),
        ({"item": "acne", "within": "1 day"}, ".within", 'does not fit "acne", which is of type choice'),
        ({"item": "event", "within": "1 day"}, ".within",
         'does not fit "event", which is of type date (future)'),
        ({"item": "dose", "within_next": "1 day"}, ".within_next",
         'does not fit "dose", which is of type date (past)'),
        ({"item": "dose", "age_below": 18}, ".age_below",
         'does not fit "dose", which is of type date (past)'),
        ({"item": "born", "within": "1 day"}, ".within",
         'does not fit "born", which is of type date (birth)'),
        ({"item": "acne", "at_least": 1}, ".at_least", 'does not fit "acne", which is of type choice'),
        ({"item": "glasses", "is": "3"}, ".is", 'does not fit "glasses", which is of type number'),
        ({"item": "note", "is": "x"}, ".is", 'does not fit "note", which is of type text'),
        ({"item": "acne", "overlaps": "treatment_areas"}, ".overlaps",
         'does not fit "acne", which is of type choice'),
        ({"item": "acne", "takes": ["retinoid"]}, ".takes", 'does not fit "acne", which is of type choice'),
        ({"item": ["pills", "acne"], "takes": ["retinoid"]}, ".takes",
         'does not fit "acne", which is of type choice'),
        ({"item": "pills", "some": {"field": "type", "is": "laser"}}, ".some",
         'does not fit "pills", which is of type medicines'),
        # A code that does not exist.
        ({"item": "acne", "is": "severe"}, ".is", '"severe" is no option of "acne"'),
        ({"item": "acne", "in": ["none", "severe"]}, ".in", '"severe" is no option of "acne"'),
        ({"item": "acne", "not_in": []}, ".not_in", "is empty"),
        ({"item": "acne", "not_in": ["none", "inflamed"]}, ".not_in", "can never be true: no answer is left"),
        ({"item": "allergies", "includes_any": ["dust"]}, ".includes_any",
         '"dust" is no option of "allergies"'),
        ({"item": "allergies", "includes_all": []}, ".includes_all", "is empty"),
        ({"item": "allergies", "includes_none": "latex"}, ".includes_none", "must be a list of texts"),
        ({"item": "treatment_areas", "overlaps": ["knee"]}, ".overlaps", 'there is no area "knee"'),
        ({"item": "pills", "takes": ["herbs"]}, ".takes", 'there is no medicine class "herbs"'),
        # A value that is none.
        ({"item": "acne", "is": ["none"]}, ".is", "must be text"),
        ({"item": "glasses", "above": "14"}, ".above", "must be a whole number"),
        ({"item": "born", "age_below": 200}, ".age_below", "must lie between 0 and 130 years"),
        ({"item": "born", "age_at_least": -1}, ".age_at_least", "must lie between 0 and 130 years"),
        ({"item": "dose", "within": "half a year"}, ".within", f'"half a year" {NO_DURATION}'),
        ({"item": "dose", "within": 6}, ".within", "must be text"),
        ({"item": "keloids", "overlaps": ["chin"]}, ".overlaps", 'must be "treatment_areas" here'),
        ({"item": "treatment_areas", "overlaps": "treatment_areas"}, ".overlaps", "must be area codes here"),
        ({"item": "treatment_areas", "same_region": []}, ".same_region", "is empty"),
        ({"item": "pills", "takes": []}, ".takes", "is empty"),
        ({"item": "pills", "takes": ["retinoid"], "prescribed": "yes"}, ".prescribed",
         "must be true or false"),
        ({"item": "pills", "takes_unrecognised": False}, ".takes_unrecognised", "can only be true"),
        ({"item": "pills", "takes_unrecognised": True, "prescribed": True}, ".prescribed", NO_KEY),
        ({"item": "acne", "answered": "yes"}, ".answered", "must be true or false"),
        # Groups.
        ({"all": []}, ".all", "needs at least one condition"),
        ({"any": []}, ".any", "needs at least one condition"),
        ({"all": [YES], "any": [YES]}, ".any", NO_KEY),
        ({"all": [YES], "item": "acne"}, ".item", NO_KEY),
        ({"all": [YES, {"any": [YES, {"item": "moon", "is": "full"}]}]}, ".all[1].any[1].item",
         'there is no item "moon"'),
        # Entries.
        ({"item": "procedures", "some": {"field": "moon", "is": "full"}}, ".some.field",
         'there is no field "moon"'),
        ({"item": "procedures", "some": {"item": "acne", "is": "none"}}, ".some.field", "must name a field"),
        ({"item": "procedures", "some": {"field": "type", "is": "tattoo"}}, ".some.is",
         '"tattoo" is no option of "type"'),
        ({"item": "procedures", "some": {"field": "type", "within": "1 day"}}, ".some.within",
         'does not fit "type", which is of type choice'),
        ({"item": "procedures", "some": {"field": "where", "overlaps": ["chin"]}}, ".some.overlaps",
         'must be "treatment_areas" here'),
        ({"item": "procedures", "some": {"all": []}}, ".some.all", "needs at least one condition"),
    ],
)  # fmt: skip # as above
def test_problem_of_a_condition(tmp_path: Path, when: Table, place: str, reason: str) -> None:
    assert problems_of(tmp_path, rule("r", branch(when))) == [(f".branches[0].when{place}", reason)]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"all": YES}, [(".all", "must be a list of tables"), (".all", "needs at least one condition")]),
        ({"not": YES}, [("", "needs exactly one operator"), (".item", "must name an item")]),
        (
            {"any": ["acne"]},
            [(".any[0]", "is empty"), (".any[0]", "must be a table"), (".any[0].item", "must name an item")],
        ),
    ],
)
def test_thing_that_is_no_condition(tmp_path: Path, when: Table, expected: list[tuple[str, str]]) -> None:
    placed = [(f".branches[0].when{place}", reason) for place, reason in expected]
    assert problems_of(tmp_path, rule("r", branch(when))) == placed


def test_conditions_of_every_kind_have_no_problem(tmp_path: Path) -> None:
    whole: list[Table] = [
        {"all": [YES, {"any": [YES, {"item": "acne", "answered": False}]}]},
        {"item": ["pills"], "takes": ["retinoid"], "prescribed": False},
        {"item": "pills", "takes_unrecognised": True},
        {"item": "treatment_areas", "same_region": ["chin", "neck"]},
        {"item": "keloids", "overlaps": "treatment_areas"},
        {"item": "event", "within_next": "1 day"},
        {"item": "procedures", "some": {"all": [{"field": "type", "answered": True}, RECENTLY]}},
    ]
    assert problems_of(tmp_path, rule("r", *[branch(when) for when in whole])) == []
