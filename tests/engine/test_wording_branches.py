"""Branches as whole English sentences: what follows, for which treatments."""

from pathlib import Path

import pytest

from screening.engine import Phrase, Rulebook, describe_branch, parse_rulebook, read_document

HERE = Path(__file__).parent
KINDS = ("unanswered", "contradiction")
TREATMENTS = [
    ("pen", "Microneedling pen", ["needles"]),
    ("rf", "RF microneedling", ["needles", "heat"]),
    ("peel", "Light peel", []),
    ("laser", "Fractional laser", ["heat"]),
    ("prp", "PRP add-on", []),
]


def rulebook_with(severity: dict[str, str]) -> Rulebook:
    """The small rulebook with five treatments, and one rule of one branch with these severities."""
    document = read_document(HERE / "wording.toml").document
    treatments = document["treatments"]
    assert isinstance(treatments, list)
    catalogue = [
        {**treatments[0], "code": code, "short_title": title, "attributes": attributes}
        for code, title, attributes in TREATMENTS
    ]
    rules = [
        rule("asked", [{"when": {"item": "pregnant", "is": "yes"}, "severity": severity}]),
        *({**rule(kind, []), "built_in": kind} for kind in KINDS),
    ]
    attributes = [{"code": "needles", "title": "needling"}, {"code": "heat", "title": "heat"}]
    return parse_rulebook({**document, "attributes": attributes, "treatments": catalogue, "rules": rules})


def rule(rule_id: str, branches: list[object]) -> dict[str, object]:
    texts = dict.fromkeys(("title", "message", "action", "resolution", "evidence"), "Text.")
    named = {"id": rule_id, "topic": "t", "override": "nobody", "sources": ["design"]}
    return {**texts, **named, "review_by": "2027-01-01", "branches": branches}


def phrases(severity: dict[str, str]) -> list[Phrase]:
    rulebook = rulebook_with(severity)
    return describe_branch(rulebook, rulebook.rules["asked"].branches[0])


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ({"all": "contraindicated"}, "is contraindicated for every treatment"),
        ({"all": "deferred"}, "is deferred for every treatment"),
        ({"all": "clearance"}, "needs clearance for every treatment"),
        ({"all": "precaution"}, "calls for precaution with every treatment"),
        ({"all": "information"}, "comes with information for every treatment"),
        ({"needles": "deferred"}, "is deferred for needling"),
        ({"prp": "deferred"}, "is deferred for PRP add-on"),
        ({"peel": "deferred", "rf": "deferred"}, "is deferred for RF microneedling and light peel"),
        (
            {"all": "contraindicated", "peel": "clearance"},
            "needs clearance for light peel, and is contraindicated for every other treatment",
        ),
        (
            {"peel": "information", "prp": "clearance", "needles": "contraindicated"},
            (
                "is contraindicated for needling, needs clearance for PRP add-on, and comes with information "
                "for light peel"
            ),
        ),
        ({"all": "deferred", "peel": "none"}, "is deferred for every treatment except light peel"),
        (
            {"needles": "deferred", "rf": "clearance"},
            "is deferred for microneedling pen, and needs clearance for RF microneedling",
        ),
        (
            {"needles": "precaution", "heat": "deferred"},
            "is deferred for heat, and calls for precaution with microneedling pen",
        ),
        (
            {"all": "deferred", "prp": "clearance", "peel": "none"},
            (
                "needs clearance for PRP add-on, and is deferred for microneedling pen, RF microneedling and "
                "fractional laser"
            ),
        ),
    ],
)
def test_sentence_says_what_follows_for_which_treatments(severity: dict[str, str], expected: str) -> None:
    text = "".join(phrase.text for phrase in phrases(severity))
    assert text == f"When Pregnant is yes, treatment {expected}."


def test_sentence_stresses_the_severity() -> None:
    assert phrases({"peel": "clearance"}) == [
        Phrase("When "),
        Phrase("Pregnant", strong=True),
        Phrase(" is "),
        Phrase("yes", strong=True),
        Phrase(", treatment needs "),
        Phrase("clearance", strong=True),
        Phrase(" for light peel."),
    ]
