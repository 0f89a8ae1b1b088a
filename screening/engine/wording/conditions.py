"""Conditions as English sentences, for people who answer for the rules."""

from collections.abc import Sequence

from screening.engine.conditions import All, AnyOf, Condition, Leaf, SomeLeaf
from screening.engine.questionnaire import Item
from screening.engine.rulebook.types import Rulebook
from screening.engine.wording.leaves import Clause, Scope, clause_of
from screening.engine.wording.phrases import Phrase, Phrases, includes_of, joined, merged, said


def describe_condition(rulebook: Rulebook, condition: Condition) -> list[Phrase]:
    """Return the condition in words, to stand after "when".

    "Isotretinoin is “Yes, but I have stopped” and Last isotretinoin dose is less than 6 months before the
    appointment". Inside a group, alternatives begin with "either"; other groups stand in brackets.
    """
    return merged(spoken(Scope(rulebook, rulebook.items), condition))


def spoken(scope: Scope, condition: Condition) -> Phrases:
    """Return the phrases of a condition that stands alone."""
    if isinstance(condition, Leaf):
        return whole(clause(scope, condition))
    parts = parts_of(condition)
    word = "and" if isinstance(condition, All) else "or"
    is_long = len(parts) > 2 or any(len(parts_of(part)) > 1 for part in parts)
    texts = [spoken_part(scope, parts, number) for number in range(len(parts))]
    return joined(texts, ", ", f", {word} " if is_long else f" {word} ")


def spoken_part(scope: Scope, parts: Sequence[Condition], number: int) -> Phrases:
    """Return one part of a group; the subject is left out where the part before has the same."""
    part = parts[number]
    if not isinstance(part, Leaf):
        return inner_group(scope, part)
    own = clause(scope, part)
    before = parts[number - 1] if number else None
    if isinstance(before, Leaf) and clause(scope, before).subject == own.subject:
        return own.predicate
    return whole(own)


def inner_group(scope: Scope, condition: Condition) -> Phrases:
    """Return a group that is part of another, with its borders marked."""
    inner = spoken(scope, condition)
    if len(parts_of(condition)) < 2:
        return inner
    return said("either ") + inner if isinstance(condition, AnyOf) else said("(") + inner + said(")")


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts of a group; a leaf has none."""
    return condition.parts if isinstance(condition, All | AnyOf) else ()


def clause(scope: Scope, leaf: Leaf) -> Clause:
    """Return the clause of a leaf, one on the entries of a repeating item included."""
    item = scope.named.get(leaf.item)
    if not isinstance(leaf, SomeLeaf) or not isinstance(item, Item):
        return clause_of(scope, leaf)
    entry = Scope(scope.rulebook, item.fields, of_entry=True)
    return Clause(
        scope.subject(item.label), said(f"{includes_of(item.label)} an entry ") + spoken(entry, leaf.where)
    )


def whole(own: Clause) -> Phrases:
    """Return subject and predicate."""
    return own.subject + own.predicate
