"""Differences between two rulebooks, in words, the worst consequences first."""

import copy
from typing import Any

import pytest

from screening.engine import Rulebook, RulebookError, parse_rulebook
from screening.engine.difference import Difference, Line, Span, differences
from screening.engine.difference.marking import marked
from tests.engine.full_document import a_full_document, first_of_each_shape, steps_in, value_at
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
    option,
    rule,
    text,
)

STOPPED: Table = {"all": [{"item": "status", "is": "stopped"}, {"item": "dose", "within": "6 months"}]}


def a_start() -> Any:
    """A document with one of nearly everything."""
    return copy.deepcopy(
        a_document(
            items=[
                choice("status", "no", "stopped", "unsure*"),
                day("dose"),
                choices("allergies", "nickel", "gold"),
                number("glasses"),
                areas("where"),
                medicines("taken"),
                text("note", optional=True),
                entries("recent", choice("kind", "filler", "peel"), day("date")),
            ],
            rules=[
                rule(
                    "isotretinoin",
                    branch(STOPPED, needles="deferred", peel="clearance"),
                    title="Isotretinoin",
                ),
                rule("drink", branch({"item": "glasses", "at_least": 14}, all="precaution"), title="Drink"),
                rule("last", branch({"item": "status", "is": "stopped"}, led="information"), title="Last"),
            ],
            cases=[
                {
                    "rule": "drink",
                    "title": "Much",
                    "kind": "firing",
                    "on": "2026-09-15",
                    "answers": {"glasses": 20},
                    "expect": {"all": "precaution"},
                }
            ],
            bases=[{"id": "clear", "answers": {"status": "no"}}],
            care_steps=[
                {
                    "id": "sun",
                    "phase": "before",
                    "from": "-7 days",
                    "to": "0 days",
                    "treatments": ["all"],
                    "text": "Keep out of the sun.",
                }
            ],
        )
    )


def own(document: Any, collection: str, name: str) -> Any:
    """An element, to be changed in place."""
    (found,) = [r for r in document[collection] if name in (r.get("id"), r.get("link_id"), r.get("code"))]
    return found


def compared(change: Any) -> list[Difference]:
    """What differs once `change` has been at the document."""
    changed = a_start()
    change(changed)
    return differences(parse_rulebook(a_start()), parse_rulebook(changed))


def the_one(change: Any) -> Difference:
    (found,) = compared(change)
    return found


def words(line: Line) -> tuple[str, ...]:
    return line.label, line.before, line.after, line.weight


def the_line(change: Any) -> tuple[str, ...]:
    (line,) = the_one(change).lines
    return words(line)


def test_differences_of_a_rulebook_and_itself_are_none() -> None:
    assert compared(lambda document: None) == []


def test_a_severity_is_told_per_treatment_and_loosens_where_it_is_lowered() -> None:
    def lower(document: Any) -> None:
        own(document, "rules", "isotretinoin")["branches"][0]["severity"]["needles"] = "clearance"

    found = the_one(lower)
    assert (found.place, found.kind, found.title, found.weight) == (
        "rules/isotretinoin",
        "changed",
        "Isotretinoin",
        "loosens",
    )
    assert [words(line) for line in found.lines] == [
        ("branch 1, pen", "deferred", "clearance", "loosens"),
        ("branch 1, rf", "deferred", "clearance", "loosens"),
    ]


def test_a_severity_told_in_other_words_is_no_difference() -> None:
    def spell_out(document: Any) -> None:
        severity = {"pen": "deferred", "rf": "deferred", "peel": "clearance"}
        own(document, "rules", "isotretinoin")["branches"][0]["severity"] = severity

    assert compared(spell_out) == []


def test_a_threshold_is_marked_in_the_sentence_and_tightens_where_it_is_longer() -> None:
    def lengthen(document: Any) -> None:
        own(document, "rules", "isotretinoin")["branches"][0]["when"]["all"][1]["within"] = "12 months"

    (line,) = the_one(lengthen).lines
    assert line == Line(
        "branch 1, when",
        (
            Span("status is “stopped” and dose is less than ", "same"),
            Span("6", "removed"),
            Span("12", "added"),
            Span(" months before the appointment", "same"),
        ),
        "tightens",
    )


