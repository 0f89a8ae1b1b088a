"""One answer at a time: from the JSON value as given to its canonical form and its typed value."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from screening.engine.answers.errors import Refusal
from screening.engine.answers.words import places_of, says_nothing, words_of
from screening.engine.conditions import UNSURE, Chosen, Entry, MedicineAnswer
from screening.engine.dates import UNKNOWN_DATE, PartialDate
from screening.engine.questionnaire import Field, Item, ItemType, Option, Tense
from screening.engine.rulebook.types import Rulebook

LONGEST_TEXT = 2000
LONGEST_NAME = 200
MOST_ENTRIES = 100
EARLIEST = date(1900, 1, 1)
EMPTY: tuple[object, ...] = ("", [], ())

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PRESCRIBED = {"yes": True, "no": False, "unsure": None}

Read = tuple[object, object]
"""The canonical JSON value, and the typed value."""


def read_value(rulebook: Rulebook, item: Item, given: object, today: date | None) -> Read | None:
    """Return canonical and typed value of an answer; None where it is none (null, empty text, empty list).

    Raises Refusal for a wrong type, an unknown code, an impossible or (against `today`) future date.
    """
    if given is None or given in EMPTY:
        return None
    match item.type:
        case ItemType.CHOICE:
            return read_choice(item.options, given)
        case ItemType.CHOICES:
            return read_choices(item, given)
        case ItemType.AREAS:
            return read_areas(rulebook, given)
        case ItemType.DATE:
            return read_date(item.tense, given, today)
        case ItemType.NUMBER | ItemType.SCORE:
            return read_number(item, given)
        case ItemType.TEXT:
            return read_text(given, LONGEST_TEXT)
        case ItemType.MEDICINES:
            return read_medicines(rulebook, item, given)
        case ItemType.ENTRIES:
            return read_entries(rulebook, item, given, today)


def read_choice(options: Mapping[str, Option], given: object) -> Read:
    """Read one code."""
    if not isinstance(given, str):
        raise Refusal("wrong_type", "choose one of the answers")
    if given not in options:
        raise Refusal("unknown_code", "this is not one of the answers")
    return given, given


def read_text(given: object, longest: int) -> Read | None:
    """Read text; None where there is nothing in it but spaces."""
    if not isinstance(given, str):
        raise Refusal("wrong_type", "write this as text")
    text = given.strip()
    if len(text) > longest:
        raise Refusal("too_long", f"use at most {longest} characters")
    if _CONTROL.search(text):
        raise Refusal("unreadable", "this holds characters that cannot be stored")
    return (text, text) if text else None


def read_list(given: object) -> list[object]:
    """Return a list of reasonable length."""
    if not isinstance(given, list | tuple):
        raise Refusal("wrong_type", "give this as a list")
    if len(given) > MOST_ENTRIES:
        raise Refusal("too_many", f"give at most {MOST_ENTRIES} entries")
    return list(given)


def read_choices(item: Item, given: object) -> Read | None:
    """Read several codes, and typed text where the list is open."""
    texts = [read_text(entry, LONGEST_NAME) for entry in read_list(given)]
    entries = list(dict.fromkeys(str(read[0]) for read in texts if read is not None))
    unknown = [entry for entry in entries if entry not in item.options]
    if unknown and not item.open:
        raise Refusal("unknown_code", "one of these is not among the answers")
    alone = [
        e for e in entries if e in item.options and (item.options[e].exclusive or item.options[e].not_known)
    ]
    if alone and len(entries) > 1:
        label = item.options[alone[0]].label
        raise Refusal("stands_alone", f"this cannot go with other answers: {label}")
    meanings = {text: read_typed(item, text) for text in unknown}
    codes = {entry for entry in entries if entry in item.options}.union(*(m[0] for m in meanings.values()))
    typed = tuple(text for text in unknown if not meanings[text][1])
    return (entries, Chosen(frozenset(codes), typed)) if entries else None


def read_typed(item: Item, text: str) -> tuple[frozenset[str], bool]:
    """Return the options whose synonyms stand in a typed text, and whether they explain every word of it."""
    words = words_of(text)
    named = [
        (o.code, places_of(words, words_of(phrase))) for o in item.options.values() for phrase in o.synonyms
    ]
    codes = frozenset(code for code, places in named if places)
    explained = set[int]().union(*(places for _, places in named))
    rest = [word for place, word in enumerate(words) if place not in explained]
    return codes, bool(codes) and all(says_nothing(word) for word in rest)


def read_areas(rulebook: Rulebook, given: object) -> Read:
    """Read area codes, or `unsure` alone."""
    codes: list[str] = []
    for code in read_list(given):
        if not isinstance(code, str) or (code not in rulebook.areas.areas and code != UNSURE):
            raise Refusal("unknown_code", "this is not one of the body areas")
        if code not in codes:
            codes.append(code)
    if UNSURE in codes and len(codes) > 1:
        raise Refusal("stands_alone", "not sure cannot go with other areas")
    return codes, tuple(codes)


def read_date(tense: Tense, given: object, today: date | None) -> Read:
    """Read a day, a month, or `unknown`."""
    if not isinstance(given, str):
        raise Refusal("wrong_type", "give this as a date")
    if given == UNKNOWN_DATE and tense is not Tense.BIRTH:
        return given, given
    try:
        value = PartialDate.parse(given)
    except ValueError:
        raise Refusal("not_a_date", "this is not a date in the calendar") from None
    if value.first < EARLIEST:
        raise Refusal("too_early", "this date lies too far back")
    if tense is not Tense.FUTURE and today is not None and value.first > today:
        raise Refusal("in_future", "this date lies in the future")
    return given, value


def read_number(item: Item, given: object) -> Read:
    """Read a whole number within the item's limits."""
    if not isinstance(given, int) or isinstance(given, bool):
        raise Refusal("wrong_type", "give this as a whole number")
    if not item.minimum <= given <= item.maximum:
        raise Refusal("out_of_range", f"give a number from {item.minimum} to {item.maximum}")
    return given, given


