"""Every answer by section, those that counted marked, and the patient's own words by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from clinic.results.answers import AnswerWords, Line
from clinic.results.findings import PATIENT, FindingView
from screening.engine import Answers, Item, ItemType, Rulebook, Section, enabled_items, parse_answers


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One question that applied. Without `lines` it was not answered; `counted` are its findings. With
    `correct_href` it may be corrected and asked again.
    """

    link_id: str
    question: str
    lines: tuple[Line, ...]
    counted: tuple[FindingView, ...]
    correct_href: str = ""

    @property
    def own_words(self) -> tuple[str, ...]:
        """What was typed freely, to be read by a person."""
        return tuple(line.text for line in self.lines if line.own_words)


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of the questionnaire."""

    title: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True)
class SectionWords:
    """Puts all answers of one evaluation into words. `findings` are the page's, worst first."""

    rulebook: Rulebook
    result: Mapping[str, Any]
    findings: tuple[FindingView, ...]

    @cached_property
    def answers(self) -> Answers:
        """The answers, read by the rulebook they were evaluated with."""
        return parse_answers(self.rulebook, self.result["answers"])

    def views(self) -> list[SectionView]:
        """The sections in which anything applied."""
        views = [self.section(section) for section in self.rulebook.sections]
        return [view for view in views if view.answers]

    def section(self, section: Section) -> SectionView:
        """One section with the questions that applied."""
        enabled = enabled_items(self.answers)
        items = [item for item in self.rulebook.items.values() if item.section == section.id]
        shown = [item for item in items if self.applies(item, enabled[item.link_id] is not False)]
        return SectionView(section.title, tuple(self.answer(item) for item in shown))

    def applies(self, item: Item, is_enabled: bool) -> bool:
        """Whether an item has an answer, or lacks one that was asked for."""
        if item.link_id in self.result["answers"]:
            return True
        if item.asked != PATIENT:  # the clinic's own, where something waits for it or follows from it
            return item.link_id in self.result["data_required"] or bool(self.derived(item))
        return is_enabled and not item.optional and item.is_asked_for(tuple(self.result["treatments"]))

    def answer(self, item: Item) -> AnswerView:
        """One question and its answer."""
        given = self.result["answers"].get(item.link_id)
        lines = self.derived(item) if given is None else AnswerWords(self.rulebook).lines(item, given)
        counted = tuple(finding for finding in self.findings if counts(finding, item.link_id))
        return AnswerView(item.link_id, item.label, tuple(lines), counted)

    def derived(self, item: Item) -> list[Line]:
        """The value of a score that was worked out from other answers."""
        if item.type is not ItemType.SCORE:
            return []
        lines = AnswerWords(self.rulebook).lines(item, self.answers.values.get(item.link_id))
        return [Line(line.text, note=_("worked out from the answers")) for line in lines]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that the rulebook does not accept: kept, shown, and counted as unanswered."""

    question: str
    text: str


def kept_answers(rulebook: Rulebook, set_aside: Mapping[str, object]) -> list[KeptAnswer]:
    """The answers set aside, with the question where the rulebook still knows it."""
    return [
        KeptAnswer(
            question=rulebook.items[link_id].label if link_id in rulebook.items else link_id,
            text=raw_words(value),
        )
        for link_id, value in set_aside.items()
    ]


def raw_words(value: object) -> str:
    """An answer as it is stored, for one that no rulebook puts into words."""
    if isinstance(value, Mapping):
        return ", ".join(raw_words(one) for one in value.values())
    if isinstance(value, list | tuple):
        return "; ".join(raw_words(one) for one in value)
    return str(value)


def counts(finding: FindingView, link_id: str) -> bool:
    """Whether an answer is a reason of a finding that is more than information."""
    return finding.severity != "information" and any(
        reason.link_id == link_id and reason.lines for reason in finding.reasons
    )
