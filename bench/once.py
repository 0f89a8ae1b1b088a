"""What happens once per rulebook, not once per patient."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import cast

from bench.days import ON
from screening.engine import Context, check_rulebook, evaluate, parse_answers, parse_rulebook, read_document

STARTER = Path("screening/rulebooks/starter")


def once_per_rulebook(rounds: int) -> list[tuple[str, float]]:
    """Return what is done with a rulebook, and the milliseconds it takes."""
    source = read_document(STARTER)
    versions = iter(range(1, 1 + 2 * rounds))

    def renamed() -> dict[str, object]:
        head = cast("Mapping[str, object]", source.document["rulebook"])
        return {**source.document, "rulebook": {**head, "title": f"version {next(versions)}"}}

    def first_evaluation(document: dict[str, object]) -> None:
        rulebook = parse_rulebook(document)
        evaluate(rulebook, parse_answers(rulebook, {}), Context(ON, tuple(rulebook.treatments)))

    return [
        ("read the TOML files", milliseconds(lambda: read_document(STARTER), rounds)),
        ("parse_rulebook", milliseconds(lambda: parse_rulebook(renamed()), rounds)),
        (
            "parse_rulebook, compile the rules, first evaluation",
            milliseconds(lambda: first_evaluation(renamed()), rounds),
        ),
        ("check_rulebook: all checks and cases", milliseconds(lambda: check_rulebook(source), 1)),
    ]


def milliseconds(run: Callable[[], object], rounds: int) -> float:
    """Return the median of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1e3)
    return median(taken)