def read_medicines(rulebook: Rulebook, item: Item, given: object) -> Read:
    """Read entries of a medicine list: text, or a table of name and prescribed."""
    raw: list[dict[str, object]] = []
    values: list[MedicineAnswer] = []
    for entry in read_list(given):
        table = {"name": entry} if isinstance(entry, str) else entry
        if not isinstance(table, Mapping) or not set(table) <= {"name", "prescribed"}:
            raise Refusal(
                "wrong_type", "give each entry as a name, or as a name and whether it is prescribed"
            )
        name = read_text(table.get("name"), LONGEST_NAME)
        if name is None:
            raise Refusal("empty", "one entry has no name")
        prescribed = table.get("prescribed")
        if prescribed is not None and prescribed not in list(_PRESCRIBED):
            raise Refusal("unknown_code", "whether it is prescribed is yes, no or unsure")
        kept = {"name": name[0]} | ({} if prescribed is None else {"prescribed": prescribed})
        raw.append(kept)
        match = rulebook.medicines.match(str(name[0]), item.form)
        values.append(MedicineAnswer(str(name[0]), _PRESCRIBED.get(str(prescribed)), match))
    return raw, tuple(values)


def read_entries(rulebook: Rulebook, item: Item, given: object, today: date | None) -> Read:
    """Read entries of a repeating item."""
    raw: list[Mapping[str, object]] = []
    values: list[Entry] = []
    for entry in read_list(given):
        if not isinstance(entry, Mapping) or not set(entry) <= set(item.fields):
            raise Refusal("wrong_type", "an entry has fields that are not known")
        read = {name: read_field(rulebook, item.fields[name], entry[name], today) for name in entry}
        present = {name: pair for name, pair in read.items() if pair is not None}
        if not present:
            raise Refusal("empty", "one entry is empty")
        raw.append({name: pair[0] for name, pair in present.items()})
        values.append(Entry({name: pair[1] for name, pair in present.items()}, raw[-1]))
    return raw, tuple(values)


def read_field(rulebook: Rulebook, field: Field, given: object, today: date | None) -> Read | None:
    """Read one field of an entry."""
    if given is None or given in EMPTY:
        return None
    readers: Mapping[ItemType, Callable[[], Read]] = {
        ItemType.CHOICE: lambda: read_choice(field.options, given),
        ItemType.AREAS: lambda: read_areas(rulebook, given),
        ItemType.DATE: lambda: read_date(field.tense, given, today),
    }
    return readers[field.type]()
