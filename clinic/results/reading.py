"""Which questions a rule depends on."""

from screening.engine import Rule, Rulebook


def items_read(rulebook: Rulebook, rule: Rule) -> frozenset[str]:
    """The items a rule reads, those that decide whether these are asked, and the parts of scores."""
    waiting = [item for branch in rule.branches for leaf in branch.when.leaves() for item in leaf.items()]
    found: set[str] = set()
    while waiting:
        link_id = waiting.pop()
        if link_id in found:
            continue
        found.add(link_id)
        item = rulebook.items[link_id]
        gates = [] if item.enable_when is None else list(item.enable_when.leaves())
        waiting += [*item.parts, *(other for gate in gates for other in gate.items())]
    return frozenset(found)
