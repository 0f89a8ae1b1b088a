"""The analysis: each kind of oversight is found, with answers that show it and that the engine confirms."""

from typing import cast

import pytest

from screening.engine import Context, Rulebook, Severity, evaluate, parse_answers, parse_rulebook
from screening.engine.proofs import AnalysisFinding, Undecided, analyse
from screening.engine.proofs.solver import Solver
from tests.engine.rulebooks import PEN, Table, a_document, branch, choice, choices, day, entries, rule, text

HEAVY: Table = {"item": "smokes", "is": "yes"}
FRESH: Table = {"item": "last_dose", "within": "6 months"}
ITEMS = [choice("smokes"), day("last_dose")]
RULES = [rule("smoking", branch(HEAVY)), rule("pill", branch(FRESH, all="deferred"))]


def a_rulebook(items: list[Table] | None = None, rules: list[Table] | None = None) -> Rulebook:
    return parse_rulebook(a_document(items=ITEMS if items is None else items, rules=rules or RULES))


def found(rulebook: Rulebook, kind: str, active: Rulebook | None = None) -> list[AnalysisFinding]:
    findings = [finding for finding in analyse(rulebook, active) if finding.kind == kind]
    assert [finding.problem for finding in findings] == [""] * len(findings)
    return findings


def severity_of(rulebook: Rulebook, finding: AnalysisFinding) -> Severity:
    assert finding.example is not None
    assert finding.on is not None
    answers = parse_answers(rulebook, finding.example, finding.on)
    return evaluate(rulebook, answers, Context(finding.on, (PEN,))).treatments[PEN].verdict.severity


def test_nothing_odd_is_nothing_found() -> None:
    assert analyse(a_rulebook()) == []


def test_rule_that_can_never_fire_is_found() -> None:
    recent, past = {"within": "1 month"}, {"at_least_ago": "2 months"}
    never: Table = {"all": [{"item": "last_dose", **recent}, {"item": "last_dose", **past}]}
    contrary: Table = {"all": [HEAVY, {"item": "smokes", "is": "no"}]}
    rulebook = a_rulebook(rules=[*RULES, rule("odd", branch(contrary)), rule("old", branch(never))])
    assert [finding.place for finding in found(rulebook, "never_certain")] == ["rules/odd", "rules/old"]


def test_rule_behind_a_gate_that_excludes_it_never_fires() -> None:
    items = [*ITEMS, choice("packs", enable_when={"item": "smokes", "answered": False})]
    when: Table = {"all": [{"item": "packs", "is": "yes"}, {"item": "smokes", "answered": True}]}
    (finding,) = found(a_rulebook(items, [*RULES, rule("packs", branch(when))]), "never_fires")
    assert (finding.place, finding.example) == ("rules/packs", None)


def test_branch_beside_one_that_is_always_as_bad_is_found() -> None:
    both = [branch({"item": "smokes", "in": ["yes", "no"]}, all="clearance"), branch(HEAVY, all="precaution")]
    (finding,) = found(a_rulebook(rules=[RULES[1], rule("smoking", *both)]), "redundant_branch")
    assert (finding.place, finding.branch, finding.example) == ("rules/smoking", 1, {"smokes": "yes"})


def test_branch_that_is_worse_for_one_treatment_is_not_found() -> None:
    both = [
        branch({"item": "smokes", "in": ["yes", "no"]}, all="clearance"),
        branch(HEAVY, all="precaution", pen="deferred"),
        branch(FRESH, all="deferred"),
    ]
    assert found(a_rulebook(rules=[rule("smoking", *both)]), "redundant_branch") == []


def test_branch_of_a_shorter_window_at_the_same_severity_is_found() -> None:
    both = [branch(FRESH, all="deferred"), branch({"item": "last_dose", "within": "28 days"}, all="deferred")]
    (finding,) = found(a_rulebook(rules=[RULES[0], rule("pill", *both)]), "redundant_branch")
    assert (finding.branch, sorted(finding.example or {})) == (1, ["last_dose"])


def test_two_rules_that_always_fire_together_are_found() -> None:
    same: Table = {"any": [{"all": [HEAVY, {"item": "smokes", "answered": True}]}, HEAVY]}
    (finding,) = found(a_rulebook(rules=[*RULES, rule("again", branch(same))]), "same_rules")
    assert {finding.place, finding.other} == {"rules/smoking", "rules/again"}
    assert finding.example == {"smokes": "yes"}


def test_option_nothing_reacts_to_is_found_the_harmless_one_is_not() -> None:
    items = [*ITEMS, choice("skin", "none", "rash", "wart")]
    rules = [*RULES, rule("rash", branch({"item": "skin", "is": "rash"}))]
    (finding,) = found(a_rulebook(items, rules), "unused_option")
    assert (finding.place, finding.option, finding.example) == ("items/skin", "wart", {"skin": "wart"})


