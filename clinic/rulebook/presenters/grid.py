"""Severities by treatment, as cells of a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.engine import Rule, Rulebook, Severity


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said about one treatment; `code` is empty where nothing is."""

    treatment: str
    code: str


@dataclass(frozen=True, slots=True)
class Row:
    """One branch: its number as shown, and a cell per treatment."""

    number: int
    cells: tuple[Cell, ...]


def worst_of(rulebook: Rulebook, rule: Rule) -> dict[str, Severity]:
    """The worst a rule may say per treatment; the findings the engine makes itself are at clearance."""
    floor = Severity.CLEARANCE if rule.built_in else Severity.NONE
    found = dict.fromkeys(rulebook.treatments, floor)
    for branch in rule.branches:
        for code, severity in branch.severities.items():
            found[code] = max(found[code], severity)
    return found


def cells_of(rulebook: Rulebook, severities: Mapping[str, Severity]) -> tuple[Cell, ...]:
    """A cell per treatment, in the order of the catalogue."""
    return tuple(
        Cell(treatment.short_title, code_of(severities.get(code, Severity.NONE)))
        for code, treatment in rulebook.treatments.items()
    )


def rows_of(rulebook: Rulebook, rule: Rule) -> list[Row]:
    """A row per branch."""
    return [Row(n, cells_of(rulebook, branch.severities)) for n, branch in enumerate(rule.branches, 1)]


def code_of(severity: Severity) -> str:
    """The severity's code; empty for none."""
    return severity.code if severity else ""
