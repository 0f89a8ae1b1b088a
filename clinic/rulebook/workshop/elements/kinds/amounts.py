"""Fields for numbers: one, least and most, a stretch of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.builder.choices import unit_choices
from clinic.rulebook.workshop.builder.documents import NUMBER, UNITS
from clinic.rulebook.workshop.builder.posting import one, text
from clinic.rulebook.workshop.builder.writing import duration_text
from clinic.rulebook.workshop.elements.kinds.texts import FOLDER, plain
from clinic.rulebook.workshop.elements.tables import Page, Sent

BEFORE, AFTER = "before", "after"
DAYS = UNITS[0]


def number_text(raw: object) -> str:
    """A number as text, or the text somebody typed for one; nothing for anything else."""
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else plain(raw)


def number_of(value: str) -> object:
    """A number; the text, which the rulebook's reader refuses, where it is none; None for nothing."""
    return int(value) if NUMBER.fullmatch(value) else value or None


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    unit: Words = ""
    template: str = f"{FOLDER}/number.html"

    def typed(self, raw: object) -> str:
        """The number as text."""
        return number_text(raw)

    def posted(self, sent: Sent, name: str, was: object) -> str:
        """What was typed."""
        return text(sent.data, name)

    def written(self, value: str) -> object:
        """The number."""
        return number_of(value)

    def shown(self, value: str, name: str, page: Page) -> Mapping[str, object]:
        """Its unit."""
        return {"unit": self.unit}


class Pair(NamedTuple):
    """Least and most as they are typed."""

    least: str
    most: str


@dataclass(frozen=True, slots=True)
class Range:
    """Two whole numbers, least and most."""

    unit: Words = ""
    template: str = f"{FOLDER}/range.html"

    def typed(self, raw: object) -> Pair:
        """Both as text."""
        given = [number_text(one) for one in raw] if isinstance(raw, list) else []
        return Pair(*[*given, "", ""][:2]) if len(given) <= 2 else Pair("", "")

    def posted(self, sent: Sent, name: str, was: object) -> Pair:
        """What was typed."""
        return Pair(text(sent.data, f"{name}-least"), text(sent.data, f"{name}-most"))

    def written(self, value: Pair) -> object:
        """Both numbers; nothing where both are empty."""
        found = [number_of(value.least), number_of(value.most)]
        return [one for one in found if one is not None] or None

    def shown(self, value: Pair, name: str, page: Page) -> Mapping[str, object]:
        """Their unit."""
        return {"unit": self.unit}


class Stretch(NamedTuple):
    """A duration as it is typed; `side` says on which side of the appointment it lies."""

    number: str
    unit: str
    side: str = AFTER


@dataclass(frozen=True, slots=True)
class Span:
    """A duration; a `signed` one is counted from the appointment, before or after it."""

    signed: bool = False
    template: str = f"{FOLDER}/span.html"

    def typed(self, raw: object) -> Stretch:
        """Number, unit and side."""
        given = plain(raw)
        side = BEFORE if self.signed and given.startswith("-") else AFTER
        whole = given.removeprefix("-") if side == BEFORE else given
        number, _space, unit = whole.rpartition(" ")
        plural = unit if unit.endswith("s") else f"{unit}s"
        known = plural in UNITS
        return Stretch(number if known else whole, plural if known else DAYS, side)

    def posted(self, sent: Sent, name: str, was: object) -> Stretch:
        """What was typed."""
        unit = one(sent.data, f"{name}-unit")
        side = BEFORE if self.signed and one(sent.data, f"{name}-side") == BEFORE else AFTER
        return Stretch(text(sent.data, f"{name}-number"), unit if unit in UNITS else DAYS, side)

    def written(self, value: Stretch) -> object:
        """The duration as the rulebook writes it."""
        if not value.number:
            return None
        sign = "-" if value.side == BEFORE and value.number != "0" else ""
        return sign + duration_text(value.number, value.unit)

    def shown(self, value: Stretch, name: str, page: Page) -> Mapping[str, object]:
        """The units."""
        return {"units": unit_choices(value.unit), "signed": self.signed}
