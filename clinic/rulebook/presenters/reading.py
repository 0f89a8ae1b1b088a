"""Which questions a rule reads, and which rules read a question, a medicine class, a source."""

from collections.abc import Iterable

from screening.engine import Item, Rule, Rulebook
from screening.engine.conditions import Leaf, MedicineLeaf

Citing = dict[str, list[Rule]]


def questions_of(rulebook: Rulebook, rule: Rule) -> list[Item]:
    """The questions whose answers a rule looks at, in the questionnaire's order."""
    read = {item for leaf in leaves_of(rule) for item in leaf.items()}
    return [item for item in rulebook.items.values() if item.link_id in read]


def rules_by_question(rulebook: Rulebook) -> Citing:
    """The rules that look at each question."""
    return by_key(
        (item, rule) for rule in rulebook.rules.values() for leaf in leaves_of(rule) for item in leaf.items()
    )


def rules_by_class(rulebook: Rulebook) -> Citing:
    """The rules that look for each medicine class."""
    return by_key(
        (code, rule)
        for rule in rulebook.rules.values()
        for leaf in leaves_of(rule)
        if isinstance(leaf, MedicineLeaf)
        for code in leaf.classes
    )


def rules_by_source(rulebook: Rulebook) -> Citing:
    """The rules that cite each source."""
    return by_key((source, rule) for rule in rulebook.rules.values() for source in rule.sources)


def by_key(pairs: Iterable[tuple[str, Rule]]) -> Citing:
    """Rules by key, each once."""
    found: dict[str, dict[str, Rule]] = {}
    for key, rule in pairs:
        found.setdefault(key, {})[rule.id] = rule
    return {key: list(rules.values()) for key, rules in found.items()}


def leaves_of(rule: Rule) -> Iterable[Leaf]:
    """Every comparison of a rule."""
    return (leaf for branch in rule.branches for leaf in branch.when.leaves())
