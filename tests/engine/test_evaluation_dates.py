"""Earliest dates, and dates that only advise."""

from collections.abc import Sequence
from datetime import date

import pytest

from screening.engine import Evaluation, Rulebook
from tests.engine.rulebooks import (
    LED,
    PEEL,
    PEN,
    RF,
    Table,
    a_rulebook,
    branch,
    choice,
    day,
    entries,
    evaluated,
    rule,
    the_finding,
)

DOSE: Table = {"item": "dose", "within": "6 months"}
TAN: Table = {"item": "tan", "within": "4 weeks"}
ITEMS = [
    day("dose"),
    day("tan"),
    day("born", "birth"),
    day("event", "future"),
    choice("stopped"),
    choice("acne"),
]
SETTLED = {"dose": "2000-01-01", "tan": "2000-01-01", "born": "1990-01-01", "event": "2000-01-01"}


def deferring(*rules: Table, items: Sequence[Table] = ITEMS) -> Rulebook:
    return a_rulebook(items=items, rules=rules)


def earliest(evaluation: Evaluation) -> str | None:
    return None if evaluation.earliest_date is None else evaluation.earliest_date.isoformat()


def when(text: str) -> date:
    return date.fromisoformat(text)


ONE_RULE = deferring(rule("dose", branch(DOSE, all="deferred")))


@pytest.mark.parametrize(
    ("dose", "on", "eligibility", "expected"),
    [
        ("2026-07-15", "2026-09-15", "deferred", "2027-01-15"),
        ("2026-03-16", "2026-09-15", "deferred", "2026-09-16"),
        ("2026-03-15", "2026-09-15", "eligible", None),
        # A day that does not exist becomes the month's last.
        ("2026-08-31", "2026-09-15", "deferred", "2027-02-28"),
        ("2027-08-31", "2027-09-15", "deferred", "2028-02-29"),
        # A month is read as its last day; the month of the appointment still ends.
        ("2026-07", "2026-09-15", "deferred", "2027-01-31"),
        ("2026-03", "2026-09-15", "deferred", "2026-09-30"),
        ("2026-03", "2026-09-30", "eligible", None),
        ("2026-09", "2026-09-15", "deferred", "2027-03-30"),
        # Nothing certain, no date.
        ("unknown", "2026-09-15", "clearance", None),
        ("2026-09-16", "2026-09-15", "clearance", None),
    ],
)
def test_earliest_date_is_the_first_day_nothing_defers(
    dose: str, on: str, eligibility: str, expected: str | None
) -> None:
    evaluation = evaluated(ONE_RULE, {**SETTLED, "dose": dose}, on=when(on))
    assert (evaluation.eligibility, earliest(evaluation)) == (eligibility, expected)
    assert evaluation.treatments[PEN].earliest_date == evaluation.earliest_date


@pytest.mark.parametrize(("dose", "expected"), [("2026-07-15", "2027-01-15"), ("2026-07", "2027-01-31")])
def test_earliest_date_is_eligible_and_the_day_before_is_not(dose: str, expected: str) -> None:
    first = when(expected)
    days = [first.replace(day=first.day - 1), first]
    assert [evaluated(ONE_RULE, {**SETTLED, "dose": dose}, on=on).eligibility for on in days] == [
        "deferred",
        "eligible",
    ]


TWO_RULES = deferring(
    rule("dose", branch(DOSE, needles="deferred", peel="clearance")),
    rule("tan", branch(TAN, all="deferred")),
    rule("acne", branch({"item": "acne", "is": "yes"}, pen="contraindicated", rf="clearance")),
)
BOTH = {**SETTLED, "dose": "2026-07-15", "tan": "2026-09-01", "acne": "no"}


def test_earliest_dates_of_findings_treatments_and_the_appointment() -> None:
    """Each deferred finding has its own, each treatment its own, the appointment has the latest."""
    evaluation = evaluated(TWO_RULES, BOTH, PEN, PEEL)
    findings = {finding.rule: finding.earliest_date for finding in evaluation.findings}
    assert findings == {"dose": date(2027, 1, 15), "tan": date(2026, 9, 29)}
    results = {code: evaluation.treatments[code].earliest_date for code in (PEN, RF, PEEL, LED)}
    assert results == {
        PEN: date(2027, 1, 15),
        RF: date(2027, 1, 15),
        PEEL: date(2026, 9, 29),
        LED: date(2026, 9, 29),
    }
    assert evaluation.earliest_date == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        ((PEN,), "2027-01-15"),
        ((PEEL,), "2026-09-29"),
        ((PEEL, LED), "2026-09-29"),
        ((PEEL, PEN), "2027-01-15"),
        ((PEN, PEEL), "2027-01-15"),
    ],
)
def test_earliest_date_of_the_appointment_is_that_of_what_is_planned(
    planned: tuple[str, ...], expected: str
) -> None:
    assert earliest(evaluated(TWO_RULES, BOTH, *planned)) == expected


