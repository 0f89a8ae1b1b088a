"""What the rulebook asks of a patient before and after a visit, on real days. Pure: no clock.

The text of a step never depends on the answers, only whether it is shown: true, or unknown and shown with
the questions that would settle it. What is false is left out; what is unknown never is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from screening.engine.answers import AnswerFacts, Answers, facts_on
from screening.engine.catalogue import CareStep, RedFlag, Span
from screening.engine.conditions import Condition
from screening.engine.dates import shift
from screening.engine.evaluation import Context
from screening.engine.evaluation.looking import refuse_context
from screening.engine.rulebook.types import Rulebook

PHASE_ORDER = ("before", "day", "after")


@dataclass(frozen=True, slots=True)
class DatedStep:
    """One instruction from its first to its last day, both included.

    `treatments` are those planned that ask for it. `certain` is false where the answers leave open whether it
    applies; `would_settle` then names the questions, where any would.
    """

    id: str
    phase: str
    text: str
    begins: date
    ends: date
    treatments: tuple[str, ...]
    certain: bool
    would_settle: tuple[str, ...]


def dated_care(rulebook: Rulebook, answers: Answers, context: Context) -> tuple[DatedStep, ...]:
    """Return every care step of the treatments planned that applies or may apply, each once, by its days.

    `answers` were parsed with the same rulebook. Raises ContextError where no treatment, or an unknown one,
    is planned.
    """
    refuse_context(rulebook, answers, context)
    facts = facts_on(answers, context.on)
    planned = dict.fromkeys(context.treatments)
    found = [
        dated(step, [code for code in planned if code in step.spans], facts) for step in rulebook.care_steps
    ]
    return tuple(sorted([step for step in found if step is not None], key=by_day))


def by_day(step: DatedStep) -> tuple[date, int, date]:
    """Order of days; on the same day what comes before the visit first."""
    return step.begins, PHASE_ORDER.index(step.phase), step.ends


def dated(step: CareStep, treatments: Sequence[str], facts: AnswerFacts) -> DatedStep | None:
    """Return a step on its days; None where none of the treatments asks for it, or it does not apply."""
    truth = True if step.when is None else step.when.value(facts)
    if not treatments or truth is False:
        return None
    begins, ends = days_of([step.spans[code] for code in treatments], facts.on)
    waiting = () if truth or step.when is None else would_settle(step.when, facts)
    return DatedStep(
        id=step.id,
        phase=step.phase,
        text=step.text,
        begins=begins,
        ends=ends,
        treatments=tuple(treatments),
        certain=truth is True,
        would_settle=waiting,
    )


def days_of(spans: Iterable[Span], on: date) -> tuple[date, date]:
    """Return the first and the last day of a step that several treatments ask for, the visit being `on`.

    It begins with the earliest and ends with the latest of them. What begins after the visit for all of them
    (mineral make-up, the next session) waits for the treatment that allows it last.
    """
    days = [(shift(on, *span.begins), shift(on, *span.ends)) for span in spans]
    firsts = [first for first, _ in days]
    begins = max(firsts) if min(firsts) > on else min(firsts)
    return begins, max(begins, *(last for _, last in days))


def would_settle(when: Condition, facts: AnswerFacts) -> tuple[str, ...]:
    """Return the items whose answers would settle a condition that is unknown."""
    leaves = [witness.leaf for witness in facts.witnesses(when, None) if witness.value is None]
    items = dict.fromkeys(item for leaf in leaves for item in leaf.unsettled_items(facts))
    return tuple(item for item in items if not facts.waits_for_gate(item))


def red_flags_for(rulebook: Rulebook, treatments: Iterable[str]) -> tuple[RedFlag, ...]:
    """Return the signs to act on after any of these treatments, each once, the urgent ones first."""
    planned = frozenset(treatments)
    own = [flag for flag in rulebook.red_flags if not flag.treatments.isdisjoint(planned)]
    return tuple(sorted(own, key=lambda flag: not flag.urgent))
