"""The starter rulebook's rules as a clinic's developer would write them by hand, without a rule engine.

One plain function per rule. It is what the engine is measured beside, and, being written independently of it,
what the engine's outcomes are compared with.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from bench.handwritten import (
    age_and_place,
    allergies,
    blood_medicines,
    cancer,
    health,
    immune_medicines,
    pregnancy,
    prp,
    recent,
    skin_history,
    skin_medicines,
    skin_now,
    whole_form,
)
from bench.handwritten.answers import Answers
from bench.handwritten.findings import Finding, keep_worst
from bench.handwritten.taking import what_is_taken
from bench.handwritten.visit import Visit
from screening.engine import Severity

__all__ = ["Finding", "Screening", "screen"]

Rule = Callable[[Visit], Finding | None]

RULES: tuple[Rule, ...] = (
    age_and_place.age_under_18,
    age_and_place.age_18_21_label,
    age_and_place.label_scope,
    age_and_place.area_orbital,
    age_and_place.raised_lesion,
    age_and_place.tattoo_area,
    blood_medicines.anticoagulant,
    blood_medicines.antiplatelet_rx,
    blood_medicines.nsaid_supplement,
    immune_medicines.immunosuppressant_med,
    immune_medicines.steroid_systemic,
    immune_medicines.chemotherapy,
    skin_medicines.isotretinoin_current,
    skin_medicines.isotretinoin_recent,
    skin_medicines.oral_retinoid_other,
    skin_medicines.photosensitiser,
    skin_medicines.topical_active,
    skin_medicines.topical_chemotherapy_cream,
    skin_medicines.medicine_unrecognised,
    pregnancy.pregnant,
    pregnancy.pregnancy_unresolved,
    pregnancy.breastfeeding,
    skin_now.acne_active_area,
    skin_now.infection_area,
    skin_now.herpes_active,
    skin_now.herpes_history,
    skin_now.open_wound_area,
    cancer.actinic_keratosis_area,
    cancer.skin_cancer_area,
    cancer.cancer_past_or_other,
    skin_history.keloid,
    skin_history.scar_new,
    skin_history.rosacea,
    skin_history.koebner_prone,
    skin_history.eczema_area,
    skin_history.eczema_other,
    skin_history.psoriasis_area,
    skin_history.psoriasis_other,
    skin_now.sunburn_area,
    skin_now.recent_tan,
    skin_history.pigment_risk,
    skin_history.skin_type,
    health.bleeding_disorder,
    health.platelet_disorder,
    health.immune_condition,
    health.diabetes,
    health.healing_risk,
    health.acute_illness,
    health.ctd_autoimmune,
    cancer.radiotherapy_area,
    health.cardiac_neuro,
    allergies.allergy_metal,
    allergies.allergy_anaesthetic,
    allergies.allergy_product,
    allergies.allergy_unrecognised,
    allergies.salicylate_allergy,
    allergies.implant_electronic,
    allergies.implant_metal_area,
    recent.botox_recent,
    recent.filler_recent,
    recent.recent_needling,
    recent.home_roller,
    recent.hair_removal,
    recent.recent_resurfacing,
    recent.recent_surgery,
    prp.prp_blood,
    prp.prp_nsaid,
    prp.prp_steroid,
    whole_form.unresolved_answer,
    whole_form.expectations,
    whole_form.contradictory_answer,
)


class Screening(NamedTuple):
    """The findings by rule, and what they come to per treatment."""

    findings: Mapping[str, Finding]
    certain: Mapping[str, Severity]
    worst: Mapping[str, Severity]


def screen(answers: Answers, on: date) -> Screening:
    """Return what all rules say about prepared answers for an appointment on day `on`."""
    visit = Visit(answers, on, what_is_taken(answers))
    findings: dict[str, Finding] = {}
    certain: dict[str, Severity] = {}
    worst: dict[str, Severity] = {}
    for rule in RULES:
        found = rule(visit)
        if found is not None:
            findings[rule.__name__] = found
            keep_worst(certain, found.certain)
            keep_worst(worst, found.worst)
    return Screening(findings, certain, worst)
