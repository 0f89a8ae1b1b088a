"""What is no answer is refused at the door, with the item, a code and a sentence; never evaluated."""

from datetime import date

import pytest

from screening.engine import AnswerError, AnswerProblem, parse_answer, parse_answers
from tests.engine.rulebooks import (
    a_rulebook,
    areas,
    choice,
    choices,
    day,
    entries,
    medicines,
    number,
    score,
    scored,
    text,
)

TODAY = date(2026, 9, 15)
RULEBOOK = a_rulebook(
    items=[
        choice("acne", "none", "inflamed", "unsure*"),
        choices("allergies", "none!", "latex", "nickel", "unsure*", "prefer_not_to_say*"),
        choices("implants", "none!", "filler", "unsure*", open=True),
        areas("keloids"),
        day("dose"),
        day("event", tense="future"),
        day("born", tense="birth"),
        number("glasses", 1, 14),
        text("anything"),
        medicines("medicines"),
        entries("procedures", choice("type", "laser", "peel", "unsure*"), day("date"), areas("where")),
        scored("eyes", light=0, dark=4),
        score("skin_type", ["eyes"], {2: 1, None: 6}),
    ]
)
TEN_THOUSAND = ["chin"] * 10_000


def refusals(answers: dict[str, object], today: date | None = TODAY) -> list[tuple[str, str]]:
    """The item and code of every refusal."""
    with pytest.raises(AnswerError) as refused:
        parse_answers(RULEBOOK, answers, today)
    return [(problem.link_id, problem.code) for problem in refused.value.problems]


def each(link_id: str, *given: object) -> list[tuple[str, object]]:
    """One row per value."""
    return [(link_id, value) for value in given]


def entry(link_id: str, *given: object) -> list[tuple[str, object]]:
    """One row per value, as the only entry of a list."""
    return [(link_id, [value]) for value in given]


@pytest.mark.parametrize(
    ("link_id", "given"),
    [
        *each("acne", 1, 0, True, False, ["none"], {"code": "none"}, 1.5),
        *each("allergies", "latex", 1, True, {"latex": True}),
        *entry("allergies", 1, None, ["latex"], {}),
        *each("implants", "filler", [True], [1.5]),
        *each("keloids", "chin", 1, True, {"chin": True}),
        *each("dose", 20260901, True, ["2026-09-01"], {}, date(2026, 9, 1)),
        *each("glasses", "3", " ", True, False, 3.0, 3.5, [3], {}, float("nan")),
        *each("skin_type", "1", True, 1.0, [1]),
        *each("anything", 1, True, ["a"], {"a": "b"}, 1.5),
        *each("medicines", "aspirin", 1, True, {"name": "aspirin"}),
        *entry("medicines", 1, None, ["aspirin"]),
        *entry("medicines", {"name": 1}, {"name": "aspirin", "dose": "100 mg"}, {"name": ["a"]}),
        *each("procedures", "laser", 1, True, {"type": "laser"}),
        *entry("procedures", "laser", 1, None, {"kind": "laser"}, {"type": "laser", "note": ""}),
        *entry("procedures", {"type": 1}, {"date": 2026}, {"where": "chin"}, {"type": ["laser"]}),
    ],
)
def test_answer_of_a_wrong_type_is_refused(link_id: str, given: object) -> None:
    assert refusals({link_id: given}) == [(link_id, "wrong_type")]


@pytest.mark.parametrize(
    ("link_id", "given"),
    [
        *each("acne", "severe", "None", " none", "none ", "NONE", "\x00", "\ud800"),
        *each("allergies", ["dust"], ["latex", "dust"], ["Latex"]),
        *each("keloids", ["elbow"], ["chin", "elbow"], ["Chin"], ["prefer_not_to_say"], ["unknown"]),
        *entry("keloids", 1, None, True, ["chin"], {}),
        *entry("medicines", *({"name": "aspirin", "prescribed": said} for said in ("maybe", True, ["yes"]))),
        *entry("procedures", {"type": "tattoo"}, {"where": ["elbow"]}),
        ("procedures", [{"type": "laser"}, {"type": "tattoo"}]),
    ],
)
def test_code_that_does_not_exist_is_refused(link_id: str, given: object) -> None:
    assert refusals({link_id: given}) == [(link_id, "unknown_code")]


@pytest.mark.parametrize(
    ("link_id", "given"),
    [
        ("allergies", ["none", "latex"]),
        ("allergies", ["latex", "none"]),
        ("allergies", ["unsure", "latex"]),
        ("allergies", ["latex", "nickel", "unsure"]),
        ("allergies", ["none", "unsure"]),
        ("allergies", ["unsure", "prefer_not_to_say"]),
        ("implants", ["none", "a stent"]),
        ("implants", ["a stent", "unsure"]),
        ("keloids", ["unsure", "chin"]),
        ("keloids", ["chin", "unsure"]),
        ("procedures", [{"type": "laser", "where": ["chin", "unsure"]}]),
    ],
)
def test_none_or_unsure_beside_others_is_refused(link_id: str, given: object) -> None:
    assert refusals({link_id: given}) == [(link_id, "stands_alone")]


