"""What people miss in a rulebook: each finding with answers that show it, confirmed by the engine."""

from collections.abc import Callable, Iterable, Iterator

from screening.engine.proofs.analysis.findings import KINDS, AnalysisFinding
from screening.engine.proofs.analysis.milder import Comparison
from screening.engine.proofs.analysis.questions import QuestionAnalysis
from screening.engine.proofs.analysis.rules import RuleAnalysis
from screening.engine.proofs.invariants import Progress
from screening.engine.proofs.search import Search
from screening.engine.proofs.space import Space
from screening.engine.rulebook.types import Rulebook

__all__ = ["KINDS", "AnalysisFinding", "analyse"]

Step = Callable[[], Iterable[AnalysisFinding]]


def analyse(
    rulebook: Rulebook, active: Rulebook | None = None, progress: Progress | None = None
) -> list[AnalysisFinding]:
    """Return everything odd about a rulebook, compared with the active version where one is given.

    Whatever `progress` raises goes through. Raises Undecided where the solver gives up.
    """
    steps = list(steps_of(rulebook, active))
    found: list[AnalysisFinding] = []
    for done, step in enumerate(steps):
        if progress is not None:
            progress(done, len(steps))
        found += step()
    if progress is not None:
        progress(len(steps), len(steps))
    return sorted(found, key=lambda finding: KINDS.index(finding.kind))


def steps_of(rulebook: Rulebook, active: Rulebook | None) -> Iterator[Step]:
    """Yield what is to be looked at, one rule or question at a time."""
    search = Search(Space(rulebook))
    rules, questions = RuleAnalysis(search), QuestionAnalysis(search)
    for rule in rulebook.rules.values():
        yield lambda rule=rule: [*rules.silent(rule), *rules.redundant(rule)]  # type: ignore[misc] # bound now
    yield rules.together
    for item in rulebook.items.values():
        yield lambda item=item: [*questions.unused(item), *questions.unused_options(item)]  # type: ignore[misc] # bound now
    if active is not None and active.digest != rulebook.digest:
        yield lambda: Comparison(rulebook, active).findings()
