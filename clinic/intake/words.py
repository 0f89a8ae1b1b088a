"""Answers in the words they were given in."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from clinic import written
from clinic.questions.medicines import NAMES_NOT_KNOWN
from clinic.questions.question import Earlier
from screening.engine import UNKNOWN_DATE, Field, Item, ItemType, Option, Rulebook
from screening.services.intake import LastTime

UNSURE = "unsure"


def in_words(rulebook: Rulebook, item: Item, answer: object) -> list[str]:
    """An answer as lines of text; none where there is no answer."""
    if answer is None:
        return []
    if item.type is ItemType.MEDICINES:
        return [medicine_in_words(entry) for entry in entries(answer)]
    if item.type is ItemType.ENTRIES:
        return [entry_in_words(rulebook, item, entry) for entry in entries(answer)]
    return value_in_words(rulebook, item, answer)


def value_in_words(rulebook: Rulebook, asked: Item | Field, answer: object) -> list[str]:
    """The answer to a question that is answered once."""
    if asked.type is ItemType.AREAS:
        return [area_in_words(rulebook, code) for code in codes(answer)]
    if asked.type is ItemType.DATE:
        return [date_in_words(str(answer))]
    if asked.type in {ItemType.CHOICE, ItemType.CHOICES}:
        return [option_in_words(asked.options, code) for code in codes(answer)]
    return [str(answer)]


def option_in_words(options: Mapping[str, Option], code: str) -> str:
    """An answer's wording, or what was typed in its place."""
    return options[code].label if code in options else code


def area_in_words(rulebook: Rulebook, code: str) -> str:
    """An area's name."""
    if code == UNSURE:
        return _("I'm not sure where")
    areas = rulebook.areas.areas
    return areas[code].title if code in areas else code


def date_in_words(text: str) -> str:
    """A date, a month, or that it is not known."""
    if text == UNKNOWN_DATE:
        return _("I don't know")
    if len(text) == len("2026-11"):
        return written.month(date.fromisoformat(f"{text}-01"))
    return written.day(date.fromisoformat(text))


def medicine_in_words(entry: Mapping[str, object]) -> str:
    """A medicine and whether it is prescribed."""
    name = str(entry.get("name", ""))
    if name == NAMES_NOT_KNOWN:
        return _("I don't know the names")
    said = {
        "yes": _("%(name)s (prescribed)"),
        "no": _("%(name)s (not prescribed)"),
        UNSURE: _("%(name)s (not sure whether prescribed)"),
    }
    return said.get(str(entry.get("prescribed")), "%(name)s") % {"name": name}


def entry_in_words(rulebook: Rulebook, item: Item, entry: Mapping[str, object]) -> str:
    """One entry: its answers side by side."""
    words = [
        word
        for name, field in item.fields.items()
        if name in entry
        for word in value_in_words(rulebook, field, entry[name])
    ]
    return written.listed(words)


def entries(answer: object) -> list[Mapping[str, object]]:
    """The entries of an answer in rows."""
    return [entry for entry in answer if isinstance(entry, Mapping)] if isinstance(answer, list) else []


def codes(answer: object) -> list[str]:
    """The codes of an answer, one or several."""
    return [str(code) for code in answer] if isinstance(answer, list | tuple) else [str(answer)]


def earlier_answers(rulebook: Rulebook, found: LastTime | None, items: Iterable[Item]) -> dict[str, Earlier]:
    """What was answered to these questions last time, in words."""
    if found is None:
        return {}
    known = [item for item in items if item.link_id in found.answers]
    return {
        item.link_id: Earlier(
            found.day,
            found.answers[item.link_id],
            tuple(in_words(rulebook, item, found.answers[item.link_id])),
        )
        for item in known
    }
