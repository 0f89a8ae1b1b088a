"""Everything that can be said of a typed rule: its conditions, its problems by field, its sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.rulebook.workshop.builder import Checked, checked, scope_of
from clinic.rulebook.workshop.rules.elements import Element, element_of
from clinic.rulebook.workshop.rules.typed import TEXTS, TypedRule
from screening.engine import Phrase, Rule, Rulebook, RulebookSource, describe_branch
from screening.engine.checks.static import rule_problems
from screening.engine.rulebook.reader import Problems, Reader
from screening.engine.rulebook.rules import read_rule

FIELD_OF = {
    "review_date.from": "review-from",
    "review_date.plus": "review-number",
    "review_date.minus": "review-number",
}
ANCHOR = "rule"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A typed rule with what is wrong at each of its fields and branches."""

    typed: TypedRule
    element: Element
    rule: Rule
    branches: tuple[Checked, ...]
    errors: dict[str, list[str]]
    """By the name of the field; `b<number>` for a branch, `b<number>-sev` for its severities."""
    sentences: tuple[tuple[Phrase, ...], ...]
    """Of each branch; empty while something is missing in its condition."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with the rule itself."""
        return not self.errors and all(branch.when is not None for branch in self.branches)


def looked_at(typed: TypedRule, rulebook: Rulebook) -> LookedAt:
    """Look at a rule as the rulebook's own reader does, field by field."""
    element = element_of(typed)
    problems = Problems(RulebookSource({}))
    reader = Reader(element, ("rules", 0), ANCHOR, problems)
    attributes = {code: treatment.attributes for code, treatment in rulebook.treatments.items()}
    rule = read_rule(reader, scope_of(rulebook), rulebook.sources, attributes)
    reader.done()
    branches = tuple(checked(branch.root, rulebook) for branch in typed.branches)
    found = [(problem.place, problem.reason) for problem in problems.found]
    if all(branch.when for branch in branches) and len(rule.branches) == len(branches):
        found += [(f"{ANCHOR}.{place}", reason) for place, reason in rule_problems(rulebook, rule)]
    errors: dict[str, list[str]] = {}
    for name, message in placed(found):
        if message not in errors.setdefault(name, []):
            errors[name].append(message)
    sentences = tuple(sentence_of(number, typed, branches, rule, rulebook) for number in range(len(branches)))
    return LookedAt(typed, element, rule, branches, errors, sentences)


def sentence_of(
    number: int, typed: TypedRule, branches: tuple[Checked, ...], rule: Rule, rulebook: Rulebook
) -> tuple[Phrase, ...]:
    """One branch as a sentence."""
    when = branches[number].when
    if when is None:
        return ()
    before = sum(branch.when is not None for branch in branches[:number])
    if len(rule.branches) == sum(branch.when is not None for branch in branches):
        branch = rule.branches[before]
        if branch.severities:
            return tuple(describe_branch(rulebook, branch))
    nothing = _(", nothing is said about any treatment.")
    return (Phrase(_("When ")), *branches[number].phrases, Phrase(nothing))


def placed(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each problem at the field it belongs to; those of conditions are the builder's to show."""
    for place, reason in found:
        key = place.removeprefix(ANCHOR).removeprefix(".")
        if not key.startswith("branches["):
            yield (
                FIELD_OF.get(key, key),
                str(TEXT_REASONS.get(key, "")) or words_of(reason, is_text=key in TEXTS),
            )
            continue
        number, _bracket, inner = key.removeprefix("branches[").partition("]")
        if inner.startswith(".severity"):
            yield f"b{number}-sev", words_of(reason)
        elif not inner.startswith(".when") or reason == NEVER:
            yield f"b{number}", words_of(reason)


NEVER = "can never be true"
TEXT_REASONS = {
    "review_by": gettext_lazy("Choose a day."),
    "override": gettext_lazy("Choose who may override it."),
}


def words_of(reason: str, *, is_text: bool = False) -> str:
    """A reason of the rulebook's reader as a sentence for a form."""
    known = {
        "is missing": _("Write something here."),
        "is empty": _("Write something here.") if is_text else _("Choose at least one."),
        "says nothing about any treatment": _("Say for at least one treatment what it means."),
        "needs at least one branch": _("Add at least one branch."),
        NEVER: _("This can never be true."),
    }
    return known.get(reason, reason[:1].upper() + reason[1:] + ".")
