"""Which open outcomes the finding on unanswered questions covers: one finding, not sixty."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from screening.engine.answers import AnswerFacts
from screening.engine.conditions import TREATMENT_AREAS, UNSURE, Leaf
from screening.engine.dates import PartialDate
from screening.engine.evaluation.hits import Hit, Outcome, rule_hits
from screening.engine.evaluation.planned import Planned
from screening.engine.questionnaire import Item, Tense
from screening.engine.rulebook.types import Rulebook, feeding_items


def tellable(outcomes: Sequence[Outcome], facts: AnswerFacts) -> Sequence[Outcome]:
    """Leave out at once the outcomes that nothing answered touches: is_covered would say so of each.

    Not where an answer says "not known" about what points to nothing (the areas, the birth date).
    """
    answers = facts.answers
    touch = touching(answers.rulebook)
    if not answers.unanswered or not all(is_known(*each, facts) for each in touch.pointless.items()):
        return outcomes
    answered = frozenset(answers.raw)
    return [o for o in outcomes if o.missing or o.stray or touched(o.hits, touch, answered)]


def touched(hits: Sequence[Hit], touch: "Touching", answered: frozenset[str]) -> bool:
    """Whether an answer touches one of these branches; one that is true is touched."""
    for hit in hits:
        items = touch.items.get(hit.key)
        if items is None or not items.isdisjoint(answered):
            return True
    return False


class Touching(NamedTuple):
    """Per unknown hit (by its key) the items whose answers touch it; and the items that point to nothing.

    Those stand with their codes of "not known".
    """

    items: Mapping[int, frozenset[str]]
    pointless: Mapping[str, frozenset[str]]


@lru_cache(maxsize=16)
def touching(rulebook: Rulebook) -> Touching:
    """Return what touches each branch: the items it reads and their gates, where an answer points to it.

    Left out are branches that read optional items, or ask whether there is an answer.
    """
    pointless = {
        item.link_id: item.not_known_codes | {UNSURE} for item in rulebook.items.values() if not points(item)
    }
    found = {}
    for hit in [unknown for own in rule_hits(rulebook) for _, unknown in own.pairs]:
        branch = hit.branch
        needed = feeding_items(branch.when, rulebook.items)
        read = {item for leaf in branch.when.leaves() for item in leaf.items()}
        if read <= needed and all(leaf.operator != "answered" for leaf in branch.when.leaves()):
            found[hit.key] = needed.difference(pointless)
    return Touching(found, pointless)


def is_known(link_id: str, not_known: frozenset[str], facts: AnswerFacts) -> bool:
    """Whether an item has no answer, or one that says something on the appointment day."""
    answers = facts.answers
    value = answers.values.get(link_id)
    if value is None:
        return answers.is_unanswered(link_id)
    if isinstance(value, PartialDate):
        return value.first <= facts.on
    return not_known.isdisjoint(value if isinstance(value, tuple) else (value,))


def is_covered(planned: Planned, waiting: Sequence[str], missing: frozenset[str], facts: AnswerFacts) -> bool:
    """Whether what is merely possible is so for lack of answers only, and no answer points to it.

    `waiting` are the items that would settle it, `missing` those the finding on unanswered questions lists. A
    covered outcome still counts for eligibility; that finding stands for it. A merely possible note
    (information) is left out likewise, and so is a merely possible contradiction: "no" points to nothing.
    """
    if not waiting:
        return False
    is_bare = (
        all(map(facts.answers.is_unanswered, waiting)) if planned.is_note else missing.issuperset(waiting)
    )
    if not is_bare:
        return False
    outcome = planned.outcome
    if outcome.rule.built_in:
        return True
    leaves = [w.leaf for hit in outcome.hits for w in facts.witnesses(hit.branch.when, hit.value)]
    return not any(points_to(leaf, facts) and leaf.is_met(facts) for leaf in leaves)


def points_to(leaf: Leaf, facts: AnswerFacts) -> bool:
    """Whether a leaf says something about the patient's health, not only where, how old or with what."""
    return leaf.item not in touching(facts.answers.rulebook).pointless


def points(item: Item) -> bool:
    """Whether an answer to an item says something about the patient's health."""
    return item.link_id != TREATMENT_AREAS and item.tense is not Tense.BIRTH and item.asked == "patient"
