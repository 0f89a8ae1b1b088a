"""The condition builder: conditions as fields and back, its buttons, and what it says is missing."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.rulebook.workshop.builder import (
    EMPTY,
    Group,
    act_of,
    builder_view,
    checked,
    done,
    root_from,
    root_of,
    scope_of,
)
from screening.engine import Rulebook, parse_rulebook, read_document
from tests.rulebook.draft_pages import fields_of, query_of

QUESTIONS = Path(__file__).parent.parent / "engine" / "wording.toml"
STARTER = Path(__file__).parents[2] / "screening" / "rulebooks" / "starter"
CODES = {"pregnant": ["no", "yes", "maybe"], "allergies": ["latex", "nickel", "gold"]}


@cache
def rulebook() -> Rulebook:
    document: dict[str, Any] = read_document(QUESTIONS).document
    lists = [{**item, "link_id": "creams"} for item in document["items"] if item["link_id"] == "medicines"]
    entries = {
        "link_id": "procedures",
        "section": "all",
        "type": "entries",
        "question": "What was done?",
        "label": "Procedures",
        "fields": [
            {
                "id": "kind",
                "type": "choice",
                "question": "What?",
                "label": "kind",
                "options": [{"code": "peel", "label": "Peel"}, {"code": "other", "label": "Other"}],
            },
            {"id": "when", "type": "date", "tense": "past", "question": "When?", "label": "day"},
            {"id": "where", "type": "areas", "question": "Where?", "label": "areas"},
        ],
    }
    items = [item for item in document["items"] if item["link_id"] != "procedures"]
    return parse_rulebook({**document, "rules": ENGINES_OWN, "items": [*items, *lists, entries]})


ENGINES_OWN = [
    {
        "id": kind,
        "topic": kind,
        "title": kind,
        "message": "Message.",
        "action": "Action.",
        "resolution": "Resolution.",
        "override": "nobody",
        "sources": ["design"],
        "evidence": "Evidence.",
        "review_by": "2999-01-01",
        "built_in": kind,
    }
    for kind in ("unanswered", "contradiction")
]


def html_of(root: Group, book: Rulebook) -> str:
    view = builder_view(book, "when", checked(root, book))
    return render_to_string("rulebook/workshop/builder/builder.html", {"builder": view, "also": "#announced"})


def sent_back(root: Group, book: Rulebook) -> Group | None:
    """What comes back when the form is shown and sent as it is."""
    return root_from(query_of(fields_of(html_of(root, book))), "when", scope_of(book))


def act(root: Group, button: str) -> Group:
    found = act_of(button)
    assert found is not None
    return done(root, found).root


def listed(codes: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), min_size=1, unique=True)


durations = st.builds(
    "{} {}".format, st.integers(2, 99_999), st.sampled_from(["days", "weeks", "months", "years"])
) | st.sampled_from(["1 day", "1 month", "1 year"])


def leaf(item: object, operators: list[str], value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda operator, given: {"item": item, operator: given}, st.sampled_from(operators), value
    )


medicine_lists = st.sampled_from(
    ["medicines", ["medicines"], ["medicines", "creams"], ["creams", "medicines"]]
)
takes = st.builds(
    lambda item, classes, more: {"item": item, "takes": classes, **more},
    medicine_lists,
    listed(["aspirin", "retinoid"]),
    st.sampled_from([{}, {"prescribed": True}, {"prescribed": False}]),
)
field_leaves = st.one_of(
    st.builds(lambda code: {"field": "kind", "is": code}, st.sampled_from(["peel", "other"])),
    st.builds(lambda codes: {"field": "kind", "in": codes}, listed(["peel", "other"])),
    st.builds(lambda span: {"field": "when", "within": span}, durations),
    st.just({"field": "where", "overlaps": "treatment_areas"}),
    st.builds(lambda flag: {"field": "when", "answered": flag}, st.booleans()),
)


def grouped(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Leaves, and groups of them to any depth."""
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda kind, parts: {kind: parts},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=6,
    )


