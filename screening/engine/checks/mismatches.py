"""One thing that does not come out as a case expects it, so that it can be said in any words."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What does not come out."""

    ANSWER = "answer"
    SEVERITY = "severity"
    KIND = "kind"
    SETTLED = "settled"
    EARLIEST_DATE = "earliest date"
    ELIGIBILITY = "eligibility"
    TOPICS = "topics"


NOT_OF_ITS_KIND = {
    "firing": "is a firing case, but nothing is certain",
    "silent": "is a silent case, but the rule says something",
    "unanswered": "is an unanswered case, but the rule is not merely possible",
}


class Mismatch(NamedTuple):
    """What comes out (`found`) and what a case expects, in codes and ISO dates; nothing stands for none.

    `subject` is the treatment of a severity, the question of an answer that is refused (`found` says why).
    """

    kind: Kind
    found: tuple[str, ...]
    expected: tuple[str, ...]
    subject: str = ""

    def __str__(self) -> str:
        """What is said in files and by programs."""
        match self.kind:
            case Kind.ANSWER:
                return f"{self.subject}: {self.found[0]}"
            case Kind.KIND:
                return NOT_OF_ITS_KIND[self.expected[0]]
            case Kind.SETTLED:
                return f"is {self.found[0]}"
        verb = "are" if self.kind is Kind.TOPICS else "is"
        return f"{self.subject or self.kind} {verb} {named(self.found)}, expected {named(self.expected)}"


def named(codes: Iterable[str]) -> str:
    """Return codes as a list in words."""
    return ", ".join(codes) or "none"
