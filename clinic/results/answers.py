"""Answers in words, through the rulebook they were evaluated with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clinic.results.medicines import read_medicine
from clinic.results.words import listed, partial_date_words
from screening.engine import Field, Item, ItemType, Rulebook, parse_answers
from screening.engine.conditions import Chosen

UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer. `note` is ours, not the patient's; `own_words` marks free text to be read."""

    text: str
    note: str = ""
    own_words: bool = False


@dataclass(frozen=True)
class AnswerWords:
    """Puts answers to one rulebook's questionnaire into words."""

    rulebook: Rulebook

    def lines(self, item: Item, answer: object) -> list[Line]:
        """The answer in words, a line per entry of a list; none where there is no answer."""
        if answer is None:
            return []
        match item.type:
            case ItemType.TEXT:
                return [Line(str(answer), own_words=True)]
            case ItemType.CHOICES:
                return [self.chosen(item, str(one)) for one in as_list(answer)]
            case ItemType.MEDICINES:
                return [self.medicine(item, one) for one in as_list(answer)]
            case ItemType.ENTRIES:
                return [Line(self.entry(item, one)) for one in as_list(answer)]
            case _:
                return [Line(self.one(item, answer))]

    def one(self, item: Item | Field, answer: object) -> str:
        """An answer that is one line."""
        match item.type:
            case ItemType.CHOICE:
                return label_of(item, str(answer))
            case ItemType.AREAS:
                return self.areas(as_list(answer))
            case ItemType.DATE:
                return partial_date_words(str(answer))
            case ItemType.SCORE if isinstance(item, Item):
                return score_words(item, answer)
            case _:
                return str(answer)

    def areas(self, codes: Sequence[object]) -> str:
        """The titles of areas."""
        known = self.rulebook.areas.areas
        return ", ".join(
            _("Not sure where") if code == UNSURE else known[str(code)].title if code in known else str(code)
            for code in codes
        )

    def chosen(self, item: Item, given: str) -> Line:
        """One of several answers: an option, or what was typed."""
        if given in item.options:
            return Line(item.options[given].label)
        meant = meaning_of(self.rulebook, item, given)
        return Line(given, note=f"= {listed(meant)}" if meant else "", own_words=not meant)

    def medicine(self, item: Item, given: object) -> Line:
        """One medicine as typed, with what it was understood as."""
        table = given if isinstance(given, Mapping) else {"name": given}
        name = str(table["name"])
        reading = read_medicine(self.rulebook, item, name)
        said = prescribed_words(table.get("prescribed"))
        return Line(f"{name} ({said})" if said else name, note=reading.note, own_words=not reading.is_known)

    def entry(self, item: Item, given: object) -> str:
        """One entry of a repeating item: its fields in their order."""
        if not isinstance(given, Mapping):
            return str(given)
        fields = [field for field in item.fields.values() if field.id in given]
        return " · ".join(self.one(field, given[field.id]) for field in fields)


def meaning_of(rulebook: Rulebook, item: Item, typed: str) -> list[str]:
    """The options that a text typed into an open list was understood as."""
    value = parse_answers(rulebook, {item.link_id: [typed]}).values[item.link_id]
    codes = value.codes if isinstance(value, Chosen) else ()
    return [option.label for code, option in item.options.items() if code in codes]


def as_list(answer: object) -> Sequence[object]:
    """The entries of a list; a single answer as a list of one."""
    return answer if isinstance(answer, list | tuple) else [answer]


def label_of(item: Item | Field, code: str) -> str:
    """The wording of an option; the code itself where there is none."""
    option = item.options.get(code)
    return code if option is None else option.label


def score_words(item: Item, value: object) -> str:
    """The label of a score's value."""
    return next((band.label for band in item.bands if band.value == value), str(value))


def prescribed_words(code: object) -> str:
    """Whether a medicine is prescribed, as the patient said."""
    words = {
        "yes": pgettext("medicine", "prescribed"),
        "no": pgettext("medicine", "not prescribed"),
        "unsure": pgettext("medicine", "not sure whether prescribed"),
    }
    return words.get(str(code), "")
