"""What a rule is called in the document."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clinic.rulebook.workshop.rules.typed import TypedRule
from screening.engine.rulebook.elements import names_of

LONGEST_SLUG = 50


def named(typed: TypedRule, rule_id: str) -> TypedRule:
    """The rule with an id."""
    return replace(typed, texts={**typed.texts, "id": rule_id})


def with_id(typed: TypedRule, document: Mapping[str, Any]) -> TypedRule:
    """A new rule with the id typed, else with one made of its title that no other rule has."""
    return typed if typed.texts["id"] else named(typed, free_slug(typed.texts["title"], document))


def free_slug(title: str, document: Mapping[str, Any]) -> str:
    """An id made of a title; nothing for a title without letters or numbers."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_SLUG].strip("_")
    taken = set(names_of(document, "rules"))
    names = (slug, *(f"{slug}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken) if slug else ""
