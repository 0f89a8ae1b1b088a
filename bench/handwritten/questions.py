"""Which questions apply to these answers, and which are needed for which treatment."""

from collections.abc import Iterator

from bench.handwritten.answers import Answers, Truth, chose
from bench.handwritten.findings import LASER, MEDIUM, PEN, PRP, RF, ROLLER, SUPERFICIAL

YES = ("yes", "unsure")
GRADED = ("mild", "moderate", "severe", "unsure")
INFECTED = ("bacterial", "fungal", "wart", "viral", "other", "unsure")
HAD_RADIOTHERAPY = ("current", "ended", "unsure")
HAD_SKIN_CANCER = ("active", "past", "unsure")
ON_STEROIDS = ("current", "stopped", "unsure")
HAS_ROSACEA = ("mild_redness", "papulopustular", "moderate_severe", "unsure")
HAS_VITILIGO = ("stable", "spreading", "unsure")

SHOWN_WHEN = {
    "event_date": ("event_soon", YES),
    "acne_areas": ("acne", ("few_comedones", "inflamed", "unsure")),
    "skin_infection_text": ("skin_infection", ("other", "unsure")),
    "skin_infection_areas": ("skin_infection", INFECTED),
    "cold_sore_areas": ("cold_sore_now", YES),
    "open_wound_areas": ("open_wound", YES),
    "sunburn_areas": ("sunburn_now", YES),
    "last_tan_date": ("tan_recent", YES),
    "tan_areas": ("tan_recent", YES),
    "changing_mole_areas": ("changing_mole", YES),
    "raised_spot_areas": ("raised_spot", YES),
    "actinic_keratosis_areas": ("actinic_keratosis", YES),
    "eczema_flare_now": ("eczema", GRADED),
    "eczema_areas": ("eczema", GRADED),
    "psoriasis_flare_now": ("psoriasis", GRADED),
    "psoriasis_areas": ("psoriasis", GRADED),
    "rosacea_areas": ("rosacea", HAS_ROSACEA),
    "koebner_condition": ("vitiligo", HAS_VITILIGO),
    "vitiligo_areas": ("vitiligo", HAS_VITILIGO),
    "tattoo_areas": ("tattoo", YES),
    "autoimmune_kind": ("connective_tissue_disease", ("other", "unsure")),
    "connective_tissue_areas": ("connective_tissue_disease", ("scleroderma", "lupus", "other", "unsure")),
    "melanoma": ("skin_cancer", HAD_SKIN_CANCER),
    "skin_cancer_areas": ("skin_cancer", HAD_SKIN_CANCER),
    "chemotherapy_planned_date": ("chemotherapy", ("planned",)),
    "chemotherapy_last_date": ("chemotherapy", ("current", "ended", "unsure")),
    "radiotherapy_areas": ("radiotherapy", HAD_RADIOTHERAPY),
    "radiotherapy_last_date": ("radiotherapy", HAD_RADIOTHERAPY),
    "ehlers_danlos": ("poor_wound_healing", YES),
    "heart_unstable": ("heart_condition", YES),
    "isotretinoin_last_dose": ("isotretinoin_status", ("stopped", "unsure")),
    "oral_retinoid_other_last_dose": ("oral_retinoid_other", YES),
    "medicines": ("takes_medicines", YES),
    "nsaid_last_dose": ("nsaid_recent", YES),
    "supplements": ("takes_supplements", YES),
    "supplements_last_use": ("takes_supplements", YES),
    "steroid_two_weeks": ("steroid_tablets", ON_STEROIDS),
    "steroid_last_dose": ("steroid_tablets", ON_STEROIDS),
    "steroid_injection_date": ("steroid_injection", YES),
    "topical_actives": ("uses_topical_actives", YES),
    "topical_actives_areas": ("uses_topical_actives", YES),
    "topical_actives_last_use": ("uses_topical_actives", YES),
    "metal_implant_areas": ("metal_implant", YES),
    "recent_procedures": ("had_recent_procedures", YES),
}

HIDDEN_AT_FIRST = frozenset({*SHOWN_WHEN, "target_scar_date"})

SKIN_TYPE_PARTS = (
    "skin_eye_colour",
    "skin_hair_colour",
    "skin_natural_colour",
    "skin_freckles",
    "skin_burn_reaction",
    "skin_tan_depth",
    "skin_tan_same_day",
    "skin_face_sensitivity",
    "skin_sun_exposure_last",
    "skin_face_sun_habit",
)