@pytest.mark.parametrize(
    ("acne", "planned", "eligibility", "expected", "of_the_pen", "of_rf"),
    [
        # No date is promised while something certain is contraindicated; what is merely possible allows one.
        ("yes", (PEN,), "contraindicated", None, None, "2027-01-15"),
        ("yes", (PEN, RF), "contraindicated", None, None, "2027-01-15"),
        ("yes", (RF,), "deferred", "2027-01-15", None, "2027-01-15"),
        ("unsure", (PEN,), "deferred", "2027-01-15", "2027-01-15", "2027-01-15"),
    ],
)
def test_earliest_date_is_not_promised_while_contraindicated(
    acne: str,
    planned: tuple[str, ...],
    eligibility: str,
    expected: str | None,
    of_the_pen: str | None,
    of_rf: str | None,
) -> None:
    evaluation = evaluated(TWO_RULES, {**BOTH, "acne": acne}, *planned)
    dates = [evaluation.treatments[code].earliest_date for code in (PEN, RF)]
    assert (evaluation.eligibility, earliest(evaluation)) == (eligibility, expected)
    assert [day and day.isoformat() for day in dates] == [of_the_pen, of_rf]


def test_earliest_date_beside_what_is_open_or_held_lists_both() -> None:
    evaluation = evaluated(TWO_RULES, {**BOTH, "acne": "unsure"}, PEN)
    assert [(finding.rule, finding.severity.code) for finding in evaluation.findings] == [
        ("dose", "deferred"),
        ("tan", "deferred"),
        ("acne", "clearance"),
    ]
    assert (earliest(evaluation), evaluation.settled, evaluation.data_required) == (
        "2027-01-15",
        False,
        ("acne",),
    )


def test_finding_that_does_not_defer_has_no_date() -> None:
    evaluation = evaluated(TWO_RULES, {**BOTH, "tan": "2000-01-01"}, PEEL)
    assert the_finding(evaluation, "dose").earliest_date is None
    assert (evaluation.eligibility, earliest(evaluation)) == ("clearance", None)


@pytest.mark.parametrize(
    ("branches", "answers", "expected"),
    [
        # Both must hold: the first of the two windows to close is enough.
        ([{"all": [DOSE, TAN]}], {"dose": "2026-07-15", "tan": "2026-09-01"}, "2026-09-29"),
        # One of them must hold: the last to close.
        ([{"any": [DOSE, TAN]}], {"dose": "2026-07-15", "tan": "2026-09-01"}, "2027-01-15"),
        ([DOSE, TAN], {"dose": "2026-07-15", "tan": "2026-09-01"}, "2027-01-15"),
        # A condition beside the date that no day changes.
        ([{"all": [DOSE, {"item": "stopped", "is": "yes"}]}], {"dose": "2026-07-15"}, "2027-01-15"),
        # Under eighteen: the birthday; born on 29 February: 1 March.
        ([{"item": "born", "age_below": 18}], {"born": "2009-06-30"}, "2027-06-30"),
        ([{"item": "born", "age_below": 18}], {"born": "2012-02-29"}, "2030-03-01"),
        ([{"item": "born", "age_below": 18}], {"born": "2009-06"}, "2027-06-30"),
        # An event ahead: the day after it, also where it comes into view only later.
        ([{"item": "event", "within_next": "28 days"}], {"event": "2026-09-20"}, "2026-09-21"),
        ([DOSE, {"item": "event", "within_next": "28 days"}], {"dose": "2026-03-16"}, "2026-09-16"),
        (
            [TAN, {"item": "event", "within_next": "28 days"}],
            {"tan": "2026-09-01", "event": "2026-10-20"},
            "2026-10-21",
        ),
        (
            [TAN, {"item": "event", "within_next": "7 days"}],
            {"tan": "2026-09-01", "event": "2026-10-20"},
            "2026-09-29",
        ),
        # What only grows older never ends: no date.
        ([{"item": "dose", "at_least_ago": "6 months"}], {"dose": "2026-01-01"}, None),
    ],
)
def test_earliest_date_through_trees_and_other_dates(
    branches: list[Table], answers: Table, expected: str | None
) -> None:
    rulebook = deferring(rule("asked", *[branch(each, all="deferred") for each in branches]))
    assert earliest(evaluated(rulebook, {**SETTLED, "stopped": "yes", "acne": "no", **answers})) == expected