conditions = grouped(
    st.one_of(
        leaf("pregnant", ["is", "is_not"], st.sampled_from(CODES["pregnant"])),
        leaf("pregnant", ["in"], listed(CODES["pregnant"])),
        leaf("pregnant", ["not_in"], listed(["no", "yes"])),
        leaf("allergies", ["includes_any", "includes_all", "includes_none"], listed(CODES["allergies"])),
        leaf("allergies", ["includes_typed"], st.just(True)),
        leaf("glasses", ["at_least", "at_most", "above", "below"], st.integers(-99, 10**9 - 1)),
        leaf("birth_date", ["age_below", "age_at_least"], st.integers(0, 130)),
        leaf("last_dose", ["within", "at_least_ago"], durations),
        leaf("treatment_areas", ["overlaps", "same_region"], listed(["full_face", "eyelids"])),
        leaf("pregnant", ["answered"], st.booleans()),
        st.builds(lambda item: {"item": item, "takes_unrecognised": True}, medicine_lists),
        takes,
        st.builds(lambda where: {"item": "procedures", "some": where}, grouped(field_leaves)),
    )
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(conditions)
def test_condition_comes_back_from_its_form_as_it_was(condition: dict[str, Any]) -> None:
    root = root_of(condition)
    back = sent_back(root, rulebook())
    assert back is not None
    looked_at = checked(back, rulebook())
    assert (looked_at.table, looked_at.problems) == (condition, ())
    assert looked_at.when is not None


def test_starters_conditions_come_back_from_their_forms_as_they_were() -> None:
    book = parse_rulebook(read_document(STARTER).document)
    document: Any = book.document
    whole = [branch["when"] for rule in document["rules"] for branch in rule.get("branches", [])]
    whole += [item["enable_when"] for item in document["items"] if "enable_when" in item]
    for condition in whole[::7]:  # every seventh through its HTML, all of them through the nodes
        back = sent_back(root_of(condition), book)
        assert back is not None
        assert checked(back, book).table == condition
    assert [checked(root_of(condition), book).table for condition in whole] == whole
    assert [c for c in whole if checked(root_of(c), book).problems] == []


@pytest.mark.parametrize(
    "condition",
    [
        {"item": "pregnant", "is": "yes", "in": ["no"]},
        {"item": "pregnant", "is": 3},
        {"item": "last_dose", "within": "soon"},
        {"item": "glasses", "above": 10**12},
        {"all": "everything"},
        {"not": {"item": "pregnant", "is": "yes"}},
        ["pregnant"],
    ],
)
def test_what_the_form_cannot_show_is_kept_as_it_is(condition: object) -> None:
    back = sent_back(root_of({"all": [condition]}), rulebook())
    assert back is not None
    looked_at = checked(back, rulebook())
    assert looked_at.table == {"all": [condition]}
    assert looked_at.problems[0].path == (0,)


@pytest.mark.parametrize(
    ("condition", "path", "control", "message"),
    [
        ({}, (0,), "item", "Choose what is compared."),
        ({"item": "gone", "is": "yes"}, (0,), "item", "There is no “gone” in this draft."),
        ({"item": "pregnant"}, (0,), "op", "Choose how it is compared."),
        ({"item": "pregnant", "is": ""}, (0,), "value", "Choose an answer."),
        ({"item": "glasses", "above": "many"}, (0,), "value", "Type a whole number."),
        (
            {"item": "last_dose", "within": "six months"},
            (0,),
            "value",
            "Type a whole number, up to five digits.",
        ),
        ({"all": []}, (), "", "Add at least one comparison."),
        ({"item": "birth_date", "age_below": 200}, (0,), "value", "Must lie between 0 and 130 years."),
        (
            {"all": [{"any": [{"item": "pregnant", "is": "gone"}]}]},
            (0, 0),
            "value",
            '"gone" is no option of "pregnant".',
        ),
        ({"item": "procedures", "some": {"field": "kind"}}, (0, "w", 0), "op", "Choose how it is compared."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_place(
    condition: object, path: tuple[object, ...], control: str, message: str
) -> None:
    problems = checked(root_of(condition), rulebook()).problems
    assert [(problem.path, problem.control, problem.message) for problem in problems] == [
        (path, control, message)
    ]


@pytest.mark.parametrize("typed", ["many", "", "1.5", "٣", "99999999999"])
def test_number_that_is_none_comes_back_as_it_was_typed(typed: str) -> None:
    root = root_of({"item": "glasses", "above": 3})
    fields = fields_of(html_of(root, rulebook())) | {"when.0-number": [typed]}
    back = root_from(query_of(fields), "when", scope_of(rulebook()))
    assert back is not None
    assert checked(back, rulebook()).table == {"item": "glasses", "above": typed}


def test_another_question_begins_with_its_first_operator_and_no_value() -> None:
    root = root_of({"item": "pregnant", "in": ["yes", "maybe"]})
    fields = fields_of(html_of(root, rulebook())) | {"when.0-item": ["last_dose"]}
    back = root_from(query_of(fields), "when", scope_of(rulebook()))
    assert back is not None
    assert checked(back, rulebook()).table == {"item": "last_dose", "within": " months"}


def test_answer_not_chosen_yet_is_missing_and_nothing_else() -> None:
    fields = fields_of(html_of(EMPTY, rulebook())) | {"when.0-item": ["pregnant"]}
    once = root_from(query_of(fields), "when", scope_of(rulebook()))
    assert once is not None
    twice = sent_back(once, rulebook())
    assert twice is not None
    looked_at = checked(twice, rulebook())
    assert looked_at.table == {"item": "pregnant", "is": ""}
    assert [problem.message for problem in looked_at.problems] == ["Choose an answer."]


def test_entries_begin_with_a_condition_on_one_entry() -> None:
    fields = fields_of(html_of(EMPTY, rulebook())) | {"when.0-item": ["procedures"]}
    back = root_from(query_of(fields), "when", scope_of(rulebook()))
    assert back is not None
    assert checked(back, rulebook()).table == {"item": "procedures", "some": {}}


PAIR: dict[str, Any] = {"all": [{"item": "pregnant", "is": "yes"}, {"item": "glasses", "above": 3}]}
FIRST, SECOND = PAIR["all"]


@pytest.mark.parametrize(
    ("button", "condition", "expected"),
    [
        ("add:when:", FIRST, {"all": [FIRST, {}]}),
        ("group:when:", FIRST, {"all": [FIRST, {"any": [{}]}]}),
        ("remove:when:0", PAIR, {"all": [SECOND]}),
        ("up:when:1", PAIR, {"all": [SECOND, FIRST]}),
        ("down:when:0", PAIR, {"all": [SECOND, FIRST]}),
        ("up:when:0", PAIR, PAIR),
        ("wrap:when:0", PAIR, {"all": [{"any": [FIRST, {}]}, SECOND]}),
        ("unwrap:when:0", {"all": [{"any": [FIRST, SECOND]}]}, {"all": [FIRST, SECOND]}),
        (
            "up:when:1.0",
            {"all": [FIRST, {"any": [SECOND, FIRST]}]},
            {"all": [FIRST, SECOND, {"any": [FIRST]}]},
        ),
        ("down:when:0.0", {"all": [{"any": [SECOND]}, FIRST]}, {"all": [SECOND, FIRST]}),
        (
            "add:when:0.w",
            {"item": "procedures", "some": {}},
            {"item": "procedures", "some": {"all": [{}, {}]}},
        ),
        ("remove:when:7", PAIR, PAIR),
        ("remove:when:", PAIR, PAIR),
    ],
)
def test_button_does_what_it_says(button: str, condition: object, expected: object) -> None:
    assert checked(act(root_of(condition), button), rulebook()).table == expected


@pytest.mark.parametrize(
    "text", ["", "save", "fly:when:0", "up::0", "up:when:0.x", "up:when:99999", "up:when"]
)
def test_what_is_no_act_is_none(text: str) -> None:
    found = act_of(text)
    assert found is None or (found.verb, found.path) == ("up", ())


def test_removing_the_last_comparison_leaves_a_way_to_add_one() -> None:
    found = act_of("remove:when:0")
    assert found is not None
    acted = done(root_of(FIRST), found)
    assert (acted.root.parts, acted.focus) == ((), ".-add")


def test_every_select_and_text_field_has_a_label() -> None:
    entries = {"item": "procedures", "some": {"field": "when", "within": "2 weeks"}}
    root = root_of({"all": [PAIR, {"item": "medicines", "takes": ["aspirin"]}, entries]})
    html = html_of(root, rulebook())
    labelled = re.findall(r'<label class="visually-hidden" for="([^"]+)"', html)
    controls = re.findall(r'<(?:select|input)[^>]*? id="([^"]+)"', html)
    assert sorted(labelled) == sorted(set(controls))
    assert len(controls) == 17
