"""What concerns the form as a whole: gaps, contradictions, wishes."""

from bench.handwritten.answers import Truth, both, chose, chose_none, is_coming, said
from bench.handwritten.findings import (
    CLEARANCE,
    INFORMATION,
    LASER,
    NOTHING,
    RF,
    Finding,
    everywhere,
    finding,
    finding_of,
    together,
)
from bench.handwritten.questions import missing, stray
from bench.handwritten.taking import ANY_LIST, SWALLOWED, takes
from bench.handwritten.visit import Visit

NEVER_A_CREAM = (
    *("oral_isotretinoin", "oral_retinoid_other", "anticoagulant", "antiplatelet", "aspirin"),
    *("immunosuppressant", "biologic_or_jak", "systemic_steroid", "chemotherapy", "antiarrhythmic"),
    *("diabetes_medicine", "fertility_or_prenatal", "autoimmune_medicine", "cancer_hormone_treatment"),
    *("antiseizure", "heart_medicine", "botulinum", "filler", "filler_permanent"),
)
ASK, NOTE, ASK_RF_AND_LASER = (
    everywhere(CLEARANCE),
    everywhere(INFORMATION),
    {RF: CLEARANCE, LASER: CLEARANCE},
)


def unresolved_answer(visit: Visit) -> Finding | None:
    """Questions without an answer, and what was written at the end."""
    gaps = missing(visit.answers)
    needing = {treatment for treatments in gaps.values() for treatment in treatments}
    return together(
        finding("other_condition_text" in visit.answers, ASK, "other_condition_text"),
        Finding(NOTHING, dict.fromkeys(needing, CLEARANCE), tuple(gaps)) if gaps else None,
    )


def expectations(visit: Visit) -> Finding | None:
    """A day on which the skin should look its best."""
    answers = visit.answers
    soon = both(said(answers, "event_soon", "yes"), is_coming(answers.get("event_date"), visit.on, 7))
    return finding(soon, NOTE, "event_soon", "event_date")


def contradictory_answer(visit: Visit) -> Finding | None:
    """Answers that do not fit the medicines listed, and answers to questions that do not apply."""
    stray_answers = tuple(stray(visit.answers))
    return together(
        *medicine_contradictions(visit),
        *conditions_denied(visit),
        finding(bool(stray_answers), ASK, *stray_answers),
    )


def medicine_contradictions(visit: Visit) -> list[Finding | None]:
    """Medicines listed that another answer about medicines denies."""
    return [
        denied(visit, SWALLOWED, "anticoagulant", "takes_blood_thinner", "no"),
        denied(visit, SWALLOWED, "oral_isotretinoin", "isotretinoin_status", "never"),
        denied(visit, SWALLOWED, "oral_retinoid_other", "oral_retinoid_other", "no"),
        denied(visit, SWALLOWED, "systemic_steroid", "steroid_tablets", "no"),
        denied(visit, SWALLOWED, "chemotherapy", "chemotherapy", "never"),
        unless(visit, SWALLOWED, "aspirin", chose(visit.answers, "allergies", "aspirin"), "allergies"),
        finding_of(takes(visit.taken, ("topical_actives",), *NEVER_A_CREAM), ASK),
    ]


def conditions_denied(visit: Visit) -> list[Finding | None]:
    """Medicines listed for conditions that the patient denies."""
    answers = visit.answers
    no_skin_disease = both(said(answers, "eczema", "none"), said(answers, "psoriasis", "none"))
    no_hair_loss = chose_none(answers, "concern", "hair_loss")
    return [
        denied(visit, SWALLOWED, "diabetes_medicine", "diabetes", "none"),
        denied(visit, ANY_LIST, "herpes_antiviral", "cold_sore_history", "no"),
        denied(visit, SWALLOWED, "fertility_or_prenatal", "pregnant", "no", "not_applicable"),
        denied(visit, SWALLOWED, "autoimmune_medicine", "connective_tissue_disease", "none"),
        unless(visit, ANY_LIST, "eczema_treatment", no_skin_disease, "eczema", "psoriasis"),
        denied(visit, ANY_LIST, "rosacea_treatment", "rosacea", "none"),
        denied(visit, SWALLOWED, "cancer_hormone_treatment", "other_cancer_now", "no"),
        denied_for_heat(visit, "antiseizure", "epilepsy"),
        denied_for_heat(visit, "heart_medicine", "heart_condition"),
        unless(visit, ANY_LIST, "hair_loss_treatment", no_hair_loss, "concern"),
    ]


def denied(
    visit: Visit, lists: tuple[str, ...], medicine_class: str, question: str, *codes: str
) -> Finding | None:
    """Judge a medicine listed against an answer that denies it."""
    return unless(visit, lists, medicine_class, said(visit.answers, question, *codes), question)


def unless(
    visit: Visit, lists: tuple[str, ...], medicine_class: str, denial: Truth, *because: str
) -> Finding | None:
    """Judge a medicine listed while something else is denied."""
    listed = takes(visit.taken, lists, medicine_class)
    if listed.truth is False:
        return None
    return finding(both(listed.truth, denial), ASK, *listed.because, *because)


def denied_for_heat(visit: Visit, medicine_class: str, question: str) -> Finding | None:
    """Judge a medicine listed against a no that matters for heat and current only."""
    listed = takes(visit.taken, SWALLOWED, medicine_class)
    denial = both(listed.truth, said(visit.answers, question, "no"))
    return finding(denial, ASK_RF_AND_LASER, *listed.because, question)
