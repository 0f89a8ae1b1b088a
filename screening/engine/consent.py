"""Which risks a patient is told before consent."""

from screening.engine.answers import Answers, facts_on
from screening.engine.catalogue import ConsentRisk
from screening.engine.evaluation.result import Context
from screening.engine.rulebook.types import Rulebook


def risks_to_tell(rulebook: Rulebook, answers: Answers, context: Context) -> tuple[ConsentRisk, ...]:
    """Return the risks of the treatments planned that these answers do not rule out, in the rulebook's order.

    An answer that is missing rules nothing out: what may apply is told.
    """
    facts = facts_on(answers, context.on)
    planned = frozenset(context.treatments)
    return tuple(
        risk
        for risk in rulebook.consent_risks
        if planned & risk.treatments and (risk.when is None or risk.when.value(facts) is not False)
    )
