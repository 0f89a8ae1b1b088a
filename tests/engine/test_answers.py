"""Answers as they are kept: one canonical form each, empty is unanswered, scores are derived."""

from datetime import date
from itertools import product

import pytest

from screening.engine import (
    AnswerError,
    Answers,
    PartialDate,
    Rulebook,
    canonical_json,
    enabled_items,
    parse_answer,
    parse_answers,
)
from tests.engine.rulebooks import (
    Table,
    a_rulebook,
    areas,
    choice,
    choices,
    day,
    entries,
    item,
    medicines,
    number,
    option,
    score,
    scored,
    text,
)

TODAY = date(2026, 9, 15)
METALS = [option("latex"), option("nickel", synonyms=["nickel", "cheap jewellery"])]
WRITTEN = [option("gold", synonyms=["gold"]), option("unsure*")]
RULEBOOK = a_rulebook(
    items=[
        choice("acne", "none", "inflamed", "unsure*"),
        choices("concerns", "scars", "pores", "none!", "unsure*"),
        item("allergies", "choices", options=[*METALS, *WRITTEN], open=True),
        areas("keloids"),
        day("dose"),
        day("event", tense="future"),
        day("born", tense="birth"),
        number("glasses"),
        text("anything"),
        medicines("medicines"),
        entries("procedures", choice("type", "laser", "peel"), day("date"), areas("where")),
        scored("eyes", light=0, brown=3, dark=4),
        scored("burns", always=0, never=4),
        score("skin_type", ["eyes", "burns"], {2: 1, 6: 3, None: 6}),
    ]
)


def kept(link_id: str, given: object) -> object | None:
    """The canonical form of one answer."""
    return parse_answer(RULEBOOK, link_id, given, TODAY)


@pytest.mark.parametrize(
    ("link_id", "given", "expected"),
    [
        ("acne", "none", "none"),
        ("acne", "unsure", "unsure"),
        ("concerns", ["scars"], ["scars"]),
        ("concerns", ["scars", "pores", "scars"], ["scars", "pores"]),
        ("concerns", ["pores", "", "scars"], ["pores", "scars"]),
        ("concerns", ["none"], ["none"]),
        ("concerns", ["none", "none"], ["none"]),
        ("allergies", [" bee stings ", "latex"], ["bee stings", "latex"]),
        ("keloids", ["chin", "forehead", "chin"], ["chin", "forehead"]),
        ("keloids", ["unsure"], ["unsure"]),
        ("dose", "2026-09-15", "2026-09-15"),
        ("dose", "2026-09", "2026-09"),
        ("dose", "unknown", "unknown"),
        ("dose", "1900-01-01", "1900-01-01"),
        ("event", "2030-01-01", "2030-01-01"),
        ("event", "2020-01-01", "2020-01-01"),
        ("event", "unknown", "unknown"),
        ("born", "2026-09-15", "2026-09-15"),
        ("born", "2008-09", "2008-09"),
        ("glasses", 0, 0),
        ("glasses", 100, 100),
        ("skin_type", 6, 6),
        ("anything", "  I faint.\n Really. ", "I faint.\n Really."),
        ("anything", "a" * 2000, "a" * 2000),
        ("anything", "Ünïcödé 日本 👍", "Ünïcödé 日本 👍"),
        ("medicines", ["aspirin"], [{"name": "aspirin"}]),
        ("medicines", [" Aspirin 100 mg "], [{"name": "Aspirin 100 mg"}]),
        ("medicines", [{"name": "aspirin"}], [{"name": "aspirin"}]),
        ("medicines", [{"name": "aspirin", "prescribed": None}], [{"name": "aspirin"}]),
        (
            "medicines",
            [{"prescribed": "yes", "name": "aspirin"}, "warfarin"],
            [{"name": "aspirin", "prescribed": "yes"}, {"name": "warfarin"}],
        ),
        (
            "medicines",
            [{"name": "a", "prescribed": "no"}, {"name": "b", "prescribed": "unsure"}],
            [{"name": "a", "prescribed": "no"}, {"name": "b", "prescribed": "unsure"}],
        ),
        # The same medicine twice is two entries: one may be prescribed, the other not.
        ("medicines", ["aspirin", "aspirin"], [{"name": "aspirin"}, {"name": "aspirin"}]),
        (
            "procedures",
            [{"type": "laser", "date": "2026-08", "where": ["chin", "chin"]}],
            [{"type": "laser", "date": "2026-08", "where": ["chin"]}],
        ),
        ("procedures", [{"type": "laser", "date": "", "where": []}], [{"type": "laser"}]),
        ("procedures", [{"date": "unknown", "type": None}], [{"date": "unknown"}]),
    ],
)
def test_answer_is_kept_in_one_form(link_id: str, given: object, expected: object) -> None:
    assert kept(link_id, given) == expected


