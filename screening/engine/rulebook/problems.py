"""Problems of a rulebook: each with file, place and reason; all of them at once."""

from dataclasses import dataclass

ERROR = "error"
NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong (`severity` "error"), or worth a look ("note"): file, line, and the place inside."""

    file: str
    line: int
    place: str
    reason: str
    severity: str = ERROR

    def __str__(self) -> str:
        """Return one line for people."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        note = "" if self.severity == ERROR else " (note)"
        return f"{where}: {self.place}: {self.reason}{note}".removeprefix(": ")


class RulebookError(ValueError):
    """Raised for a rulebook that cannot be used; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