@pytest.mark.parametrize(
    ("old", "new", "weight"),
    [
        ({"item": "glasses", "at_least": 14}, {"item": "glasses", "at_least": 15}, "loosens"),
        ({"item": "glasses", "at_most": 14}, {"item": "glasses", "at_most": 15}, "tightens"),
        (
            {"item": "dose", "at_least_ago": "2 weeks"},
            {"item": "dose", "at_least_ago": "13 days"},
            "tightens",
        ),
        ({"item": "dose", "within": "2 weeks"}, {"item": "dose", "at_least_ago": "2 weeks"}, ""),
        ({"item": "status", "is": "stopped"}, {"item": "status", "in": ["stopped", "no"]}, "tightens"),
        ({"item": "status", "is": "stopped"}, {"item": "status", "is": "no"}, ""),
        (
            {"item": "allergies", "includes_any": ["nickel", "gold"]},
            {"item": "allergies", "includes_any": ["gold"]},
            "loosens",
        ),
        (
            {"item": "allergies", "includes_none": ["nickel", "gold"]},
            {"item": "allergies", "includes_none": ["gold"]},
            "tightens",
        ),
        (
            {"item": "taken", "takes": ["retinoid"]},
            {"item": "taken", "takes": ["retinoid", "blood_thinner"]},
            "tightens",
        ),
        (
            {"item": "treatment_areas", "overlaps": ["face"]},
            {"item": "treatment_areas", "overlaps": ["face", "neck"]},
            "tightens",
        ),
        (
            {"item": "recent", "some": {"field": "date", "within": "2 weeks"}},
            {"item": "recent", "some": {"field": "date", "within": "1 week"}},
            "loosens",
        ),
        (STOPPED, {"any": STOPPED["all"]}, "tightens"),
        ({"any": STOPPED["all"]}, STOPPED, "loosens"),
        (STOPPED, {"item": "status", "is": "stopped"}, "tightens"),
        ({"item": "status", "is": "stopped"}, STOPPED, "loosens"),
        (
            {"any": [{"item": "status", "is": "stopped"}]},
            {"any": [{"item": "status", "is": "stopped"}, {"item": "glasses", "above": 3}]},
            "tightens",
        ),
        (
            {"all": [{"item": "glasses", "above": 3}, {"item": "glasses", "below": 9}]},
            {"all": [{"item": "glasses", "above": 4}, {"item": "glasses", "below": 10}]},
            "",
        ),
    ],
)
def test_a_condition_loosens_where_it_is_true_less_often(old: Table, new: Table, weight: str) -> None:
    def with_condition(when: Table) -> Rulebook:
        document = a_start()
        own(document, "rules", "drink")["branches"][0]["when"] = when
        return parse_rulebook(document)

    (found,) = differences(with_condition(old), with_condition(new))
    assert [line.weight for line in found.lines] == [weight]


def test_a_branch_that_goes_loosens_and_one_that_comes_tightens() -> None:
    def replace(document: Any) -> None:
        own(document, "rules", "drink")["branches"] = [
            branch({"item": "status", "is": "no"}, pen="clearance")
        ]

    found = the_one(replace)
    assert [words(line) for line in found.lines] == [
        ("new branch 1", "", "When status is no, treatment needs clearance for pen.", "tightens"),
        (
            "branch 1 of the old rule",
            "When glasses is at least 14, treatment calls for precaution with every treatment.",
            "",
            "loosens",
        ),
    ]


def test_branches_in_another_order_are_one_line() -> None:
    more = branch({"item": "status", "is": "no"}, pen="clearance")

    def with_branches(*branches: Table) -> Rulebook:
        document = a_start()
        own(document, "rules", "drink")["branches"] = list(branches)
        return parse_rulebook(document)

    other = branch({"item": "glasses", "at_least": 14}, all="precaution")
    (found,) = differences(with_branches(other, more), with_branches(more, other))
    assert [words(line) for line in found.lines] == [("order of branches", "1, 2", "2, 1", "")]


def test_what_loosens_comes_first_then_what_tightens_then_the_rest() -> None:
    def change(document: Any) -> None:
        own(document, "rules", "isotretinoin")["title"] = "Isotretinoin stopped"
        own(document, "rules", "drink")["branches"][0]["severity"]["all"] = "clearance"
        own(document, "items", "glasses")["optional"] = True

    assert [(found.place, found.weight) for found in compared(change)] == [
        ("items/glasses", "loosens"),
        ("rules/drink", "tightens"),
        ("rules/isotretinoin", ""),
    ]


def test_a_rule_that_is_gone_loosens_and_a_new_one_tightens() -> None:
    def change(document: Any) -> None:
        document["rules"] = [row for row in document["rules"] if row["id"] != "drink"]
        document["cases"] = []
        document["rules"].append(rule("new", branch({"item": "status", "is": "no"}, pen="clearance")))

    found = [(each.kind, each.place, each.weight) for each in compared(change)]
    assert found[0] == ("removed", "rules/drink", "loosens")
    assert found[1] == ("added", "rules/new", "tightens")


def test_a_rule_moved_to_the_end_is_the_only_one_that_moved() -> None:
    def move(document: Any) -> None:
        document["rules"].append(document["rules"].pop(0))

    assert [(found.place, found.kind) for found in compared(move)] == [("rules/isotretinoin", "moved")]


