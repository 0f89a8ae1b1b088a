"""Care steps on real days: each that applies exactly once, for any day of a visit."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped] # publishes no types
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import (
    CareStep,
    Context,
    ContextError,
    DatedStep,
    Rulebook,
    canonical_json,
    dated_care,
    parse_answers,
    parse_rulebook,
    read_document,
    red_flags_for,
)

RULEBOOKS = Path(__file__).resolve().parents[2] / "screening" / "rulebooks"
ON = date(2026, 3, 8)
SHIPPED = sorted(path.name for path in RULEBOOKS.iterdir() if path.is_dir())


@cache
def shipped(name: str) -> Rulebook:
    return parse_rulebook(read_document(RULEBOOKS / name).document)


@cache
def starter_text() -> str:
    return canonical_json(shipped("starter").document)


def care(
    *treatments: str, on: date = ON, book: Rulebook | None = None, answers: Mapping[str, Any] | None = None
) -> dict[str, DatedStep]:
    """The steps by id; a step that stands twice fails."""
    rulebook = book or shipped("starter")
    read = parse_answers(rulebook, answers or {})
    steps = dated_care(rulebook, read, Context(on, treatments))
    assert len({step.id for step in steps}) == len(steps)
    return {step.id: step for step in steps}


def with_steps(*steps: dict[str, Any]) -> Rulebook:
    """The starter with these care steps instead of its own."""
    document = json.loads(starter_text())
    document["care_steps"] = [
        {"treatments": ["all"], "text": "Text.", "sources": ["design"], **each} for each in steps
    ]
    document["cases"] = []
    return parse_rulebook(document)


def far(day: date, span: tuple[int, int]) -> date:
    """A day by another calendar's arithmetic than the engine's."""
    moved: date = day + relativedelta(months=span[0])
    return moved + timedelta(days=span[1])


def expected_days(step: CareStep, treatments: list[str], on: date) -> tuple[date, date]:
    """From the first to the last day on which any treatment asks for it; permissions wait for the last."""
    begins = [far(on, step.spans[code].begins) for code in treatments]
    ends = [far(on, step.spans[code].ends) for code in treatments]
    return (max(begins) if all(day > on for day in begins) else min(begins)), max(ends)


VISITS = st.one_of(
    st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        [
            date(2026, 3, 29),  # clocks go forward in Europe
            date(2026, 10, 25),  # and back
            date(2026, 3, 8),  # forward in the United States
            date(2028, 2, 29),
            date(2026, 8, 31),
            date(2026, 12, 31),
            date(2027, 1, 30),
        ]
    ),
)


@pytest.mark.parametrize("name", SHIPPED)
@given(data=st.data(), on=VISITS)
def test_every_step_that_may_apply_stands_exactly_once_on_its_days(
    name: str, data: st.DataObject, on: date
) -> None:
    rulebook = shipped(name)
    codes = sorted(rulebook.treatments)
    planned = data.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
    found = care(*planned, on=on, book=rulebook)
    asking = {
        step.id: [code for code in planned if code in step.spans]
        for step in rulebook.care_steps
        if any(code in step.spans for code in planned)
    }
    assert found.keys() == asking.keys()
    for step in rulebook.care_steps:
        if step.id in found:
            shown = found[step.id]
            assert (shown.begins, shown.ends) == expected_days(step, asking[step.id], on), step.id
            assert (shown.text, shown.treatments) == (step.text, tuple(asking[step.id]))


@pytest.mark.parametrize("name", SHIPPED)
@given(data=st.data(), on=VISITS, moved=st.integers(-400, 400))
def test_plan_moves_with_the_visit(name: str, data: st.DataObject, on: date, moved: int) -> None:
    rulebook = shipped(name)
    planned = data.draw(st.lists(st.sampled_from(sorted(rulebook.treatments)), min_size=1, unique=True))
    before = care(*planned, on=on, book=rulebook)
    after = care(*planned, on=on + timedelta(days=moved), book=rulebook)
    in_days = {
        step.id
        for step in rulebook.care_steps
        if not any(span.begins[0] or span.ends[0] for span in step.spans.values())
    }
    assert before.keys() == after.keys()
    for known in in_days & before.keys():
        assert after[known].begins - before[known].begins == timedelta(days=moved)
        assert after[known].ends - before[known].ends == timedelta(days=moved)


@given(on=VISITS, order=st.permutations(["microneedling_pen", "rf_microneedling", "prp"]))
def test_order_of_the_treatments_changes_no_day(on: date, order: list[str]) -> None:
    days = {known: (step.begins, step.ends) for known, step in care(*order, on=on).items()}
    usual = care("microneedling_pen", "rf_microneedling", "prp", on=on)
    assert days == {known: (step.begins, step.ends) for known, step in usual.items()}


def test_retinol_is_paused_from_the_fifth_day_before() -> None:
    step = care("microneedling_pen", on=date(2026, 3, 8))["pre_stop_actives"]
    assert (step.begins, step.ends) == (date(2026, 3, 3), date(2026, 3, 8))


def test_several_treatments_take_the_longest_of_each_and_repeat_nothing() -> None:
    step = care("microneedling_pen", "rf_microneedling")["pre_no_tan"]
    assert (step.begins, step.ends) == (ON - timedelta(days=14), ON)
    assert step.treatments == ("microneedling_pen", "rf_microneedling")


def test_what_begins_after_the_visit_waits_for_the_treatment_that_allows_it_last() -> None:
    found = care("rf_microneedling", "prp")
    assert found["post_no_makeup"].ends == ON + timedelta(days=3)
    assert found["post_mineral_makeup"].begins == ON + timedelta(days=3)


def test_months_end_on_the_last_day_where_there_is_no_such_day() -> None:
    found = care("microneedling_pen", on=date(2026, 8, 31))["post_maintenance"]
    assert (found.begins, found.ends) == (date(2027, 2, 28), date(2027, 8, 31))


@pytest.mark.parametrize(
    ("answers", "certain", "settles"),
    [
        ({"cold_sore_history": "yes"}, True, ()),
        ({"cold_sore_history": "unsure"}, False, ("cold_sore_history",)),
        ({}, False, ("cold_sore_history",)),
    ],
)
def test_condition_that_is_not_false_shows_the_step_and_says_what_would_settle_it(
    answers: dict[str, str], certain: bool, settles: tuple[str, ...]
) -> None:
    step = care("microneedling_pen", answers=answers)["pre_antiviral"]
    assert (step.certain, step.would_settle) == (certain, settles)


def test_condition_that_is_false_leaves_the_step_out() -> None:
    found = care("microneedling_pen", answers={"cold_sore_history": "no"})
    assert "pre_antiviral" not in found


def test_step_of_another_treatment_is_left_out() -> None:
    assert "pre_prp_fluids" not in care("microneedling_pen")


def test_steps_come_by_day_and_before_comes_first() -> None:
    book = with_steps(
        {"id": "after", "phase": "after", "from": "0 days", "to": "1 day"},
        {"id": "day", "phase": "day", "from": "0 days", "to": "0 days"},
        {"id": "long", "phase": "before", "from": "-2 days", "to": "3 days"},
        {"id": "early", "phase": "before", "from": "-9 days", "to": "0 days"},
    )
    assert list(care("microneedling_pen", book=book)) == ["early", "long", "day", "after"]


def test_treatment_nobody_knows_is_refused() -> None:
    with pytest.raises(ContextError):
        care("moonlight")


def test_red_flags_of_several_treatments_stand_once_and_the_urgent_ones_first() -> None:
    flags = red_flags_for(shipped("starter"), ["microneedling_pen", "rf_microneedling"])
    assert len({flag.id for flag in flags}) == len(flags)
    assert [flag.urgent for flag in flags] == sorted((flag.urgent for flag in flags), reverse=True)
    assert {flag.id for flag in flags} == {
        flag.id
        for flag in shipped("starter").red_flags
        if flag.treatments & {"microneedling_pen", "rf_microneedling"}
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_step_tells_anybody_to_stop_a_prescribed_medicine(name: str) -> None:
    telling = [step.id for step in shipped(name).care_steps if "stop " in step.text.lower()]
    assert telling == []
