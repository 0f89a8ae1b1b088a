"""What an evaluation and its outline share: the outcomes, which of them are told, and until when."""

from dataclasses import dataclass
from typing import NamedTuple

from screening.engine.answers import AnswerFacts, Answers, facts_on
from screening.engine.evaluation.earliest import Calendar
from screening.engine.evaluation.hits import Outcome
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.evaluation.planned import Planned, for_planned
from screening.engine.evaluation.reasons import open_items
from screening.engine.evaluation.result import Context, ContextError
from screening.engine.evaluation.supporting import is_covered, tellable
from screening.engine.rulebook.types import Rulebook


@dataclass(slots=True, eq=False)
class Open:
    """An outcome for the treatments planned; what would settle it is looked for when asked, and once."""

    planned: Planned
    facts: AnswerFacts
    _waiting: tuple[str, ...] | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        """The items that would settle it."""
        if self._waiting is None:
            self._waiting = open_items(self.planned.outcome, self.facts)
        return self._waiting


class Look(NamedTuple):
    """Some answers looked at with a rulebook.

    `outcomes` are those of all rules and treatments, `concerned` those about the treatments planned, `listed`
    those of them that are told: the others are covered by the finding on unanswered questions. `missing` are
    the required items without answer.
    """

    facts: AnswerFacts
    calendar: Calendar
    outcomes: list[Outcome]
    concerned: list[Open]
    listed: list[Open]
    missing: frozenset[str]


def look(answers: Answers, context: Context) -> Look:
    """Look at answers with the rulebook they were read with; the context is one of it."""
    facts = facts_on(answers, context.on)
    outcomes = outcomes_of(answers.rulebook, facts)
    told = [for_planned(outcome, context.treatments) for outcome in tellable(outcomes, facts)]
    concerned = [Open(planned, facts) for planned in told if planned is not None]
    missing = frozenset(
        [item for each in concerned for items in each.planned.outcome.missing.values() for item in items]
    )
    listed = [each for each in concerned if not is_hidden(each, missing)]
    return Look(facts, Calendar(facts), outcomes, concerned, listed, missing)


def is_hidden(each: Open, missing: frozenset[str]) -> bool:
    """Whether the finding on unanswered questions covers an outcome. Nothing certain is ever covered."""
    if each.planned.is_certain or each.planned.outcome.stray or each.planned.outcome.missing:
        return False
    return is_covered(each.planned, each.waiting, missing, each.facts)


def refuse_context(rulebook: Rulebook, answers: Answers, context: Context) -> None:
    """Raise where the context cannot be evaluated with this rulebook."""
    if answers.rulebook is not rulebook and answers.rulebook.digest != rulebook.digest:
        raise ContextError("these answers were read with another rulebook")
    if not context.treatments:
        raise ContextError("no treatment is planned")
    unknown = [code for code in context.treatments if code not in rulebook.treatments]
    if unknown:
        raise ContextError(f"the rulebook knows no treatment {', '.join(unknown)}")
    if len(set(context.treatments)) < len(context.treatments):
        raise ContextError("a treatment is planned twice")
