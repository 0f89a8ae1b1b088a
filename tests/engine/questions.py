"""A question of every type, for tests of reasons and names; each may be left empty."""

from tests.engine.rulebooks import (
    Table,
    areas,
    choice,
    choices,
    day,
    entries,
    medicines,
    number,
    score,
    scored,
)

ALL_QUESTIONS = [
    choice("acne", "none", "mild", "inflamed", "unsure*", label="Acne now"),
    choices("allergies", "none!", "latex", "nickel", "unsure*", open=True),
    areas("keloids"),
    day("dose", label="Last dose"),
    day("event", "future"),
    day("born", "birth"),
    number("glasses"),
    scored("eyes", light=0, dark=4),
    score("skin_type", ["eyes"], {2: 1, None: 6}),
    medicines("pills"),
    medicines("creams", form="topical"),
    entries(
        "procedures",
        choice("type", "laser", "peel", "unsure*"),
        day("date", label="When"),
        areas("where"),
        label="Recent",
    ),
    choice("smokes"),
    choice("daily", enable_when={"item": "smokes", "is": "yes"}),
]

QUESTIONS: list[Table] = [{**each, "optional": True} for each in ALL_QUESTIONS]
