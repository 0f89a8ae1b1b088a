"""Answers as a rulebook takes them that they were not given to."""

from collections.abc import Mapping
from typing import NamedTuple

from screening.engine import AnswerError, Answers, Rulebook, parse_answers

NOT_READ_BY = frozenset(
    {"rulebook", "rules", "cases", "invariants", "sources", "plans", "care_steps", "red_flags", "bases"}
    | {"consent_risks", "explanations"}
)
"""Tables of a document that reading an answer does not look at; every other one may matter."""


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


def are_read_alike(one: Rulebook, other: Rulebook) -> bool:
    """Whether two rulebooks take the same answers and read them as the same values.

    So they do where everything but rules and what belongs to them is the same in both documents.
    """
    return read_by(one) == read_by(other)


def read_by(rulebook: Rulebook) -> dict[str, object]:
    """The tables of a rulebook's document that answers are read by."""
    return {name: table for name, table in rulebook.document.items() if name not in NOT_READ_BY}
