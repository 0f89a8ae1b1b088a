"""What a patient is asked: the sections and items for the treatments planned, and how far each section is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from screening.engine import Answers, Item, ItemType, Rulebook, Section, enabled_items
from screening.models import QuestionnaireResponse
from screening.services.evaluation import DATE_OF_BIRTH, answers_of, parse_accepted

PATIENT = "patient"


class SectionState(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not-started"
    PART = "part"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a section; `is_shown` says whether the answers given so far open it. None: unanswered."""

    item: Item
    is_shown: bool
    value: object | None

    @property
    def is_missing(self) -> bool:
        """Whether it has to be answered before the questionnaire can be handed in."""
        return self.is_shown and not self.item.optional and self.value is None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with everything it may ask of this patient."""

    section: Section
    items: tuple[ShownItem, ...]
    state: SectionState

    @property
    def missing(self) -> tuple[str, ...]:
        """The link ids still to be answered here."""
        return tuple(shown.item.link_id for shown in self.items if shown.is_missing)


def sections_for(rulebook: Rulebook, response: QuestionnaireResponse) -> list[ShownSection]:
    """The sections to show, in order: those with at least one item shown.

    Items asked of the clinic, of other treatments only, and the birth date (the patient's record has it) are
    left out. An item behind a gate is among the items, and shown as `is_shown` says.
    """
    answers = parse_accepted(rulebook, answers_of(rulebook, response))
    treatments = tuple(response.appointment.treatments)
    asked = {item.link_id: item for item in rulebook.items.values() if is_asked(item, treatments)}
    shown = [
        ShownItem(item, is_shown(item, asked, answers), answers.raw.get(item.link_id))
        for item in asked.values()
    ]
    sections = [
        section_of(section, tuple(one for one in shown if one.item.section == section.id), response)
        for section in rulebook.sections
    ]
    return [section for section in sections if any(one.is_shown for one in section.items)]


def is_shown(item: Item, asked: Mapping[str, Item], answers: Answers) -> bool:
    """Whether an item is shown beside these answers.

    One whose gate is unsettled is shown, unless the gate is a required question this patient has yet to
    answer: that one is asked first, and nothing can be handed in without it.
    """
    state = enabled_items(answers)[item.link_id]
    if state is not None or item.enable_when is None:
        return state is not False
    gates = {link_id for leaf in item.enable_when.leaves() for link_id in leaf.items()}
    return not any(
        link_id in asked and not asked[link_id].optional and link_id not in answers.raw for link_id in gates
    )


def missing_items(rulebook: Rulebook, response: QuestionnaireResponse) -> list[str]:
    """The link ids still to be answered before it can be handed in, in the questionnaire's order."""
    return [link_id for section in sections_for(rulebook, response) for link_id in section.missing]


def is_asked(item: Item, treatments: tuple[str, ...]) -> bool:
    """Whether a patient with these treatments may be asked this item: a score is asked as its parts only."""
    if item.asked != PATIENT or item.type is ItemType.SCORE or item.link_id == DATE_OF_BIRTH:
        return False
    return item.is_asked_for(treatments)


def section_of(
    section: Section, items: tuple[ShownItem, ...], response: QuestionnaireResponse
) -> ShownSection:
    """A section and how far it is: done once it has been saved and nothing is missing."""
    is_saved = section.id in response.section_revisions
    own: Mapping[str, object] = response.answers
    if is_saved and not any(one.is_missing for one in items):
        state = SectionState.DONE
    elif is_saved or any(one.item.link_id in own for one in items):
        state = SectionState.PART
    else:
        state = SectionState.NOT_STARTED
    return ShownSection(section, items, state)