@pytest.mark.parametrize(
    ("link_id", "given"),
    [
        *product(RULEBOOK.items, (None, "", [], ())),
        ("anything", "   "),
        ("anything", "\n\t"),
        ("concerns", [""]),
        ("allergies", ["", "  "]),
    ],
)
def test_empty_answer_is_no_answer(link_id: str, given: object) -> None:
    answers = parse_answers(RULEBOOK, {link_id: given})
    assert (dict(answers.raw), dict(answers.values), link_id in answers.unanswered) == ({}, {}, True)


def test_unanswered_are_the_items_that_may_apply_and_have_no_answer() -> None:
    gate: Table = {"item": "smokes", "is": "yes"}
    items = [choice("smokes"), choice("daily", enable_when=gate), choice("acne", "none", "unsure*")]
    rulebook = a_rulebook(items=items)
    found = [
        parse_answers(rulebook, {"smokes": smokes, "acne": "unsure"}).unanswered
        for smokes in ("yes", "no", "unsure", None)
    ]
    assert found == [
        ("treatment_areas", "daily"),
        ("treatment_areas",),
        ("treatment_areas", "daily"),
        ("treatment_areas", "smokes", "daily"),
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"dose": "2026-09-15"}, True),
        ({"dose": "2026-09"}, True),
        ({"born": "2026-09-15"}, True),
        ({"dose": "2026-09-16"}, False),
        ({"dose": "2026-10"}, False),
        ({"event": "2027-01-01"}, True),
    ],
)
def test_past_date_lies_in_the_future_only_where_its_first_possible_day_does(
    answers: Table, expected: bool
) -> None:
    def accepted(today: date | None) -> bool:
        try:
            return bool(parse_answers(RULEBOOK, answers, today).raw)
        except AnswerError:
            return False

    assert (accepted(TODAY), accepted(None)) == (expected, True)


@pytest.mark.parametrize(
    ("given", "codes", "typed"),
    [
        (["latex"], {"latex"}, ()),
        (["Nickel"], {"nickel"}, ()),
        (["allergic to NICKEL!"], {"nickel"}, ()),
        (["Cheap  jewellery"], {"nickel"}, ()),
        (["nickel and gold"], {"nickel", "gold"}, ()),
        # What is known beside it does not explain a word that is not.
        (["nickel and xylocaine"], {"nickel"}, ("nickel and xylocaine",)),
        (["not gold"], {"gold"}, ("not gold",)),
        (["gold, никель"], {"gold"}, ("gold, никель",)),
        (["Cheap  jewellery, always"], {"nickel"}, ("Cheap  jewellery, always",)),
        (["and the"], set(), ("and the",)),
        (["göld"], {"gold"}, ()),
        # Whole words only, and a synonym of several words as a whole.
        (["nickelodeon"], set(), ("nickelodeon",)),
        (["jewellery, cheap"], set(), ("jewellery, cheap",)),
        (["bee stings"], set(), ("bee stings",)),
        (["latex", "Gold", "bee stings"], {"latex", "gold"}, ("bee stings",)),
        # A label is no synonym unless the rulebook says so.
        (["Latex"], set(), ("Latex",)),
    ],
)
def test_typed_text_means_the_options_whose_synonyms_it_holds(
    given: list[str], codes: set[str], typed: tuple[str, ...]
) -> None:
    answers = parse_answers(RULEBOOK, {"allergies": given})
    chosen = answers.values["allergies"]
    assert (answers.raw["allergies"], getattr(chosen, "codes", None), getattr(chosen, "typed", None)) == (
        given,
        codes,
        typed,
    )


