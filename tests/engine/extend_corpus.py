"""Add to the replay corpus: `python -m tests.engine.extend_corpus [RULEBOOK]`.

Freezes the rulebook (a file or folder; the starter rulebook where none is named) and evaluations of its
worked examples, under the name of the rulebook's digest. What is there stays as it is: a rulebook that is
frozen already is left alone. See test_replay.py.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from screening.engine import (
    Case,
    Context,
    Rulebook,
    canonical_json,
    evaluate,
    parse_answers,
    parse_source,
    read_document,
)

STARTER = Path("screening/rulebooks/starter")
CORPUS = Path(__file__).parent / "corpus"


def chosen(rulebook: Rulebook) -> Iterator[Case]:
    """Every example of a whole appointment, and of each rule the first that fires and the first boundary."""
    yield from [case for case in rulebook.cases if not case.rule]
    for rule_id in rulebook.rules:
        for kind in ("firing", "boundary"):
            yield from [case for case in rulebook.cases if (case.rule, case.kind) == (rule_id, kind)][:1]


def line_of(rulebook: Rulebook, case: Case) -> str:
    """The canonical JSON of one example's evaluation; that of a rule laid over the first base."""
    base = case.base or next(iter(rulebook.bases), "")
    answers = parse_answers(rulebook, {**rulebook.bases.get(base, {}), **case.answers})
    context = Context(date.fromisoformat(case.on), case.treatments or tuple(rulebook.treatments))
    return canonical_json(evaluate(rulebook, answers, context).as_json())


def freeze(rulebook: Rulebook, folder: Path) -> None:
    """Write the rulebook and its evaluations, unless it is frozen there already."""
    name = rulebook.digest.removeprefix("sha256:")[:12]
    frozen = folder / f"{name}.rulebook.json"
    if frozen.exists():
        return
    folder.mkdir(exist_ok=True)
    lines = [line_of(rulebook, case) for case in chosen(rulebook)]
    (folder / f"{name}.evaluations.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    frozen.write_text(canonical_json(rulebook.document) + "\n", encoding="utf-8")


if __name__ == "__main__":
    named = Path(sys.argv[1]) if len(sys.argv) > 1 else STARTER
    freeze(parse_source(read_document(named)), CORPUS)
