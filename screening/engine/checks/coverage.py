"""What a rulebook's cases reach: branches made true, severities looked at, options given. Exact counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from screening.engine.answers import AnswerError, AnswerFacts, facts_on, parse_answers
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.questionnaire import Field, Item
from screening.engine.rulebook.types import Case, Rulebook
from screening.engine.rules import Rule, Severity

Options = set[tuple[str, str]]
"""Item (or "item.field") and code."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    reached: int
    total: int


@dataclass(frozen=True, slots=True)
class UnreachedBranch:
    """A branch (counted from 0) no case makes certainly true."""

    rule: str
    branch: int


@dataclass(frozen=True, slots=True)
class UnreachedSeverity:
    """A severity of a branch that no case looks at while the branch decides it."""

    rule: str
    branch: int
    treatment: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class UngivenOption:
    """An option no case gives; `item` is the link id, for the entries of a repeating item "link_id.field"."""

    item: str
    option: str
    label: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What cases reach, as shares, and everything they do not."""

    branches: Share
    severities: Share
    options: Share
    unreached_branches: tuple[UnreachedBranch, ...]
    unreached_severities: tuple[UnreachedSeverity, ...]
    ungiven_options: tuple[UngivenOption, ...]


@dataclass
class Reached:
    """What the cases looked at so far reach."""

    branches: set[tuple[str, int]]
    severities: set[tuple[str, int, str]]
    options: Options


def coverage(rulebook: Rulebook) -> Coverage:
    """Return what the cases of a rulebook reach.

    A branch is reached where a case of its own rule, or of the whole questionnaire, makes it certainly true;
    a severity where that case also looks at the treatment and nothing worse decides it. An option is given
    where any case gives it. Cases whose answers cannot be read reach nothing.
    """
    reached = Reached(set(), set(), set())
    for case in rulebook.cases:
        add_case(reached, rulebook, case)
    branches = [(rule.id, n) for rule in rulebook.rules.values() for n in range(len(rule.branches))]
    severities = list(severities_of(rulebook.rules.values()))
    options = list(options_of(rulebook.items))
    missed = tuple(UnreachedBranch(*each) for each in branches if each not in reached.branches)
    unseen = tuple(
        one for one in severities if (one.rule, one.branch, one.treatment) not in reached.severities
    )
    ungiven = tuple(one for one in options if (one.item, one.option) not in reached.options)
    return Coverage(
        branches=Share(len(branches) - len(missed), len(branches)),
        severities=Share(len(severities) - len(unseen), len(severities)),
        options=Share(len(options) - len(ungiven), len(options)),
        unreached_branches=missed,
        unreached_severities=unseen,
        ungiven_options=ungiven,
    )


def severities_of(rules: Iterable[Rule]) -> Iterator[UnreachedSeverity]:
    """Yield every severity of every branch, by treatment."""
    places = [(rule.id, number, branch) for rule in rules for number, branch in enumerate(rule.branches)]
    for rule_id, number, branch in places:
        for code, severity in branch.severities.items():
            yield UnreachedSeverity(rule_id, number, code, severity)


def options_of(items: Mapping[str, Item]) -> Iterator[UngivenOption]:
    """Yield every option of the questionnaire, those of fields included."""
    for item in items.values():
        yield from own_options(item.link_id, item)
        for name, field in item.fields.items():
            yield from own_options(f"{item.link_id}.{name}", field)


def own_options(name: str, asked: Item | Field) -> Iterator[UngivenOption]:
    """Yield the options of one question."""
    yield from [UngivenOption(name, code, option.label) for code, option in asked.options.items()]


def add_case(reached: Reached, rulebook: Rulebook, case: Case) -> None:
    """Add what one case reaches."""
    try:
        answers = parse_answers(rulebook, {**rulebook.bases.get(case.base, {}), **case.answers})
    except AnswerError:
        return
    reached.options |= options_given(answers.raw)
    add_branches(reached, rulebook, case, facts_on(answers, date.fromisoformat(case.on)))


def add_branches(reached: Reached, rulebook: Rulebook, case: Case, facts: AnswerFacts) -> None:
    """Add the branches a case makes true, and the severities they decide where the case looks."""
    looked_at = case.expect if case.rule else case.treatments
    concerned = [each for each in outcomes_of(rulebook, facts) if case.rule in {"", each.rule.id}]
    for outcome, hit in [(each, hit) for each in concerned for hit in each.hits if hit.value]:
        place = (outcome.rule.id, hit.number)
        reached.branches.add(place)
        decided = [c for c in looked_at if hit.branch.severities.get(c) is outcome.verdict(c).certain]
        reached.severities |= {(*place, code) for code in decided}


def options_given(raw: Mapping[str, object]) -> Options:
    """Return the codes some answers give, by item."""
    found: Options = set()
    values = [
        (name, row) for name, value in raw.items() for row in (value if isinstance(value, list) else [value])
    ]
    for name, row in values:
        if isinstance(row, str):
            found.add((name, row))
        elif isinstance(row, Mapping):
            found |= options_given({f"{name}.{field}": inner for field, inner in row.items()})
    return found
