"""Conditions: trees of leaves over three values."""

from screening.engine.conditions.body import AreaLeaf
from screening.engine.conditions.choices import AnsweredLeaf, ChoiceLeaf, Chosen, IncludesLeaf, TypedLeaf
from screening.engine.conditions.dates import ComingDateLeaf, PastDateLeaf
from screening.engine.conditions.lists import Entry, EntryFacts, MedicineAnswer, MedicineLeaf, SomeLeaf
from screening.engine.conditions.numbers import AgeLeaf, NumberLeaf
from screening.engine.conditions.tree import (
    TREATMENT_AREAS,
    UNSURE,
    All,
    AnyOf,
    Condition,
    Facts,
    Leaf,
    Truth,
    Witness,
    kleene_all,
    kleene_any,
)

__all__ = [
    "TREATMENT_AREAS",
    "UNSURE",
    "AgeLeaf",
    "All",
    "AnsweredLeaf",
    "AnyOf",
    "AreaLeaf",
    "ChoiceLeaf",
    "Chosen",
    "ComingDateLeaf",
    "Condition",
    "Entry",
    "EntryFacts",
    "Facts",
    "IncludesLeaf",
    "Leaf",
    "MedicineAnswer",
    "MedicineLeaf",
    "NumberLeaf",
    "PastDateLeaf",
    "SomeLeaf",
    "Truth",
    "TypedLeaf",
    "Witness",
    "kleene_all",
    "kleene_any",
]
