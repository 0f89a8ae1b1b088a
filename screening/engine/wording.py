"""Conditions as English sentences, for people who answer for the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screening.engine.conditions import (
    AgeLeaf,
    All,
    AnsweredLeaf,
    AnyOf,
    AreaLeaf,
    ChoiceLeaf,
    ComingDateLeaf,
    Condition,
    IncludesLeaf,
    Leaf,
    MedicineLeaf,
    NumberLeaf,
    PastDateLeaf,
    SomeLeaf,
)
from screening.engine.questionnaire import Field, Item
from screening.engine.rulebook.types import Rulebook


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence; `strong` marks what carries the meaning."""

    text: str
    strong: bool = False


def describe_condition(rulebook: Rulebook, condition: Condition) -> list[Phrase]:
    """Return the condition in words: "isotretinoin is stopped and the last dose was less than 6 months before"."""
    return phrases_of(rulebook, condition, rulebook.items, nested=False)


def phrases_of(
    rulebook: Rulebook, condition: Condition, named: Mapping[str, Item | Field], *, nested: bool
) -> list[Phrase]:
    """Return the phrases of a node; groups inside groups stand in brackets."""
    if isinstance(condition, Leaf):
        return leaf_phrases(rulebook, condition, named)
    parts: tuple[Condition, ...] = condition.parts if isinstance(condition, All | AnyOf) else ()
    word = " and " if isinstance(condition, All) else " or "
    found: list[Phrase] = []
    for number, part in enumerate(parts):
        found += [Phrase(word)] if number else []
        found += phrases_of(rulebook, part, named, nested=len(parts) > 1)
    return [Phrase("("), *found, Phrase(")")] if nested and len(parts) > 1 else found


def leaf_phrases(rulebook: Rulebook, leaf: Leaf, named: Mapping[str, Item | Field]) -> list[Phrase]:
    """Return the phrases of one leaf: what, how compared, with what."""
    if isinstance(leaf, MedicineLeaf):
        return medicine_phrases(rulebook, leaf)
    subject = named[leaf.item]
    if isinstance(leaf, SomeLeaf) and isinstance(subject, Item):
        inner = phrases_of(rulebook, leaf.where, subject.fields, nested=False)
        return [Phrase("one of "), Phrase(subject.label, True), Phrase(" has "), *inner]
    how, what = comparison(rulebook, leaf, subject)
    return [Phrase(subject.label, True), Phrase(f" {how}" + (" " if what else ""))] + (
        [Phrase(what, True)] if what else []
    )


def medicine_phrases(rulebook: Rulebook, leaf: MedicineLeaf) -> list[Phrase]:
    """Return the phrases of a leaf on medicine lists."""
    where = Phrase(listed([rulebook.items[item].label for item in leaf.lists], "or"), True)
    if leaf.operator == "takes_unrecognised":
        return [where, Phrase(" name something that is "), Phrase("not recognised", True)]
    titles = listed([rulebook.medicine_classes[code].title for code in sorted(leaf.classes)], "or")
    how = {None: "", True: ", prescribed", False: ", not prescribed"}[leaf.prescribed]
    return [where, Phrase(" include "), Phrase(titles + how, True)]


def comparison(rulebook: Rulebook, leaf: Leaf, subject: Item | Field) -> tuple[str, str]:
    """Return how a leaf compares, and with what."""
    match leaf:
        case ChoiceLeaf() | IncludesLeaf():
            return CHOICES[leaf.operator], option_labels(leaf, subject)
        case NumberLeaf():
            return NUMBERS[leaf.operator], band_label(leaf, subject)
        case AgeLeaf():
            return (
                "means an age below" if leaf.operator == "age_below" else "means an age of at least"
            ), f"{leaf.years}"
        case PastDateLeaf():
            how = "was less than" if leaf.operator == "within" else "was at least"
            return how, f"{leaf.duration.text} before the appointment"
        case ComingDateLeaf():
            return "comes within", f"{leaf.duration.text} after the appointment"
        case AreaLeaf():
            how = "overlap" if leaf.operator == "overlaps" else "lie in the same region as"
            return how, area_titles(rulebook, leaf)
        case AnsweredLeaf():
            return ("is answered" if leaf.compared_with else "is not answered"), ""
        case _:
            return "holds text that is not understood", ""


def band_label(leaf: NumberLeaf, subject: Item | Field) -> str:
    """Return the label of a score's value, else the number."""
    bands = subject.bands if isinstance(subject, Item) else ()
    return next((band.label for band in bands if band.value == leaf.limit), f"{leaf.limit}")


def option_labels(leaf: Leaf, subject: Item | Field) -> str:
    """Return the labels of the options a leaf names."""
    given = leaf.compared_with
    codes = [str(code) for code in given] if isinstance(given, list | tuple) else [str(given)]
    labels = [subject.options[code].label for code in codes]
    return listed(labels, "and" if leaf.operator == "includes_all" else "or")


def area_titles(rulebook: Rulebook, leaf: AreaLeaf) -> str:
    """Return the areas a leaf compares with."""
    if leaf.codes is None:
        return "the treatment areas"
    return listed([rulebook.areas.areas[code].title for code in leaf.codes], "or")


def listed(texts: Sequence[str], word: str) -> str:
    """Return texts as a list in words: "a, b or c"."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {word} {texts[-1]}"


CHOICES = {
    "is": "is",
    "is_not": "is anything but",
    "in": "is",
    "not_in": "is none of",
    "includes_any": "include",
    "includes_all": "include",
    "includes_none": "include none of",
}
NUMBERS = {"at_least": "is at least", "at_most": "is at most", "above": "is above", "below": "is below"}
