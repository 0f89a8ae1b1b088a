"""Why: the answer as given, what it was compared with, how it was read, and which part of it counted."""

import pytest

from screening.engine import Reason
from tests.engine.questions import QUESTIONS
from tests.engine.rulebooks import Table, a_rulebook, branch, evaluated, rule, the_finding


def because(when: Table, answers: Table) -> tuple[Reason, ...]:
    """The reasons of the one rule."""
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", branch(when))])
    return the_finding(evaluated(rulebook, answers), "asked").because


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        (
            {"item": "acne", "is": "inflamed"},
            {"acne": "inflamed"},
            Reason("acne", "Acne now", "inflamed", "is", "inflamed"),
        ),
        (
            {"item": "acne", "is": "inflamed"},
            {"acne": "unsure"},
            Reason("acne", "Acne now", "unsure", "is", "inflamed", value=None),
        ),
        (
            {"item": "acne", "is": "inflamed"},
            {},
            Reason("acne", "Acne now", None, "is", "inflamed", value=None),
        ),
        (
            {"item": "acne", "not_in": ["none", "mild"]},
            {"acne": "inflamed"},
            Reason("acne", "Acne now", "inflamed", "not_in", ["none", "mild"]),
        ),
        (
            {"item": "allergies", "includes_any": ["nickel", "latex"]},
            {"allergies": ["bee stings", "latex"]},
            Reason(
                "allergies",
                "allergies",
                ["bee stings", "latex"],
                "includes_any",
                ["nickel", "latex"],
                ("latex",),
            ),
        ),
        (
            {"item": "allergies", "includes_typed": True},
            {"allergies": ["bee stings", "latex"]},
            Reason(
                "allergies", "allergies", ["bee stings", "latex"], "includes_typed", True, ("bee stings",)
            ),
        ),
        (
            {"item": "glasses", "above": 14},
            {"glasses": 15},
            Reason("glasses", "glasses", 15, "above", 14),
        ),
        # Of a derived score its value, of one entered what was entered.
        (
            {"item": "skin_type", "at_least": 3},
            {"eyes": "dark"},
            Reason("skin_type", "skin_type", 6, "at_least", 3),
        ),
        (
            {"item": "skin_type", "at_least": 3},
            {"eyes": "light", "skin_type": 4},
            Reason("skin_type", "skin_type", 4, "at_least", 3),
        ),
        # A date by its day, a month with what it was read as.
        (
            {"item": "dose", "within": "6 months"},
            {"dose": "2026-07-15"},
            Reason("dose", "Last dose", "2026-07-15", "within", "6 months"),
        ),
        (
            {"item": "dose", "within": "6 months"},
            {"dose": "2026-07"},
            Reason("dose", "Last dose", "2026-07", "within", "6 months", read_as="2026-07-31"),
        ),
        (
            {"item": "dose", "within": "6 months"},
            {"dose": "2026-09"},
            Reason("dose", "Last dose", "2026-09", "within", "6 months", read_as="2026-09-15"),
        ),
        (
            {"item": "dose", "within": "6 months"},
            {"dose": "unknown"},
            Reason("dose", "Last dose", "unknown", "within", "6 months", value=None),
        ),
        (
            {"item": "event", "within_next": "28 days"},
            {"event": "2026-09-20"},
            Reason("event", "event", "2026-09-20", "within_next", "28 days"),
        ),
        (
            {"item": "born", "age_below": 18},
            {"born": "2010-01-01"},
            Reason("born", "born", "2010-01-01", "age_below", 18, read_as="16 years"),
        ),
        # Areas: which counted, and where the treatment is to be.
        (
            {"item": "keloids", "overlaps": "treatment_areas"},
            {"keloids": ["neck", "chin"], "treatment_areas": ["face"]},
            Reason(
                "keloids",
                "keloids",
                ["neck", "chin"],
                "overlaps",
                "treatment_areas",
                ("chin",),
                treated=("face",),
            ),
        ),
        (
            {"item": "keloids", "overlaps": "treatment_areas"},
            {"keloids": ["neck"]},
            Reason("keloids", "keloids", ["neck"], "overlaps", "treatment_areas", value=None),
        ),
        (
            {"item": "treatment_areas", "overlaps": ["forehead"]},
            {"treatment_areas": ["chin", "temples"]},
            Reason(
                "treatment_areas",
                "treatment_areas",
                ["chin", "temples"],
                "overlaps",
                ["forehead"],
                ("temples",),
            ),
        ),
        # Medicines: the names that counted as typed, and what they were understood as.
        (
            {"item": "pills", "takes": ["blood_thinner"]},
            {"pills": ["paracetamol", "Aspirin 100 mg", {"name": "WARFARIN", "prescribed": "yes"}]},
            Reason(
                "pills",
                "pills",
                ["Aspirin 100 mg", "WARFARIN"],
                "takes",
                ["blood_thinner"],
                ("aspirin", "warfarin"),
            ),
        ),
        (
            {"item": "pills", "takes": ["blood_thinner"], "prescribed": True},
            {"pills": [{"name": "aspirin", "prescribed": "no"}, {"name": "warfarin", "prescribed": "yes"}]},
            Reason(
                "pills",
                "pills",
                ["warfarin"],
                "takes",
                {"classes": ["blood_thinner"], "prescribed": True},
                ("warfarin",),
            ),
        ),
        (
            {"item": "pills", "takes": ["blood_thinner"]},
            {"pills": ["warfarine"]},
            Reason("pills", "pills", ["warfarine"], "takes", ["blood_thinner"], ("warfarin",), value=None),
        ),
        (
            {"item": "pills", "takes_unrecognised": True},
            {"pills": ["aspirin", "xyzzyx"]},
            Reason("pills", "pills", ["xyzzyx"], "takes_unrecognised", True),
        ),
        (
            {"item": "acne", "answered": False},
            {},
            Reason("acne", "Acne now", None, "answered", False),
        ),
        # An answer that counts only as far as its gate: open, and what is open is said.
        (
            {"item": "daily", "is": "yes"},
            {"smokes": "unsure", "daily": "yes"},
            Reason("daily", "daily", "yes", "is", "yes", value=None),
        ),
        # Repeating items: the entry, and the field of it.
        (
            {"item": "procedures", "some": {"field": "type", "is": "laser"}},
            {"procedures": [{"type": "peel"}, {"type": "laser", "date": "2026-08"}]},
            Reason("procedures", "Recent: type", "laser", "is", "laser", entry=1, field="type"),
        ),
        (
            {"item": "procedures", "some": {"field": "date", "within": "6 months"}},
            {"procedures": [{"type": "peel", "date": "2026-08"}]},
            Reason(
                "procedures",
                "Recent: When",
                "2026-08",
                "within",
                "6 months",
                read_as="2026-08-31",
                entry=0,
                field="date",
            ),
        ),
        (
            {"item": "procedures", "some": {"field": "where", "same_region": "treatment_areas"}},
            {"procedures": [{"where": ["chin"]}], "treatment_areas": ["forehead"]},
            Reason(
                "procedures",
                "Recent: where",
                ["chin"],
                "same_region",
                "treatment_areas",
                ("chin",),
                entry=0,
                field="where",
                treated=("forehead",),
            ),
        ),
        (
            {"item": "procedures", "some": {"field": "type", "is": "laser"}},
            {"procedures": [{"type": "peel"}, {"type": "unsure"}]},
            Reason("procedures", "Recent: type", "unsure", "is", "laser", value=None, entry=1, field="type"),
        ),
    ],
)
def test_reason_of_one_leaf(when: Table, answers: Table, expected: Reason) -> None:
    assert because(when, answers) == (expected,)