def test_option_of_a_list_and_of_an_entry_nothing_reacts_to_are_found() -> None:
    items = [
        *ITEMS,
        choices("allergies", "none!", "steel", "pollen", "unsure*"),
        entries("recent", choice("type", "peel", "tox")),
    ]
    rules = [
        *RULES,
        rule("steel", branch({"item": "allergies", "includes_any": ["steel"]})),
        rule("peel", branch({"item": "recent", "some": {"field": "type", "is": "peel"}})),
    ]
    options = {
        finding.option: finding.example for finding in found(a_rulebook(items, rules), "unused_option")
    }
    assert options == {"pollen": {"allergies": ["pollen"]}, "type.tox": {"recent": [{"type": "tox"}]}}


def test_option_that_explains_what_is_typed_is_of_use() -> None:
    allergies = choices("allergies", "none!", "steel", "pollen", "unsure*")
    options: list[Table] = [
        {**one, "synonyms": ["hay fever"]} if one["code"] == "pollen" else one
        for one in cast("list[Table]", allergies["options"])
    ]
    rules = [*RULES, rule("steel", branch({"item": "allergies", "includes_any": ["steel"]}))]
    items = [*ITEMS, {**allergies, "options": options, "open": True}]
    assert found(a_rulebook(items, rules), "unused_option") == []


def test_question_asked_for_nothing_is_found_with_the_gate_that_opens_it() -> None:
    items = [*ITEMS, choice("packs", enable_when=HEAVY), text("remarks", optional=True)]
    (finding,) = found(a_rulebook(items), "unused_question")
    assert finding.place == "items/packs"
    assert sorted(finding.example or {}) == ["packs", "smokes"]


def test_question_that_only_opens_an_idle_one_is_asked_for_nothing() -> None:
    items = [*ITEMS, choice("drinks"), choice("spirits", enable_when={"item": "drinks", "is": "yes"})]
    places = [finding.place for finding in found(a_rulebook(items), "unused_question")]
    assert places == ["items/drinks", "items/spirits"]


@pytest.mark.parametrize(
    ("rules", "example"),
    [
        ([rule("smoking", branch(HEAVY, all="clearance")), RULES[1]], {"smokes": "yes"}),
        ([RULES[1]], {"smokes": "yes"}),
    ],
)
def test_severity_lower_than_the_active_one_is_found(rules: list[Table], example: Table) -> None:
    active, draft = a_rulebook(), a_rulebook(rules=rules)
    first = found(draft, "milder", active)[0]
    assert (first.place, first.example, first.before) == ("rules/smoking", example, example)
    assert first.treatments == ("pen", "rf", "peel", "led")
    assert severity_of(draft, first) < severity_of(active, first)


def test_shorter_wait_is_found_on_a_day_between_both() -> None:
    shorter = rule("pill", branch({"item": "last_dose", "within": "28 days"}, all="deferred"))
    active, draft = a_rulebook(), a_rulebook(rules=[RULES[0], shorter])
    first = found(draft, "milder", active)[0]
    assert sorted(first.example or {}) == ["last_dose"]
    assert (severity_of(active, first), severity_of(draft, first)) == (Severity.DEFERRED, Severity.CLEARANCE)


def test_worse_rules_and_other_words_are_nothing_milder() -> None:
    worse = [rule("smoking", branch({"item": "smokes", "in": ["yes", "unsure"]})), RULES[1]]
    assert found(a_rulebook(rules=worse), "milder", a_rulebook()) == []


def test_new_question_does_not_hide_what_became_milder() -> None:
    items = [*ITEMS, choice("drinks")]
    rules = [RULES[1], rule("drinks", branch({"item": "drinks", "is": "yes"}, all="precaution"))]
    active = a_rulebook(rules=[rule("smoking", branch(HEAVY, all="precaution")), RULES[1]])
    last = found(a_rulebook(items, rules), "milder", active)[-1]
    assert last.message == "pen: eligible where the active version says precaution, for the same answers."
    assert (sorted(last.example or {}), sorted(last.before or {})) == (
        ["drinks", "last_dose", "smokes"],
        ["last_dose", "smokes"],
    )


def test_question_that_is_gone_counts_by_its_answers() -> None:
    active = a_rulebook(
        [*ITEMS, choice("drinks")], [*RULES, rule("drinks", branch({"item": "drinks", "is": "yes"}))]
    )
    first = found(a_rulebook(), "milder", active)[0]
    assert (first.place, first.before) == ("rules/drinks", {"drinks": "yes"})


def test_solver_that_gives_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*args: object, **named: object) -> None:
        raise Undecided("timeout")

    monkeypatch.setattr(Solver, "find", give_up)
    contrary: Table = {"all": [HEAVY, {"item": "smokes", "is": "no"}, {"item": "smokes", "is": "unsure"}]}
    findings = analyse(a_rulebook(rules=[*RULES, rule("odd", branch(contrary))]))
    assert ("undecided", "rules/odd", "timeout") in {(f.kind, f.place, f.problem) for f in findings}
