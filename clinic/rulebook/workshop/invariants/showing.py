"""The form of an invariant, and the list of them with what is proved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic.look import LOOKS
from clinic.results.words import listed
from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.builder import BuilderView, builder_view
from clinic.rulebook.workshop.builder.choices import Choice, ordered
from clinic.rulebook.workshop.invariants.looking import LookedAt, looked_at
from clinic.rulebook.workshop.invariants.typed import AT_LEAST, NEVER, UNANSWERED, TypedInvariant, typed_of
from clinic.rulebook.workshop.running.examples import ExampleView, example_view
from clinic.rulebook.workshop.running.jobs import JobView
from screening.engine import Phrase, Rulebook
from screening.engine.invariants import ELIGIBILITIES
from screening.engine.rulebook.elements import element_at, names_of
from screening.engine.rulebook.invariants import FEEDS

PROVED, BROKEN, OPEN, STALE = "proved", "broken", "open", "stale"
ORDER = (BROKEN, OPEN, STALE, PROVED)


@dataclass(frozen=True, slots=True)
class InvariantView:
    """One invariant of the list. `state` is proved, broken, open or stale (proved for an earlier draft)."""

    id: str
    title: str
    premise: tuple[Phrase, ...]
    promise: str
    state: str
    reason: str
    is_vacuous: bool
    came_out: Words
    example: ExampleView | None


@dataclass(frozen=True, slots=True)
class InvariantForm:
    """The whole form."""

    typed: TypedInvariant
    builder: BuilderView
    feeds: list[tuple[str, Words]]
    codes: list[tuple[str, Words]]
    treatments: list[Choice]
    sources: list[Choice]
    errors: Mapping[str, list[str]]
    problems: list[tuple[str, str]]
    phrases: tuple[Phrase, ...]

    @property
    def chosen_sources(self) -> list[str]:
        """The titles of the sources chosen."""
        return [choice.label for choice in self.sources if choice.chosen]


def invariant_form(
    rulebook: Rulebook, found: LookedAt, focus: str = "", *, loud: bool = True
) -> InvariantForm:
    """The form; `loud` marks what is only not finished yet."""
    titles = {code: f"{source.title}, {source.publisher}" for code, source in rulebook.sources.items()}
    return InvariantForm(
        typed=found.typed,
        builder=builder_view(rulebook, "when", found.when, focus, loud=loud),
        feeds=[(code, LOOKS[code].word) for code in FEEDS],
        codes=[(code, LOOKS[code].word) for code in ELIGIBILITIES],
        treatments=ordered(group_titles(rulebook), found.typed.treatments),
        sources=ordered(titles, found.typed.sources),
        errors=found.errors if loud else {},
        problems=found.problems if loud else [],
        phrases=found.when.phrases,
    )


def group_titles(rulebook: Rulebook) -> dict[str, str]:
    """What an invariant may speak of: every treatment, kinds of treatments, treatments."""
    used = [
        code
        for code in rulebook.attributes
        if any(code in t.attributes for t in rulebook.treatments.values())
    ]
    kinds = {code: rulebook.attributes[code][:1].upper() + rulebook.attributes[code][1:] for code in used}
    own = {code: treatment.short_title for code, treatment in rulebook.treatments.items()}
    return {"all": _("Every treatment"), **kinds, **own}


def invariant_views(here: Here, job: JobView) -> list[InvariantView]:
    """Every invariant, broken ones first, with what the newest proof says of it."""
    told = {row["id"]: row for row in job.result.get("invariants", [])}
    names = names_of(here.document, "invariants")
    views = [invariant_view(here, name, told.get(name), is_current=job.is_current) for name in names]
    return sorted(views, key=lambda view: ORDER.index(view.state))


def invariant_view(
    here: Here, name: str, row: Mapping[str, Any] | None, *, is_current: bool
) -> InvariantView:
    """One invariant of the list."""
    element = element_at(here.document, f"invariants/{name}") or {}
    found = looked_at(typed_of(element), here.rulebook)
    state = state_of(row, is_current=is_current)
    raw = row["counterexample"] if row and state == BROKEN else None
    return InvariantView(
        id=name,
        title=found.typed.title or name,
        premise=premise_of(found),
        promise=promise_of(here.rulebook, found.typed),
        state=state,
        reason=row["reason"] if row and state == OPEN else "",
        is_vacuous=bool(row and state == PROVED and row["is_vacuous"]),
        came_out=LOOKS[row["eligibility"]].word
        if row and raw is not None and row["eligibility"] in LOOKS
        else "",
        example=None
        if raw is None or row is None
        else example_view(here.rulebook, raw, row["on"] or "", row["treatments"]),
    )


def state_of(row: Mapping[str, Any] | None, *, is_current: bool) -> str:
    """What is known. An earlier counterexample is still worth a look; an earlier proof proves nothing now."""
    if row is None:
        return OPEN
    if row["holds"] is False:
        return BROKEN
    if row["holds"] is True:
        return PROVED if is_current else STALE
    return OPEN


def premise_of(found: LookedAt) -> tuple[Phrase, ...]:
    """When it speaks, as a sentence's beginning."""
    if found.typed.premise != UNANSWERED:
        return found.when.phrases
    word = LOOKS[found.typed.feeds].word if found.typed.feeds in LOOKS else found.typed.feeds
    text = _("a question that may lead to “%(word)s” or worse is not answered") % {"word": word}
    return (Phrase(text),)


def promise_of(rulebook: Rulebook, typed: TypedInvariant) -> str:
    """What it promises of which treatments."""
    titles = group_titles(rulebook)
    whom = listed([titles.get(code, code) for code in typed.treatments]) if typed.treatments else _("nothing")
    code = LOOKS[typed.code].word if typed.code in LOOKS else typed.code
    words = {
        NEVER: _("%(treatments)s: never %(word)s"),
        AT_LEAST: _("%(treatments)s: %(word)s at least"),
    }
    return words[typed.bound] % {"treatments": whom, "word": code}
