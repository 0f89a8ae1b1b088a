"""Single comparisons in words: what is compared, how, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.engine.conditions import (
    TREATMENT_AREAS,
    AgeLeaf,
    AnsweredLeaf,
    AreaLeaf,
    ChoiceLeaf,
    ComingDateLeaf,
    IncludesLeaf,
    Leaf,
    MedicineLeaf,
    NumberLeaf,
    PastDateLeaf,
)
from screening.engine.questionnaire import Field, Item
from screening.engine.rulebook.types import Rulebook
from screening.engine.wording.phrases import Phrases, agreeing, includes_of, listed, quoted, said, stressed

THE_AREAS = "the treatment areas"
WHERE = ": where"
"""Ends the label of a question that asks where something is."""
NOT_RECOGNISED = "something not recognised"
NUMBERS = {"at_least": "is at least ", "at_most": "is at most ", "above": "is above ", "below": "is below "}


@dataclass(frozen=True, slots=True)
class Clause:
    """A subject and what is said of it; a next clause with the same subject need not repeat it."""

    subject: Phrases
    predicate: Phrases


@dataclass(frozen=True, slots=True)
class Scope:
    """What labels stand for: the items of a rulebook, or the fields of one entry of a repeating item."""

    rulebook: Rulebook
    named: Mapping[str, Item] | Mapping[str, Field]
    of_entry: bool = False

    def subject(self, label: str) -> Phrases:
        """Return a label as the subject of a clause; that of a field begins with "whose"."""
        return said("whose " * self.of_entry) + stressed(label) + said(" ")


def clause_of(scope: Scope, leaf: Leaf) -> Clause:
    """Return the clause of one comparison."""
    match leaf:
        case MedicineLeaf():
            return medicine_clause(scope.rulebook, leaf)
        case AgeLeaf():
            limit = f"under {leaf.years}" if leaf.operator == "age_below" else f"{leaf.years} or older"
            return Clause(said("at the appointment the patient "), said("is ") + stressed(limit))
        case AreaLeaf():
            return area_clause(scope, leaf)
        case _:
            asked = scope.named[leaf.item]
            return Clause(scope.subject(asked.label), predicate(leaf, asked))


def predicate(leaf: Leaf, subject: Item | Field) -> Phrases:
    """Return what a leaf on one item says of it."""
    match leaf:
        case ChoiceLeaf():
            but = "anything but " if leaf.operator in {"is_not", "not_in"} else ""
            return said(f"is {but}") + option_labels(leaf, subject, "or")
        case IncludesLeaf():
            return includes(leaf, subject)
        case NumberLeaf():
            return said(NUMBERS[leaf.operator]) + stressed(value_label(leaf, subject))
        case PastDateLeaf():
            how = "less than" if leaf.operator == "within" else "at least"
            return said("is ") + stressed(f"{how} {leaf.duration.text}") + said(" before the appointment")
        case ComingDateLeaf():
            return said("is ") + stressed(f"within {leaf.duration.text}") + said(" after the appointment")
        case AnsweredLeaf():
            return said("is ") + stressed("answered" if leaf.compared_with else "not answered")
        case _:
            return said(agreeing(subject.label, "includes ", "include ")) + stressed(
                "something not recognised"
            )


def includes(leaf: IncludesLeaf, subject: Item | Field) -> Phrases:
    """Return what a leaf on a list of codes says of it."""
    verb = f"{includes_of(subject.label)} "
    if leaf.operator == "includes_all":
        return said(verb) + option_labels(leaf, subject, "and")
    if leaf.operator == "includes_any":
        return said(verb) + option_labels(leaf, subject, "or")
    if len(leaf.codes) == 1:
        return said(agreeing(subject.label, "does not include ", "do not include ")) + option_labels(
            leaf, subject, ""
        )
    return said(f"{verb}none of ") + option_labels(leaf, subject, "or")


def option_labels(leaf: Leaf, subject: Item | Field, word: str) -> Phrases:
    """Return the labels of the options a leaf names, in its own order."""
    given = leaf.compared_with
    codes = [str(code) for code in given] if isinstance(given, list | tuple) else [str(given)]
    return listed(quoted([subject.options[code].label for code in codes]), word)


def value_label(leaf: NumberLeaf, subject: Item | Field) -> str:
    """Return the label of a score's value, else the number."""
    bands = subject.bands if isinstance(subject, Item) else ()
    return next((band.label for band in bands if band.value == leaf.limit), f"{leaf.limit}")


def area_clause(scope: Scope, leaf: AreaLeaf) -> Clause:
    """Return the clause of areas compared with areas; those to be treated have their own words."""
    label = THE_AREAS if leaf.item == TREATMENT_AREAS else scope.named[leaf.item].label
    if label == THE_AREAS:
        subject = said(f"{label} ")
    elif label.endswith(WHERE) and not scope.of_entry:
        subject = said("the place of ") + scope.subject(label.removesuffix(WHERE))
    else:
        subject = scope.subject(label)
    if leaf.operator == "overlaps":
        how = agreeing(label, "overlaps ", "overlap ")
    else:
        how = agreeing(label, "lies ", "lie ") + "in the same region as "
    return Clause(subject, said(how) + listed(area_titles(scope.rulebook, leaf), "or"))


def area_titles(rulebook: Rulebook, leaf: AreaLeaf) -> list[str]:
    """Return the areas a leaf compares with."""
    return [THE_AREAS] if leaf.codes is None else [rulebook.areas.areas[code].title for code in leaf.codes]


def medicine_clause(rulebook: Rulebook, leaf: MedicineLeaf) -> Clause:
    """Return the clause of a leaf on medicine lists."""
    labels = [rulebook.items[item].label for item in leaf.lists]
    verb = said(f"{includes_of(labels[-1])} ")
    subject = listed(labels, "or") + said(" ")
    if leaf.operator == "takes_unrecognised":
        return Clause(subject, verb + stressed(NOT_RECOGNISED))
    titles = listed([rulebook.medicine_classes[code].title for code in sorted(leaf.classes)], "or")
    how = {None: (), True: said(" on prescription"), False: said(" without prescription")}[leaf.prescribed]
    return Clause(subject, verb + titles + how)
