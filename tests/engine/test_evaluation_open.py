"""What is not known: unanswered questions, "not known", answers that do not apply, and what would settle."""

import pytest

from screening.engine import Reason, Severity, Verdict
from tests.engine.rulebooks import (
    Table,
    a_rulebook,
    areas,
    branch,
    built_in,
    choice,
    day,
    evaluated,
    rule,
    rules_found,
    the_finding,
    verdict_on,
)

NONE, INFO, PREC, CLEAR, DEFER, CONTRA = Severity
HELD = Verdict(NONE, CLEAR, CLEAR, False)


def is_yes(link_id: str) -> Table:
    return {"item": link_id, "is": "yes"}


def test_sixty_unanswered_questions_are_one_finding() -> None:
    questions = [f"question_{number:02}" for number in range(60)]
    rulebook = a_rulebook(
        items=[choice(question) for question in questions],
        rules=[rule(f"about_{question}", branch(is_yes(question))) for question in questions],
    )
    evaluation = evaluated(rulebook, {})
    assert rules_found(evaluation) == ["unanswered"]
    assert evaluation.findings[0].verdicts == {"pen": HELD}
    assert (evaluation.eligibility, evaluation.settled) == ("clearance", False)
    assert evaluation.unanswered == evaluation.data_required == tuple(questions)
    assert evaluation.findings[0].would_settle == tuple(questions)
    assert evaluation.treatments["pen"].verdict == Verdict(NONE, CONTRA, CLEAR, False)


def test_no_answer_at_all_is_never_eligible() -> None:
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", branch(is_yes("asked")))])
    results = evaluated(rulebook, {}).treatments
    assert {code: result.eligibility for code, result in results.items()} == {
        "pen": "clearance",
        "rf": "clearance",
        "peel": "clearance",
        "led": "clearance",
    }


@pytest.mark.parametrize(
    ("answers", "found", "unanswered", "data_required"),
    [
        ({}, ["unanswered"], ("one", "two"), ("one", "two")),
        ({"one": "no"}, ["unanswered"], ("two",), ("two",)),
        ({"one": "no", "two": "no"}, [], (), ()),
        # "Not known" is an answer: the rule itself is held, and nothing is unanswered.
        ({"one": "unsure", "two": "no"}, ["about_one"], (), ("one",)),
        ({"one": "unsure", "two": "unsure"}, ["about_one", "about_two"], (), ("one", "two")),
        ({"one": "unsure"}, ["about_one", "unanswered"], ("two",), ("one", "two")),
        ({"one": "yes"}, ["about_one", "unanswered"], ("two",), ("two",)),
        ({"one": "yes", "two": "unsure"}, ["about_one", "about_two"], (), ("two",)),
    ],
)
def test_unanswered_and_not_known_are_told_apart(
    answers: Table, found: list[str], unanswered: tuple[str, ...], data_required: tuple[str, ...]
) -> None:
    rulebook = a_rulebook(
        items=[choice("one"), choice("two")],
        rules=[rule("about_one", branch(is_yes("one"))), rule("about_two", branch(is_yes("two")))],
    )
    evaluation = evaluated(rulebook, answers)
    assert rules_found(evaluation) == found
    assert (evaluation.unanswered, evaluation.data_required) == (unanswered, data_required)


ACNE = a_rulebook(
    items=[choice("acne", "none", "mild", "inflamed", "unsure*"), areas("acne_areas")],
    rules=[
        rule(
            "acne_in_area",
            branch(
                {
                    "all": [
                        {"item": "acne", "is": "inflamed"},
                        {"item": "acne_areas", "overlaps": "treatment_areas"},
                    ]
                }
            ),
        )
    ],
)


@pytest.mark.parametrize(
    ("acne", "acne_areas", "found", "unanswered"),
    [
        # Nothing said about acne: the question stands for the rule.
        (None, None, ["unanswered"], ("acne", "acne_areas")),
        # A positive answer points to the rule, which is listed beside what is missing.
        (None, ["chin"], ["acne_in_area", "unanswered"], ("acne",)),
        (None, ["neck"], ["unanswered"], ("acne",)),
        ("inflamed", None, ["acne_in_area", "unanswered"], ("acne_areas",)),
        ("inflamed", ["unsure"], ["acne_in_area"], ()),
        ("inflamed", ["chin"], ["acne_in_area"], ()),
        ("inflamed", ["neck"], [], ()),
        ("unsure", ["chin"], ["acne_in_area"], ()),
        ("none", None, ["unanswered"], ("acne_areas",)),
        ("mild", ["chin"], [], ()),
    ],
)
def test_positive_answer_is_listed_beside_what_is_missing(
    acne: str | None, acne_areas: object, found: list[str], unanswered: tuple[str, ...]
) -> None:
    answers = {"acne": acne, "acne_areas": acne_areas, "treatment_areas": ["face"]}
    evaluation = evaluated(ACNE, answers)
    assert (rules_found(evaluation), evaluation.unanswered) == (found, unanswered)


