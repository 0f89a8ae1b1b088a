"""Every comparison and every way to join them, as the whole English sentence."""

from pathlib import Path

import pytest

from screening.engine import Phrase, Rulebook, describe_condition, parse_rulebook, read_document

HERE = Path(__file__).parent
BUILT_IN = ("unanswered", "contradiction")
YES = {"item": "pregnant", "is": "yes"}
DOSE = {"item": "last_dose", "within": "6 months"}
SKIN = {"item": "skin_type", "at_least": 2}


def rulebook_with(*conditions: object) -> Rulebook:
    """The small rulebook with one rule of these branches."""
    rules = [rule("asked", conditions), *(rule(kind, (), built_in=kind) for kind in BUILT_IN)]
    return parse_rulebook({**read_document(HERE / "wording.toml").document, "rules": rules})


def rule(rule_id: str, conditions: tuple[object, ...], **more: object) -> dict[str, object]:
    texts = dict.fromkeys(("title", "message", "action", "resolution", "evidence"), "Text.")
    branches = [{"when": when, "severity": {"all": "precaution"}} for when in conditions]
    named = {
        "id": rule_id,
        "topic": "t",
        "override": "nobody",
        "sources": ["design"],
        "review_by": "2027-01-01",
    }
    return {**texts, **named, "branches": branches, **more}


def phrases(condition: object) -> list[Phrase]:
    rulebook = rulebook_with(condition)
    return describe_condition(rulebook, rulebook.rules["asked"].branches[0].when)


