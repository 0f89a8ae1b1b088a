"""What is wrong with a typed invariant, field by field, and what it says."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.rulebook.workshop.builder import Checked, checked, scope_of
from clinic.rulebook.workshop.invariants.typed import AT_LEAST, CONDITION, NEVER, TypedInvariant, element_of
from screening.engine import Rulebook, RulebookSource
from screening.engine.invariants import Invariant
from screening.engine.rulebook.invariants import read_invariant
from screening.engine.rulebook.parse import groups_of
from screening.engine.rulebook.reader import Problems, Reader

ANCHOR = "invariant"
FIELDS = {NEVER: "code", AT_LEAST: "code", "whenever": "feeds"}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A typed invariant with its problems by field; `invariant` only where there are none."""

    typed: TypedInvariant
    element: dict[str, object]
    when: Checked
    errors: dict[str, list[str]]
    invariant: Invariant | None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the id of its field."""
        own = [(name, message) for name, messages in self.errors.items() for message in messages]
        inside = self.when.problems if self.typed.premise == CONDITION else ()
        return [
            *own,
            *(("when-builder", message) for message in dict.fromkeys(one.message for one in inside)),
        ]


def looked_at(typed: TypedInvariant, rulebook: Rulebook) -> LookedAt:
    """Look at an invariant as the rulebook's own reader does."""
    element = element_of(typed)
    problems = Problems(RulebookSource({}))
    reader = Reader(element, ("invariants", 0), ANCHOR, problems)
    groups = groups_of({code: treatment.attributes for code, treatment in rulebook.treatments.items()})
    invariant = read_invariant(reader, scope_of(rulebook), groups, rulebook.sources)
    errors: dict[str, list[str]] = {}
    for problem in problems.found:
        key = problem.place.removeprefix(ANCHOR).removeprefix(".")
        if not key.startswith("when"):
            told = errors.setdefault(FIELDS.get(key, key.partition("[")[0]) or "title", [])
            told += [words for words in [words_of(problem.reason)] if words not in told]
    return LookedAt(
        typed, element, checked(typed.root, rulebook), errors, None if problems.found else invariant
    )


def words_of(reason: str) -> str:
    """A reason of the rulebook's reader as a sentence for a form."""
    known = {"is missing": _("Write something here."), "is empty": _("Choose at least one.")}
    return known.get(reason, reason[:1].upper() + reason[1:] + ".")
