"""Typed medicine names: what is certain, what is possible, what is not recognised."""

import pytest

from screening.engine.medicines import MedicineIndex, MedicineMatch, MedicineWords
from tests.engine.medicine_names import CLASSES, WORDS, medicine_class

INDEX = MedicineIndex(CLASSES, WORDS)


def understood(
    text: str,
    classes: str = "",
    recognised: str = "",
    *,
    possible: str = "",
    suggestions: str = "",
    unrecognised: tuple[str, ...] = (),
) -> MedicineMatch:
    return MedicineMatch(
        text=text,
        classes=frozenset(classes.split()),
        possible=frozenset(possible.split()),
        recognised=tuple(filter(None, recognised.split(", "))),
        suggestions=tuple(filter(None, suggestions.split(", "))),
        unrecognised=unrecognised,
    )


@pytest.mark.parametrize(
    "text",
    [
        "St John's wort",
        "st johns wort",
        "ST. JOHNS WORT",
        "St John\u2019s Wort",
        "St John\u00b4s wort",
        "st john s wort",
        "St.-John's-wort",
        "stjohnswort",
        "St Jo\u200bhn's wort",
        "\uff33\uff34 \uff2a\uff4f\uff48\uff4e\uff07\uff53 \uff37\uff4f\uff52\uff54",
        "\u202eSt John's wort\u202c",
        "Śt Jöhn's wört",
        "  st \t john's   wort. ",
        "(St John's wort)",
        "St John's wort\u2122 300 mg",
    ],
)
def test_name_matches_however_it_is_written(text: str) -> None:
    expected = understood(text, "bruising_supplement photosensitiser", "St John's wort")
    assert INDEX.match(text, "systemic") == expected


@pytest.mark.parametrize(
    ("text", "classes", "recognised"),
    [
        ("Retin-A", "topical_retinoid", "Retin-A"),
        ("retin a", "topical_retinoid", "Retin-A"),
        ("RETINA", "topical_retinoid", "Retin-A"),
        ("Retin\u2011A", "topical_retinoid", "Retin-A"),
        ("Retin\u00ae-A", "topical_retinoid", "Retin-A"),
        ("Retin-A(R) 0.05%", "topical_retinoid", "Retin-A"),
        ("13-cis-retinoic acid", "oral_isotretinoin", "13-cis-retinoic acid"),
        ("13 cis retinoic acid 20 mg", "oral_isotretinoin", "13-cis-retinoic acid"),
        ("13-CIS RETINOIC-ACID", "oral_isotretinoin", "13-cis-retinoic acid"),
        ("omega-3", "bruising_supplement", "omega-3"),
        ("omega 3", "bruising_supplement", "omega-3"),
        ("Omega3 1000mg", "bruising_supplement", "omega-3"),
        ("evening primrose", "no_known_relevance", "évening primrose"),
        ("curacol", "no_known_relevance", "Curaçol"),
        ("vitamin D3", "no_known_relevance", "vitamin D"),
    ],
)
def test_hyphens_marks_and_digits_join_or_part(text: str, classes: str, recognised: str) -> None:
    assert INDEX.match(text, "systemic") == understood(text, classes, recognised)


@pytest.mark.parametrize(
    "text",
    [
        "warfarin 20mg",
        "warfarin 5 mg/ml",
        "5 mg warfarin",
        "warfarin 0.05%",
        "warfarin 10 000 IU",
        "warfarin 10,000 iu",
        "warfarin 2,5 mg twice daily",
        "Warfarin5mg",
        "warfarin 5 \u00b5g",
        "warfarin 1/2 tablet a day",
        "warfarin \u00bd tablet",
        "warfarin (5 mg, since 2024)",
    ],
)
def test_dose_and_ignored_words_mean_nothing(text: str) -> None:
    assert INDEX.match(text, "systemic") == understood(text, "anticoagulant", "warfarin")


