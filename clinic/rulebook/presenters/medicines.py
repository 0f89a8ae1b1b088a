"""Medicine classes, and how a typed name is understood."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic.rulebook.presenters.reading import Citing, rules_by_class
from screening.engine import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class ClassView:
    """One class: names that count in any form, and those that count in one form only."""

    id: str
    title: str
    names: tuple[str, ...]
    topical_names: tuple[str, ...]
    systemic_names: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def count(self) -> int:
        """How many names it has."""
        return len(self.names) + len(self.topical_names) + len(self.systemic_names)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a typed name is taken for. `possible` classes wait for somebody to confirm a suggestion."""

    typed: str
    names: tuple[str, ...]
    classes: tuple[ClassView, ...]
    possible: tuple[ClassView, ...]
    suggestions: tuple[str, ...]
    unrecognised: tuple[str, ...]


def class_views(rulebook: Rulebook) -> list[ClassView]:
    """Every class by title."""
    return views_of(rulebook, rulebook.medicine_classes, rules_by_class(rulebook))


def views_of(rulebook: Rulebook, ids: Iterable[str], rules: Citing) -> list[ClassView]:
    """These classes by title."""
    classes = sorted(
        (rulebook.medicine_classes[id_] for id_ in ids), key=lambda found: found.title.casefold()
    )
    return [
        ClassView(
            id=found.id,
            title=found.title,
            names=alphabetical(found.names),
            topical_names=alphabetical(found.topical_names),
            systemic_names=alphabetical(found.systemic_names),
            rules=tuple(rules.get(found.id, ())),
        )
        for found in classes
    ]


def alphabetical(names: Iterable[str]) -> tuple[str, ...]:
    """Names from A to Z, whatever their case."""
    return tuple(sorted(names, key=str.casefold))


def understood(rulebook: Rulebook, typed: str, form: str) -> Understood:
    """How a name is understood where a name without a form is taken for `form` (systemic or topical)."""
    match = rulebook.medicines.match(typed, form)
    rules = rules_by_class(rulebook)
    return Understood(
        typed=typed,
        names=match.recognised,
        classes=tuple(views_of(rulebook, match.classes, rules)),
        possible=tuple(views_of(rulebook, match.possible - match.classes, rules)),
        suggestions=match.suggestions,
        unrecognised=match.unrecognised,
    )
