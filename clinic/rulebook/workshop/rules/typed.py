"""A rule as it stands in the form, complete or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clinic.rulebook.workshop.builder import EMPTY, Group

TEXTS = (
    "id",
    "topic",
    "title",
    "message",
    "action",
    "resolution",
    "patient",
    "evidence",
    "override",
    "review_by",
)
"""The keys that hold one text each."""
OPTIONAL = frozenset({"patient"})
BRANCH_KEYS = frozenset({"when", "severity"})
KEYS = frozenset({*TEXTS, "sources", "review_date", "branches"})


@dataclass(frozen=True, slots=True)
class TypedReview:
    """The advisory date: `start` is a date question or "appointment", nothing where there is no such date."""

    start: str = ""
    direction: str = "plus"
    number: str = ""
    unit: str = "months"


@dataclass(frozen=True, slots=True)
class TypedBranch:
    """A condition and what it means by treatment, attribute or `all`; `rest`: what the form cannot show."""

    root: Group = EMPTY
    severities: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedRule:
    """A whole rule."""

    texts: Mapping[str, str]
    sources: tuple[str, ...]
    review: TypedReview
    branches: tuple[TypedBranch, ...]
    rest: Mapping[str, object] = field(default_factory=dict)


BLANK = TypedRule(
    texts=dict.fromkeys(TEXTS, "") | {"override": "practitioner"},
    sources=(),
    review=TypedReview(),
    branches=(TypedBranch(),),
)
