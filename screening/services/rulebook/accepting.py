"""Answers as a rulebook takes them that they were not given to."""

from collections.abc import Mapping
from typing import NamedTuple

from screening.engine import AnswerError, Answers, Rulebook, parse_answers


class Accepted(NamedTuple):
    """The answers a rulebook takes, and the link ids of those it does not: they count as unanswered."""

    answers: Answers
    refused: frozenset[str]


def accepted_answers(rulebook: Rulebook, raw: Mapping[str, object]) -> Accepted:
    """Sort out which answers a rulebook accepts."""
    try:
        return Accepted(parse_answers(rulebook, raw), frozenset())
    except AnswerError as error:
        refused = frozenset(problem.link_id for problem in error.problems)
    rest = {link_id: given for link_id, given in raw.items() if link_id not in refused}
    return Accepted(parse_answers(rulebook, rest), refused)
