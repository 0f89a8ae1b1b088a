"""What comes from outside is held against the format's JSON Schema as well; each fault is named once."""

from screening.engine.checks import check_rulebook
from screening.engine.rulebook.parse import build, refuse
from screening.engine.rulebook.problems import Problem
from screening.engine.rulebook.reader import Problems
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.structure import structure_problems
from screening.engine.rulebook.types import Rulebook


def check_import(source: RulebookSource) -> list[Problem]:
    """Return every problem of a rulebook being imported, as check_rulebook does, structure included."""
    told = check_rulebook(source)
    return sorted([*told, *structure_problems(source, told)])


def parse_import(source: RulebookSource) -> Rulebook:
    """Return the rulebook of a source that is being imported.

    Raises RulebookError with every problem, as parse_source does, structure included.
    """
    problems = Problems(source)
    rulebook = build(source, problems, source.digest)
    problems.found += structure_problems(source, problems.found)
    refuse(problems)
    return rulebook
