"""What may be kept of a patient's answers in a case: nothing that says whose they were.

What is kept is kept because it is known to be harmless, never because nothing harmful was found in it: codes
of the draft, whole numbers, dates moved along with the appointment, medicines as the rulebook spells them.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from screening.engine import UNKNOWN_DATE, Field, Item, ItemType, PartialDate, Rulebook, Tense, age_on

REFERENCE_DAY = date(2026, 9, 15)
"""The appointment day of every such case; all dates keep their distance from the appointment."""
PRESCRIBED = frozenset({"yes", "no", "unsure"})
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Harmless:
    """What may be kept of answers given for an appointment day."""

    rulebook: Rulebook
    on: date

    def kept(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
        """What is left of each answer; an answer of which nothing is left is none."""
        for name, given in answers.items():
            item = self.rulebook.items.get(name)
            left = None if item is None else self.of_item(item, given)
            if left not in (None, [], {}):
                yield name, left

    def lost(self, name: str, given: object, answers: Mapping[str, object]) -> bool:
        """Whether an answer is not all there any more; dates that moved are."""
        left = answers.get(name)
        if isinstance(given, list) and isinstance(left, list):
            return len(left) < len(given) or size_of(left) < size_of(given)
        return left is None

    def of_item(self, item: Item, given: Any) -> object:
        """What may be kept of an answer."""
        if item.type is ItemType.MEDICINES:
            return [left for one in rows(given) if (left := self.medicine(item, one))]
        if item.type is ItemType.ENTRIES:
            return [left for one in rows(given) if (left := self.entry(item, one))]
        return self.value(item, given)

    def value(self, asked: Item | Field, given: Any) -> object:
        """What may be kept of one value; None for nothing."""
        match asked.type:
            case ItemType.CHOICE:
                return given if is_one_of(given, asked.options) else None
            case ItemType.CHOICES:
                return [code for code in rows(given) if is_one_of(code, asked.options)]
            case ItemType.AREAS:
                known = {*self.rulebook.areas.areas, UNSURE}
                return [code for code in rows(given) if is_one_of(code, known)]
            case ItemType.DATE:
                return self.moved(str(given), asked.tense)
            case ItemType.NUMBER | ItemType.SCORE:
                return given if isinstance(given, int) else None
            case _:
                return None

    def moved(self, given: str, tense: Tense) -> str | None:
        """A date moved along with the appointment; of a birth only the age is left."""
        if given == UNKNOWN_DATE:
            return given
        try:
            value = PartialDate.parse(given)
            if tense is Tense.BIRTH:
                return REFERENCE_DAY.replace(
                    year=REFERENCE_DAY.year - age_on(value.last, self.on)
                ).isoformat()
            if value.is_exact:
                return (value.first + (REFERENCE_DAY - self.on)).isoformat()
        except (ValueError, OverflowError):
            return None
        months = months_of(REFERENCE_DAY) + months_of(value.first) - months_of(self.on)
        return f"{months // 12:04}-{months % 12 + 1:02}"

    def entry(self, item: Item, given: Any) -> dict[str, object]:
        """What may be kept of one entry of a list."""
        table = given if isinstance(given, Mapping) else {}
        left = {name: self.value(field, table[name]) for name, field in item.fields.items() if name in table}
        return {name: value for name, value in left.items() if value not in (None, [])}

    def medicine(self, item: Item, given: Any) -> dict[str, object]:
        """A medicine as the rulebook spells it, where that means the same; nothing of what was typed."""
        table = given if isinstance(given, Mapping) else {"name": given}
        typed = self.rulebook.medicines.match(str(table.get("name", "")), item.form)
        wanted = typed.classes, typed.possible
        names = (self.rulebook.medicines.match(name, item.form) for name in self.spellings(typed.recognised))
        name = next((one.text for one in names if (one.classes, one.possible) == wanted), "")
        said = table.get("prescribed")
        if not name:
            return {}
        return {"name": name, "prescribed": said} if is_one_of(said, PRESCRIBED) else {"name": name}

    def spellings(self, recognised: tuple[str, ...]) -> Iterator[str]:
        """How the rulebook would write these names: plainly, or with a word for cream or tablets."""
        if recognised:
            together = " ".join(recognised)
            words = self.rulebook.medicine_words
            forms = (*sorted(words.topical)[:1], *sorted(words.systemic)[:1])
            yield from (together, *(f"{together} {word}" for word in forms))


def rows(given: object) -> list[Any]:
    """The entries of a list; a single value as a list of one."""
    return list(given) if isinstance(given, list | tuple) else [given]


def is_one_of(given: object, known: Container[str]) -> bool:
    """Whether something is a known code. The draft may ask another type of question than was answered."""
    return isinstance(given, str) and given in known


def size_of(entries: list[Any]) -> int:
    """How many parts the entries of a list have."""
    return sum(len(one) if isinstance(one, Mapping) else 1 for one in entries)


def months_of(day: date) -> int:
    """The months since the beginning of the calendar."""
    return day.year * 12 + day.month - 1
