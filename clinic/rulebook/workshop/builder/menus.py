"""What can be compared, as a menu: the questions by section, or the fields of a list's entries."""

from collections.abc import Mapping

from clinic.rulebook.presenters.words import Words
from screening.engine import Field, Rulebook

Menu = list[tuple[Words, list[tuple[str, str]]]]
"""Heading (empty for none) and choices, each an id and a label."""


def question_menu(rulebook: Rulebook) -> Menu:
    """The questions by section; those of a section that is not there come last, under its id."""
    titles = {section.id: section.title for section in rulebook.sections}
    groups: dict[str, list[tuple[str, str]]] = {section: [] for section in titles}
    for item in rulebook.items.values():
        groups.setdefault(item.section, []).append((item.link_id, item.label or item.link_id))
    return [(titles.get(section, section), questions) for section, questions in groups.items() if questions]


def field_menu(fields: Mapping[str, Field]) -> Menu:
    """The fields of an entry."""
    return [("", [(one.id, one.label or one.id) for one in fields.values()])]
