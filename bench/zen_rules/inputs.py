"""What zen is given for one answer set: plain values, and what its language cannot work out itself.

Beforehand, untimed: months read as days and days as numbers, the first day within each duration, all that
touches the areas to be treated, the classes of medicines. A question that does not apply is an empty list,
day 0 or the code "closed", so that its comparisons are false; `held` lists those for which that is open.
"""

from datetime import date, timedelta
from functools import lru_cache

from bench.zen_rules.expressions import Expressions, fact_name, since, until
from screening.engine import (
    TREATMENT_AREAS,
    Answers,
    Duration,
    Item,
    ItemType,
    PartialDate,
    Rulebook,
    Tense,
    age_on,
)
from screening.engine.answers import AnswerFacts, facts_on
from screening.engine.conditions import UNSURE, Chosen, Entry, MedicineAnswer

FAR_AHEAD = 10**7


def inputs_for(written: Expressions, answers: Answers, on: date) -> dict[str, object]:
    """Return zen's input; call after every condition was written."""
    facts = facts_on(answers, on)
    given: dict[str, object] = {"held": held_items(written, answers)}
    given |= {since(duration): first_within(duration, on) for duration in written.past}
    given |= {until(duration): duration.after(on).toordinal() for duration in written.coming}
    for link_id in written.items:
        given |= values_of(written.rulebook.items[link_id], answers, on)
    given |= facts_known(written, facts)
    return {name: value for name, value in given.items() if value is not None}


def held_items(written: Expressions, answers: Answers) -> list[str]:
    """Return the items for which it is open whether they apply."""
    return [link_id for link_id in written.items if answers.enabled[link_id] is None]


@lru_cache
def first_within(duration: Duration, on: date) -> int:
    """Return the first day, as a number, from which the duration reaches past day `on`."""
    day = duration.before(on) - timedelta(3)
    while duration.after(day) <= on:
        day += timedelta(1)
    return day.toordinal()


def facts_known(written: Expressions, facts: AnswerFacts) -> dict[str, object]:
    """Return the leaves zen cannot work out: 1 true, 0 unknown, nothing where false."""
    truths = {fact_name(number): leaf.value(facts) for number, leaf in enumerate(written.facts)}
    return {name: 1 if truth else 0 for name, truth in truths.items() if truth is not False}


def values_of(item: Item, answers: Answers, on: date) -> dict[str, object]:
    """Return the entries of one item."""
    applies = answers.enabled[item.link_id] is not False
    value = answers.values.get(item.link_id) if applies else None
    if item.type is ItemType.MEDICINES:
        return medicine_values(item.link_id, value if applies else ())
    if item.link_id == TREATMENT_AREAS:
        return {"touching": touching(answers.rulebook, value)}
    return {item.link_id: plain(value, on, item.tense) if applies else closed(item)}


def closed(item: Item) -> object:
    """Return a value that no comparison is true of."""
    match item.type:
        case ItemType.CHOICE:
            return "closed"
        case ItemType.DATE:
            return FAR_AHEAD if item.tense is Tense.FUTURE else 0
        case ItemType.NUMBER | ItemType.SCORE | ItemType.TEXT:
            return None
        case _:
            return []


def medicine_values(link_id: str, entries: object) -> dict[str, object]:
    """Return the classes a list names for sure, and those it may name."""
    if not isinstance(entries, tuple):
        return {}
    matches = [entry.match for entry in entries if isinstance(entry, MedicineAnswer)]
    sure = frozenset[str]().union(*(match.classes for match in matches))
    may = sure.union(*(match.possible for match in matches))
    return {f"{link_id}_sure": sorted(sure), f"{link_id}_may": sorted(may)}


def touching(rulebook: Rulebook, areas: object) -> list[str] | None:
    """Return every area that touches one of these; None where they are not known."""
    if not isinstance(areas, tuple) or UNSURE in areas:
        return None
    return list(rulebook.areas.overlapping(rulebook.areas.areas, areas))


def plain(value: object, on: date, tense: Tense) -> object:
    """Return a typed value as zen takes it; None where it is not known."""
    match value:
        case PartialDate():
            return day_number(value, on, tense)
        case Chosen(codes=codes):
            return None if UNSURE in codes else sorted(codes)
        case Entry(values=values):
            return {name: plain(inner, on, Tense.PAST) for name, inner in values.items()}
        case tuple():
            return None if UNSURE in value else [plain(inner, on, tense) for inner in value]
        case "unknown":
            return None
        case _:
            return value


def day_number(given: PartialDate, on: date, tense: Tense) -> int | None:
    """Return a day as a number: a birth as an age, a coming day at its earliest, a past one at its latest."""
    if tense is Tense.FUTURE:
        return max(given.first, on).toordinal() if given.last >= on else FAR_AHEAD
    read = given.read_on(on)
    if read is None:
        return None
    return age_on(read, on) if tense is Tense.BIRTH else read.toordinal()