def test_positive_answer_without_areas_is_held_and_says_what_would_settle_it() -> None:
    evaluation = evaluated(ACNE, {"acne": "inflamed", "treatment_areas": ["face"]})
    finding = the_finding(evaluation, "acne_in_area")
    assert finding.verdicts == {"pen": Verdict(NONE, CONTRA, CLEAR, False)}
    assert (finding.would_settle, evaluation.data_required) == (("acne_areas",), ("acne_areas",))
    assert (finding.settled, evaluation.settled, evaluation.eligibility) == (False, False, "clearance")


@pytest.mark.parametrize("answer", [None, "unsure"])
def test_treatment_areas_not_known_are_what_would_settle(answer: str | None) -> None:
    answers = {"acne": "inflamed", "acne_areas": ["chin"], "treatment_areas": [answer] if answer else None}
    finding = the_finding(evaluated(ACNE, answers), "acne_in_area")
    assert (finding.severity, finding.would_settle) == (CLEAR, ("treatment_areas",))


@pytest.mark.parametrize(
    ("beside", "answer", "found"),
    [
        # Where, how old and what the clinic notes say nothing about the patient's health ...
        ({"item": "treatment_areas", "overlaps": ["face"]}, {"treatment_areas": ["chin"]}, ["unanswered"]),
        ({"item": "born", "age_below": 18}, {"born": "2010-01-01"}, ["unanswered"]),
        ({"item": "noted", "is": "yes"}, {"noted": "yes"}, ["unanswered"]),
        # ... unless it is not known, which is more than a question left empty.
        (
            {"item": "treatment_areas", "overlaps": ["face"]},
            {"treatment_areas": ["unsure"]},
            ["asked", "unanswered"],
        ),
        ({"item": "born", "age_below": 18}, {"born": "2026-09-16"}, ["asked", "unanswered"]),
        ({"item": "noted", "is": "yes"}, {"noted": "unsure"}, ["asked", "unanswered"]),
        # What the patient said points to the rule.
        ({"item": "told", "is": "yes"}, {"told": "yes"}, ["asked", "unanswered"]),
    ],
)
def test_only_what_was_said_about_health_points_to_a_rule(
    beside: Table, answer: Table, found: list[str]
) -> None:
    items = [choice("acne"), day("born", "birth"), choice("noted", asked="clinic"), choice("told")]
    rulebook = a_rulebook(items=items, rules=[rule("asked", branch({"all": [beside, is_yes("acne")]}))])
    assert rules_found(evaluated(rulebook, answer)) == found


@pytest.mark.parametrize(
    ("severity", "answer", "found", "eligibility", "unanswered"),
    [
        ("information", None, [], "eligible", ()),
        ("information", "unsure", ["asked"], "eligible", ()),
        ("information", "yes", ["asked"], "eligible", ()),
        ("precaution", None, ["unanswered"], "clearance", ("asked",)),
        ("precaution", "unsure", ["asked"], "precaution", ()),
        ("contraindicated", None, ["unanswered"], "clearance", ("asked",)),
        ("contraindicated", "unsure", ["asked"], "clearance", ()),
    ],
)
def test_item_is_required_where_it_feeds_more_than_information(
    severity: str, answer: str | None, found: list[str], eligibility: str, unanswered: tuple[str, ...]
) -> None:
    rulebook = a_rulebook(
        items=[choice("asked")], rules=[rule("asked", branch(is_yes("asked"), all=severity))]
    )
    evaluation = evaluated(rulebook, {"asked": answer})
    assert (rules_found(evaluation), evaluation.eligibility) == (found, eligibility)
    assert evaluation.unanswered == unanswered


def test_item_is_required_only_for_the_treatments_it_feeds() -> None:
    asked = branch(is_yes("asked"), pen="contraindicated", peel="information")
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", asked)])
    found = {code: evaluated(rulebook, {}, code).unanswered for code in ("pen", "peel", "led")}
    assert found == {"pen": ("asked",), "peel": (), "led": ()}


def test_optional_item_without_an_answer_is_not_missing_but_still_not_known() -> None:
    rulebook = a_rulebook(
        items=[choice("asked", optional=True)], rules=[rule("asked", branch(is_yes("asked")))]
    )
    evaluation = evaluated(rulebook, {})
    assert (evaluation.unanswered, rules_found(evaluation)) == ((), ["asked"])
    assert (evaluation.eligibility, evaluation.data_required) == ("clearance", ("asked",))


