"""The questionnaire: sections of items, their options, and which items apply to which answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from screening.engine.conditions import Condition


class ItemType(StrEnum):
    """What kind of answer an item takes."""

    CHOICE = "choice"
    CHOICES = "choices"
    AREAS = "areas"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"
    MEDICINES = "medicines"
    ENTRIES = "entries"
    SCORE = "score"


class Tense(StrEnum):
    """Whether a date lies behind, ahead, or is a birth date."""

    PAST = "past"
    FUTURE = "future"
    BIRTH = "birth"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    code: str
    label: str
    help: str = ""
    not_known: bool = False
    exclusive: bool = False
    score: int | None = None
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a score: sums up to `at_most` (None: any) have this value."""

    at_most: int | None
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the questionnaire."""

    id: str
    title: str
    intro: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the entries of a repeating item."""

    id: str
    type: ItemType
    question: str
    label: str
    help: str
    options: Mapping[str, Option]
    tense: Tense


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `asked_for` holds treatment codes; empty means every treatment. What is `fresh` is asked
    afresh at every visit: an earlier answer is not offered for confirmation.
    """

    link_id: str
    section: str
    type: ItemType
    question: str
    label: str
    help: str
    why: str
    options: Mapping[str, Option]
    enable_when: Condition | None
    asked_for: frozenset[str]
    asked: str
    optional: bool
    tense: Tense
    open: bool
    form: str
    minimum: int
    maximum: int
    parts: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    fresh: bool = False

    @property
    def not_known_codes(self) -> frozenset[str]:
        """The codes that mean "not known"."""
        return frozenset(code for code, option in self.options.items() if option.not_known)

    def is_asked_for(self, treatments: tuple[str, ...]) -> bool:
        """Whether the item is asked where these treatments are planned."""
        return not self.asked_for or not self.asked_for.isdisjoint(treatments)

    def label_of(self, code: str) -> str:
        """Return the wording of an option; the code itself where the item has no such option."""
        return self.options[code].label if code in self.options else code


def band_of(item: Item, total: int) -> Band | None:
    """Return the band a score's sum falls into."""
    return next((band for band in item.bands if band.at_most is None or total <= band.at_most), None)
