"""Which kind of job is done by what."""

from collections.abc import Callable, Mapping

from screening.models import RulebookJob
from screening.services.rulebook.context import JobContext
from screening.services.rulebook.impact import run_impact
from screening.services.rulebook.solving import run_analysis, run_invariants, run_mutation

Runner = Callable[[JobContext], Mapping[str, object]]
"""Works on the context's document and returns what is stored as canonical JSON (no floats). Calls
`context.progress` often, never inside a transaction, and lets what that raises pass."""

RUNNERS: dict[str, Runner] = {
    RulebookJob.Kind.ANALYSIS: run_analysis,
    RulebookJob.Kind.INVARIANTS: run_invariants,
    RulebookJob.Kind.MUTATION: run_mutation,
    RulebookJob.Kind.IMPACT: run_impact,
}
