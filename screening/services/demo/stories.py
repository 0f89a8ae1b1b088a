"""What brings people to the clinic, and what there is to know: mostly nothing, now and then one thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PEN, ROLLER, RF = ("microneedling_pen",), ("dermaroller",), ("rf_microneedling",)
LIGHT_PEEL, MEDIUM_PEEL = ("chemical_peel_superficial",), ("chemical_peel_medium",)
LASER = ("fractional_laser",)
PEN_PRP = ("microneedling_pen", "prp")
FACE, CHEEKS, NECK, ABDOMEN = ("full_face",), ("cheeks", "chin"), ("neck",), ("abdomen",)


@dataclass(frozen=True, slots=True)
class Ago:
    """A day so many days before the appointment, or before today where that is earlier."""

    days: int
    to_the_month: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of visit: what is planned, and the answers that are not what a healthy person gives.

    `expected` is the eligibility the starter rulebook gives. `near` stories only hold for appointments up to
    tomorrow: their windows are short.
    """

    expected: str
    treatments: tuple[str, ...] = PEN
    areas: tuple[str, ...] = FACE
    answers: Mapping[str, object] = field(default_factory=dict)
    age: int | None = None
    near: bool = False
    clinic: Mapping[str, object] = field(default_factory=dict)


def prescribed(name: str) -> list[dict[str, str]]:
    """A medicine list of one prescribed medicine."""
    return [{"name": name, "prescribed": "yes"}]


def recently(kind: str, days: int, area: str = "full_face") -> list[dict[str, object]]:
    """A list of one recent procedure."""
    return [{"type": kind, "date": Ago(days), "areas": [area]}]


HARMLESS = {"takes_medicines": "yes", "medicines": prescribed("Cetirizine 10 mg")}
GLYCOLIC = {"peel_agent": "glycolic"}

ELIGIBLE = (
    Story("eligible"),
    Story("eligible", PEN, CHEEKS),
    Story("eligible", PEN, NECK, HARMLESS),
    Story("eligible", ROLLER, ABDOMEN),
    Story("eligible", RF, CHEEKS, {"skin": 1}),
    Story("eligible", LIGHT_PEEL, FACE, {"skin": 1}, clinic=GLYCOLIC),
    Story("eligible", PEN, FACE, {"event_soon": "yes", "event_date": Ago(-60)}),
    Story("eligible", PEN_PRP, FACE),
    Story("eligible", LASER, CHEEKS, {"skin": 1}),
    Story("eligible", MEDIUM_PEEL, FACE, {"skin": 1}, clinic=GLYCOLIC),
)
PRECAUTION = (
    Story("precaution", PEN, FACE, {"cold_sore_history": "yes"}),
    Story("precaution", PEN, FACE, {"smoker": "yes"}),
    Story("precaution", PEN, CHEEKS, {"melasma_or_dark_marks_history": "yes"}),
    Story("precaution", ROLLER, FACE, {"keloid_history": "family_only"}),
    Story("precaution", LIGHT_PEEL, FACE, {"skin": 4}, clinic=GLYCOLIC),
    Story("precaution", PEN, FACE, {"acne": "few_comedones", "acne_areas": ["chin"]}),
    Story("precaution", RF, FACE, {"allergies": ["latex"], "skin": 1}),
    Story("precaution", PEN, FACE, {
        "diabetes": "well_controlled", "takes_medicines": "yes", "medicines": prescribed("Metformin"),
    }),
)  # fmt: skip
CLEARANCE = (
    Story("clearance", PEN, FACE, {
        "takes_blood_thinner": "yes", "takes_medicines": "yes", "medicines": prescribed("Eliquis 5 mg"),
    }),
    Story("clearance", PEN, FACE, {"pregnant": "unsure"}),
    Story("clearance", PEN, CHEEKS, {"other_condition_text": "I faint easily when blood is taken."}),
    Story("clearance", LASER, FACE, {"skin": 4}),
    Story("clearance", PEN, FACE, {"takes_medicines": "yes", "medicines": prescribed("Methotrexate")}),
    Story("clearance", PEN, NECK, {"allergies": ["nickel"]}),
    Story("clearance", PEN, CHEEKS, {"takes_medicines": "yes", "medicines": prescribed("Zorvexin 20")}),
    Story("clearance", PEN, FACE, age=19),
    Story("clearance", LIGHT_PEEL, FACE, {"skin": 1}),
)  # fmt: skip
DEFERRED = (
    Story("deferred", PEN, FACE, {"isotretinoin_status": "stopped", "isotretinoin_last_dose": Ago(60, True)}),
    Story("deferred", PEN, CHEEKS, {
        "had_recent_procedures": "yes", "recent_procedures": recently("surgery", 75, "cheeks"),
    }),
    Story("deferred", ROLLER, ABDOMEN, {"concern": ["other_scars"], "target_scar_date": Ago(70)}),
    Story("deferred", PEN, FACE, {
        "had_recent_procedures": "yes", "recent_procedures": recently("botox", 5, "forehead"),
    }, near=True),
    Story("deferred", RF, FACE, {
        "had_recent_procedures": "yes", "recent_procedures": recently("filler", 6, "lips"), "skin": 1,
    }, near=True),
    Story("deferred", PEN, FACE, {
        "had_recent_procedures": "yes",
        "recent_procedures": [*recently("microneedling", 12), *recently("superficial_peel", 40)],
    }, near=True),
)  # fmt: skip
CONTRAINDICATED = (
    Story("contraindicated", PEN, FACE, {"pregnant": "yes"}, age=31),
    Story("contraindicated", PEN, FACE, {"acne": "inflamed", "acne_areas": ["chin", "jawline"]}),
    Story("contraindicated", RF, FACE, {"implanted_electronic_device": "pacemaker", "skin": 2}, age=63),
    Story("contraindicated", PEN, CHEEKS, {"keloid_history": "personal"}),
    Story("contraindicated", PEN, FACE, {
        "isotretinoin_status": "current", "takes_medicines": "yes",
        "medicines": prescribed("Roaccutane 20 mg"),
    }),
    Story("contraindicated", PEN, FACE, {"cold_sore_now": "yes", "cold_sore_areas": ["lips"]}, near=True),
)  # fmt: skip

ALL = (*ELIGIBLE, *PRECAUTION, *CLEARANCE, *DEFERRED, *CONTRAINDICATED)
