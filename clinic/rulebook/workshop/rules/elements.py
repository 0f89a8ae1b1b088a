"""Between a rule of the rulebook's document and the rule as it is typed."""

from collections.abc import Mapping

from clinic.rulebook.workshop.builder import root_of
from clinic.rulebook.workshop.builder.documents import UNITS
from clinic.rulebook.workshop.builder.writing import condition_of, duration_text
from clinic.rulebook.workshop.rules.typed import (
    BRANCH_KEYS,
    KEYS,
    OPTIONAL,
    TEXTS,
    TypedBranch,
    TypedReview,
    TypedRule,
)

Element = dict[str, object]


def typed_of(element: Mapping[str, object]) -> TypedRule:
    """A rule as the form shows it; what has the wrong shape is left out (see `is_whole`)."""
    branches = element.get("branches")
    rows = branches if isinstance(branches, list) else []
    return TypedRule(
        texts={key: text_of(element.get(key)) for key in TEXTS},
        sources=texts_of(element.get("sources")),
        review=review_of(element.get("review_date")),
        branches=tuple(branch_of(row) for row in rows if isinstance(row, Mapping)),
        rest={key: value for key, value in element.items() if key not in KEYS},
    )


def text_of(value: object) -> str:
    """A text; nothing for anything else."""
    return value if isinstance(value, str) else ""


def texts_of(value: object) -> tuple[str, ...]:
    """The texts of a list, each once."""
    return (
        tuple(dict.fromkeys(one for one in value if isinstance(one, str))) if isinstance(value, list) else ()
    )


def branch_of(row: Mapping[str, object]) -> TypedBranch:
    """A branch as the form shows it."""
    severity = row.get("severity")
    stated = severity if isinstance(severity, Mapping) else {}
    return TypedBranch(
        root=root_of(row.get("when")),
        severities={str(key): text_of(word) for key, word in stated.items()},
        rest={key: value for key, value in row.items() if key not in BRANCH_KEYS},
    )


def review_of(value: object) -> TypedReview:
    """An advisory date as the form shows it."""
    if not isinstance(value, Mapping):
        return TypedReview()
    direction = "minus" if "minus" in value else "plus"
    number, _space, unit = text_of(value.get(direction)).rpartition(" ")
    plural = unit if unit.endswith("s") else f"{unit}s"
    return TypedReview(text_of(value.get("from")), direction, number, plural if plural in UNITS else UNITS[2])


def element_of(rule: TypedRule) -> Element:
    """The rule as an element of the document; texts that may be missing are left out where they are empty."""
    element: Element = {key: text for key, text in rule.texts.items() if text or key not in OPTIONAL}
    element |= rule.rest
    element["sources"] = list(rule.sources)
    if rule.review.start:
        offset = duration_text(rule.review.number, rule.review.unit)
        element["review_date"] = {"from": rule.review.start, rule.review.direction: offset}
    branches = [branch_element(branch) for branch in rule.branches]
    return element | ({"branches": branches} if branches else {})


def branch_element(branch: TypedBranch) -> Element:
    """A branch as an element."""
    severity = {key: word for key, word in branch.severities.items() if word}
    return {"when": condition_of(branch.root), "severity": severity, **branch.rest}


def same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two rules are the same but for empty lists and texts that mean nothing."""
    return without_empty(one) == without_empty(other)


def without_empty(element: Mapping[str, object]) -> Element:
    """An element without what stands there as good as not at all."""
    empty = {"branches": [], **dict.fromkeys(OPTIONAL, "")}
    return {key: value for key, value in element.items() if key not in empty or value != empty[key]}
