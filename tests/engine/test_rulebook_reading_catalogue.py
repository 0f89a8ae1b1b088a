"""Problems of areas, sources, treatments, plans, care, classes of medicines: file, line, place, reason."""

from pathlib import Path

import pytest

from tests.engine.rulebook_files import as_toml, document_as_toml, folder_of, problems_in
from tests.engine.rulebooks import (
    Table,
    a_document,
    a_rulebook,
    area,
    choice,
    medicine_class,
    option,
    treatment,
)

BASE = document_as_toml(a_document(items=[choice("acne", "none", "inflamed", "unsure*")]))
LEGS: Table = {"code": "legs", "title": "Legs"}
LIP = area("lip", "face")
SOURCE: Table = {"id": "s", "title": "S", "publisher": "P", "strength": "design", "seen": "full"}
LIFT = treatment("lift")
PLAN: Table = {"treatment": "pen", "title": "p", "sessions": [3, 4], "gap_days": [28, 42]}
STEP: Table = {
    "id": "step",
    "phase": "before",
    "from": "-5 days",
    "to": "0 days",
    "treatments": ["all"],
    "text": "Stop.",
}
RISK: Table = {"id": "risk", "treatments": ["all"], "text": "Bruises."}
HOME: Table = {"id": "home", "treatments": ["all"], "title": "At home", "texts": ["Less."]}
FLAG: Table = {"id": "flag", "treatments": ["all"], "urgent": True, "text": "Call."}
HERBS = medicine_class("herbs", "rue")
CLEAR: Table = {"id": "clear", "answers": {}}
SET: Table = {"id": "set", "options": [option("a"), option("b")]}
NO_DURATION = 'is not a duration such as "14 days", "4 weeks" or "6 months"'
NO_PAIR = "must be two whole numbers, the smaller first"
TWICE = "stands here a second time"


def test_catalogue_that_is_whole_has_no_problem(tmp_path: Path) -> None:
    named: dict[str, Table] = {
        "regions": LEGS,
        "areas": LIP,
        "attributes": LEGS,
        "sources": SOURCE,
        "treatments": LIFT,
        "plans": PLAN,
        "care_steps": STEP,
        "red_flags": FLAG,
        "consent_risks": RISK,
        "explanations": HOME,
        "medicine_classes": HERBS,
        "bases": CLEAR,
        "option_sets": SET,
        "sections": {"id": "more", "title": "More"},
    }
    assert problems_in(folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(*named.items())})) == []


