"""Patients write a medicine into whichever list is at hand: no class that matters may pass in any of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.starter.documents import tables

CLASSES = {each["id"] for each in tables("medicine_classes")}
CREAMS = {"topical_retinoid", "topical_acid_active"}
PAINKILLERS = {"nsaid", "bruising_supplement"}  # in a gel or an oil they do not reach the blood


def leaves(condition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The leaves of a condition."""
    parts = [*condition.get("all", []), *condition.get("any", [])]
    for part in parts:
        yield from leaves(part)
    if not parts:
        yield condition


def looked_for_in(list_id: str) -> set[str]:
    """The classes that some rule looks for in a list, whatever else it asks."""
    found = [leaf for rule in tables("rules") for b in rule.get("branches", []) for leaf in leaves(b["when"])]
    named = [leaf for leaf in found if "takes" in leaf and list_id in leaf["item"]]
    return {code for leaf in named for code in leaf["takes"]}


@pytest.mark.parametrize(
    ("list_id", "harmless"),
    [("medicines", set()), ("supplements", CREAMS), ("topical_actives", PAINKILLERS)],
)
def test_every_class_is_looked_for_in_every_list(list_id: str, harmless: set[str]) -> None:
    assert CLASSES - looked_for_in(list_id) == {"no_known_relevance"} | harmless