@pytest.mark.parametrize(
    ("text", "form", "classes"),
    [
        ("tretinoin", "systemic", "oral_retinoid_other"),
        ("tretinoin", "topical", "topical_retinoid"),
        ("tretinoin cream", "systemic", "topical_retinoid"),
        ("cream tretinoin", "systemic", "topical_retinoid"),
        ("tretinoin 10 mg capsules", "topical", "oral_retinoid_other"),
        ("tretinoin 10mg by mouth", "topical", "oral_retinoid_other"),
        ("tretinoin, cream", "systemic", "topical_retinoid"),
        ("tretinoin (0.05%, cream)", "systemic", "topical_retinoid"),
        ("tretinoin cream and capsules", "systemic", "topical_retinoid oral_retinoid_other"),
        ("retinol tablets", "systemic", "topical_retinoid"),
    ],
)
def test_form_word_decides_and_without_one_the_item_does(text: str, form: str, classes: str) -> None:
    recognised = "retinol" if "retinol" in text else "tretinoin"
    assert INDEX.match(text, form) == understood(text, classes, recognised)


@pytest.mark.parametrize(
    ("text", "form", "classes", "recognised"),
    [
        (
            "isotretinoin, tretinoin cream",
            "systemic",
            "oral_isotretinoin topical_retinoid",
            "isotretinoin, tretinoin",
        ),
        (
            "cream: tretinoin; tablets: hydrocortisone",
            "topical",
            "topical_retinoid systemic_steroid",
            "tretinoin, hydrocortisone",
        ),
        (
            "isotretinoin capsules tretinoin",
            "topical",
            "oral_isotretinoin topical_retinoid",
            "isotretinoin, tretinoin",
        ),
        (
            "hydroquinone 4%/tretinoin 0.05% cream",
            "systemic",
            "topical_acid_active topical_retinoid",
            "hydroquinone, tretinoin",
        ),
        (
            "isotretinoin and tretinoin cream",
            "systemic",
            "oral_isotretinoin topical_retinoid",
            "isotretinoin, tretinoin",
        ),
    ],
)
def test_form_word_belongs_to_its_own_name(text: str, form: str, classes: str, recognised: str) -> None:
    assert INDEX.match(text, form) == understood(text, classes, recognised)


def test_name_known_in_the_other_form_only_is_possible_until_a_form_is_said() -> None:
    expected = understood("hydroquinone", "", "hydroquinone", possible="topical_acid_active")
    assert INDEX.match("hydroquinone", "systemic") == expected
    assert INDEX.match("hydroquinone", "topical") == understood(
        "hydroquinone", "topical_acid_active", "hydroquinone"
    )


def test_name_said_in_a_form_the_rulebook_does_not_know_is_unrecognised() -> None:
    for form in ("systemic", "topical"):
        assert INDEX.match("Hydrocortisone cream", form) == understood(
            "Hydrocortisone cream", unrecognised=("Hydrocortisone",)
        )


@pytest.mark.parametrize(
    ("text", "classes", "recognised"),
    [
        ("ASA", "aspirin", "ASA"),
        ("Asacol", "no_known_relevance", "Asacol"),
        ("baby aspirin", "aspirin", "baby aspirin"),
        ("Absorica LD", "oral_isotretinoin", "Absorica LD"),
        ("Eliquis and metformin", "anticoagulant no_known_relevance", "Eliquis, metformin"),
        ("amoxicillin/clavulanate", "no_known_relevance", "amoxicillin, clavulanate"),
        ("aspirin+warfarin", "aspirin anticoagulant", "aspirin, warfarin"),
        ("warfarin\naspirin\nwarfarin", "anticoagulant aspirin", "warfarin, aspirin"),
        ("cyclophosphamide", "immunosuppressant chemotherapy", "cyclophosphamide"),
    ],
)
def test_whole_words_longest_first_and_all_of_them(text: str, classes: str, recognised: str) -> None:
    assert INDEX.match(text, "systemic") == understood(text, classes, recognised)


