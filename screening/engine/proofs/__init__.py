"""Proofs over all answers: invariants, and an analysis of what people miss. The one user of the solver.

Not part of the engine's front door: whoever imports this package loads the solver's library.
"""

from screening.engine.proofs.analysis import KINDS, AnalysisFinding, analyse
from screening.engine.proofs.invariants import Progress, ProofResult, prove_invariants
from screening.engine.proofs.solver import Undecided

__all__ = [
    "KINDS",
    "AnalysisFinding",
    "Progress",
    "ProofResult",
    "Undecided",
    "analyse",
    "prove_invariants",
]
