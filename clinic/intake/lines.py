"""Answers as lines, section by section, to be checked or kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.intake.page import section_url
from clinic.intake.words import in_words
from screening.engine import Item, Rulebook
from screening.services.intake import ShownItem, ShownSection


@dataclass(frozen=True, slots=True)
class Line:
    """One answer on the page, or a question that is still open."""

    item: Item
    words: list[str]
    url: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one section."""

    title: str
    lines: list[Line]

    @property
    def open(self) -> list[Line]:
        """What still needs an answer."""
        return [line for line in self.lines if line.is_missing]


def part_of(rulebook: Rulebook, section: ShownSection, unseen: frozenset[str]) -> Part:
    """The lines of a section; of an answer that this sitting may not see only that there is one."""
    shown = [one for one in section.items if one.is_shown]
    return Part(section.section.title, [line_of(rulebook, one, unseen) for one in shown])


def line_of(rulebook: Rulebook, one: ShownItem, unseen: frozenset[str]) -> Line:
    """One line."""
    if one.item.link_id in unseen:
        return Line(one.item, [_("Answered before")], change_url(one.item), is_missing=False)
    words = in_words(rulebook, one.item, one.value)
    return Line(one.item, words, change_url(one.item), one.is_missing)


def change_url(item: Item) -> str:
    """Where an answer is changed; from there the way leads back here."""
    return f"{section_url(item.section)}?then=check#slot-{item.link_id}"