@pytest.mark.parametrize(
    ("text", "unrecognised"),
    [
        ("golden", ("golden",)),
        ("as a cream", ("as", "a")),
        ("fish, oil", ("fish", "oil")),
        ("azelaic", ("azelaic",)),
        ("vitamin K", ("vitamin", "K")),
        ("my vitamin", ("vitamin",)),
        ("OMEGA-6", ("OMEGA-6",)),
        ("Zyxor 20mg", ("Zyxor",)),
        ("Zyxor20mg daily", ("Zyxor20mg",)),
        ("Zy\u200bxor\u202e, zap/pop", ("Zyxor", "zap", "pop")),
        ("asp", ("asp",)),
        ("xgold", ("xgold",)),
        ("\u963f\u53f8\u5339\u6797", ("\u963f\u53f8\u5339\u6797",)),
    ],
)
def test_words_nothing_explains_are_unrecognised_as_typed(text: str, unrecognised: tuple[str, ...]) -> None:
    match = INDEX.match(text, "systemic")
    assert (match.unrecognised, match.suggestions, match.possible) == (unrecognised, (), frozenset())


@pytest.mark.parametrize(
    "text", ["", "  ", "20", "20 mg", "1/2", "?", "\U0001f48a", "tablets", "twice a day", "\x00"]
)
def test_text_that_names_nothing_is_unrecognised_as_a_whole(text: str) -> None:
    assert INDEX.match(text, "systemic") == understood(text, unrecognised=(text,))


@pytest.mark.parametrize(
    ("text", "possible", "suggestions"),
    [
        ("warfrin", "anticoagulant", "warfarin"),
        ("wrafarin", "anticoagulant", "warfarin"),
        ("warfarni 5mg twice daily", "anticoagulant", "warfarin"),
        ("Aspirn", "aspirin", "aspirin"),
        ("isotretinion", "oral_isotretinoin", "isotretinoin"),
        ("isotretnon 20 mg", "oral_isotretinoin", "isotretinoin"),
        ("\u0430spirin", "aspirin", "aspirin"),
        ("st jons wort", "bruising_supplement photosensitiser", "St John's wort"),
        ("johns wort", "bruising_supplement photosensitiser", "St John's wort"),
        ("azelaik acid", "topical_acid_active", "azelaic acid"),
        ("fish oill", "bruising_supplement", "fish oil"),
        ("metho trexate", "immunosuppressant", "methotrexate"),
        ("predniso lone", "systemic_steroid", "prednisolone, prednisone"),
        ("zoltavine", "rare_one rare_two", "zoltamine, zoltarine"),
        ("vitmin e", "bruising_supplement", "vitamin E"),
    ],
)
def test_near_misspelling_is_possible_and_suggested(text: str, possible: str, suggestions: str) -> None:
    assert INDEX.match(text, "systemic") == understood(text, possible=possible, suggestions=suggestions)


@pytest.mark.parametrize(
    "text",
    [
        "Elikwis",  # two edits in seven letters
        "warfarinnnn",  # three in eight
        "golt",  # a name of four letters bears none
        "ASE",
    ],
)
def test_misspelling_too_far_is_unrecognised(text: str) -> None:
    assert INDEX.match(text, "systemic") == understood(text, unrecognised=(text,))


def test_known_word_is_never_a_misspelling_of_another() -> None:
    index = MedicineIndex(
        [medicine_class("one", "zoltamine"), medicine_class("two", "zoltarine salt")],
        MedicineWords(frozenset({"zoltaline"}), frozenset(), frozenset({"zoltagine"})),
    )
    assert index.match("zoltarine", "systemic") == understood("zoltarine", unrecognised=("zoltarine",))
    assert index.match("zoltaline", "systemic") == understood("zoltaline", unrecognised=("zoltaline",))
    assert index.match("zoltagine", "systemic") == understood("zoltagine", unrecognised=("zoltagine",))


@pytest.mark.parametrize(
    ("text", "form", "possible"),
    [
        ("tretinoni", "systemic", "oral_retinoid_other"),
        ("tretinoni", "topical", "topical_retinoid"),
        ("tretinoni cream", "systemic", "topical_retinoid"),
        ("tretinoni capsules", "topical", "oral_retinoid_other"),
    ],
)
def test_form_decides_on_a_misspelled_name_too(text: str, form: str, possible: str) -> None:
    assert INDEX.match(text, form) == understood(text, possible=possible, suggestions="tretinoin")