@pytest.mark.parametrize(
    ("place", "key", "value", "line"),
    [
        (
            "rules/drink",
            "override",
            "nobody",
            ("who may proceed all the same", "practitioner", "nobody", "tightens"),
        ),
        ("rules/drink", "message", "Other.", ("for the practitioner", "Text.", "Other.", "")),
        ("items/note", "optional", False, ("may be left empty", "yes", "no", "tightens")),
        ("items/glasses", "asked_for", ["needles"], ("asked for", "", "needles", "loosens")),
        (
            "items/dose",
            "enable_when",
            {"item": "status", "is": "stopped"},
            ("asked when", "", "status is “stopped”", "loosens"),
        ),
        ("care_steps/sun", "from", "-10 days", ("from", "-7 days", "-10 days", "")),
        ("bases/clear", "answers", {"status": "stopped"}, ("answer to status", "no", "stopped", "")),
    ],
)
def test_a_changed_key_is_one_line_in_words(
    place: str, key: str, value: object, line: tuple[str, ...]
) -> None:
    collection, name = place.split("/")

    def change(document: Any) -> None:
        own(document, collection, name)[key] = value

    assert the_one(change).place == place
    assert the_line(change) == line


def test_options_are_told_one_by_one_and_their_order_once() -> None:
    def change(document: Any) -> None:
        own(document, "items", "allergies")["options"] = [
            option("gold"),
            {"code": "nickel", "label": "Nickel"},
            option("latex"),
        ]

    assert [words(line) for line in the_one(change).lines] == [
        ("option nickel, label", "nickel", "Nickel", ""),
        ("option latex, label", "", "latex", ""),
        ("order of options", "nickel, gold", "gold, nickel", ""),
    ]


def test_a_label_that_changed_is_told_of_the_question_alone_not_of_every_rule_that_reads_it() -> None:
    def change(document: Any) -> None:
        own(document, "items", "status")["label"] = "Isotretinoin"

    assert the_one(change).place == "items/status"
    assert the_line(change) == ("label", "status", "Isotretinoin", "")


def test_a_case_without_id_is_known_by_its_rule_and_title() -> None:
    def change(document: Any) -> None:
        document["cases"][0]["answers"]["glasses"] = 21

    assert the_one(change).kind == "changed"
    assert the_line(change) == ("answer to glasses", "20", "21", "")


def test_a_source_is_named_with_its_publisher() -> None:
    def change(document: Any) -> None:
        document["sources"].append({**document["sources"][0], "id": "trial", "title": "A trial"})
        own(document, "rules", "drink")["sources"] = ["trial"]

    (rules, source) = compared(change)
    assert [words(line) for line in rules.lines] == [
        ("sources", "Design (The clinic)", "A trial (The clinic)", "")
    ]
    assert (source.place, source.kind, source.title) == ("sources/trial", "added", "A trial")


def test_a_text_that_is_another_one_is_not_marked_word_by_word() -> None:
    assert marked("Keep out of the sun.", "Call us.") == (
        Span("Keep out of the sun.", "removed"),
        Span("Call us.", "added"),
    )


def test_neighbouring_changed_words_are_marked_together() -> None:
    assert marked("wait six long months from today", "wait twelve short months from today") == (
        Span("wait ", "same"),
        Span("six long", "removed"),
        Span("twelve short", "added"),
        Span(" months from today", "same"),
    )


FULL = a_full_document()
REFERRED_TO = {
    "id",
    "code",
    "link_id",
    "parent",
    "region",
    "section",
    "rule",
    "base",
    "treatment",
    "built_in",
}
"""Keys whose texts name something; another one would name nothing."""


def test_no_changed_text_of_a_document_goes_untold() -> None:
    untold = []
    for steps in first_of_each_shape(steps_in(FULL)):
        if not isinstance(value_at(FULL, steps), str) or steps[-1] in REFERRED_TO:
            continue
        document = copy.deepcopy(FULL)
        value_at(document, steps[:-1])[steps[-1]] += "!"
        if is_rulebook(document) and not differences(parse_rulebook(FULL), parse_rulebook(document)):
            untold.append(steps)
    assert untold == []


def test_no_key_that_was_taken_away_goes_untold() -> None:
    untold = []
    for steps in first_of_each_shape(steps_in(FULL)):
        document = copy.deepcopy(FULL)
        del value_at(document, steps[:-1])[steps[-1]]
        if is_rulebook(document) and not differences(parse_rulebook(FULL), parse_rulebook(document)):
            untold.append(steps)
    assert untold == []


def is_rulebook(document: Any) -> bool:
    try:
        parse_rulebook(document)
    except RulebookError:
        return False
    return True
