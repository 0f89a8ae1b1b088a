"""A rule from a posted form, after the button that was pressed."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from clinic.rulebook.workshop.builder import EMPTY, Posted, act_of, done, root_from
from clinic.rulebook.workshop.builder.posted import in_order
from clinic.rulebook.workshop.builder.posting import loaded, one, several, text, whole
from clinic.rulebook.workshop.rules.typed import TEXTS, TypedBranch, TypedReview, TypedRule
from screening.engine.rulebook.leaves import Scope

MOST_BRANCHES = 60


class Pressed(NamedTuple):
    """The rule after a button; `focus` is the id of what has the focus, `branch` where that is (or -1)."""

    rule: TypedRule
    focus: str
    branch: int


def rule_from(data: Posted, scope: Scope, before: TypedRule) -> TypedRule:
    """The rule somebody typed; what the form has no place for is taken from `before`."""
    count = min(whole(one(data, "branches")), max(MOST_BRANCHES, len(before.branches)))
    return TypedRule(
        texts={key: text(data, key) for key in TEXTS},
        sources=in_order(several(data, "sources"), one(data, "sources-order")),
        review=TypedReview(
            one(data, "review-from"),
            "minus" if one(data, "review-direction") == "minus" else "plus",
            text(data, "review-number"),
            one(data, "review-unit"),
        ),
        branches=tuple(branch_from(data, f"b{number}", scope) for number in range(count)),
        rest=before.rest,
    )


def branch_from(data: Posted, prefix: str, scope: Scope) -> TypedBranch:
    """One branch of a posted form."""
    start = f"{prefix}-sev-"
    keys = [key for key in dict.fromkeys(several(data, f"{prefix}-sevs")) if key]
    severities = {key: one(data, start + key) for key in keys}
    return TypedBranch(
        root=root_from(data, f"{prefix}-when", scope) or EMPTY,
        severities={key: word for key, word in severities.items() if word},
        rest=rest_from(one(data, f"{prefix}-rest")),
    )


def rest_from(given: str) -> dict[str, object]:
    """What the form has no place for, as it went out with the page."""
    found = loaded(given) if given else {}
    return found if isinstance(found, dict) else {}


def pressed(rule: TypedRule, act: str) -> Pressed:
    """The rule after a button of its page was pressed; unchanged for one that fits nothing in it."""
    found = act_of(act)
    if found is not None:
        number = number_of(found.prefix.removeprefix("b").removesuffix("-when"), rule)
        if number < 0:
            return Pressed(rule, "", -1)
        branch = rule.branches[number]
        after = done(branch.root, found)
        return Pressed(
            with_branch(rule, number, replace(branch, root=after.root)), found.prefix + after.focus, number
        )
    verb, _colon, given = act.partition(":")
    if verb == "branch-add":
        return added(rule, TypedBranch(), len(rule.branches))
    number = number_of(given, rule)
    return ACTS[verb](rule, number) if verb in ACTS and number >= 0 else Pressed(rule, "", -1)


def number_of(given: str, rule: TypedRule) -> int:
    """The number of a branch; -1 for none of the rule's."""
    number = whole(given, -1)
    return number if number < len(rule.branches) else -1


def with_branch(rule: TypedRule, number: int, branch: TypedBranch) -> TypedRule:
    """The rule with another branch in one's place."""
    return replace(rule, branches=(*rule.branches[:number], branch, *rule.branches[number + 1 :]))


def added(rule: TypedRule, branch: TypedBranch, number: int) -> Pressed:
    """One more branch, where there is room for one."""
    if len(rule.branches) >= MOST_BRANCHES:
        return Pressed(rule, "branch-add", -1)
    branches = (*rule.branches[:number], branch, *rule.branches[number:])
    return Pressed(replace(rule, branches=branches), f"b{number}-title", number)


def moved(rule: TypedRule, number: int, step: int, verb: str) -> Pressed:
    """A branch and its neighbour in each other's place; at the end it stays."""
    target = number + step
    if not 0 <= target < len(rule.branches):
        return Pressed(rule, f"b{number}-{verb}", number)
    branches = list(rule.branches)
    branches[number], branches[target] = branches[target], branches[number]
    return Pressed(replace(rule, branches=tuple(branches)), f"b{target}-{verb}", target)


def removed(rule: TypedRule, number: int) -> Pressed:
    """Without a branch."""
    branches = rule.branches[:number] + rule.branches[number + 1 :]
    here = min(number, len(branches) - 1)
    return Pressed(replace(rule, branches=branches), f"b{here}-title" if branches else "branch-add", here)


ACTS: dict[str, Callable[[TypedRule, int], Pressed]] = {
    "branch-up": lambda rule, number: moved(rule, number, -1, "up"),
    "branch-down": lambda rule, number: moved(rule, number, 1, "down"),
    "branch-remove": removed,
    "branch-copy": lambda rule, number: added(rule, rule.branches[number], number + 1),
}