@pytest.mark.parametrize(
    ("name", "whole", "change", "place", "reason"),
    [
        ("regions", LEGS, {"title": None}, "legs.title", "is missing"),
        ("regions", LEGS, {"code": "face"}, "face", f'"face" {TWICE}'),
        ("areas", LIP, {"region": "legs"}, "lip.region", '"legs" is none of face, hands, neck'),
        ("areas", LIP, {"parent": "mouth"}, "lip.parent", 'there is no area "mouth"'),
        ("areas", LIP, {"parent": "lip"}, "lip.parent", "lies inside itself"),
        ("areas", LIP, {"code": "chin"}, "chin", f'"chin" {TWICE}'),
        ("attributes", LEGS, {"title": None}, "legs.title", "is missing"),
        ("sources", SOURCE, {"seen": "no"}, "s.seen", '"no" is none of full, not_seen, part, quoted'),
        ("sources", SOURCE, {"year": "2026"}, "s.year", "must be a whole number"),
        ("sources", SOURCE, {"year": True}, "s.year", "must be a whole number"),
        ("sources", SOURCE, {"publisher": " "}, "s.publisher", "is empty"),
        ("sources", SOURCE, {"title": 1}, "s.title", "must be text"),
        ("sources", SOURCE, {"author": "A"}, "s.author", "is not a key of the format"),
        ("sources", SOURCE, {"id": "design"}, "design", f'"design" {TWICE}'),
        ("treatments", LIFT, {"attributes": ["cold"]}, "lift.attributes", 'there is no attribute "cold"'),
        ("treatments", LIFT, {"sources": ["x"]}, "lift.sources", 'there is no source "x"'),
        ("treatments", LIFT, {"add_on": "no"}, "lift.add_on", "must be true or false"),
        ("treatments", LIFT, {"chair_minutes": [60, 30]}, "lift.chair_minutes", NO_PAIR),
        ("treatments", LIFT, {"visit_minutes": [60]}, "lift.visit_minutes", NO_PAIR),
        ("treatments", LIFT, {"downtime_days": 3}, "lift.downtime_days", NO_PAIR),
        ("treatments", LIFT, {"booking_minutes": "60"}, "lift.booking_minutes", "must be a whole number"),
        ("treatments", LIFT, {"price": {"currency": "USD", "low": 9, "high": 8}}, "lift.price",
         "low must not be above high"),
        ("treatments", LIFT, {"pigment_risk": "none"}, "lift.pigment_risk",
         '"none" is none of low, moderate, moderate_high'),
        ("treatments", LIFT, {"devices": [{"note": ""}]}, "lift.devices[0].title", "is missing"),
        ("treatments", LIFT, {"course": [{"from": "1 day", "to": "soon", "text": "Red."}]},
         "lift.course[0].to", f'"soon" {NO_DURATION}'),
        ("treatments", LIFT, {"best_for": "acne"}, "lift.best_for", "must be a list of texts"),
        ("treatments", LIFT, {"code": "pen"}, "pen", f'"pen" {TWICE}'),
        ("plans", PLAN, {"treatment": "lift"}, "p.treatment", '"lift" is none of led, peel, pen, rf'),
        ("plans", PLAN, {"concerns": ["scars"]}, "p.concerns", 'there is no concern "scars"'),
        ("care_steps", STEP, {"phase": "later"}, "step.phase", '"later" is none of after, before, day'),
        ("care_steps", STEP, {"from": "5"}, "step.from", f'"5" {NO_DURATION}'),
        ("care_steps", STEP, {"to": None}, "step.to", "is missing"),
        ("care_steps", STEP, {"treatments": []}, "step.treatments", "is empty"),
        ("care_steps", STEP, {"treatments": ["lift"]}, "step.treatments",
         'there is no treatment or attribute "lift"'),
        ("care_steps", STEP, {"when": {"item": "moon", "is": "full"}}, "step.when.item",
         'there is no item "moon"'),
        ("care_steps", STEP, {"variants": [{"treatments": ["pen"], "from": "-7 days"}]},
         "step.variants[0].to", "is missing"),
        ("red_flags", FLAG, {"urgent": 1}, "flag.urgent", "must be true or false"),
        ("red_flags", FLAG, {"text": None}, "flag.text", "is missing"),
        ("consent_risks", RISK, {"text": None}, "risk.text", "is missing"),
        ("consent_risks", RISK, {"treatments": ["lift"]}, "risk.treatments",
         'there is no treatment or attribute "lift"'),
        ("consent_risks", RISK, {"when": {"item": "moon", "is": "full"}}, "risk.when.item",
         'there is no item "moon"'),
        ("consent_risks", RISK, {"sources": ["x"]}, "risk.sources", 'there is no source "x"'),
        ("explanations", HOME, {"texts": []}, "home.texts", "is empty"),
        ("explanations", HOME, {"title": None}, "home.title", "is missing"),
        ("explanations", HOME, {"text": "Less."}, "home.text", "is not a key of the format"),
        ("sections", {"id": "all", "title": "All"}, {}, "all", f'"all" {TWICE}'),
        ("option_sets", SET, {"options": [option("a"), option("a")]}, "set.options[1]", f'"a" {TWICE}'),
        ("medicine_classes", HERBS, {"names": []}, "herbs", "has no names"),
        ("medicine_classes", HERBS, {"names": ["rue", "rue"]}, "herbs.names", "names rue twice"),
        ("bases", CLEAR, {"note": ""}, "clear.note", "is not a key of the format"),
        ("bases", CLEAR, {"answers": []}, "clear.answers", "must be a table"),
    ],
)  # fmt: skip # one row of the table, one line of the source where it fits
def test_problem_of_the_catalogue(
    tmp_path: Path, name: str, whole: Table, change: Table, place: str, reason: str
) -> None:
    table = {key: value for key, value in {**whole, **change}.items() if value is not None}
    folder = folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml((name, table))})
    assert problems_in(folder) == [("b.toml", 1, f"{name} {place}", reason)]


def test_table_that_is_not_of_the_format(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(("colours", {"code": "red"}))})
    assert problems_in(folder) == [("b.toml", 1, "colours", "is not a table of the format")]


def test_rulebook_without_treatments(tmp_path: Path) -> None:
    document = {**a_document(), "treatments": []}
    assert problems_in(folder_of(tmp_path, {"a.toml": document_as_toml(document)})) == [
        ("", 0, "treatments", "there is no treatment")
    ]


def test_array_of_tables_that_is_one_table(tmp_path: Path) -> None:
    document = {name: value for name, value in a_document().items() if name != "regions"}
    folder = folder_of(
        tmp_path, {"a.toml": '[regions]\ncode = "face"\n', "b.toml": document_as_toml(document)}
    )
    assert ("a.toml", 1, "regions", "must be a list of tables, [[regions]]") in problems_in(folder)


def test_treatment_that_states_the_least_has_defaults() -> None:
    lift = a_rulebook(treatments=[treatment("lift")]).treatments["lift"]
    assert (lift.booking_minutes, lift.downtime_longest_days, lift.pigment_risk, lift.price) == (
        60,
        0,
        "low",
        None,
    )