def test_misspelled_name_known_in_the_other_form_only() -> None:
    assert INDEX.match("hydrocortisne", "topical") == understood(
        "hydrocortisne", possible="systemic_steroid", suggestions="hydrocortisone"
    )
    assert INDEX.match("hydrocortisne cream", "topical") == understood(
        "hydrocortisne cream", unrecognised=("hydrocortisne",)
    )


def test_exact_harmless_name_does_not_swallow_a_dangerous_misspelling_beside_it() -> None:
    text = "metformin isotretinon and Zyxor"
    assert INDEX.match(text, "systemic") == understood(
        text,
        "no_known_relevance",
        "metformin",
        possible="oral_isotretinoin",
        suggestions="isotretinoin",
        unrecognised=("Zyxor",),
    )


def test_name_written_apart_is_tried_joined_with_the_exact_name_in_it() -> None:
    assert INDEX.match("iso tretinoin", "systemic") == understood(
        "iso tretinoin",
        "oral_retinoid_other",
        "tretinoin",
        possible="oral_isotretinoin",
        suggestions="isotretinoin",
    )


def test_word_beside_an_exact_name_is_not_explained_by_that_name() -> None:
    assert INDEX.match("metformin x", "systemic") == understood(
        "metformin x", "no_known_relevance", "metformin", unrecognised=("x",)
    )


def test_three_suggestions_at_most_one_for_each_misspelling_first_and_every_class_possible() -> None:
    text = "zoltavine, warfrin, isotretinon, metotrexate"
    assert INDEX.match(text, "systemic") == understood(
        text,
        possible="rare_one rare_two anticoagulant oral_isotretinoin immunosuppressant",
        suggestions="zoltamine, warfarin, isotretinoin",
    )


def test_same_misspelling_twice_is_explained_twice() -> None:
    assert INDEX.match("warfrin, warfrin", "systemic") == understood(
        "warfrin, warfrin", possible="anticoagulant", suggestions="warfarin"
    )


def test_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="form must be one of"):
        INDEX.match("warfarin", "oral")


def test_match_is_remembered() -> None:
    assert INDEX.match("warfarin 3 mg", "systemic") is INDEX.match("warfarin 3 mg", "systemic")


def test_rulebook_without_medicines_recognises_nothing() -> None:
    index = MedicineIndex([], MedicineWords(frozenset(), frozenset(), frozenset()))
    assert index.match("warfarin", "systemic") == understood("warfarin", unrecognised=("warfarin",))
    assert index.suggest("warfarin") == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("vit", ["vitamin C", "vitamin D", "vitamin E"]),
        ("Vitamin e", ["vitamin E"]),
        ("acid", ["13-cis-retinoic acid", "azelaic acid"]),
        (
            "a",
            [
                "Absorica",
                "Absorica LD",
                "Accutane",
                "acitretin",
                "adapalene",
                "amoxicillin",
                "apixaban",
                "ASA",
            ],
        ),
        ("st. jo", ["St John's wort"]),
        ("john", ["St John's wort"]),
        ("retina", ["Retin-A", "retinol"]),
        ("oil", ["fish oil"]),
        ("aspi", ["aspirin", "baby aspirin"]),
        ("wrafarin", ["warfarin"]),
        ("isotertin", ["isotretinoin"]),
        ("prednisolnoe", ["prednisolone", "prednisone"]),
        ("xyzzy", []),
        ("", []),
        (" - ", []),
    ],
)
def test_suggest_gives_beginnings_of_words_then_near_misspellings(typed: str, names: list[str]) -> None:
    assert INDEX.suggest(typed) == names


def test_suggest_keeps_to_its_limit() -> None:
    assert INDEX.suggest("vit", limit=2) == ["vitamin C", "vitamin D"]
    assert INDEX.suggest("vit", limit=0) == []
