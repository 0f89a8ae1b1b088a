"""What a rulebook takes of raw answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from screening.engine import AnswerError, Answers, Rulebook, parse_answers


@dataclass(frozen=True, slots=True)
class Read:
    """The answers that count, and what is wrong with the others by link id."""

    answers: Answers
    errors: Mapping[str, str]
    raw: Mapping[str, object]

    @property
    def unknown(self) -> list[str]:
        """Answers to questions the rulebook does not have."""
        return [link_id for link_id in self.errors if link_id not in self.answers.rulebook.items]


def read_answers(rulebook: Rulebook, raw: Mapping[str, object], on: date | None = None) -> Read:
    """Sort out which answers count. `on`: the day after which nothing can have happened."""
    try:
        return Read(parse_answers(rulebook, raw, on), {}, raw)
    except AnswerError as error:
        errors = {problem.link_id: words_of(problem.message) for problem in error.problems}
    rest = {link_id: answer for link_id, answer in raw.items() if link_id not in errors}
    return Read(parse_answers(rulebook, rest, on), errors, raw)


def words_of(message: str) -> str:
    """What is wrong as a sentence."""
    return message[:1].upper() + message[1:].rstrip(".") + "." if message else _("This cannot be read.")
