"""Medicine names as people type them fall into the classes the rules ask about."""

from __future__ import annotations

import pytest

from screening.engine import Rulebook, parse_source, read_document
from tests.starter.documents import STARTER, tables
from tests.starter.vocabulary import MEDICINE_CLASSES


@pytest.fixture(scope="module")
def starter() -> Rulebook:
    """The starter rulebook, read once."""
    return parse_source(read_document(STARTER))


def test_medicine_classes_are_the_vocabulary() -> None:
    assert {each["id"] for each in tables("medicine_classes")} == MEDICINE_CLASSES


def test_harmless_medicines_are_many_and_in_no_other_class() -> None:
    names: dict[str, set[str]] = {}
    for each in tables("medicine_classes"):
        for name in each["names"]:
            names.setdefault(name.casefold(), set()).add(each["id"])
    harmless = {name for name, classes in names.items() if "no_known_relevance" in classes}
    assert len(harmless) > 150
    assert {name for name in harmless if names[name] != {"no_known_relevance"}} == set()


@pytest.mark.parametrize(
    ("typed", "form", "classes"),
    [
        ("Eliquis 5 mg twice daily", "systemic", {"anticoagulant"}),
        ("Plavix", "systemic", {"antiplatelet"}),
        ("baby aspirin", "systemic", {"aspirin"}),
        ("Nurofen for headaches when needed", "systemic", {"nsaid"}),
        ("Voltarol 1% gel", "systemic", {"no_known_relevance"}),
        ("diclofenac 50 mg", "systemic", {"nsaid"}),
        ("Omega-3 fish oil", "systemic", {"bruising_supplement"}),
        ("St John's wort", "systemic", {"photosensitiser"}),
        ("Claravis 40mg", "systemic", {"oral_isotretinoin"}),
        ("isotretinoin gel", "systemic", {"topical_retinoid"}),
        ("Isotrex", "topical", {"topical_retinoid"}),
        ("tretinoin", "topical", {"topical_retinoid"}),
        ("tretinoin 0.05% cream at night", "systemic", {"topical_retinoid"}),
        ("tretinoin", "systemic", {"oral_retinoid_other"}),
        ("tacrolimus 1 mg capsules", "systemic", {"immunosuppressant"}),
        ("tacrolimus ointment", "topical", {"eczema_treatment"}),
        ("ruxolitinib", "systemic", {"biologic_or_jak"}),
        ("ruxolitinib cream", "systemic", {"eczema_treatment"}),
        ("hydrocortisone 10 mg", "systemic", {"systemic_steroid"}),
        ("hydrocortisone 1% cream", "systemic", {"no_known_relevance"}),
        ("fluorouracil", "systemic", {"chemotherapy"}),
        ("fluorouracil cream", "systemic", {"topical_chemotherapy"}),
        ("methotrexate 10 mg weekly", "systemic", {"immunosuppressant", "autoimmune_medicine"}),
        ("cyclophosphamide", "systemic", {"immunosuppressant", "chemotherapy", "autoimmune_medicine"}),
        ("Humira", "systemic", {"biologic_or_jak", "autoimmune_medicine"}),
        ("amiodarone", "systemic", {"antiarrhythmic", "photosensitiser", "heart_medicine"}),
        ("vitamin C 1000 mg", "systemic", {"no_known_relevance"}),
        ("vitamin C serum", "topical", {"topical_acid_active"}),
        ("azelaic acid 15%", "topical", {"topical_acid_active", "rosacea_treatment"}),
        ("letrozole", "systemic", {"cancer_hormone_treatment", "fertility_or_prenatal"}),
        ("amlodipine 5 mg for high blood pressure", "systemic", {"heart_medicine"}),
        ("Ozempic 1 mg weekly pen", "systemic", {"diabetes_medicine"}),
        ("valaciclovir", "systemic", {"herpes_antiviral"}),
        ("lamotrigine", "systemic", {"antiseizure"}),
        ("the pill (Microgynon)", "systemic", {"no_known_relevance"}),
        ("levothyroxine 50 mcg every morning", "systemic", {"no_known_relevance"}),
        ("Symbicort 200/6 turbohaler", "systemic", {"no_known_relevance"}),
        ("CeraVe moisturising cream", "topical", {"no_known_relevance"}),
    ],
)
def test_a_typed_medicine_is_understood_whole(
    starter: Rulebook, typed: str, form: str, classes: set[str]
) -> None:
    match = starter.medicines.match(typed, form)
    assert (match.classes, match.possible, match.unrecognised) == (frozenset(classes), frozenset(), ())


@pytest.mark.parametrize("typed", ["amoxicillin", "clindamycin", "tranexamic acid", "lithium", "painkillers"])
def test_a_medicine_left_out_on_purpose_is_read_by_a_person(starter: Rulebook, typed: str) -> None:
    match = starter.medicines.match(typed, "systemic")
    assert match.classes == frozenset()
    assert match.unrecognised != ()