def test_earliest_date_passes_over_days_on_which_it_would_be_contraindicated() -> None:
    rulebook = deferring(
        rule("tan", branch(TAN, all="deferred")),
        rule("event", branch({"item": "event", "within_next": "7 days"}, all="contraindicated")),
    )
    evaluation = evaluated(rulebook, {**SETTLED, "tan": "2026-09-01", "event": "2026-10-02"})
    assert (evaluation.eligibility, earliest(evaluation)) == ("deferred", "2026-10-03")


LASERS = entries("procedures", choice("type", "laser", "peel"), day("date"))
RECENT_LASER: Table = {
    "item": "procedures",
    "some": {"all": [{"field": "type", "is": "laser"}, {"field": "date", "within": "6 months"}]},
}


@pytest.mark.parametrize(
    ("procedures", "expected"),
    [
        ([{"type": "laser", "date": "2026-07-15"}], "2027-01-15"),
        ([{"type": "laser", "date": "2026-07-15"}, {"type": "laser", "date": "2026-08-20"}], "2027-02-20"),
        ([{"type": "laser", "date": "2026-07-15"}, {"type": "peel", "date": "2026-09-01"}], "2027-01-15"),
        # What is not known of another entry holds nothing back for certain.
        ([{"type": "laser", "date": "2026-07-15"}, {"type": "laser"}], "2027-01-15"),
        ([{"type": "laser"}], None),
    ],
)
def test_earliest_date_of_repeating_items_is_that_of_the_last_entry(
    procedures: object, expected: str | None
) -> None:
    rulebook = deferring(rule("laser", branch(RECENT_LASER, all="deferred")), items=[LASERS])
    assert earliest(evaluated(rulebook, {"procedures": procedures})) == expected


@pytest.mark.parametrize(
    ("review", "answers", "on", "expected"),
    [
        # From an answer: the 22nd birthday; nothing once it has passed.
        ({"from": "born", "plus": "22 years"}, {"born": "2005-06-30"}, "2026-09-15", "2027-06-30"),
        ({"from": "born", "plus": "22 years"}, {"born": "2004-09-15"}, "2026-09-15", "2026-09-15"),
        ({"from": "born", "plus": "22 years"}, {"born": "2004-09-14"}, "2026-09-15", None),
        ({"from": "born", "plus": "22 years"}, {"born": "2005-06"}, "2026-09-15", "2027-06-30"),
        ({"from": "born", "plus": "22 years"}, {}, "2026-09-15", None),
        ({"from": "dose", "plus": "6 months"}, {"dose": "2026-08-31"}, "2026-09-15", "2027-02-28"),
        ({"from": "dose", "plus": "6 months"}, {"dose": "unknown"}, "2026-09-15", None),
        ({"from": "dose", "plus": "6 months"}, {"dose": "2026-09-16"}, "2026-09-15", None),
        # From a day ahead, of a month from its first day.
        ({"from": "event", "minus": "2 weeks"}, {"event": "2026-12-24"}, "2026-09-15", "2026-12-10"),
        ({"from": "event", "minus": "2 weeks"}, {"event": "2026-12"}, "2026-09-15", "2026-11-17"),
        ({"from": "event", "minus": "2 weeks"}, {"event": "2026-09-20"}, "2026-09-15", None),
        ({"from": "event", "minus": "2 weeks"}, {"event": "unknown"}, "2026-09-15", None),
        # From the appointment: also before it (the day to pause a cream).
        ({"from": "appointment", "minus": "5 days"}, {}, "2026-09-15", "2026-09-10"),
        ({"from": "appointment", "plus": "1 month"}, {}, "2027-01-31", "2027-02-28"),
    ],
)
def test_review_date_advises_and_blocks_nothing(
    review: Table, answers: Table, on: str, expected: str | None
) -> None:
    asked = rule("asked", branch({"item": "acne", "is": "yes"}, all="information"), review_date=review)
    evaluation = evaluated(deferring(asked), {"acne": "yes", **answers}, on=when(on))
    found = the_finding(evaluation, "asked").review_date
    assert (found and found.isoformat(), evaluation.eligibility) == (expected, "eligible")