@pytest.mark.parametrize(
    ("answers", "skin_type"),
    [
        ({"eyes": "light", "burns": "always"}, 1),
        ({"eyes": "brown", "burns": "always"}, 3),
        ({"eyes": "light", "burns": "never"}, 3),
        ({"eyes": "brown", "burns": "never"}, 6),
        ({"eyes": "dark", "burns": "never"}, 6),
        ({"eyes": "dark"}, None),
        ({"eyes": "dark", "burns": "unsure"}, None),
        ({}, None),
        # A direct entry wins.
        ({"eyes": "dark", "burns": "never", "skin_type": 1}, 1),
        ({"skin_type": 3}, 3),
        ({"eyes": "unsure", "skin_type": 6}, 6),
    ],
)
def test_score_is_derived_from_all_its_parts_or_entered(answers: Table, skin_type: int | None) -> None:
    parsed = parse_answers(RULEBOOK, answers)
    assert (parsed.values.get("skin_type"), dict(parsed.raw)) == (skin_type, answers)


@pytest.mark.parametrize(
    ("answers", "unanswered"),
    [
        ({}, True),
        ({"eyes": "dark"}, True),
        ({"eyes": "dark", "burns": "never"}, False),
        ({"eyes": "dark", "burns": "unsure"}, False),
        ({"skin_type": 3}, False),
    ],
)
def test_score_is_unanswered_until_it_is_entered_or_every_part_is_answered(
    answers: Table, unanswered: bool
) -> None:
    assert ("skin_type" in parse_answers(RULEBOOK, answers).unanswered) is unanswered


def canonical(answers: Answers) -> str:
    return canonical_json(answers.raw)


def test_answers_in_any_order_are_the_same_answers() -> None:
    one = parse_answers(RULEBOOK, {"acne": "none", "glasses": 3, "medicines": ["aspirin"]})
    other = parse_answers(RULEBOOK, {"medicines": [{"name": "aspirin"}], "glasses": 3, "acne": "none"})
    assert canonical(one) == canonical(other)


def test_answers_read_again_stay_what_they_are() -> None:
    given: Table = {
        "allergies": [" bee stings", "latex", "latex"],
        "keloids": ["chin", "chin"],
        "medicines": ["Aspirin 100 mg", {"name": "warfarin ", "prescribed": "no"}],
        "procedures": [{"type": "laser", "date": "2026-08", "where": None}],
        "anything": " Nothing ",
    }
    once = parse_answers(RULEBOOK, given)
    twice = parse_answers(RULEBOOK, once.raw)
    assert (twice.raw, twice.values) == (once.raw, once.values)


def test_dates_are_typed_as_the_days_they_may_mean() -> None:
    answers = parse_answers(RULEBOOK, {"dose": "2026-08", "born": "2008-02-29"})
    assert dict(answers.values) == {
        "dose": PartialDate(date(2026, 8, 1), date(2026, 8, 31)),
        "born": PartialDate(date(2008, 2, 29), date(2008, 2, 29)),
    }


def test_enabled_items_are_a_copy() -> None:
    answers = parse_answers(RULEBOOK, {})
    enabled_items(answers)["acne"] = False
    assert enabled_items(answers)["acne"] is True


def test_answers_remember_their_rulebook() -> None:
    rulebook: Rulebook = parse_answers(RULEBOOK, {}).rulebook
    assert rulebook is RULEBOOK
