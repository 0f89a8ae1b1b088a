"""Mutation: each rule changed a little, and which of the changes no case would notice."""

from screening.engine.checks.mutation.mutants import Mutant, mutants
from screening.engine.checks.mutation.noticing import Progress, survivors

__all__ = ["Mutant", "Progress", "mutants", "survivors"]
