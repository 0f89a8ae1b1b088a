"""Several treatments at once, add-ons, what else could be offered, and what cannot be evaluated."""

from datetime import date

import pytest

from screening.engine import (
    Context,
    ContextError,
    RulebookSource,
    Severity,
    evaluate,
    parse_answers,
    parse_source,
)
from tests.engine.rulebooks import (
    LED,
    ON,
    PEEL,
    PEN,
    RF,
    Table,
    a_document,
    a_rulebook,
    branch,
    choice,
    evaluated,
    rule,
    rules_found,
    the_finding,
)

NONE, INFO, PREC, CLEAR, DEFER, CONTRA = Severity


def is_yes(link_id: str) -> Table:
    return {"item": link_id, "is": "yes"}


ACNE = rule("acne", branch(is_yes("acne"), needles="contraindicated", peel="precaution"))
METAL = rule("metal", branch(is_yes("metal"), heat="contraindicated"))
LIGHT = rule("light", branch(is_yes("light"), light="contraindicated"))
RULEBOOK = a_rulebook(
    items=[choice("acne"), choice("light"), choice("metal", asked_for=["heat"])],
    rules=[ACNE, METAL, LIGHT],
)
CLEAN = {"acne": "no", "light": "no"}


@pytest.mark.parametrize(
    ("planned", "answers", "eligibility", "found"),
    [
        ((PEN,), {**CLEAN, "acne": "yes"}, "contraindicated", ["acne"]),
        ((PEEL,), {**CLEAN, "acne": "yes"}, "precaution", ["acne"]),
        ((LED,), {**CLEAN, "acne": "yes"}, "eligible", []),
        # The worst over what is planned.
        ((PEEL, PEN), {**CLEAN, "acne": "yes"}, "contraindicated", ["acne"]),
        ((PEEL, LED), {**CLEAN, "acne": "yes"}, "precaution", ["acne"]),
        ((PEEL, LED), {"acne": "yes", "light": "yes"}, "contraindicated", ["light", "acne"]),
        ((PEEL, LED), {"acne": "yes", "light": "unsure"}, "clearance", ["light", "acne"]),
    ],
)
def test_several_treatments_are_as_eligible_as_the_worst_of_them(
    planned: tuple[str, ...], answers: Table, eligibility: str, found: list[str]
) -> None:
    evaluation = evaluated(RULEBOOK, answers, *planned)
    assert (evaluation.eligibility, rules_found(evaluation)) == (eligibility, found)


def test_finding_says_its_severity_for_each_treatment_planned() -> None:
    finding = the_finding(evaluated(RULEBOOK, {**CLEAN, "acne": "yes"}, PEEL, PEN, LED), "acne")
    assert {code: verdict.severity for code, verdict in finding.verdicts.items()} == {PEEL: PREC, PEN: CONTRA}
    assert finding.severity is CONTRA


@pytest.mark.parametrize(
    ("answers", "pen", "led", "deciding_pen", "deciding_led"),
    [
        # Only the add-on blocks: the pen stays what it is, and each says which rules decide.
        ({"acne": "no", "light": "yes"}, "eligible", "contraindicated", (), ("light",)),
        ({"acne": "yes", "light": "no"}, "contraindicated", "eligible", ("acne",), ()),
        ({"acne": "unsure", "light": "yes"}, "clearance", "contraindicated", ("acne",), ("light",)),
    ],
)
def test_add_on_is_judged_on_its_own(
    answers: Table, pen: str, led: str, deciding_pen: tuple[str, ...], deciding_led: tuple[str, ...]
) -> None:
    results = evaluated(RULEBOOK, answers, PEN, LED).treatments
    assert (results[PEN].eligibility, results[LED].eligibility) == (pen, led)
    assert (results[PEN].deciding, results[LED].deciding) == (deciding_pen, deciding_led)
    assert RULEBOOK.treatments[LED].add_on is True


def test_deciding_rules_are_those_of_the_worst_severity_by_name() -> None:
    severities = {"b": "clearance", "a": "clearance", "c": "precaution", "d": "information"}
    rules = [rule(name, branch(is_yes("asked"), all=severity)) for name, severity in severities.items()]
    result = evaluated(a_rulebook(items=[choice("asked")], rules=rules), {"asked": "yes"}).treatments[PEN]
    assert result.deciding == ("a", "b")


@pytest.mark.parametrize("severity", ["information", "none"])
def test_nothing_decides_where_a_treatment_is_eligible(severity: str) -> None:
    asked = rule("asked", branch(is_yes("asked"), pen=severity, peel="clearance"))
    result = evaluated(a_rulebook(items=[choice("asked")], rules=[asked]), {"asked": "yes"}).treatments[PEN]
    assert (result.eligibility, result.deciding) == ("eligible", ())


