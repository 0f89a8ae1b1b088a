"""How long proofs take: all invariants of the starter rulebook, its analysis, alone and beside another."""

import json
from time import perf_counter

from bench.once import STARTER
from bench.table import Goal
from screening.engine import Rulebook, parse_rulebook, read_document
from screening.engine.proofs import analyse, prove_invariants

AT_MOST_SECONDS = 30.0


def proof_tables() -> tuple[str, list[Goal]]:
    """Return the table of times, and the goal of the invariants."""
    rulebook = parse_rulebook(read_document(STARTER).document)
    started = perf_counter()
    results = prove_invariants(rulebook)
    proved = perf_counter() - started
    started = perf_counter()
    findings = analyse(rulebook)
    analysed = perf_counter() - started
    started = perf_counter()
    milder = [finding for finding in analyse(tightened(rulebook), rulebook) if finding.kind == "milder"]
    compared = perf_counter() - started
    holding = sum(result.holds is True for result in results)
    rows = [
        f"| {holding} of {len(results)} invariants proved | {proved:.1f} |",
        f"| analysis, {len(findings)} findings | {analysed:.1f} |",
        f"| analysis beside an active version, {len(milder)} of them milder | {compared:.1f} |",
    ]
    table = "\n".join(["### Proofs, over all answers", "", "| | seconds |", "|---|--:|", *rows, ""])
    in_time = holding == len(results) and proved <= AT_MOST_SECONDS
    return table, [Goal(f"all invariants in at most {AT_MOST_SECONDS:.0f} seconds", proved, in_time)]


def tightened(rulebook: Rulebook) -> Rulebook:
    """Return the rulebook with twelve months to wait after isotretinoin instead of six."""
    text = json.dumps(rulebook.document)
    return parse_rulebook(json.loads(text.replace('"within": "6 months"', '"within": "12 months"')))
