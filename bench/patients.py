"""Answer sets for measuring: walks the questionnaire as a patient would, seeded, mostly harmless."""

import random
from dataclasses import dataclass

from bench.days import day_for
from bench.typing_in import names_of, typed_name
from screening.engine import Answers, Field, Item, ItemType, Rulebook, Tense, parse_answers

UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Habits:
    """How patients answer.

    Of the questions that apply, or may, `unanswered` is the share left open and `unsure` that answered with
    "not known"; of those that do not apply, `stray` is the share answered all the same. `healthy` is how
    often the harmless answer, which comes first, is chosen.
    """

    unanswered: float = 0.015
    unsure: float = 0.008
    stray: float = 0
    healthy: float = 0.95


USUAL = Habits()


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody who fills in this rulebook's questionnaire."""

    rulebook: Rulebook
    chance: random.Random
    habits: Habits


def answer_sets(rulebook: Rulebook, count: int, habits: Habits = USUAL, seed: int = 7) -> list[Answers]:
    """Return `count` accepted answer sets, the same for the same seed."""
    patient = Patient(rulebook, random.Random(seed), habits)
    gates = frozenset(
        leaf.item
        for item in rulebook.items.values()
        if item.enable_when
        for leaf in item.enable_when.leaves()
    )
    return [filled_in(patient, gates) for _ in range(count)]


def filled_in(patient: Patient, gates: frozenset[str]) -> Answers:
    """Return one answer set; `gates` are the questions others hang on."""
    raw: dict[str, object] = {}
    opened = parse_answers(patient.rulebook, raw)
    for item in patient.rulebook.items.values():
        if item.enable_when is not None:
            opened = parse_answers(patient.rulebook, {key: raw[key] for key in raw.keys() & gates})
        habits, applies = patient.habits, opened.enabled[item.link_id] is not False
        share = 1 - habits.unanswered if applies else habits.stray
        value = value_for(patient, item) if patient.chance.random() < share else None
        if value is not None:
            raw[item.link_id] = value
    return parse_answers(patient.rulebook, raw)


def value_for(patient: Patient, item: Item) -> object:
    """Return a plausible answer, mostly the harmless one; None where nothing is written."""
    chance = patient.chance
    not_known = chance.random() < patient.habits.unsure
    match item.type:
        case ItemType.CHOICE:
            return choice_for(patient, item, not_known)
        case ItemType.CHOICES:
            return choices_for(patient, item)
        case ItemType.AREAS:
            return [UNSURE] if not_known else areas_for(patient)
        case ItemType.DATE:
            return (
                "unknown"
                if not_known and item.tense is not Tense.BIRTH
                else day_for(patient.rulebook, item.tense, chance)
            )
        case ItemType.SCORE:
            return chance.randint(item.minimum, item.maximum) if chance.random() < 0.1 else None
        case ItemType.NUMBER:
            return chance.randint(item.minimum, min(item.maximum, item.minimum + 5))
        case ItemType.TEXT:
            return "I had an operation years ago" if chance.random() < 0.02 else None
        case ItemType.MEDICINES:
            return [medicine_for(patient) for _ in range(chance.randint(1, 3))]
        case ItemType.ENTRIES:
            return [entry_for(patient, item) for _ in range(chance.randint(1, 3))]


def choice_for(patient: Patient, item: Item, not_known: bool) -> str:
    """Return a code: "not known", or any of those that are scores or details, or else mostly the first."""
    codes = list(item.options)
    if not_known and item.not_known_codes:
        return patient.chance.choice(sorted(item.not_known_codes))
    known = [code for code in codes if code not in item.not_known_codes]
    is_scored = any(option.score is not None for option in item.options.values())
    if is_scored or item.enable_when is not None or item.asked == "clinic":
        return patient.chance.choice(known)
    return known[0] if patient.chance.random() < likely_first(patient, item) else patient.chance.choice(known)


def likely_first(patient: Patient, item: Item) -> float:
    """Return how often the first option is chosen: nearly always, but many take medicines of some kind."""
    items = patient.rulebook.items.values()
    lists = [other for other in items if other.type is ItemType.MEDICINES and other.enable_when is not None]
    opens = any(
        leaf.item == item.link_id
        for other in lists
        if other.enable_when
        for leaf in other.enable_when.leaves()
    )
    return min(0.6, patient.habits.healthy) if opens else patient.habits.healthy


def choices_for(patient: Patient, item: Item) -> list[str]:
    """Return mostly the option that stands alone; sometimes another, or text in an open list."""
    chance = patient.chance
    if item.not_known_codes and chance.random() < patient.habits.unsure:
        return [min(item.not_known_codes)]
    exclusive = [code for code, option in item.options.items() if option.exclusive and not option.not_known]
    if exclusive and chance.random() < patient.habits.healthy:
        return [exclusive[0]]
    alone = {code for code, option in item.options.items() if option.exclusive or option.not_known}
    together = [code for code in item.options if code not in alone]
    chosen = chance.sample(together, chance.randint(1, 2))
    return [*chosen, "the green one"] if item.open and chance.random() < 0.2 else chosen


def areas_for(patient: Patient) -> list[str]:
    """Return mostly one area, weighted to the face, which comes first."""
    areas = list(patient.rulebook.areas.areas)
    weights = [rank**3 for rank in range(len(areas), 0, -1)]
    return list(dict.fromkeys(patient.chance.choices(areas, weights, k=patient.chance.choice([1, 1, 2]))))


def medicine_for(patient: Patient) -> dict[str, object]:
    """Return an entry of a medicine list, mostly one that no rule asks about."""
    typed = typed_name(names_of(patient.rulebook), patient.chance, 0.9 * patient.habits.healthy)
    prescribed = patient.chance.choice(["yes", "yes", "no", "unsure", None])
    return {"name": typed} if prescribed is None else {"name": typed, "prescribed": prescribed}


def entry_for(patient: Patient, item: Item) -> dict[str, object]:
    """Return one entry of a repeating item; a field may be left empty like any question."""
    fields = list(item.fields.values())
    left = [field for field in fields if patient.chance.random() >= patient.habits.unanswered] or fields[:1]
    return {field.id: field_for(patient, field) for field in left}


def field_for(patient: Patient, field: Field) -> object:
    """Return the value of one field of an entry."""
    if field.type is ItemType.CHOICE:
        return patient.chance.choice(list(field.options))
    return (
        areas_for(patient)
        if field.type is ItemType.AREAS
        else day_for(patient.rulebook, field.tense, patient.chance)
    )
