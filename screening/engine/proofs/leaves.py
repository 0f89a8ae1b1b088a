"""Leaves as formulas: the test of each kind, and Kleene's `enabled AND test`."""

from collections.abc import Mapping

from screening.engine.conditions import (
    AgeLeaf,
    All,
    AnsweredLeaf,
    AnyOf,
    AreaLeaf,
    ChoiceLeaf,
    ComingDateLeaf,
    Condition,
    IncludesLeaf,
    Leaf,
    MedicineLeaf,
    NumberLeaf,
    PastDateLeaf,
    SomeLeaf,
    TypedLeaf,
)
from screening.engine.proofs.domains import (
    AreasDomain,
    ChoiceDomain,
    ChoicesDomain,
    DateDomain,
    EntriesDomain,
    MedicinesDomain,
    NumberDomain,
)
from screening.engine.proofs.formulas import FALSE, Formula, Pair
from screening.engine.proofs.scope import Scope
from screening.engine.proofs.scores import sums_of
from screening.engine.questionnaire import ItemType, band_of


def value_of(leaf: Leaf, scope: Scope) -> Pair:
    """Return `enabled AND test`; lists of medicines have gates of their own."""
    test = test_of(leaf, scope)
    return (
        test if isinstance(leaf, MedicineLeaf) else scope.circuit.all_pairs([scope.states[leaf.item], test])
    )


def test_of(leaf: Leaf, scope: Scope) -> Pair:
    """Return the truth of a leaf, its item taken as enabled."""
    match leaf:
        case ChoiceLeaf():
            return choice(leaf, scope)
        case IncludesLeaf() | TypedLeaf():
            return several(leaf, scope)
        case AnsweredLeaf():
            given = has_value(leaf.item, scope)
            holds = given if leaf.compared_with is True else scope.circuit.negated(given)
            return Pair(holds, holds)
        case PastDateLeaf() | ComingDateLeaf() | AgeLeaf():
            domain = scope.domain(leaf.item, DateDomain)
            given = scope.circuit.any_of(domain.classes.values())
            return scope.known(given, scope.circuit.any_of(domain.holding(leaf)))
        case NumberLeaf():
            return number(leaf, scope)
        case AreaLeaf():
            return areas(leaf, scope)
        case MedicineLeaf():
            return scope.circuit.any_pairs([in_list(leaf, name, scope) for name in leaf.lists])
        case SomeLeaf():
            return some(leaf, scope)
        case _:
            raise TypeError(type(leaf).__name__)


def choice(leaf: ChoiceLeaf, scope: Scope) -> Pair:
    """One code among those accepted."""
    domain = scope.domain(leaf.item, ChoiceDomain)
    sure = scope.circuit.any_of(v for code, v in domain.codes.items() if code in leaf.accepts)
    unsettled = [v for code, v in domain.codes.items() if code in leaf.unsettled]
    return Pair(sure, scope.circuit.any_of((sure, *unsettled, scope.circuit.negated(domain.answered))))


def several(leaf: IncludesLeaf | TypedLeaf, scope: Scope) -> Pair:
    """Codes among those given, or typed text."""
    circuit, domain = scope.circuit, scope.domain(leaf.item, ChoicesDomain)
    codes = leaf.codes if isinstance(leaf, IncludesLeaf) else frozenset[str]()
    named = [domain.codes.get(code, FALSE) for code in sorted(codes)]
    unsure = [v for code, v in domain.codes.items() if code in leaf.not_known - codes]
    given = circuit.all_of((domain.answered, circuit.negated(circuit.any_of(unsure))))
    if isinstance(leaf, TypedLeaf):
        holds = domain.typed
    elif leaf.operator == "includes_all":
        holds = circuit.all_of(named)
    else:
        included = circuit.any_of(named)
        holds = included if leaf.operator == "includes_any" else circuit.negated(included)
    return scope.known(given, holds)


def has_value(name: str, scope: Scope) -> Formula:
    """Whether there is a typed value: an answer, of a score also one derived from all its parts."""
    given = scope.domains[name].answered
    item = None if scope.outer else scope.rulebook.items[name]
    if item is None or item.type is not ItemType.SCORE:
        return given
    return scope.circuit.any_of((given, *derived(name, scope).values()))


