"""A small rulebook's worth of medicine names that the medicine tests share."""

from screening.engine.medicines import MedicineClass, MedicineWords


def medicine_class(name: str, names: str = "", *, topical: str = "", systemic: str = "") -> MedicineClass:
    """A class whose names are given as comma-separated lists."""
    lists = [tuple(filter(None, listed.split(", "))) for listed in (names, topical, systemic)]
    return MedicineClass(name, name.replace("_", " ").capitalize(), *lists)


CLASSES = (
    medicine_class(
        "oral_isotretinoin",
        "13-cis-retinoic acid, Accutane, Roaccutane, Absorica, Absorica LD, Claravis, Clarus",
        systemic="isotretinoin",
    ),
    medicine_class("oral_retinoid_other", "acitretin, Soriatane, bexarotene", systemic="tretinoin"),
    medicine_class("topical_retinoid", "Retin-A, adapalene, retinol", topical="tretinoin, isotretinoin"),
    medicine_class("topical_acid_active", "azelaic acid, vitamin C", topical="hydroquinone"),
    medicine_class("systemic_steroid", "prednisone, prednisolone", systemic="hydrocortisone"),
    medicine_class("anticoagulant", "warfarin, apixaban, Eliquis, Xarelto"),
    medicine_class("aspirin", "aspirin, ASA, baby aspirin, Disprin, Excedrin"),
    medicine_class("immunosuppressant", "methotrexate, cyclophosphamide"),
    medicine_class("chemotherapy", "cyclophosphamide"),
    medicine_class("bruising_supplement", "fish oil, omega-3, vitamin E, ginkgo, St John's wort"),
    medicine_class("photosensitiser", "doxycycline, St. John's Wort"),
    medicine_class("autoimmune_medicine", "gold, hydroxychloroquine"),
    medicine_class("rare_one", "zoltamine"),
    medicine_class("rare_two", "zoltarine"),
    medicine_class(
        "no_known_relevance",
        "metformin, amoxicillin, clavulanate, levothyroxine, Asacol, vitamin D, évening primrose, Curaçol",
    ),
)
WORDS = MedicineWords(
    topical=frozenset({"cream", "gel", "ointment", "eye drops"}),
    systemic=frozenset({"tablet", "tablets", "capsule", "capsules", "by mouth"}),
    ignored=frozenset({"mg", "ml", "IU", "daily", "twice", "a day", "evening", "and", "for", "my", "since"}),
)
