"""What rules say about a treatment: by code, attribute or `all`; every true branch; certain and possible."""

from itertools import permutations

import pytest

from screening.engine import Severity, Verdict
from tests.engine.rulebooks import (
    LED,
    PEEL,
    PEN,
    RF,
    TREATMENTS,
    Table,
    a_rulebook,
    branch,
    choice,
    evaluated,
    rule,
    the_finding,
    verdict_on,
)

YES: Table = {"item": "asked", "is": "yes"}
NONE, INFO, PREC, CLEAR, DEFER, CONTRA = Severity
SURE = {"asked": "yes"}


@pytest.mark.parametrize(
    ("stated", "pen", "rf", "peel", "led"),
    [
        # The pen needles and numbs; radiofrequency needles and heats; the peel does nothing; light is light.
        ({"all": "clearance"}, CLEAR, CLEAR, CLEAR, CLEAR),
        ({"pen": "clearance"}, CLEAR, NONE, NONE, NONE),
        ({"needles": "clearance"}, CLEAR, CLEAR, NONE, NONE),
        ({"light": "precaution", "heat": "clearance"}, NONE, CLEAR, NONE, PREC),
        # An attribute beats `all`, also where it is milder, also with "none".
        ({"all": "contraindicated", "needles": "precaution"}, PREC, PREC, CONTRA, CONTRA),
        ({"all": "precaution", "needles": "contraindicated"}, CONTRA, CONTRA, PREC, PREC),
        ({"all": "clearance", "needles": "none"}, NONE, NONE, CLEAR, CLEAR),
        # A code beats an attribute and `all`, also where it is milder, also with "none".
        ({"needles": "contraindicated", "pen": "precaution"}, PREC, CONTRA, NONE, NONE),
        ({"needles": "precaution", "pen": "contraindicated"}, CONTRA, PREC, NONE, NONE),
        ({"needles": "contraindicated", "pen": "none"}, NONE, CONTRA, NONE, NONE),
        ({"all": "contraindicated", "pen": "none"}, NONE, CONTRA, CONTRA, CONTRA),
        ({"all": "clearance", "needles": "deferred", "rf": "information"}, DEFER, INFO, CLEAR, CLEAR),
        # Between attributes the worst counts.
        ({"needles": "precaution", "heat": "clearance"}, PREC, CLEAR, NONE, NONE),
        ({"needles": "clearance", "heat": "precaution"}, CLEAR, CLEAR, NONE, NONE),
        ({"needles": "none", "heat": "clearance"}, NONE, CLEAR, NONE, NONE),
        ({"needles": "precaution", "numbing": "contraindicated", "heat": "none"}, CONTRA, PREC, NONE, NONE),
    ],
)
def test_severity_by_code_beats_attribute_beats_all(
    stated: dict[str, str], pen: Severity, rf: Severity, peel: Severity, led: Severity
) -> None:
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", branch(YES, **stated))])
    results = evaluated(rulebook, SURE, *TREATMENTS).treatments
    assert [results[code].verdict.severity for code in (PEN, RF, PEEL, LED)] == [pen, rf, peel, led]


@pytest.mark.parametrize("order", list(permutations(("precaution", "contraindicated", "information"))))
def test_every_true_branch_counts_and_the_worst_wins(order: tuple[str, ...]) -> None:
    branches = [branch(YES, all=severity) for severity in order]
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", *branches)])
    finding = the_finding(evaluated(rulebook, SURE), "asked")
    assert (finding.severity, finding.branches) == (CONTRA, (0, 1, 2))


def test_worst_branch_is_found_for_each_treatment_apart() -> None:
    first = branch(YES, pen="contraindicated", peel="precaution")
    second = branch(YES, pen="precaution", peel="clearance")
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", first, second)])
    finding = the_finding(evaluated(rulebook, SURE, *TREATMENTS), "asked")
    assert {code: verdict.severity for code, verdict in finding.verdicts.items()} == {
        PEN: CONTRA,
        PEEL: CLEAR,
    }


def test_branches_that_are_false_or_open_are_not_among_the_true_ones() -> None:
    branches = [branch({"item": item, "is": "yes"}, all="precaution") for item in ("no", "open", "asked")]
    rulebook = a_rulebook(
        items=[choice("no"), choice("open"), choice("asked")], rules=[rule("asked", *branches)]
    )
    finding = the_finding(evaluated(rulebook, {"no": "no", "open": "unsure", "asked": "yes"}), "asked")
    assert finding.branches == (2,)