EVERY = (PEN, ROLLER, RF, SUPERFICIAL, MEDIUM, LASER, PRP)
NEEDED_BY_ALL = """
        date_of_birth treatment_areas concern skin_infection skin_infection_areas cold_sore_now
    cold_sore_areas     open_wound open_wound_areas sunburn_now sunburn_areas changing_mole
    changing_mole_areas cold_sore_history eczema     eczema_flare_now eczema_areas psoriasis
    psoriasis_flare_now psoriasis_areas rosacea rosacea_areas vitiligo     keloid_history pregnant
    breastfeeding fever_or_illness_now immune_condition diabetes connective_tissue_disease
    autoimmune_kind skin_cancer melanoma skin_cancer_areas other_cancer_now chemotherapy
    chemotherapy_planned_date     chemotherapy_last_date radiotherapy radiotherapy_areas
    radiotherapy_last_date poor_wound_healing ehlers_danlos     smoker isotretinoin_status
    isotretinoin_last_dose oral_retinoid_other oral_retinoid_other_last_dose     takes_blood_thinner
    takes_medicines medicines takes_supplements supplements steroid_tablets steroid_two_weeks
    steroid_last_dose uses_topical_actives topical_actives topical_actives_areas
    topical_actives_last_use allergies     reactive_skin had_recent_procedures recent_procedures
"""
NEEDED_BY_SOME = {
    "acne acne_areas bleeding_disorder platelet_disorder": (PEN, ROLLER, RF, MEDIUM, LASER, PRP),
    "target_scar_date raised_spot raised_spot_areas tattoo tattoo_areas": (PEN, ROLLER, RF, MEDIUM, LASER),
    "tan_recent last_tan_date tan_areas": (PEN, ROLLER, RF, SUPERFICIAL, MEDIUM, LASER),
    "actinic_keratosis actinic_keratosis_areas": (PEN, ROLLER, RF, SUPERFICIAL, MEDIUM, LASER),
    "melasma_or_dark_marks_history": (PEN, ROLLER, RF, SUPERFICIAL, MEDIUM, LASER),
    "fitzpatrick": (RF, SUPERFICIAL, MEDIUM, LASER),
    "liver_disease": (PEN, ROLLER, RF, LASER, PRP),
    "anaesthetic_risk_condition": (PEN, ROLLER, RF, LASER),
    "heart_condition heart_unstable epilepsy": (RF, LASER),
    "nsaid_recent nsaid_last_dose supplements_last_use": (PEN, ROLLER, RF, PRP),
    "implanted_electronic_device metal_implant metal_implant_areas": (RF,),
    "peel_agent": (SUPERFICIAL, MEDIUM),
    "anaemia hepatitis blood_cancer steroid_injection steroid_injection_date": (PRP,),
}
NEEDED_FOR: dict[str, tuple[str, ...]] = dict.fromkeys(NEEDED_BY_ALL.split(), EVERY)
NEEDED_FOR |= {
    question: codes for questions, codes in NEEDED_BY_SOME.items() for question in questions.split()
}


def applies(answers: Answers, question: str) -> Truth:
    """Return whether a question applies; None while the question it hangs on is open."""
    if question == "target_scar_date":
        return chose(answers, "concern", "acne_scars", "other_scars")
    if question not in SHOWN_WHEN:
        return True
    gate, codes = SHOWN_WHEN[question]
    answer = answers.get(gate)
    if answer in codes:
        return True
    return None if answer is None or answer == "unsure" else False


def missing(answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return the questions that need an answer and have none, with the treatments that need it."""
    absent = NEEDED_FOR.keys() - answers.keys()
    return {question: NEEDED_FOR[question] for question in absent if is_missing(answers, question)}


def is_missing(answers: Answers, question: str) -> bool:
    """Whether an unanswered question waits for its own answer, not for that of the question it hangs on."""
    if question == "fitzpatrick":
        return any(part not in answers for part in SKIN_TYPE_PARTS)
    state = applies(answers, question)
    return state is True or (state is None and question in SHOWN_WHEN and SHOWN_WHEN[question][0] in answers)


def stray(answers: Answers) -> Iterator[str]:
    """Yield the questions that are answered although they do not apply."""
    for question in answers.keys() & HIDDEN_AT_FIRST:
        if applies(answers, question) is False:
            yield question
