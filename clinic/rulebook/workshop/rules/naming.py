"""What a rule is called in the document."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clinic.rulebook.workshop.rules.typed import TypedRule
from clinic.rulebook.workshop.slugs import free_slug


def named(typed: TypedRule, rule_id: str) -> TypedRule:
    """The rule with an id."""
    return replace(typed, texts={**typed.texts, "id": rule_id})


def with_id(typed: TypedRule, document: Mapping[str, Any]) -> TypedRule:
    """A new rule with the id typed, else with one made of its title that no other rule has."""
    return typed if typed.texts["id"] else named(typed, free_slug(typed.texts["title"], document))
