"""Which open outcomes the one finding on unanswered questions covers, so that it is one finding and not sixty."""

from collections.abc import Sequence

from screening.engine.answers import AnswerFacts
from screening.engine.conditions import TREATMENT_AREAS, Leaf
from screening.engine.evaluation.outcomes import Outcome
from screening.engine.evaluation.reasons import open_items
from screening.engine.questionnaire import Tense
from screening.engine.rules import Severity


def is_covered(
    outcome: Outcome, outcomes: Sequence[Outcome], facts: AnswerFacts, planned: tuple[str, ...]
) -> bool:
    """Whether an outcome is merely possible, only because questions have no answer, and nothing answered points to it.

    Such an outcome still counts for eligibility; the finding on unanswered questions stands for it. A merely
    possible note (information) is left out likewise.
    """
    verdicts = [outcome.verdict(code) for code in planned]
    if outcome.stray or outcome.missing or any(verdict.certain for verdict in verdicts):
        return False
    witnesses = [witness for hit in outcome.hits for witness in hit.branch.when.witnesses(facts)]
    if any(witness.leaf.is_met(facts) and points_to(witness.leaf, facts) for witness in witnesses):
        return False
    waiting = open_items(outcome, facts, planned)
    if max(verdict.worst for verdict in verdicts) <= Severity.INFORMATION:
        return all(facts.answers.is_unanswered(item) for item in waiting)
    missing = {item for other in outcomes for code in planned for item in other.missing.get(code, ())}
    return missing.issuperset(waiting)


def points_to(leaf: Leaf, facts: AnswerFacts) -> bool:
    """Whether a leaf says something about the patient's health, not only where, how old or with what."""
    item = facts.answers.rulebook.items[leaf.item]
    return item.link_id != TREATMENT_AREAS and item.tense is not Tense.BIRTH and item.asked == "patient"
