"""What people miss in a rulebook: each finding with answers that show it, confirmed by the engine."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from screening.engine.proofs.analysis.findings import KINDS, UNDECIDED, AnalysisFinding
from screening.engine.proofs.analysis.milder import FROM, Comparison
from screening.engine.proofs.analysis.questions import QuestionAnalysis
from screening.engine.proofs.analysis.rules import RuleAnalysis
from screening.engine.proofs.invariants import Progress
from screening.engine.proofs.search import Search
from screening.engine.proofs.solver import Undecided
from screening.engine.proofs.space import Space
from screening.engine.rulebook.types import Rulebook

__all__ = ["KINDS", "AnalysisFinding", "analyse"]

Step = tuple[str, Callable[[], Iterable[AnalysisFinding]]]
"""The place that is looked at, and the look."""


def analyse(
    rulebook: Rulebook, active: Rulebook | None = None, progress: Progress | None = None
) -> list[AnalysisFinding]:
    """Return everything odd about a rulebook, compared with the active version where one is given.

    Whatever `progress` raises goes through. Where the solver gives up, a finding says so in its `problem`.
    """
    steps = list(steps_of(rulebook, active))
    found: list[AnalysisFinding] = []
    for done, step in enumerate(steps):
        if progress is not None:
            progress(done, len(steps))
        found += told(step)
    if progress is not None:
        progress(len(steps), len(steps))
    return sorted(found, key=lambda finding: KINDS.index(finding.kind))


def told(step: Step) -> list[AnalysisFinding]:
    """Return what a step finds; that the solver gave up is a finding too, never hidden."""
    place, look = step
    found: list[AnalysisFinding] = []
    try:
        found.extend(look())
    except Undecided as undecided:
        found.append(AnalysisFinding(UNDECIDED, place, "The solver gave up here.", problem=str(undecided)))
    return found


def steps_of(rulebook: Rulebook, active: Rulebook | None) -> Iterator[Step]:
    """Yield what is to be looked at, one rule or question at a time."""
    search = Search(Space(rulebook))
    rules, questions = RuleAnalysis(search), QuestionAnalysis(search)
    for rule in rulebook.rules.values():
        yield f"rules/{rule.id}", partial(rules.look_at, rule)
    yield "rules", rules.together
    for item in rulebook.items.values():
        yield f"items/{item.link_id}", partial(questions.look_at, item)
    if active is not None and active.digest != rulebook.digest:
        comparison = Comparison(rulebook, active)
        for severity in FROM:
            yield "treatments", partial(comparison.milder_than, severity)
