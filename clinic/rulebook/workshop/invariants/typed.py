"""An invariant as it is typed: between the rulebook's element and the posted form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic.rulebook.workshop.builder import EMPTY, Group, Posted, root_from, root_of
from clinic.rulebook.workshop.builder.posting import one, several, text
from clinic.rulebook.workshop.builder.writing import condition_of
from screening.engine.rulebook.leaves import Scope

CONDITION, UNANSWERED = "when", "whenever"
NEVER, AT_LEAST = "never", "at_least"
KEYS = frozenset({"id", "title", "when", "whenever", "feeds", "never", "at_least", "treatments", "sources"})


@dataclass(frozen=True, slots=True)
class TypedInvariant:
    """`premise` says which of `root` and `feeds` counts, `bound` what `code` is: never, or at least."""

    id: str = ""
    title: str = ""
    premise: str = CONDITION
    root: Group = EMPTY
    feeds: str = "contraindicated"
    bound: str = AT_LEAST
    code: str = ""
    treatments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rest: Mapping[str, object] = field(default_factory=dict)


def typed_of(element: Mapping[str, Any]) -> TypedInvariant:
    """An element of the rulebook as its form shows it."""
    bound = NEVER if NEVER in element else AT_LEAST
    return TypedInvariant(
        id=words(element.get("id")),
        title=words(element.get("title")),
        premise=UNANSWERED if UNANSWERED in element and CONDITION not in element else CONDITION,
        root=root_of(element["when"]) if "when" in element else EMPTY,
        feeds=words(element.get("feeds")) or "contraindicated",
        bound=bound,
        code=words(element.get(bound)),
        treatments=listed(element.get("treatments")),
        sources=listed(element.get("sources")),
        rest={key: value for key, value in element.items() if key not in KEYS},
    )


def words(value: object) -> str:
    """A text; nothing for anything else."""
    return value if isinstance(value, str) else ""


def listed(value: object) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def typed_from(data: Posted, scope: Scope, before: TypedInvariant) -> TypedInvariant:
    """What was posted; what the form has no place for is taken from `before`."""
    return TypedInvariant(
        id=before.id or text(data, "id"),
        title=text(data, "title"),
        premise=UNANSWERED if one(data, "premise") == UNANSWERED else CONDITION,
        root=root_from(data, "when", scope) or EMPTY,
        feeds=one(data, "feeds"),
        bound=NEVER if one(data, "bound") == NEVER else AT_LEAST,
        code=one(data, "code"),
        treatments=ordered_as(before.treatments, several(data, "treatments")),
        sources=ordered_as(before.sources, several(data, "sources")),
        rest=before.rest,
    )


def ordered_as(before: tuple[str, ...], chosen: list[str]) -> tuple[str, ...]:
    """What was chosen: in the order it stood in before, what is new at the end."""
    wanted = dict.fromkeys(code for code in chosen if code)
    return (*(code for code in before if code in wanted), *(code for code in wanted if code not in before))


def element_of(typed: TypedInvariant) -> dict[str, object]:
    """The invariant as an element of the document."""
    premise: dict[str, object] = (
        {"whenever": "unanswered", "feeds": typed.feeds}
        if typed.premise == UNANSWERED
        else {"when": condition_of(typed.root)}
    )
    return {
        "id": typed.id,
        "title": typed.title,
        **premise,
        typed.bound: typed.code,
        "treatments": list(typed.treatments),
        "sources": list(typed.sources),
        **typed.rest,
    }
