"""Jobs that look at a rulebook alone: invariants, analysis, mutation check. Results are plain JSON.

The solver's library is loaded where a job runs, not in every process that may ask for one.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from screening.engine.checks.mutation import survivors
from screening.services.rulebook.context import JobContext


def run_invariants(context: JobContext) -> Mapping[str, object]:
    """`invariants`: id, holds (None: not known), is_vacuous, reason; if broken also counterexample, on,
    treatments, eligibility.
    """
    from screening.engine.proofs import prove_invariants  # noqa: PLC0415 - see above

    found = prove_invariants(context.rulebook, context.progress)
    return {
        "invariants": [
            {
                "id": proof.invariant.id,
                "holds": proof.holds,
                "is_vacuous": proof.is_vacuous,
                "reason": proof.reason,
                "counterexample": plain(proof.counterexample),
                "on": None if proof.context is None else proof.context.on.isoformat(),
                "treatments": [] if proof.context is None else list(proof.context.treatments),
                "eligibility": proof.eligibility,
            }
            for proof in found
        ]
    }


def run_analysis(context: JobContext) -> Mapping[str, object]:
    """`findings`: the fields of AnalysisFinding."""
    from screening.engine.proofs import analyse  # noqa: PLC0415 - see above

    found = analyse(context.rulebook, context.active, context.progress)
    return {"findings": [plain(asdict(finding)) for finding in found]}


def run_mutation(context: JobContext) -> Mapping[str, object]:
    """`survivors`: rule, place, branch, kind, what, was, became, sentence of each change no case notices."""
    fields = ("rule", "place", "branch", "kind", "what", "was", "became", "sentence")
    found = survivors(context.rulebook, context.progress)
    return {"survivors": [{field: plain(getattr(mutant, field)) for field in fields} for mutant in found]}


def plain(value: Any) -> Any:
    """A value as JSON has it: tables, lists, text, whole numbers; days as ISO text."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
