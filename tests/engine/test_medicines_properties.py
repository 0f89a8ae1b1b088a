"""Typed medicine names: what holds for every name and every text."""

import random
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from screening.engine.medicines import MedicineClass, MedicineIndex, MedicineMatch
from screening.engine.medicines.distance import edit_distance, letter_bag
from tests.engine.medicine_names import CLASSES, WORDS

INDEX = MedicineIndex(CLASSES, WORDS)
FORMS = st.sampled_from(["systemic", "topical"])


def names_with_form() -> Iterator[tuple[str, str]]:
    for group in CLASSES:
        for name in group.names:
            yield name, "systemic"
            yield name, "topical"
        yield from ((name, "topical") for name in group.topical_names)
        yield from ((name, "systemic") for name in group.systemic_names)


def classes_of(name: str, form: str) -> frozenset[str]:
    """The classes the rulebook gives a name, found the plain way."""
    if name == "St. John's Wort":
        name = "St John's wort"  # the rulebook writes it in two ways
    listed = {
        group.id
        for group in CLASSES
        if name in group.names + (group.topical_names if form == "topical" else group.systemic_names)
    }
    return frozenset(listed | {"photosensitiser"} if name == "St John's wort" else listed)


NAMES = st.sampled_from(sorted(set(names_with_form())))
LONG_NAMES = st.sampled_from(
    sorted(named for named in set(names_with_form()) if sum(char.isalnum() for char in named[0]) >= 8)
)
DISGUISES = st.sampled_from(["", "\u0301", "\u0308", "\u200b", "\u00ad", "\u2060", "\ufe0f"])
DOSES = st.sampled_from(
    ["", " 20mg", " 5 mg/ml", " 0.05%", " 10 000 IU", " 10,000 iu twice daily", " (2.5 mg)", " 20"]
)


def disguised(name: str, letters: random.Random, mark: str) -> str:
    return "".join(letters.choice((char.lower(), char.upper(), char)) + mark for char in name)


@given(named=NAMES, letters=st.randoms(use_true_random=False), mark=DISGUISES, dose=DOSES)
def test_known_name_has_its_classes_in_any_case_with_accents_and_dose(
    named: tuple[str, str], letters: random.Random, mark: str, dose: str
) -> None:
    name, form = named
    match = INDEX.match(disguised(name, letters, mark) + dose, form)
    assert match.classes == classes_of(name, form)
    assert (match.possible, match.suggestions, match.unrecognised) == (frozenset(), (), ())


@given(first=NAMES, second=NAMES, between=st.sampled_from([" and ", ", ", "/", " + ", "\n", "; ", " "]))
def test_both_of_two_names_count(first: tuple[str, str], second: tuple[str, str], between: str) -> None:
    form = first[1]
    expected = classes_of(first[0], form) | classes_of(second[0], form)
    match = INDEX.match(first[0] + between + second[0], form)
    assert match.classes == expected


@given(named=LONG_NAMES, place=st.integers(min_value=0, max_value=40))
@example(named=("baby aspirin", "systemic"), place=3)
@example(named=("Absorica LD", "systemic"), place=9)
def test_swapped_neighbours_never_give_another_class_and_are_never_ignored(
    named: tuple[str, str], place: int
) -> None:
    name, form = named
    at = place % (len(name) - 1)
    match = INDEX.match(name[:at] + name[at + 1] + name[at] + name[at + 2 :], form)
    assert match.classes <= classes_of(name, form)
    assert match.classes or match.possible or match.unrecognised


@given(named=NAMES, rubbish=st.text(alphabet="qwxzjk", min_size=12, max_size=14), form=FORMS)
def test_word_that_is_no_name_is_never_ignored_beside_one(
    named: tuple[str, str], rubbish: str, form: str
) -> None:
    assert INDEX.match(f"{named[0]} {rubbish}", form).unrecognised[-1] == rubbish


@given(text=st.text(), form=FORMS)
@example(text="\ud800", form="systemic")
@example(text="1\u0301\u0661\u2163\u3392", form="topical")
def test_any_text_has_a_result_that_ignores_nothing(text: str, form: str) -> None:
    match = INDEX.match(text, form)
    assert isinstance(match, MedicineMatch)
    assert match.classes or match.possible or match.unrecognised
    assert INDEX.suggest(text, limit=3) == INDEX.suggest(text, limit=8)[:3]


@given(
    words=st.lists(
        st.sampled_from(
            ["warfrin", "tretinoin", "cream", "capsules", "iso", "Zyxor", "vitamin", "e", "20", "mg", ","]
        ),
        max_size=8,
    ),
    order=st.permutations(CLASSES),
    form=FORMS,
)
def test_order_of_classes_does_not_change_the_result(
    words: list[str], order: list[MedicineClass], form: str
) -> None:
    text = " ".join(words)
    shuffled = MedicineIndex(order, WORDS)
    assert shuffled.match(text, form) == INDEX.match(text, form)
    assert shuffled.suggest(text[:6]) == INDEX.suggest(text[:6])


def plain_distance(left: str, right: str) -> int:
    """Optimal string alignment from its definition."""
    if not left or not right:
        return len(left) + len(right)
    options = [
        plain_distance(left[1:], right) + 1,
        plain_distance(left, right[1:]) + 1,
        plain_distance(left[1:], right[1:]) + (left[0] != right[0]),
    ]
    if left[:2] == right[1::-1] and len(left) > 1:
        options.append(plain_distance(left[2:], right[2:]) + 1)
    return min(options)


SHORT = st.text(alphabet="abc", max_size=5)


@given(left=SHORT, right=SHORT, limit=st.integers(min_value=0, max_value=3))
@example(left="ca", right="abc", limit=3)
def test_edit_distance_is_optimal_string_alignment_up_to_its_limit(left: str, right: str, limit: int) -> None:
    assert edit_distance(left, right, limit) == min(plain_distance(left, right), limit + 1)


@given(left=SHORT, right=SHORT)
def test_letter_bags_differ_in_at_most_two_bits_an_edit(left: str, right: str) -> None:
    differing = (letter_bag(left) ^ letter_bag(right)).bit_count()
    assert differing <= 2 * plain_distance(left, right)
