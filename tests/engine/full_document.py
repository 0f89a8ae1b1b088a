"""A document with every table and nearly every key of the format, and the ways to its values."""

import copy
from collections.abc import Iterator
from typing import Any

from tests.engine.rulebooks import (
    PEN,
    a_document,
    areas,
    branch,
    choice,
    choices,
    day,
    entries,
    medicines,
    number,
    rule,
    score,
    scored,
    text,
)

Steps = tuple[str | int, ...]


def a_full_document() -> Any:
    """A document with every table and nearly every key of the format."""
    document: Any = copy.deepcopy(
        a_document(
            items=[
                choice("acne", "no", "yes", "unsure*", help="Help.", why="Why.", asked="patient"),
                choices("concern", "scars", "none!", open=True),
                areas("where", enable_when={"item": "acne", "is": "yes"}, asked_for=["needles"]),
                day("dose"),
                number("glasses"),
                text("note", optional=True),
                medicines("pills", form="topical"),
                scored("sun", never=0, often=2),
                score("skin", ["sun"], {1: 1, None: 2}),
                entries("recent", choice("kind", "laser", "peel"), day("date"), areas("place")),
            ],
            rules=[
                rule(
                    "everything",
                    branch(
                        {
                            "any": [
                                {
                                    "all": [
                                        {"item": "acne", "in": ["yes"]},
                                        {"item": "dose", "within": "6 months"},
                                    ]
                                },
                                {"item": "recent", "some": {"all": [{"field": "date", "within": "1 week"}]}},
                                {"item": ["pills"], "takes": ["retinoid"], "prescribed": True},
                                {"item": "treatment_areas", "overlaps": ["face"]},
                                {"item": "glasses", "at_least": 3},
                                {"item": "note", "answered": True},
                            ]
                        },
                        needles="clearance",
                        pen="none",
                    ),
                    patient="For you.",
                    review_date={"from": "dose", "plus": "1 year"},
                )
            ],
            option_sets=[{"id": "spare", "options": [{"code": "a", "label": "A", "synonyms": ["b"]}]}],
            plans=[
                {
                    "treatment": PEN,
                    "concerns": ["scars"],
                    "title": "Scars",
                    "sessions": [1, 3],
                    "gap_days": [28, 42],
                    "note": "Note.",
                    "sources": ["design"],
                }
            ],
            care_steps=[
                {
                    "id": "sun",
                    "phase": "before",
                    "from": "-7 days",
                    "to": "0 days",
                    "treatments": ["all"],
                    "variants": [{"treatments": ["needles"], "from": "-2 weeks", "to": "0 days"}],
                    "when": {"item": "acne", "is": "yes"},
                    "text": "Shade.",
                    "sources": ["design"],
                }
            ],
            red_flags=[
                {"id": "pus", "treatments": ["all"], "urgent": True, "text": "Pus.", "sources": ["design"]}
            ],
            consent_risks=[
                {
                    "id": "eyes",
                    "treatments": ["needles"],
                    "when": {"item": "acne", "is": "yes"},
                    "text": "Bruises.",
                    "sources": ["design"],
                }
            ],
            explanations=[
                {
                    "id": "home",
                    "treatments": ["all"],
                    "title": "At home",
                    "texts": ["Less.", "Slower."],
                    "sources": ["design"],
                }
            ],
            bases=[{"id": "clear", "answers": {"acne": "no"}}],
            cases=[
                {
                    "rule": "everything",
                    "title": "Much",
                    "kind": "firing",
                    "base": "clear",
                    "on": "2026-09-15",
                    "answers": {"glasses": 20},
                    "expect": {"needles": "clearance"},
                    "settled": True,
                },
                {
                    "title": "Whole",
                    "on": "2026-09-15",
                    "treatments": [PEN],
                    "answers": {},
                    "eligibility": "clearance",
                    "topics": ["everything"],
                },
            ],
            invariants=[
                {
                    "id": "acne",
                    "title": "Acne",
                    "when": {"item": "acne", "is": "yes"},
                    "never": "eligible",
                    "treatments": ["rf"],
                    "sources": ["design"],
                }
            ],
        )
    )
    document["treatments"][0] |= {
        "how_it_works": "So.",
        "devices": [{"title": "Pen", "depth_um": [250, 500], "note": "Note."}],
        "chair_minutes": [30, 60],
        "downtime_days": [1, 3],
        "course": [{"from": "1 day", "to": "3 days", "text": "Red."}],
        "expected_effects": ["Redness"],
        "best_for": ["scars"],
        "pigment_risk": "low",
        "price": {"currency": "USD", "low": 1, "high": 2, "note": "Estimate."},
        "sources": ["design"],
    }
    return document


def steps_in(value: object, steps: Steps = ()) -> Iterator[Steps]:
    """The way to every value of a document, answers aside: what fits those depends on their items."""
    if steps and steps[-1] == "answers":
        return
    if steps:
        yield steps
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from steps_in(one, (*steps, key))


def first_of_each_shape(found: Iterator[Steps]) -> list[Steps]:
    """One way for each shape: of the rows of a list the first that has a key, and no key a second time."""
    shapes: dict[tuple[object, ...], Steps] = {}
    for steps in found:
        shapes.setdefault(tuple("*" if isinstance(step, int) else step for step in steps), steps)
    return list(shapes.values())


def value_at(document: Any, steps: Steps) -> Any:
    for step in steps:
        document = document[step]
    return document