@pytest.mark.parametrize(
    "given",
    [
        *("2026-02-31", "2026-02-29", "2026-13", "2026-00-01", "2026-9-1", "1.9.2026", "today", "2026", " "),
        *("2026-09-01T00:00:00", "2026-09-01\x00", "2026-09-01\n", "\ud800", "12026-01-01", "0000-01-01"),
        "Unknown",
    ],
)
@pytest.mark.parametrize("link_id", ["dose", "event", "born"])
def test_date_that_is_none_is_refused(link_id: str, given: str) -> None:
    assert refusals({link_id: given}) == [(link_id, "not_a_date")]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"born": "unknown"}, "not_a_date"),
        ({"procedures": [{"date": "2026-02-31"}]}, "not_a_date"),
        ({"procedures": [{"date": "2026-09-16"}]}, "in_future"),
        ({"procedures": [{"date": "1850-01-01"}]}, "too_early"),
        ({"dose": "1850-01-01"}, "too_early"),
        ({"dose": "1899-12-31"}, "too_early"),
        ({"dose": "1899-12"}, "too_early"),
        ({"born": "1850-05-05"}, "too_early"),
        ({"event": "0001-01-01"}, "too_early"),
        ({"dose": "2026-09-16"}, "in_future"),
        ({"dose": "2026-10"}, "in_future"),
        ({"born": "2026-09-16"}, "in_future"),
        ({"born": "2026-10"}, "in_future"),
        ({"dose": "9999-12-31"}, "in_future"),
    ],
)
def test_date_out_of_range_is_refused(answers: dict[str, object], code: str) -> None:
    assert refusals(answers) == [(next(iter(answers)), code)]


@pytest.mark.parametrize(
    ("link_id", "given"),
    [
        *each("glasses", 0, 15, -1, 10**30, -(10**30)),
        *each("skin_type", 0, 7, -1),
    ],
)
def test_number_outside_its_limits_is_refused(link_id: str, given: object) -> None:
    assert refusals({link_id: given}) == [(link_id, "out_of_range")]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"keloids": TEN_THOUSAND}, "too_many"),
        ({"allergies": ["latex"] * 101}, "too_many"),
        ({"medicines": ["aspirin"] * 101}, "too_many"),
        ({"procedures": [{"type": "laser"}] * 101}, "too_many"),
        ({"procedures": [{"where": TEN_THOUSAND}]}, "too_many"),
        ({"anything": "a" * 2001}, "too_long"),
        ({"medicines": ["a" * 201]}, "too_long"),
        ({"implants": ["a" * 201]}, "too_long"),
        ({"anything": "a\x00b"}, "unreadable"),
        ({"anything": "a\x1bb"}, "unreadable"),
        ({"anything": "a\x7fb"}, "unreadable"),
        ({"anything": "a\ud800b"}, "unreadable"),
        ({"medicines": ["aspirin\x00"]}, "unreadable"),
        ({"medicines": [{"name": "\ud83d"}]}, "unreadable"),
        ({"implants": ["a \x00 stent"]}, "unreadable"),
        ({"medicines": [""]}, "empty"),
        ({"medicines": ["aspirin", "  "]}, "empty"),
        ({"medicines": [{"name": ""}]}, "empty"),
        ({"procedures": [{"type": "laser"}, {"type": "", "date": None, "where": []}]}, "empty"),
    ],
)
def test_text_or_list_that_cannot_be_kept_is_refused(answers: dict[str, object], code: str) -> None:
    assert refusals(answers) == [(next(iter(answers)), code)]


@pytest.mark.parametrize("link_id", ["", "nonsense", "Acne", "acne ", "\x00", "\ud800", "__class__", "items"])
def test_answer_to_a_question_that_does_not_exist_is_refused(link_id: str) -> None:
    assert refusals({link_id: "none"}) == [(link_id, "unknown_item")]


def test_empty_answer_to_a_question_that_does_not_exist_is_refused() -> None:
    assert refusals({"nonsense": None}) == [("nonsense", "unknown_item")]


def test_problems_of_answers_come_all_at_once_in_the_order_of_link_ids() -> None:
    answers: dict[str, object] = {
        "procedures": [{}],
        "nonsense": 1,
        "acne": "severe",
        "glasses": 3,
        "dose": "2026-02-31",
        "allergies": ["none", "latex"],
        "born": "2026-09-16",
    }
    with pytest.raises(AnswerError) as refused:
        parse_answers(RULEBOOK, answers, TODAY)
    assert refused.value.problems == (
        AnswerProblem("acne", "unknown_code", "this is not one of the answers"),
        AnswerProblem("allergies", "stands_alone", "this cannot go with other answers: none"),
        AnswerProblem("born", "in_future", "this date lies in the future"),
        AnswerProblem("dose", "not_a_date", "this is not a date in the calendar"),
        AnswerProblem("nonsense", "unknown_item", "there is no such question"),
        AnswerProblem("procedures", "empty", "one entry is empty"),
    )


def test_answer_error_says_every_problem() -> None:
    with pytest.raises(AnswerError) as refused:
        parse_answers(RULEBOOK, {"glasses": 15, "acne": 1})
    assert str(refused.value) == "acne: choose one of the answers; glasses: give a number from 1 to 14"


def test_single_answer_is_refused_like_many() -> None:
    with pytest.raises(AnswerError) as refused:
        parse_answer(RULEBOOK, "dose", "2026-09-16", TODAY)
    assert refused.value.problems == (AnswerProblem("dose", "in_future", "this date lies in the future"),)
