"""The addresses of elements' pages."""

from django.urls import NoReverseMatch, reverse

from clinic.rulebook.workshop.elements.collections import EDITABLE, Collection
from screening.models import RulebookDraft

SINGLE = "it"
"""Stands for the name of a plain table."""


def edit_address(draft: RulebookDraft, collection: Collection, name: str) -> str:
    """The page of an element; empty for a name that fits no address, which a broken draft may have."""
    args = [draft.pk, collection.name, SINGLE if collection.single else name]
    try:
        return reverse(f"rulebook:draft_{collection.part}_edit", args=args)
    except NoReverseMatch:
        return ""


def add_address(draft: RulebookDraft, collection: Collection) -> str:
    """The page for a new element; empty for a plain table."""
    args = [draft.pk, collection.name]
    return "" if collection.single else reverse(f"rulebook:draft_{collection.part}_add", args=args)


def list_address(draft: RulebookDraft, collection: Collection) -> str:
    """The list an element stands in; the overview for what stands in none."""
    part = "" if collection.part == "head" else f"_{collection.part}"
    return reverse(f"rulebook:draft{part}", args=[draft.pk])


def address_at(draft: RulebookDraft, collection: str, name: str) -> str:
    """The page of the element of that name, the list for none; empty for a collection without such pages."""
    found = EDITABLE.get(collection)
    if found is None:
        return ""
    return edit_address(draft, found, name) if name or found.single else list_address(draft, found)
