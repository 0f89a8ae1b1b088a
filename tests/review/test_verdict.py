"""The banner: a word, a date, a sentence."""

import pytest

from clinic.results.findings import FindingWords
from clinic.results.open_questions import open_questions_of
from clinic.results.reading import items_read
from clinic.results.verdict import VerdictView, silent_rules, verdict_of
from tests.review.starter import PEEL, PEN, WITH_PRP, evaluated, evaluated_as_is, starter

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}
ON_THINNER = {"takes_blood_thinner": "yes", "takes_medicines": "yes", "medicines": ["Eliquis"]}
RULES = len(starter().rules)


def verdict(result: dict[str, object]) -> VerdictView:
    findings = FindingWords(starter(), result).views()
    return verdict_of(starter(), result, findings, open_questions_of(starter(), result))


def test_deferred_says_until_when_and_what_else_there_is() -> None:
    view = verdict(evaluated({**STOPPED, **ON_THINNER, "smoker": "yes"}))
    assert view == VerdictView(
        "deferred",
        "Deferred until 28 February 2027",
        "One finding sets a date, one needs a clinician, one asks for care. "
        f"{RULES - 3} rules found nothing.",
        "28 February 2027",
    )


@pytest.mark.parametrize(
    ("changes", "title", "text"),
    [
        ({"pregnant": "yes"}, "Contraindicated", "One finding rules it out."),
        (ON_THINNER, "Needs clearance", "One finding needs a clinician."),
        ({"smoker": "yes"}, "Precaution", "One finding asks for care."),
        (
            {"event_soon": "yes", "event_date": "2026-11-23"},
            "Eligible",
            "One finding is for information.",
        ),
    ],
)
def test_each_severity_has_its_word(changes: dict[str, object], title: str, text: str) -> None:
    view = verdict(evaluated(changes))
    assert (view.title, view.text) == (title, f"{text} {RULES - 1} rules found nothing.")


def test_nothing_found_counts_every_rule() -> None:
    assert verdict(evaluated({})) == VerdictView(
        "eligible", "Eligible", f"All {RULES} rules found nothing.", ""
    )


def test_open_question_is_counted_and_its_rules_are_not_called_silent() -> None:
    result = evaluated({"pregnant": None})
    silent = silent_rules(starter(), result)
    assert verdict(result).text == f"1 question not answered. {silent} rules found nothing."
    reading = [rule.id for rule in starter().rules.values() if "pregnant" in items_read(starter(), rule)]
    assert silent == RULES - len({*reading, "unresolved_answer"})


def test_empty_form_never_says_that_most_rules_found_nothing() -> None:
    result = evaluated_as_is({"date_of_birth": "1992-05-03", "treatment_areas": ["full_face"]})
    silent = [
        rule
        for rule in starter().rules.values()
        if items_read(starter(), rule) <= {"date_of_birth", "treatment_areas"}
    ]
    assert silent_rules(starter(), result) <= len(silent) + len(unfit_for_pen())


def unfit_for_pen() -> list[str]:
    """The rules that say nothing above information on the needling pen: they need no answer for it."""
    return [
        rule.id
        for rule in starter().rules.values()
        if all(branch.severities.get(PEN[0], 0) <= 1 for branch in rule.branches)
    ]


def test_unclear_answers_stand_beside_unanswered_questions() -> None:
    view = verdict(evaluated({"pregnant": "unsure", "diabetes": None}))
    assert "1 question not answered and 1 answer not settled." in view.text


def test_verdict_that_only_an_add_on_makes_says_what_it_is_without() -> None:
    view = verdict(evaluated({"hepatitis": "yes", "smoker": "yes"}, WITH_PRP))
    assert view.text.endswith("Only PRP add-on makes it so; without it: precaution.")


def test_verdict_of_everything_planned_says_nothing_of_add_ons() -> None:
    assert "add-on" not in verdict(evaluated(STOPPED, WITH_PRP)).text


def test_clinics_own_question_counts_as_unanswered() -> None:
    assert verdict(evaluated({}, PEEL)).title == "Needs clearance"