def test_rule_on_whether_there_is_an_answer_requires_none() -> None:
    asked = branch({"item": "asked", "answered": True}, all="precaution")
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", asked)])
    found = [evaluated(rulebook, {"asked": answer}).eligibility for answer in (None, "no", "unsure")]
    assert found == ["eligible", "precaution", "precaution"]


SMOKING = a_rulebook(
    items=[choice("smokes"), choice("daily", enable_when=is_yes("smokes")), choice("pipe")],
    rules=[rule("daily", branch(is_yes("daily"))), rule("pipe", branch(is_yes("pipe"), led="precaution"))],
)


@pytest.mark.parametrize(
    ("smokes", "daily", "found", "unanswered", "data_required"),
    [
        # Where the gate has no answer the gate is what is missing; "unsure" opens it.
        (None, None, ["unanswered"], ("smokes",), ("smokes",)),
        ("yes", None, ["unanswered"], ("daily",), ("daily",)),
        ("no", None, [], (), ()),
        ("unsure", None, ["daily", "unanswered"], ("daily",), ("smokes", "daily")),
        ("unsure", "yes", ["daily"], (), ("smokes",)),
        ("unsure", "no", [], (), ()),
        ("yes", "no", [], (), ()),
    ],
)
def test_item_behind_a_gate_is_missing_where_the_gate_lets_it_be_asked(
    smokes: str | None,
    daily: str | None,
    found: list[str],
    unanswered: tuple[str, ...],
    data_required: tuple[str, ...],
) -> None:
    evaluation = evaluated(SMOKING, {"smokes": smokes, "daily": daily})
    assert rules_found(evaluation) == found
    assert (evaluation.unanswered, evaluation.data_required) == (unanswered, data_required)


def test_answer_that_does_not_apply_is_a_contradiction() -> None:
    evaluation = evaluated(SMOKING, {"smokes": "no", "daily": "yes"})
    finding = the_finding(evaluation, "contradiction")
    assert rules_found(evaluation) == ["contradiction"]
    assert finding.verdicts == {"pen": Verdict(CLEAR, CLEAR, CLEAR, True)}
    assert finding.because == (Reason("daily", "daily", "yes", "not_applicable", None),)
    assert {code: result.eligibility for code, result in evaluation.treatments.items()} == dict.fromkeys(
        ("pen", "rf", "peel"), "clearance"
    ) | {"led": "clearance"}


@pytest.mark.parametrize("daily", ["yes", "no", "unsure"])
@pytest.mark.parametrize(
    ("smokes", "contradicts"), [("no", True), ("yes", False), ("unsure", False), (None, False)]
)
def test_only_an_answer_behind_a_closed_gate_contradicts(
    smokes: str | None, daily: str, contradicts: bool
) -> None:
    evaluation = evaluated(SMOKING, {"smokes": smokes, "daily": daily})
    assert ("contradiction" in rules_found(evaluation)) is contradicts


def test_contradiction_lists_every_answer_that_does_not_apply_beside_its_own_branches() -> None:
    gate = is_yes("smokes")
    told = branch({"item": "last", "answered": True}, all="precaution")
    rulebook = a_rulebook(
        items=[
            choice("smokes"),
            choice("daily", enable_when=gate),
            day("stopped", enable_when=gate),
            day("last"),
        ],
        rules=[built_in("contradiction", told)],
    )
    answers = {"smokes": "no", "stopped": "2026-01-01", "daily": "no", "last": "2026-08"}
    finding = the_finding(evaluated(rulebook, answers), "contradiction")
    assert [(reason.item, reason.operator) for reason in finding.because] == [
        ("last", "answered"),
        ("daily", "not_applicable"),
        ("stopped", "not_applicable"),
    ]
    assert (finding.verdicts["pen"], finding.branches) == (Verdict(CLEAR, CLEAR, CLEAR, True), (0,))


def test_unanswered_rule_may_have_branches_of_its_own() -> None:
    own = branch({"item": "note", "is": "yes"}, all="precaution")
    rulebook = a_rulebook(
        items=[choice("note"), choice("asked")],
        rules=[built_in("unanswered", own), rule("asked", branch(is_yes("asked")))],
    )
    verdicts = [
        verdict_on(evaluated(rulebook, answers), "unanswered")
        for answers in ({"note": "yes", "asked": "no"}, {"note": "yes"}, {"note": "no"})
    ]
    assert verdicts == [Verdict(PREC, PREC, PREC, True), Verdict(PREC, CLEAR, CLEAR, False), HELD]
