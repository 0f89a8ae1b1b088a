"""The form of a case, and the list of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.look import LOOKS
from clinic.rulebook.presenters.cases import KINDS, all_cases
from clinic.rulebook.presenters.mismatches import Failures
from clinic.rulebook.presenters.words import Words, topic_titles
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.answers import SectionView, sections_of
from clinic.rulebook.workshop.builder.choices import Choice, ordered
from clinic.rulebook.workshop.cases.looking import LookedAt
from clinic.rulebook.workshop.invariants.showing import group_titles
from screening.engine import Rulebook, Severity
from screening.engine.rulebook.cases import ELIGIBILITIES
from screening.engine.rulebook.elements import names_of, rows_of

NONE = Severity.NONE.code


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of the list. `failures` are None where it was not run."""

    name: str
    title: str
    rule: str
    rule_title: str
    kind: Words
    failures: Failures | None


@dataclass(frozen=True, slots=True)
class ExpectSelect:
    """What a rule is expected to say of some treatments."""

    key: str
    label: str
    value: str
    options: list[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class CaseForm:
    """The whole form."""

    found: LookedAt
    rules: list[Choice]
    kinds: list[tuple[str, Words]]
    bases: list[Choice]
    treatments: list[Choice]
    expect: list[ExpectSelect]
    eligibilities: list[tuple[str, Words]]
    topics: list[Choice]
    sections: list[SectionView]
    problems: Sequence[tuple[str, str]]


def case_form(rulebook: Rulebook, found: LookedAt, more: str = "", *, loud: bool = True) -> CaseForm:
    """The form; `loud` marks what is wrong, `more` is the question that gets another row."""
    typed = found.typed
    titles = topic_titles(rulebook)
    treatments = {code: treatment.title for code, treatment in rulebook.treatments.items()}
    asked = typed.treatments or tuple(rulebook.treatments)
    rules = {rule.id: f"{rule.title} ({rule.id})" for rule in rulebook.rules.values() if rule.branches}
    return CaseForm(
        found=found,
        rules=ordered(rules, [typed.rule] if typed.rule else []),
        kinds=list(KINDS.items()),
        bases=ordered({name: name for name in rulebook.bases}, [typed.base] if typed.base else []),
        treatments=ordered(treatments, typed.treatments),
        expect=expect_selects(rulebook, found),
        eligibilities=[(code, LOOKS[code].word) for code in ELIGIBILITIES],
        topics=ordered(titles, typed.topics or ()),
        sections=sections_of(rulebook, found.read, asked, more),
        problems=found.problems if loud else (),
    )


def expect_selects(rulebook: Rulebook, found: LookedAt) -> list[ExpectSelect]:
    """A select for every treatment, every kind of treatment, and all of them."""
    titles = group_titles(rulebook)
    options: list[tuple[str, Words]] = [("", _("Not looked at")), (NONE, _("Says nothing"))]
    options += [(severity.code, LOOKS[severity.code].word) for severity in reversed(Severity) if severity]
    stated = found.typed.expect
    keys = {**titles, **{key: key for key in stated if key not in titles}}
    return [ExpectSelect(key, label, stated.get(key, ""), options) for key, label in keys.items()]


def case_rows(here: Here) -> list[CaseRow]:
    """Every case, run where the draft is sound."""
    names, elements = names_of(here.document, "cases"), rows_of(here.document, "cases")
    ran = all_cases(here.rulebook) if here.partial.is_sound else ()
    outcomes = [one.failures for one in ran] if len(ran) == len(names) else [None] * len(names)
    return [row_of(here, *each) for each in zip(names, elements, outcomes, strict=True)]


def row_of(here: Here, name: str, element: Mapping[str, object], failures: Failures | None) -> CaseRow:
    """One case of the list."""
    rule = str(element.get("rule", ""))
    known = here.rulebook.rules.get(rule)
    kind = KINDS.get(str(element.get("kind")), "") if rule else eligibility_word(element.get("eligibility"))
    title = str(element.get("title") or name)
    return CaseRow(name, title, rule, known.title if known else rule, kind, failures)


def eligibility_word(code: object) -> Words:
    """The word for an expected eligibility."""
    return LOOKS[code].word if isinstance(code, str) and code in LOOKS else str(code or "")
