"""Mutants: a rulebook's rules with one small change each, and the change in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from screening.engine.checks.mutation.changes import SEVERITY, Change, Path, Table, changes_of
from screening.engine.conditions import All, AnyOf, Condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader
from screening.engine.rulebook.rules import read_branch
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Branch, Rule
from screening.engine.wording import describe_condition
from screening.engine.wording.branches import inside

TAKEN_AWAY = "taken away"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one branch (counted from 0) changed: what was changed, from what, to what, in words."""

    rule: str
    title: str
    branch: int
    kind: str
    what: str
    was: str
    became: str
    change: Change = field(repr=False)
    changed: Rule = field(repr=False, compare=False)

    @property
    def place(self) -> str:
        """The rule as an element of the document."""
        return f"rules/{self.rule}"

    @property
    def sentence(self) -> str:
        """The change in one line, branches counted from 1."""
        return f"{self.title}, branch {self.branch + 1}: {self.what} {self.was} → {self.became}"


def mutants(rulebook: Rulebook) -> list[Mutant]:
    """Return every mutant that is a valid rulebook and not the same as the original.

    Changed are severities, thresholds, operators, and all/any of groups, in the branches of rules; gates and
    scores are not.
    """
    tables = rulebook.document.get("rules", [])
    rows = [row for row in tables if isinstance(row, Mapping)] if isinstance(tables, list) else []
    scope = Scope(rulebook.items, rulebook.areas.areas, rulebook.medicine_classes)
    maker = Maker(rulebook, scope)
    return [mutant for row in rows for mutant in maker.of_rule(row)]


@dataclass(frozen=True)
class Maker:
    """Makes the mutants of one rulebook."""

    rulebook: Rulebook
    scope: Scope

    def of_rule(self, row: Table) -> Iterator[Mutant]:
        """Yield the mutants of one rule's table."""
        rule = self.rulebook.rules[str(row.get("id"))]
        tables = row.get("branches", [])
        for number, table in enumerate(tables if isinstance(tables, list) else []):
            yield from self.of_branch(rule, number, table)

    def of_branch(self, rule: Rule, number: int, table: Table) -> Iterator[Mutant]:
        """Yield the mutants of one branch's table, none twice."""
        seen = [rule.branches[number]]
        for change in changes_of(table):
            branch = self.read(change.table)
            if change.table is not None and (branch is None or is_like(branch, seen)):
                continue
            seen += [] if branch is None else [branch]
            yield self.mutant(rule, number, change, branch)

    def read(self, table: Table | None) -> Branch | None:
        """Return the branch of a changed table; None where it is not valid."""
        if table is None:
            return None
        problems = Problems(RulebookSource({}))
        reader = Reader(table, ("rules", 0), "branch", problems)
        attributes = {code: treatment.attributes for code, treatment in self.rulebook.treatments.items()}
        branch = read_branch(reader, self.scope, attributes)
        return None if problems.found else branch

    def mutant(self, rule: Rule, number: int, change: Change, branch: Branch | None) -> Mutant:
        """Return the mutant of one change, in words."""
        branches = list(rule.branches)
        before = branches[number]
        branches[number : number + 1] = [] if branch is None else [branch]
        wording = self.severity_words if change.kind == SEVERITY else self.condition_words
        what, was, became = wording(change.path, before, branch)
        changed = replace(rule, branches=tuple(branches))
        return Mutant(rule.id, rule.title, number, change.kind, what, was, became, change, changed)

    def severity_words(self, path: Path, before: Branch, after: Branch | None) -> tuple[str, str, str]:
        """Return what a severity is for, what it was, and what it became."""
        key = str(path[1])
        became = after.stated[key].code if after is not None and key in after.stated else TAKEN_AWAY
        return f"severity for {self.target(key)}", before.stated[key].code, became

    def target(self, key: str) -> str:
        """Return a treatment, an attribute or `all` in words."""
        if key in self.rulebook.treatments:
            return inside(self.rulebook.treatments[key].short_title)
        return self.rulebook.attributes.get(key, "every treatment")

    def condition_words(self, path: Path, before: Branch, after: Branch | None) -> tuple[str, str, str]:
        """Return "when", and the sentence of the changed condition before and after."""
        steps = [step for step in path[1:] if isinstance(step, int)]
        texts = [
            "“" + "".join(p.text for p in describe_condition(self.rulebook, part_at(each.when, steps))) + "”"
            for each in (before, after)
            if each is not None
        ]
        return "when", texts[0], texts[-1]


def part_at(condition: Condition, steps: list[int]) -> Condition:
    """Return the part of a tree some steps lead to, or the leaf on entries they lead into."""
    for step in steps:
        if not isinstance(condition, All | AnyOf):
            break
        condition = condition.parts[step]
    return condition


def is_like(branch: Branch, seen: list[Branch]) -> bool:
    """Whether a branch says what one of those seen says: same condition, same severity on each treatment."""
    return any(branch.when == one.when and branch.severities == one.severities for one in seen)