REPORTED = {
    # What is possible, in columns: none, information, precaution, clearance, deferred, contraindicated.
    NONE: [NONE, INFO, PREC, CLEAR, CLEAR, CLEAR],
    INFO: [INFO, INFO, PREC, CLEAR, CLEAR, CLEAR],
    PREC: [PREC, PREC, PREC, CLEAR, CLEAR, CLEAR],
    CLEAR: [CLEAR, CLEAR, CLEAR, CLEAR, CLEAR, CLEAR],
    DEFER: [DEFER, DEFER, DEFER, DEFER, DEFER, DEFER],
    CONTRA: [CONTRA, CONTRA, CONTRA, CONTRA, CONTRA, CONTRA],
}


@pytest.mark.parametrize("certain", list(Severity))
def test_certain_stays_and_possible_is_held_at_clearance(certain: Severity) -> None:
    """One branch is true, another open: every pair of their severities."""
    expected = [
        Verdict(certain, max(certain, possible), REPORTED[certain][possible], possible <= certain)
        for possible in Severity
    ]
    found = []
    for possible in Severity:
        sure = branch(YES, peel="information", pen=certain.code)
        may_be = branch({"item": "open", "is": "yes"}, peel="information", pen=possible.code)
        rulebook = a_rulebook(items=[choice("asked"), choice("open")], rules=[rule("asked", sure, may_be)])
        found.append(evaluated(rulebook, {"asked": "yes", "open": "unsure"}).treatments[PEN].verdict)
    assert found == expected


@pytest.mark.parametrize(
    ("severity", "certain", "possible"),
    [
        ("contraindicated", "contraindicated", "clearance"),
        ("deferred", "deferred", "clearance"),
        ("clearance", "clearance", "clearance"),
        ("precaution", "precaution", "precaution"),
        ("information", "eligible", "eligible"),
        ("none", "eligible", "eligible"),
    ],
)
def test_eligibility_is_the_worst_severity_reported(severity: str, certain: str, possible: str) -> None:
    asked = branch(YES, pen=severity, peel="information")
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", asked)])
    found = [evaluated(rulebook, {"asked": answer}).eligibility for answer in ("yes", "unsure", "no")]
    assert found == [certain, possible, "eligible"]


@pytest.mark.parametrize(
    ("first", "second", "eligibility"),
    [
        ("contraindicated", "clearance", "contraindicated"),
        ("precaution", "clearance", "clearance"),
        ("deferred", "clearance", "deferred"),
        ("deferred", "contraindicated", "contraindicated"),
        ("information", "precaution", "precaution"),
        ("information", "information", "eligible"),
    ],
)
def test_eligibility_is_the_worst_of_all_rules(first: str, second: str, eligibility: str) -> None:
    rules = [rule("one", branch(YES, all=first)), rule("two", branch(YES, all=second))]
    assert evaluated(a_rulebook(items=[choice("asked")], rules=rules), SURE).eligibility == eligibility


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("yes", "yes", Verdict(CONTRA, CONTRA, CONTRA, True)),
        ("yes", "no", Verdict(PREC, PREC, PREC, True)),
        ("no", "yes", Verdict(CONTRA, CONTRA, CONTRA, True)),
        ("yes", "unsure", Verdict(PREC, CONTRA, CLEAR, False)),
        ("unsure", "yes", Verdict(CONTRA, CONTRA, CONTRA, True)),
        ("unsure", "no", Verdict(NONE, PREC, PREC, False)),
        ("unsure", "unsure", Verdict(NONE, CONTRA, CLEAR, False)),
        ("no", "unsure", Verdict(NONE, CONTRA, CLEAR, False)),
    ],
)
def test_verdict_of_a_rule_with_a_mild_and_a_severe_branch(one: str, other: str, expected: Verdict) -> None:
    mild = branch({"item": "one", "is": "yes"}, all="precaution")
    severe = branch({"item": "other", "is": "yes"}, all="contraindicated")
    rulebook = a_rulebook(items=[choice("one"), choice("other")], rules=[rule("asked", mild, severe)])
    assert verdict_on(evaluated(rulebook, {"one": one, "other": other}), "asked") == expected


def test_rule_without_a_true_or_open_branch_finds_nothing() -> None:
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", branch(YES))])
    evaluation = evaluated(rulebook, {"asked": "no"}, *TREATMENTS)
    assert (evaluation.findings, evaluation.eligibility, evaluation.settled) == ((), "eligible", True)


def test_rule_that_says_nothing_about_the_treatments_planned_finds_nothing() -> None:
    rulebook = a_rulebook(items=[choice("asked")], rules=[rule("asked", branch(YES, heat="contraindicated"))])
    evaluation = evaluated(rulebook, SURE, PEN, PEEL)
    assert (evaluation.findings, evaluation.eligibility) == ((), "eligible")
