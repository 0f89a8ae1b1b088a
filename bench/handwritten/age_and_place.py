"""Age, and where the skin is treated."""

from bench.handwritten.answers import (
    Found,
    age,
    any_of,
    both,
    chose,
    chose_none,
    is_here,
    read_on,
    said,
    touch,
)
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    INFORMATION,
    LASER,
    MEDIUM,
    PEN,
    PRECAUTION,
    PRP,
    ROLLER,
    SUPERFICIAL,
    Finding,
    everywhere,
    finding,
    finding_of,
    needling,
    peels,
    together,
)
from bench.handwritten.visit import Visit

CHILD = {**everywhere(CONTRAINDICATED), SUPERFICIAL: CLEARANCE}
YOUNG_ADULT = {PEN: CLEARANCE, ROLLER: CLEARANCE}
OFF_LABEL = {PEN: INFORMATION, ROLLER: INFORMATION, PRP: INFORMATION}
ORBIT = {**needling(CONTRAINDICATED), LASER: CLEARANCE, **peels(PRECAUTION)}
LEAVE_OUT = {
    **needling(PRECAUTION),
    LASER: PRECAUTION,
    MEDIUM: PRECAUTION,
    SUPERFICIAL: INFORMATION,
}
OFF_LABEL_CONCERNS = (
    "texture",
    "pores",
    "dullness",
    "pigmentation",
    "melasma",
    "stretch_marks",
    "laxity",
    "hair_loss",
    "acne",
    "rosacea",
)
OFF_LABEL_AREAS = (
    "eyelids",
    "decolletage",
    "scalp",
    "back",
    "arms",
    "hands",
    "hips",
    "thighs",
    "groin",
    "knees",
    "feet",
)


def years_old(visit: Visit) -> int | None:
    """Return the age on the appointment day, where it is known."""
    born = read_on(visit.answers.get("date_of_birth"), visit.on)
    return None if born is None else age(born, visit.on)


def age_under_18(visit: Visit) -> Finding | None:
    """Children."""
    years = years_old(visit)
    return finding(None if years is None else years < 18, CHILD, "date_of_birth")


def age_18_21_label(visit: Visit) -> Finding | None:
    """Adults the device makers did not study."""
    years = years_old(visit)
    return finding(None if years is None else 18 <= years < 22, YOUNG_ADULT, "date_of_birth")


def label_scope(visit: Visit) -> Finding | None:
    """Aims and areas outside what the devices are labelled for."""
    answers = visit.answers
    treated = answers.get("treatment_areas")
    by_aim_and_area = [
        both(
            touch(treated, ("full_face",)),
            chose_none(answers, "concern", "acne_scars", "fine_lines", "wrinkles"),
        ),
        both(touch(treated, ("neck",)), chose_none(answers, "concern", "neck_wrinkles")),
        both(touch(treated, ("abdomen",)), chose_none(answers, "concern", "other_scars")),
        both(touch(treated, ("full_face", "neck")), chose(answers, "concern", "other_scars")),
    ]
    return together(
        finding(chose(answers, "concern", *OFF_LABEL_CONCERNS), OFF_LABEL, "concern"),
        finding(touch(treated, OFF_LABEL_AREAS), OFF_LABEL, "treatment_areas"),
        finding_of(
            any_of(*[Found(truth, ("treatment_areas", "concern")) for truth in by_aim_and_area]), OFF_LABEL
        ),
    )


def area_orbital(visit: Visit) -> Finding | None:
    """Within the bony rim of the eye."""
    return finding(touch(visit.answers.get("treatment_areas"), ("eyelids",)), ORBIT, "treatment_areas")


def raised_lesion(visit: Visit) -> Finding | None:
    """Moles and raised spots in the area."""
    here = both(said(visit.answers, "raised_spot", "yes"), is_here(visit.answers, "raised_spot_areas"))
    return finding(here, LEAVE_OUT, "raised_spot", "raised_spot_areas")


def tattoo_area(visit: Visit) -> Finding | None:
    """Tattoos in the area."""
    here = both(said(visit.answers, "tattoo", "yes"), is_here(visit.answers, "tattoo_areas"))
    return finding(here, LEAVE_OUT, "tattoo", "tattoo_areas")
