"""The questionnaire as its authors read it: wording, options, when it is shown, what it feeds."""

from dataclasses import dataclass

from clinic.rulebook.presenters.reading import Citing, rules_by_question
from clinic.rulebook.presenters.words import TYPES
from screening.engine import Item, Phrase, Rule, Rulebook, Section, describe_condition

CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question. `asked_for` names treatments, and is empty where it is asked for every one."""

    item: Item
    type: str
    shown_when: tuple[Phrase, ...]
    asked_for: tuple[str, ...]
    asks_clinic: bool
    parts: tuple[Item, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One page of the questionnaire."""

    section: Section
    questions: tuple[QuestionView, ...]


def section_views(rulebook: Rulebook) -> list[SectionView]:
    """The questionnaire, page by page."""
    rules = rules_by_question(rulebook)
    views = [question_view(rulebook, item, rules) for item in rulebook.items.values()]
    return [
        SectionView(section, tuple(view for view in views if view.item.section == section.id))
        for section in rulebook.sections
    ]


def question_view(rulebook: Rulebook, item: Item, rules: Citing) -> QuestionView:
    """One question with what it feeds."""
    gate = item.enable_when
    titles = [t.short_title for code, t in rulebook.treatments.items() if code in item.asked_for]
    return QuestionView(
        item=item,
        type=str(TYPES[item.type]),
        shown_when=tuple(describe_condition(rulebook, gate)) if gate else (),
        asked_for=tuple(titles),
        asks_clinic=item.asked == CLINIC,
        parts=tuple(rulebook.items[part] for part in item.parts),
        rules=tuple(rules.get(item.link_id, ())),
    )
