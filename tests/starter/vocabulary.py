"""The words the starter rulebook keeps: link ids, codes, areas, treatments and medicine classes."""

from __future__ import annotations

YES_NO = {"yes", "no", "unsure"}
SEVERITY = {"none", "mild", "moderate", "severe", "unsure"}
PRIVATE = {"yes", "no", "unsure", "prefer_not_to_say", "not_applicable"}

CODES: dict[str, set[str]] = {
    "acne": {"none", "few_comedones", "inflamed", "unsure"},
    "allergies": {
        *(
            "none",
            "stainless_steel",
            "nickel",
            "gold",
            "lidocaine",
            "latex",
            "antiseptic",
            "aspirin",
            "skincare",
        ),
        *("unrelated", "unsure"),
    },
    "autoimmune_kind": {"connective_tissue", "other_autoimmune", "unsure"},
    "breastfeeding": PRIVATE,
    "chemotherapy": {"never", "planned", "current", "ended", "unsure"},
    "concern": {
        *(
            "fine_lines",
            "wrinkles",
            "neck_wrinkles",
            "acne_scars",
            "other_scars",
            "texture",
            "pores",
            "dullness",
        ),
        *("pigmentation", "melasma", "stretch_marks", "laxity", "hair_loss", "acne", "rosacea", "other"),
    },
    "connective_tissue_disease": {"none", "lupus", "scleroderma", "other", "unsure"},
    "diabetes": {"none", "well_controlled", "poorly_controlled", "unsure"},
    "eczema": SEVERITY,
    "implanted_electronic_device": {
        *(
            "none",
            "pacemaker",
            "defibrillator",
            "insulin_pump",
            "neurostimulator",
            "cochlear",
            "glucose_sensor",
        ),
        *("other", "unsure"),
    },
    "isotretinoin_status": {"never", "current", "stopped", "unsure"},
    "keloid_history": {"none", "personal", "hypertrophic", "family_only", "unsure"},
    "koebner_condition": {"vitiligo", "lichen_planus", "both", "unsure"},
    "peel_agent": {"glycolic", "lactic", "mandelic", "salicylic", "jessner", "tca"},
    "pregnant": PRIVATE,
    "psoriasis": SEVERITY,
    "radiotherapy": {"never", "current", "ended", "unsure"},
    "rosacea": {"none", "mild_redness", "papulopustular", "moderate_severe", "unsure"},
    "skin_cancer": {"none", "active", "past", "unsure"},
    "skin_infection": {"no", "unsure", "bacterial", "viral", "fungal", "wart", "other"},
    "steroid_tablets": {"no", "current", "stopped", "unsure"},
    "vitiligo": {"none", "stable", "spreading", "unsure"},
} | dict.fromkeys(
    [
        *("actinic_keratosis", "anaemia", "anaesthetic_risk_condition", "bleeding_disorder", "blood_cancer"),
        *(
            "changing_mole",
            "cold_sore_history",
            "cold_sore_now",
            "eczema_flare_now",
            "ehlers_danlos",
            "epilepsy",
        ),
        *("event_soon", "fever_or_illness_now", "had_recent_procedures", "heart_condition", "heart_unstable"),
        *("hepatitis", "immune_condition", "liver_disease", "melanoma", "melasma_or_dark_marks_history"),
        *("metal_implant", "nsaid_recent", "open_wound", "oral_retinoid_other", "other_cancer_now"),
        *("platelet_disorder", "poor_wound_healing", "psoriasis_flare_now", "raised_spot", "reactive_skin"),
        *("smoker", "steroid_injection", "steroid_two_weeks", "sunburn_now", "takes_blood_thinner"),
        *("takes_medicines", "takes_supplements", "tan_recent", "tattoo", "uses_topical_actives"),
    ],
    YES_NO,
)

SKIN_TYPE_PARTS = [
    *("skin_eye_colour", "skin_hair_colour", "skin_natural_colour", "skin_freckles", "skin_burn_reaction"),
    *("skin_tan_depth", "skin_tan_same_day", "skin_face_sensitivity", "skin_sun_exposure_last"),
    "skin_face_sun_habit",
]

OTHER_TYPES = {
    "date": {
        *("chemotherapy_last_date", "chemotherapy_planned_date", "date_of_birth", "event_date"),
        *("isotretinoin_last_dose", "last_tan_date", "nsaid_last_dose", "oral_retinoid_other_last_dose"),
        *("radiotherapy_last_date", "steroid_injection_date", "steroid_last_dose", "supplements_last_use"),
        *("target_scar_date", "topical_actives_last_use"),
    },
    "areas": {
        *("acne_areas", "actinic_keratosis_areas", "changing_mole_areas", "cold_sore_areas"),
        *("connective_tissue_areas", "eczema_areas", "metal_implant_areas", "open_wound_areas"),
        *("psoriasis_areas", "radiotherapy_areas", "raised_spot_areas", "rosacea_areas", "skin_cancer_areas"),
        *("skin_infection_areas", "sunburn_areas", "tan_areas", "tattoo_areas", "topical_actives_areas"),
        *("treatment_areas", "vitiligo_areas"),
    },
    "text": {"other_condition_text", "skin_infection_text"},
    "medicines": {"medicines", "supplements", "topical_actives"},
    "entries": {"recent_procedures"},
    "score": {"fitzpatrick"},
}

PROCEDURES = {
    *("botox", "filler", "microneedling", "home_roller", "superficial_peel", "microdermabrasion"),
    *("nonablative_laser", "medium_peel", "ablative_laser", "deep_peel", "dermabrasion", "surgery"),
    "hair_removal",
}

TREATMENTS = {
    "microneedling_pen": {"needles", "numbing"},
    "dermaroller": {"needles", "numbing"},
    "rf_microneedling": {"needles", "heat", "radiofrequency", "numbing"},
    "chemical_peel_superficial": {"peel"},
    "chemical_peel_medium": {"peel"},
    "fractional_laser": {"light", "heat", "numbing"},
    "prp": {"draws_blood"},
}

FACE_PARTS = {
    *("forehead", "temples", "periorbital", "cheeks", "nose", "perioral", "lips", "chin", "jawline"),
}
AREAS = FACE_PARTS | {
    *(
        "full_face",
        "eyelids",
        "neck",
        "decolletage",
        "scalp",
        "back",
        "abdomen",
        "arms",
        "hands",
        "hips",
        "thighs",
    ),
    *("groin", "knees", "feet"),
}

MEDICINE_CLASSES = {
    *("oral_isotretinoin", "oral_retinoid_other", "anticoagulant", "antiplatelet", "aspirin", "nsaid"),
    *("bruising_supplement", "immunosuppressant", "biologic_or_jak", "systemic_steroid", "chemotherapy"),
    *("topical_retinoid", "topical_acid_active", "topical_chemotherapy", "photosensitiser", "antiarrhythmic"),
    *(
        "botulinum",
        "filler",
        "filler_permanent",
        "diabetes_medicine",
        "herpes_antiviral",
        "fertility_or_prenatal",
    ),
    *(
        "autoimmune_medicine",
        "eczema_treatment",
        "rosacea_treatment",
        "cancer_hormone_treatment",
        "antiseizure",
    ),
    *("hair_loss_treatment", "heart_medicine", "no_known_relevance"),
}

SECTIONS = [
    *("about", "skin_today", "skin_history", "skin_type", "pregnancy", "health", "medicines", "allergies"),
    *("implants", "recent", "anything_else"),
]
