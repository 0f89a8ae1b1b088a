"""The starter rulebook keeps what it promises, over all answers and days."""

import pytest

from screening.engine import parse_rulebook, read_document
from screening.engine.proofs import ProofResult, prove_invariants
from tests.starter.documents import STARTER


@pytest.fixture(scope="module")
def results() -> list[ProofResult]:
    """All invariants of the starter rulebook, proved once."""
    return prove_invariants(parse_rulebook(read_document(STARTER).document))


def test_every_invariant_is_proved(results: list[ProofResult]) -> None:
    open_ones = [result for result in results if result.holds is not True]
    assert [(r.invariant.id, r.holds, r.reason, r.counterexample) for r in open_ones] == []
    assert len(results) == 54


def test_no_premise_is_empty(results: list[ProofResult]) -> None:
    assert [result.invariant.id for result in results if result.is_vacuous] == []