def sentence(condition: object) -> str:
    return "".join(phrase.text for phrase in phrases(condition))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, "Pregnant is yes"),
        ({"item": "pregnant", "is": "maybe"}, "Pregnant is “I might be, or I'm not sure”"),
        ({"item": "pregnant", "is_not": "yes"}, "Pregnant is anything but yes"),
        (
            {"item": "pregnant", "in": ["yes", "maybe"]},
            "Pregnant is “Yes” or “I might be, or I'm not sure”",
        ),
        (
            {"item": "pregnant", "not_in": ["yes", "maybe"]},
            "Pregnant is anything but “Yes” or “I might be, or I'm not sure”",
        ),
        (
            {"item": "allergies", "includes_any": ["nickel", "gold", "latex"]},
            "Allergies include “Nickel”, “Gold” or “Latex”",
        ),
        (
            {"item": "allergies", "includes_all": ["nickel", "gold"]},
            "Allergies include “Nickel” and “Gold”",
        ),
        ({"item": "allergies", "includes_none": ["nickel"]}, "Allergies do not include “Nickel”"),
        (
            {"item": "allergies", "includes_none": ["nickel", "gold"]},
            "Allergies include none of “Nickel” or “Gold”",
        ),
        ({"item": "device", "includes_any": ["pacemaker"]}, "Electronic device includes “Pacemaker”"),
        ({"item": "device", "includes_none": ["pump"]}, "Electronic device does not include “Insulin pump”"),
        ({"item": "allergies", "includes_typed": True}, "Allergies include something not recognised"),
        ({"item": "device", "includes_typed": True}, "Electronic device includes something not recognised"),
        ({"item": "glasses", "at_least": 14}, "Glasses a week is at least 14"),
        ({"item": "glasses", "at_most": 14}, "Glasses a week is at most 14"),
        ({"item": "glasses", "above": 14}, "Glasses a week is above 14"),
        ({"item": "glasses", "below": 14}, "Glasses a week is below 14"),
        (SKIN, "Skin type is at least Type II"),
        ({"item": "birth_date", "age_below": 18}, "at the appointment the patient is under 18"),
        ({"item": "birth_date", "age_at_least": 65}, "at the appointment the patient is 65 or older"),
        (DOSE, "Last dose is less than 6 months before the appointment"),
        (
            {"item": "last_dose", "at_least_ago": "14 days"},
            "Last dose is at least 14 days before the appointment",
        ),
        (
            {"item": "event", "within_next": "28 days"},
            "Date of the event is within 28 days after the appointment",
        ),
        (
            {"item": "acne_areas", "overlaps": "treatment_areas"},
            "the place of Acne overlaps the treatment areas",
        ),
        ({"item": "scars", "overlaps": "treatment_areas"}, "Scars overlap the treatment areas"),
        (
            {"item": "acne_areas", "same_region": "treatment_areas"},
            "the place of Acne lies in the same region as the treatment areas",
        ),
        (
            {"item": "treatment_areas", "overlaps": ["full_face", "eyelids"]},
            "the treatment areas overlap Whole face or Eyelids",
        ),
        (
            {"item": "treatment_areas", "same_region": ["full_face"]},
            "the treatment areas lie in the same region as Whole face",
        ),
        ({"item": "medicines", "takes": ["aspirin"]}, "Medicines include Aspirin"),
        (
            {"item": ["medicines", "skincare"], "takes": ["aspirin", "retinoid"]},
            "Medicines or Active skincare includes Aspirin or Retinoid",
        ),
        (
            {"item": "medicines", "takes": ["aspirin"], "prescribed": True},
            "Medicines include Aspirin on prescription",
        ),
        (
            {"item": "medicines", "takes": ["aspirin"], "prescribed": False},
            "Medicines include Aspirin without prescription",
        ),
        (
            {"item": ["skincare", "medicines"], "takes_unrecognised": True},
            "Active skincare or Medicines include something not recognised",
        ),
        ({"item": "last_dose", "answered": True}, "Last dose is answered"),
        ({"item": "last_dose", "answered": False}, "Last dose is not answered"),
        (
            {"item": "recent", "some": {"field": "type", "is": "filler"}},
            "Recent treatments include an entry whose Treatment is “Filler”",
        ),
        (
            {
                "item": "recent",
                "some": {
                    "all": [
                        {"field": "type", "in": ["filler", "peel"]},
                        {"field": "date", "within": "14 days"},
                        {"field": "areas", "overlaps": "treatment_areas"},
                    ]
                },
            },
            (
                "Recent treatments include an entry whose Treatment is “Filler” or “Peel”, whose Date is "
                "less than 14 days before the appointment, and whose Areas overlap the treatment areas"
            ),
        ),
    ],
)
def test_sentence_of_each_operator(condition: object, expected: str) -> None:
    assert sentence(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            {"all": [YES, DOSE]},
            "Pregnant is yes and Last dose is less than 6 months before the appointment",
        ),
        ({"any": [YES, SKIN]}, "Pregnant is yes or Skin type is at least Type II"),
        ({"all": [YES]}, "Pregnant is yes"),
        (
            {"all": [YES, SKIN, DOSE]},
            (
                "Pregnant is yes, Skin type is at least Type II, and Last dose is less than 6 months before "
                "the appointment"
            ),
        ),
        (
            {"any": [YES, SKIN, DOSE]},
            (
                "Pregnant is yes, Skin type is at least Type II, or Last dose is less than 6 months before "
                "the appointment"
            ),
        ),
        (
            {"all": [YES, {"any": [SKIN, {"item": "glasses", "above": 3}]}]},
            "Pregnant is yes, and either Skin type is at least Type II or Glasses a week is above 3",
        ),
        (
            {"any": [YES, {"all": [SKIN, {"item": "glasses", "above": 3}]}]},
            "Pregnant is yes, or (Skin type is at least Type II and Glasses a week is above 3)",
        ),
        ({"any": [YES, {"all": [SKIN]}]}, "Pregnant is yes or Skin type is at least Type II"),
    ],
)
def test_sentence_of_groups(condition: object, expected: str) -> None:
    assert sentence(condition) == expected


def test_sentence_names_a_subject_once_where_it_is_compared_twice_in_a_row() -> None:
    between = [{"item": "birth_date", "age_at_least": 18}, {"item": "birth_date", "age_below": 22}]
    assert sentence({"all": between}) == "at the appointment the patient is 18 or older and is under 22"


def test_sentence_names_a_subject_again_where_another_stands_between() -> None:
    parts = [{"item": "glasses", "above": 3}, YES, {"item": "glasses", "below": 9}]
    assert (
        sentence({"all": parts})
        == "Glasses a week is above 3, Pregnant is yes, and Glasses a week is below 9"
    )


def test_phrases_stress_question_and_value_only() -> None:
    assert phrases({"all": [YES, DOSE]}) == [
        Phrase("Pregnant", strong=True),
        Phrase(" is "),
        Phrase("yes", strong=True),
        Phrase(" and "),
        Phrase("Last dose", strong=True),
        Phrase(" is "),
        Phrase("less than 6 months", strong=True),
        Phrase(" before the appointment"),
    ]
