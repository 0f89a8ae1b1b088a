"""Problems of the questionnaire: items, their options, scores and gates; with file, line, place, reason."""

from pathlib import Path

import pytest

from screening.engine import RulebookError, parse_rulebook
from tests.engine.rulebook_files import Row, as_toml, document_as_toml, folder_of, placed, problems_in
from tests.engine.rulebooks import (
    Table,
    a_document,
    areas,
    choice,
    day,
    entries,
    item,
    option,
    score,
    scored,
)

BASE = document_as_toml(a_document(items=[choice("acne", "none", "inflamed", "unsure*")]))


def without(table: Table, *keys: str) -> Table:
    return {key: value for key, value in table.items() if key not in keys}


TYPES = "areas, choice, choices, date, entries, medicines, number, score, text"


@pytest.mark.parametrize(
    ("table", "place", "reason"),
    [
        ({**choice("x"), "section": "none"}, "items x.section", '"none" is none of all'),
        ({**choice("x"), "type": "radio"}, "items x.type", f'"radio" is none of {TYPES}'),
        (without(choice("x"), "question"), "items x.question", "is missing"),
        (without(choice("x"), "link_id"), "items[2].link_id", "is missing"),
        ({**choice("x"), "hint": "h"}, "items x.hint", "is not a key of the format"),
        (choice("acne"), "items acne", '"acne" stands here a second time'),
        (item("x", "choice"), "items x", "needs either options or options_from"),
        (item("x", "choices", options_from="set"), "items x.options_from", 'there is no option set "set"'),
        ({**item("x", "text"), "options": [option("a")]}, "items x", "an item of type text has no options"),
        (item("x", "choice", options=[{"code": "a"}]), "items x.options[0].label", "is missing"),
        (choice("x", "a", "a"), "items x.options[1]", '"a" stands here a second time'),
        (item("x", "date"), "items x.tense", "is missing"),
        (day("x", "soon"), "items x.tense", '"soon" is none of birth, future, past'),
        (item("x", "number", minimum="0"), "items x.minimum", "must be a whole number"),
        (item("x", "medicines", form="oral"), "items x.form", '"oral" is none of systemic, topical'),
        (choice("x", asked_for=["lift"]), "items x.asked_for", 'there is no treatment or attribute "lift"'),
        (choice("x", asked="robot"), "items x.asked", '"robot" is none of clinic, patient'),
        (choice("x", optional="yes"), "items x.optional", "must be true or false"),
        (entries("x"), "items x.fields", "needs at least one field"),
        (
            item("x", "entries", fields=[{"id": "f", "type": "text", "question": "?", "label": "f"}]),
            "items x.fields[0].type",
            '"text" is none of areas, choice, date',
        ),
        (entries("x", choice("f"), areas("f")), "items x.fields[1]", '"f" stands here a second time'),
        (
            score("x", ["acne"], {None: 1}),
            "items x.parts",
            '"acne" is no choice whose options carry a score',
        ),
        (
            score("x", ["moon"], {None: 1}),
            "items x.parts",
            '"moon" is no choice whose options carry a score',
        ),
        (
            choice("x", enable_when={"item": "moon", "is": "a"}),
            "items x.enable_when.item",
            'there is no item "moon"',
        ),
        (
            choice("x", enable_when={"item": "acne", "is": "much"}),
            "items x.enable_when.is",
            '"much" is no option of "acne"',
        ),
        (
            choice("x", enable_when={"item": "x", "is": "yes"}),
            "items x.enable_when",
            "goes in a circle: x > x",
        ),
    ],
)
def test_problem_of_an_item(tmp_path: Path, table: Table, place: str, reason: str) -> None:
    folder = folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(("items", table))})
    assert problems_in(folder) == [("b.toml", 1, place, reason)]


@pytest.mark.parametrize(
    "bands",
    [
        {},
        {6: 1},
        {6: 1, 2: 2, None: 3},
        {None: 1, 6: 2},
    ],
)
def test_bands_of_a_score_must_rise_to_one_without_limit(
    tmp_path: Path, bands: dict[int | None, int]
) -> None:
    items: list[Row] = [("items", scored("eyes", light=0, dark=4)), ("items", score("x", ["eyes"], bands))]
    found = problems_in(folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(*items)}))
    line = len(as_toml(items[0]).splitlines()) + 2
    assert found == [("b.toml", line, "items x.bands", "must rise, and the last have no at_most")]


def test_gate_on_the_appointment_day_is_refused(tmp_path: Path) -> None:
    items: list[Row] = [
        ("items", choice("x", enable_when={"item": "dose", "within": "6 months"})),
        ("items", day("dose")),
    ]
    found = problems_in(folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(*items)}))
    assert found == [("b.toml", 1, "items x.enable_when", "must not depend on the appointment date")]


def test_gates_in_a_circle_are_refused_and_named(tmp_path: Path) -> None:
    after = {"one": "three", "two": "one", "three": "two"}
    items: list[Row] = [
        ("items", choice(name, enable_when={"item": gate, "is": "yes"})) for name, gate in after.items()
    ]
    ((file, line, place, reason),) = problems_in(
        folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(*items)})
    )
    assert (file, line, place) == ("b.toml", 1, "items one.enable_when")
    names = reason.removeprefix("goes in a circle: ").split(" > ")
    assert [after[name] for name in names[1:]] == names[:-1] or [after[name] for name in names[:-1]] == names[
        1:
    ]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"item": "acne", "is": "inflamed"}, "the treatment areas always apply"),
    ],
)
def test_gate_on_the_treatment_areas_is_refused(tmp_path: Path, table: Table, reason: str) -> None:
    document = a_document(
        items=[areas("treatment_areas", enable_when=table), choice("acne", "none", "inflamed")]
    )
    found = problems_in(folder_of(tmp_path, {"a.toml": document_as_toml(document)}))
    assert [(place, why) for _, _, place, why in found] == [("items treatment_areas.enable_when", reason)]


@pytest.mark.parametrize(
    ("items", "place", "reason"),
    [
        ([item("treatment_areas", "text")], "items", 'there must be an item "treatment_areas" of type areas'),
    ],
)
def test_treatment_areas_of_another_type_are_refused(items: list[Table], place: str, reason: str) -> None:
    with pytest.raises(RulebookError) as refused:
        parse_rulebook(a_document(items=items))
    assert placed(refused.value.problems) == [("", 0, place, reason)]


def test_item_with_options_of_its_own_and_of_a_set(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("items", {**choice("x"), "options_from": "set"}),
        ("option_sets", {"id": "set", "options": [option("a"), option("b")]}),
    ]
    found = problems_in(folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(*rows)}))
    assert found == [("b.toml", 1, "items x", "needs either options or options_from")]
