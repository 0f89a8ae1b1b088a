"""The elements of a draft by what people call them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.presenters.problems import address_of, words_of
from screening.models import RulebookDraft

COLLECTION_WORDS: dict[str, Words] = {
    "rulebook": _("Rulebook"),
    "rules": _("Rule"),
    "invariants": _("Invariant"),
    "items": _("Question"),
    "option_sets": _("Set of options"),
    "sections": _("Section"),
    "medicine_classes": _("Medicine class"),
    "medicine_words": _("Words in medicine names"),
    "treatments": _("Treatment"),
    "attributes": _("Attribute"),
    "regions": _("Region"),
    "areas": _("Area"),
    "plans": _("Plan"),
    "care_steps": _("Care step"),
    "red_flags": _("Warning sign"),
    "bases": _("Basis"),
    "sources": _("Source"),
    "cases": _("Case"),
}


def collection_of(place: str) -> str:
    """The collection a place belongs to."""
    return place.partition("/")[0]


def collection_word(place: str) -> str:
    """What kind of thing stands at a place."""
    collection = collection_of(place)
    return str(COLLECTION_WORDS.get(collection, collection))


def title_of(place: str, *elements: Mapping[str, object] | None) -> str:
    """What people call the element at a place: the first title one of its versions has, else its id."""
    for element in elements:
        if found := words_of(element or {}):
            return found
    return place.partition("/")[2] or collection_word(place)


def page_of(draft: RulebookDraft, place: str) -> str:
    """The address of the page on which an element is changed; empty where it has none."""
    collection, _slash, name = place.partition("/")
    return address_of(draft, collection, name)
