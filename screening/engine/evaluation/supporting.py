"""Which open outcomes the finding on unanswered questions covers: one finding, not sixty."""

from collections.abc import Sequence

from screening.engine.answers import AnswerFacts
from screening.engine.conditions import TREATMENT_AREAS, Leaf
from screening.engine.evaluation.outcomes import Outcome
from screening.engine.questionnaire import Tense
from screening.engine.rules import Severity


def is_covered(outcome: Outcome, waiting: Sequence[str], missing: frozenset[str], facts: AnswerFacts) -> bool:
    """Whether an outcome is merely possible, for lack of answers only, and no answer points to it.

    `waiting` are the items that would settle it, `missing` those the finding on unanswered questions lists. A
    covered outcome still counts for eligibility; that finding stands for it. A merely possible note
    (information) is left out likewise, and so is a merely possible contradiction: "no" points to nothing.
    """
    if not waiting or outcome.stray or outcome.missing:
        return False
    verdicts = outcome.verdicts.values()
    if any(verdict.certain for verdict in verdicts):
        return False
    only_note = max(verdict.worst for verdict in verdicts) <= Severity.INFORMATION
    if not (all(map(facts.answers.is_unanswered, waiting)) if only_note else missing.issuperset(waiting)):
        return False
    if outcome.rule.built_in:
        return True
    witnesses = [witness for hit in outcome.hits for witness in hit.branch.when.witnesses(facts)]
    return not any(points_to(witness.leaf, facts) and witness.leaf.is_met(facts) for witness in witnesses)


def points_to(leaf: Leaf, facts: AnswerFacts) -> bool:
    """Whether a leaf says something about the patient's health, not only where, how old or with what."""
    item = facts.answers.rulebook.items[leaf.item]
    return item.link_id != TREATMENT_AREAS and item.tense is not Tense.BIRTH and item.asked == "patient"
