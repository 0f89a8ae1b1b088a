"""A question as a page asks it: made from an item of the rulebook, or from a field of an item's entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from screening.engine import (
    TREATMENT_AREAS,
    Area,
    Field,
    Item,
    ItemType,
    Option,
    Rulebook,
    Tense,
    parse_answer,
)

Read = Callable[[object], object | None]

LONGEST_TEXT = 2000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What one field asks. `read` takes an answer as JSON and returns the rulebook's spelling of it, None for
    an empty one; it raises AnswerError. `booked` are areas of the appointment, which stay. `language` is that
    of the words; empty: that of the page.
    """

    name: str
    type: ItemType
    text: str
    label: str
    read: Read
    help: str = ""
    why: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    booked: tuple[str, ...] = ()
    tense: Tense = Tense.PAST
    is_open: bool = False
    optional: bool = False
    longest: int = LONGEST_TEXT
    minimum: int = 0
    maximum: int = 0
    today: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was answered at an earlier visit: the day, the answer, and its words. It counts once confirmed."""

    day: date
    answer: object
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What the questions of a page are asked with: the rulebook, the clinic's day, the areas booked."""

    rulebook: Rulebook
    today: date
    booked: tuple[str, ...] = ()

    def item(self, item: Item) -> Question:
        """The question of an item."""
        return Question(
            name=item.link_id,
            type=item.type,
            text=item.question,
            label=item.label,
            read=lambda given: parse_answer(self.rulebook, item.link_id, given, self.today),
            help=item.help,
            why=item.why,
            options=item.options,
            areas=self.rulebook.areas.areas,
            booked=self.booked if item.link_id == TREATMENT_AREAS else (),
            tense=item.tense,
            is_open=item.open,
            optional=item.optional,
            longest=LONGEST_NAME if item.type is ItemType.CHOICES else LONGEST_TEXT,
            minimum=item.minimum,
            maximum=item.maximum,
            today=self.today,
            language=self.rulebook.head.language,
        )

    def part(self, item: Item, part: Field) -> Question:
        """The question of a field of an item's entries."""
        return Question(
            name=part.id,
            type=part.type,
            text=part.question,
            label=part.label,
            read=lambda given: self.read_part(item, part.id, given),
            help=part.help,
            options=part.options,
            areas=self.rulebook.areas.areas,
            tense=part.tense,
            today=self.today,
            language=self.rulebook.head.language,
        )

    def medicine_name(self, item: Item) -> Question:
        """The question for the name in a list of medicines."""
        return Question(
            name="name",
            type=ItemType.TEXT,
            text=_("Name"),
            label=_("Name"),
            read=lambda given: self.read_part(item, "name", given),
            longest=LONGEST_NAME,
        )

    def medicine_prescribed(self, item: Item) -> Question:
        """The question whether a medicine of a list was prescribed."""
        return Question(
            name="prescribed",
            type=ItemType.CHOICE,
            text=_("Was it prescribed for you?"),
            label=_("Prescribed"),
            read=lambda given: self.read_prescribed(item, given),
            options=prescribed_options(),
        )

    def read_part(self, item: Item, part: str, given: object) -> object | None:
        """One part of an entry in the rulebook's spelling; None where it is empty. Raises AnswerError."""
        if given in ("", [], None) or (isinstance(given, str) and not given.strip()):
            return None
        read = parse_answer(self.rulebook, item.link_id, [{part: given}], self.today)
        return read[0].get(part) if isinstance(read, list) else None

    def read_prescribed(self, item: Item, given: object) -> object | None:
        """Whether a medicine is prescribed, in the rulebook's spelling. Raises AnswerError."""
        if given in ("", None):
            return None
        read = parse_answer(self.rulebook, item.link_id, [{"name": "-", "prescribed": given}], self.today)
        return read[0].get("prescribed") if isinstance(read, list) else None


def prescribed_options() -> dict[str, Option]:
    """The answers to "was it prescribed"."""
    options = [
        Option("yes", _("Yes")),
        Option("no", _("No")),
        Option("unsure", _("I'm not sure"), not_known=True),
    ]
    return {option.code: option for option in options}