def derived(name: str, scope: Scope) -> Mapping[int, Formula]:
    """Return the sums of a score's parts with what makes each: every part has a score, none is entered."""
    item = scope.rulebook.items[name]
    parts = []
    for part in item.parts:
        codes = scope.domain(part, ChoiceDomain).codes
        options = scope.rulebook.items[part].options
        scores = {code: options[code].score for code in codes}
        parts.append([(score, codes[code]) for code, score in scores.items() if score is not None])
    entered = scope.circuit.negated(scope.domains[name].answered)
    sums = sums_of(scope.circuit, parts)
    return {total: scope.circuit.all_of((entered, formula)) for total, formula in sums.items()}


def number(leaf: NumberLeaf, scope: Scope) -> Pair:
    """A number, or a score, beside the leaf's limit."""
    circuit, domain = scope.circuit, scope.domain(leaf.item, NumberDomain)
    item = scope.rulebook.items[leaf.item]
    holding = [v for start, v in domain.stretches.items() if compares(leaf, start)]
    if item.type is ItemType.SCORE:
        sums = derived(leaf.item, scope)
        bands = {total: band_of(item, total) for total in sums}
        holding += [sums[t] for t, band in bands.items() if band is not None and compares(leaf, band.value)]
    return scope.known(has_value(leaf.item, scope), circuit.any_of(holding))


def compares(leaf: NumberLeaf, value: int) -> bool:
    """Compare a number with a leaf's limit."""
    match leaf.operator:
        case "at_least":
            return value >= leaf.limit
        case "at_most":
            return value <= leaf.limit
        case "above":
            return value > leaf.limit
        case _:
            return value < leaf.limit


def areas(leaf: AreaLeaf, scope: Scope) -> Pair:
    """Areas that overlap, or lie in one region with, the areas to be treated or those named."""
    circuit, these = scope.circuit, scope.domain(leaf.item, AreasDomain)
    tree = scope.rulebook.areas
    compare = tree.overlapping if leaf.operator == "overlaps" else tree.in_same_region
    if leaf.codes is not None:
        matching = compare(tuple(these.areas), leaf.codes)
        return scope.known(these.known, circuit.any_of(these.areas[code] for code in matching))
    those = scope.treatment_areas
    met = [
        circuit.all_of(
            (own, circuit.any_of(v for other, v in those.areas.items() if compare((code,), (other,))))
        )
        for code, own in these.areas.items()
    ]
    return scope.known(circuit.all_of((these.known, those.known)), circuit.any_of(met))


def in_list(leaf: MedicineLeaf, name: str, scope: Scope) -> Pair:
    """A leaf on one list of medicines, behind the list's gate."""
    circuit, domain = scope.circuit, scope.domain(name, MedicinesDomain)
    sure = circuit.any_of(domain.holding(scope.rulebook, leaf, True))
    possible = circuit.any_of(domain.holding(scope.rulebook, leaf, True, None))
    empty = circuit.negated(domain.answered)
    return circuit.all_pairs([scope.states[name], Pair(sure, circuit.any_of((empty, possible)))])


def in_list_open(leaf: MedicineLeaf, name: str, scope: Scope) -> Formula:
    """A leaf that is unknown on one list."""
    return scope.circuit.open(in_list(leaf, name, scope))


def some(leaf: SomeLeaf, scope: Scope) -> Pair:
    """Some entry that makes the inner condition true."""
    circuit, domain = scope.circuit, scope.domain(leaf.item, EntriesDomain)
    each = [
        circuit.all_pairs([Pair(present, present), truth_of(leaf.where, scope.within(fields))])
        for present, fields in zip(domain.present, domain.entries, strict=True)
    ]
    found = circuit.any_pairs(each)
    return Pair(found.sure, circuit.any_of((circuit.negated(domain.answered), found.possible)))


def truth_of(condition: Condition, scope: Scope) -> Pair:
    """Return the three-valued truth of a condition on items, or on the fields of one entry."""
    match condition:
        case All(parts):
            return scope.circuit.all_pairs([truth_of(part, scope) for part in parts])
        case AnyOf(parts):
            return scope.circuit.any_pairs([truth_of(part, scope) for part in parts])
        case Leaf():
            return value_of(condition, scope)
        case _:
            raise TypeError(type(condition).__name__)
