"""Answers as a plain dict, names looked up and dates read beforehand, for the hand-written functions."""

from bench.handwritten.answers import Medicine
from screening.engine import Answers, PartialDate
from screening.engine.conditions import UNSURE, Chosen, Entry, MedicineAnswer


def prepared(answers: Answers) -> dict[str, object]:
    """Return the typed answers in plain containers; derived scores are there, what has no answer is not."""
    plain: dict[str, object] = {"allergies_typed": ()}
    for link_id, value in answers.values.items():
        plain[link_id] = plain_value(value)
        if isinstance(value, Chosen):
            plain[f"{link_id}_typed"] = value.typed
    return plain


def plain_value(value: object) -> object:
    """Return one value: a code, a number, a pair of days, codes, or the entries of a list."""
    match value:
        case PartialDate(first, last):
            return first, last
        case Chosen():
            return value.codes
        case tuple():
            return None if UNSURE in value else tuple(plain_entry(entry) for entry in value)
        case "unknown":
            return None
        case _:
            return value


def plain_entry(entry: object) -> object:
    """Return an area code, a medicine, or the fields of an entry."""
    match entry:
        case MedicineAnswer(prescribed=prescribed, match=found):
            return Medicine(
                found.classes, found.possible, prescribed, bool(found.unrecognised), bool(found.suggestions)
            )
        case Entry(values=values):
            return {field: plain_value(value) for field, value in values.items()}
        case _:
            return entry
