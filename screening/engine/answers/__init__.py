"""Typed answers by link id. Unanswered is unknown, never "no"; what is no answer is refused at the door."""

from collections.abc import Mapping
from datetime import date

from screening.engine.answers.errors import AnswerError, AnswerProblem, Refusal
from screening.engine.answers.facts import AnswerFacts, Answers, derived_score, facts_on
from screening.engine.answers.values import read_value
from screening.engine.questionnaire import ItemType
from screening.engine.rulebook.types import Rulebook

__all__ = [
    "AnswerError",
    "AnswerFacts",
    "AnswerProblem",
    "Answers",
    "facts_on",
    "parse_answer",
    "parse_answers",
]

CHOICE = ItemType.CHOICE


def parse_answers(rulebook: Rulebook, raw: Mapping[str, object], today: date | None = None) -> Answers:
    """Return the typed answers of a table of JSON values by link id.

    Past events and births whose first possible day lies after `today` are refused, where `today` is given.
    Raises AnswerError with every problem: unknown link id, wrong type, unknown code, impossible date,
    `none` or `unsure` beside other codes, text that is too long or unreadable.
    """
    kept: dict[str, object] = {}
    values: dict[str, object] = {}
    problems: list[AnswerProblem] = []
    for link_id in sorted(raw, key=str):
        given, item = raw[link_id], rulebook.items.get(link_id)
        if item is None:
            problems.append(AnswerProblem(str(link_id), "unknown_item", "there is no such question"))
            continue
        if item.type is CHOICE and type(given) is str and given in item.options:
            kept[link_id] = values[link_id] = given  # most answers; what else there is takes the long way
            continue
        try:
            read = read_value(rulebook, item, given, today)
        except Refusal as refusal:
            problems.append(AnswerProblem(link_id, refusal.code, refusal.message))
            continue
        if read is not None:
            kept[link_id], values[link_id] = read
    if problems:
        raise AnswerError(tuple(problems))
    return Answers(rulebook.original, kept, with_scores(rulebook, values))


def parse_answer(rulebook: Rulebook, link_id: str, given: object, today: date | None = None) -> object | None:
    """Return the canonical form of one answer, None where it is empty; raise like parse_answers."""
    return parse_answers(rulebook, {link_id: given}, today).raw.get(link_id)


def with_scores(rulebook: Rulebook, values: dict[str, object]) -> dict[str, object]:
    """Add the scores that can be derived; one entered directly wins."""
    for item in rulebook.score_items:
        if item.link_id in values:
            continue
        score = derived_score(item, rulebook.items, values)
        if score is not None:
            values[item.link_id] = score
    return values
