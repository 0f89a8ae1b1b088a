"""The starter rulebook's files as plain tables, read without the engine."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STARTER = Path(__file__).resolve().parents[2] / "screening" / "rulebooks" / "starter"


def tables(name: str) -> list[dict[str, Any]]:
    """All tables of one kind, in the order the engine reads them."""
    files = sorted(STARTER.glob("*.toml"))
    return [table for file in files for table in tomllib.loads(file.read_text("utf-8")).get(name, [])]


ITEMS: dict[str, dict[str, Any]] = {item["link_id"]: item for item in tables("items")}
OPTION_SETS: dict[str, list[dict[str, Any]]] = {each["id"]: each["options"] for each in tables("option_sets")}


def options(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of an item, its own or the shared list it names."""
    return OPTION_SETS[item["options_from"]] if "options_from" in item else list(item.get("options", []))


def codes(item: dict[str, Any]) -> set[str]:
    """The codes of an item's options."""
    return {option["code"] for option in options(item)}


def patient_texts() -> Iterator[str]:
    """Every text a patient may read on the questionnaire."""
    for item in ITEMS.values():
        for table in (item, *item.get("fields", [])):
            yield from (table[key] for key in ("question", "help", "why") if key in table)
            yield from (
                option[key] for option in options(table) for key in ("label", "help") if key in option
            )
    yield from (
        section[key] for section in tables("sections") for key in ("title", "intro") if key in section
    )
