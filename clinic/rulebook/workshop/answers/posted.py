"""Answers from a posted form, in the rulebook's spelling. What does not fit is kept: reading it says so."""

from collections.abc import Mapping

from clinic.results.spelling import spelled_date
from clinic.rulebook.workshop.builder.posting import Posted, one, several, text, whole
from screening.engine import Field, Item, ItemType, Rulebook

PREFIX = "a-"
MOST_ROWS = 60
LONGEST_NUMBER = 9
MEDICINE_PARTS = ("name", "prescribed")
ROWS = frozenset({ItemType.MEDICINES, ItemType.ENTRIES})
Raw = dict[str, object]


def answers_from(data: Posted, rulebook: Rulebook) -> Raw:
    """The answers somebody typed, without empty ones."""
    found = {item.link_id: answer_to(data, item) for item in rulebook.items.values()}
    return {link_id: answer for link_id, answer in found.items() if answer not in (None, "", [])}


def answer_to(data: Posted, item: Item) -> object:
    """One answer."""
    name = PREFIX + item.link_id
    if item.type is ItemType.MEDICINES:
        rows = [
            {part: text(data, f"{name}-{n}-{part}") for part in MEDICINE_PARTS}
            for n in row_numbers(data, name)
        ]
        return [filled(row) for row in rows if row["name"]]
    if item.type is ItemType.ENTRIES:
        entries = [
            {part: value_of(data, f"{name}-{n}-{part}", field) for part, field in item.fields.items()}
            for n in row_numbers(data, name)
        ]
        return [entry for entry in map(filled, entries) if entry]
    return value_of(data, name, item)


def value_of(data: Posted, name: str, asked: Item | Field) -> object:
    """What was typed in one field, as JSON for the engine."""
    match asked.type:
        case ItemType.CHOICES:
            typed = text(data, f"{name}-typed") if isinstance(asked, Item) and asked.open else ""
            lines = typed.replace("\n", ",").split(",")
            return [*chosen(data, name), *(line.strip() for line in lines if line.strip())]
        case ItemType.AREAS:
            return chosen(data, name)
        case ItemType.DATE:
            return spelled_date(one(data, name))
        case ItemType.NUMBER | ItemType.SCORE:
            return number(text(data, name))
        case _:
            return text(data, name)


def chosen(data: Posted, name: str) -> list[str]:
    """The codes ticked."""
    return [code for code in dict.fromkeys(several(data, name)) if code]


def number(typed: str) -> object:
    """A whole number; the text itself, which the engine refuses, where it is none."""
    plain = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER
    return int(typed) if plain else typed


def filled(row: Mapping[str, object]) -> dict[str, object]:
    """A row without its empty parts."""
    return {part: value for part, value in row.items() if value not in (None, "", [])}


def row_numbers(data: Posted, name: str) -> range:
    """The numbers of the rows sent."""
    return range(min(whole(one(data, f"{name}-rows")), MOST_ROWS))


def more_rows(act: str) -> str:
    """The question to which the button that was pressed adds a row; empty for another button."""
    verb, _colon, link_id = act.partition(":")
    return link_id if verb == "row" else ""