def test_other_treatments_are_what_else_could_be_offered() -> None:
    evaluation = evaluated(RULEBOOK, {**CLEAN, "acne": "yes"}, PEN)
    assert evaluation.others == {RF: "contraindicated", PEEL: "precaution", LED: "eligible"}
    assert {code: result.planned for code, result in evaluation.treatments.items()} == {
        PEN: True,
        RF: False,
        PEEL: False,
        LED: False,
    }
    # What is said about the others only is no finding of this appointment.
    assert rules_found(evaluated(RULEBOOK, {"acne": "no", "light": "yes"}, PEN)) == []


@pytest.mark.parametrize(
    ("planned", "metal", "rf", "not_asked", "unanswered"),
    [
        # Not planned and so not asked: unknown, never false.
        ((PEN,), None, "clearance", ("metal",), ()),
        # Answered all the same: it counts.
        ((PEN,), "no", "eligible", (), ()),
        ((PEN,), "yes", "contraindicated", (), ()),
        ((PEN,), "unsure", "clearance", (), ()),
        # Planned and so asked: missing.
        ((RF,), None, "clearance", (), ("metal",)),
        ((PEN, RF), None, "clearance", (), ("metal",)),
        ((RF,), "no", "eligible", (), ()),
    ],
)
def test_item_asked_for_some_treatments_is_unknown_for_the_others_not_false(
    planned: tuple[str, ...],
    metal: str | None,
    rf: str,
    not_asked: tuple[str, ...],
    unanswered: tuple[str, ...],
) -> None:
    evaluation = evaluated(RULEBOOK, {**CLEAN, "metal": metal}, *planned)
    result = evaluation.treatments[RF]
    assert (result.eligibility, result.not_asked, evaluation.unanswered) == (rf, not_asked, unanswered)
    assert evaluation.treatments[PEN].eligibility == "eligible"


def test_item_asked_for_a_planned_treatment_too_is_not_called_not_asked() -> None:
    shared = rule("shared", branch(is_yes("shared"), pen="clearance", peel="clearance"))
    rulebook = a_rulebook(items=[choice("shared", asked_for=[PEN, PEEL])], rules=[shared])
    results = evaluated(rulebook, {}, PEN).treatments
    assert [results[code].not_asked for code in (PEN, PEEL, LED)] == [(), (), ()]


@pytest.mark.parametrize(
    ("planned", "reason"),
    [
        ((), "no treatment is planned"),
        (("lift",), "the rulebook knows no treatment lift"),
        ((PEN, "lift", "thread"), "the rulebook knows no treatment lift, thread"),
        (("needles",), "the rulebook knows no treatment needles"),
        (("all",), "the rulebook knows no treatment all"),
        (("",), "the rulebook knows no treatment "),
        ((PEN, PEEL, PEN), "a treatment is planned twice"),
    ],
)
def test_context_without_known_treatments_is_refused(planned: tuple[str, ...], reason: str) -> None:
    answers = parse_answers(RULEBOOK, CLEAN)
    with pytest.raises(ContextError) as refused:
        evaluate(RULEBOOK, answers, Context(ON, planned))
    assert str(refused.value) == reason


def test_answers_to_another_rulebook_are_refused() -> None:
    other = a_rulebook(items=[choice("acne"), choice("light")])
    with pytest.raises(ContextError) as refused:
        evaluate(RULEBOOK, parse_answers(other, {}), Context(ON, (PEN,)))
    assert str(refused.value) == "these answers were read with another rulebook"


def test_answers_to_the_same_rulebook_read_elsewhere_are_accepted() -> None:
    document = a_document(items=[choice("acne")], rules=[ACNE])
    one, other = (parse_source(RulebookSource(dict(document))) for _ in range(2))
    assert one is not other
    assert evaluate(one, parse_answers(other, {"acne": "no"}), Context(ON, (PEN,))).eligibility == "eligible"


@pytest.mark.parametrize("on", [date.min, date(1900, 1, 1), ON, date.max])
def test_appointment_may_be_on_any_day(on: date) -> None:
    evaluation = evaluated(RULEBOOK, {**CLEAN, "acne": "yes"}, on=on)
    assert (evaluation.context.on, evaluation.eligibility) == (on, "contraindicated")


def test_findings_stand_worst_first_then_certain_before_open_then_by_rule() -> None:
    said = {
        "e_note": ("yes", "information"),
        "d_open": ("unsure", "contraindicated"),
        "c_open": ("unsure", "clearance"),
        "z_clearance": ("yes", "clearance"),
        "b_precaution": ("yes", "precaution"),
        "a_precaution": ("yes", "precaution"),
        "y_deferred": ("yes", "deferred"),
        "x_contraindicated": ("yes", "contraindicated"),
    }
    rulebook = a_rulebook(
        items=[choice(name) for name in said],
        rules=[rule(name, branch(is_yes(name), all=severity)) for name, (_, severity) in said.items()],
    )
    evaluation = evaluated(rulebook, {name: answer for name, (answer, _) in said.items()})
    assert rules_found(evaluation) == [
        "x_contraindicated",
        "y_deferred",
        "z_clearance",
        "c_open",
        "d_open",
        "a_precaution",
        "b_precaution",
        "e_note",
    ]
