"""Refusals of answers: each names the item it is about, in words a person can act on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with one answer: the item, a code for programs, a sentence for people."""

    link_id: str
    code: str
    message: str


class AnswerError(ValueError):
    """Raised for answers that cannot be accepted; carries every problem, not only the first."""

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.link_id}: {problem.message}" for problem in problems))


class Refusal(Exception):
    """Raised while one value is read; becomes an AnswerProblem of its item."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)
