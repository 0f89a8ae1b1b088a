"""check_rulebook: everything that can be said about a rulebook before it is published."""

from collections.abc import Iterator

from screening.engine.checks.cases import failures, missing_cases
from screening.engine.checks.static import static_problems
from screening.engine.rulebook.parse import build
from screening.engine.rulebook.problems import ERROR, Problem
from screening.engine.rulebook.reader import Problems
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.types import Rulebook

__all__ = ["check_rulebook"]


def check_rulebook(source: RulebookSource) -> list[Problem]:
    """Return every problem of a rulebook, errors and notes, in the order of files and lines.

    Where the document itself can be read without error, branches, gates and cases are checked as well.
    """
    problems = Problems(source)
    rulebook = build(source, problems, source.digest)
    if not any(problem.severity == ERROR for problem in problems.found):
        for root, place, reason, severity in (*static_problems(rulebook), *case_problems(rulebook)):
            problems.add(root, place, reason, severity)
    return sorted(problems.found)


def case_problems(rulebook: Rulebook) -> Iterator[tuple[tuple[str, int], str, str, str]]:
    """Yield rules without the cases they need, and cases that do not come out as expected."""
    numbers = {rule_id: number for number, rule_id in enumerate(rulebook.rules)}
    for rule_id, kind in missing_cases(rulebook):
        yield ("rules", numbers[rule_id]), f"rules {rule_id}", f"has no {kind} case", ERROR
    for number, case in enumerate(rulebook.cases):
        for reason in failures(rulebook, case):
            yield ("cases", number), f"{case.place} ({case.title})", reason, ERROR
