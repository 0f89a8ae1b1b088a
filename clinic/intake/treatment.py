"""The page about the planned treatment, before consent: from the rulebook's catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.plan.words import gap_words, joined, minutes_words, sessions_words
from clinic.sources import SourceView, sources_of
from clinic.written import figure, listed
from screening.engine import Duration, Explanation, Plan, Price, Rulebook, Treatment
from screening.models import QuestionnaireResponse

CONCERN = "concern"
WEEK, MONTH = 7, 30
PIGMENT_RISKS: dict[str, str | Promise] = {
    "low": gettext_lazy("Low"),
    "moderate": gettext_lazy("Medium"),
    "moderate_high": gettext_lazy("Medium to high"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A name and what belongs to it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """One planned treatment."""

    treatment: Treatment
    facts: tuple[Line, ...]
    course: tuple[Line, ...]
    plans: tuple[Line, ...]
    price: str
    price_note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One treatment among all of them."""

    title: str
    is_planned: bool
    best_for: str
    downtime: str
    price: str
    dark_marks: str


@dataclass(frozen=True, slots=True)
class TreatmentPage:
    """Everything the page shows; `language` is that of the rulebook's texts."""

    planned: tuple[About, ...]
    rows: tuple[Row, ...]
    explanations: tuple[Explanation, ...]
    sources: tuple[SourceView, ...]
    language: str


def treatment_page(rulebook: Rulebook, response: QuestionnaireResponse) -> TreatmentPage:
    """The page for the treatments of an appointment."""
    codes = response.appointment.treatments
    planned = [rulebook.treatments[code] for code in codes if code in rulebook.treatments]
    concerns = response.answers.get(CONCERN)
    wanted = frozenset(concerns if isinstance(concerns, list) else ())
    told = [one for one in rulebook.explanations if one.treatments.intersection(codes)]
    named = [*(one.sources for one in planned), *(one.sources for one in told)]
    named += [one.sources for one in rulebook.plans if one.treatment in codes]
    sources = dict.fromkeys(source for each in named for source in each)
    return TreatmentPage(
        planned=tuple(about(rulebook, treatment, wanted) for treatment in planned),
        rows=tuple(rows_of(rulebook, codes)),
        explanations=tuple(told),
        sources=tuple(sources_of(rulebook, tuple(sources))),
        language=rulebook.head.language,
    )


def about(rulebook: Rulebook, treatment: Treatment, wanted: frozenset[str]) -> About:
    """One planned treatment."""
    own = [plan for plan in rulebook.plans if plan.treatment == treatment.code]
    fitting = [plan for plan in own if wanted.intersection(plan.concerns)]
    return About(
        treatment=treatment,
        facts=tuple(facts_of(treatment)),
        course=tuple(Line(when_words(one.begins, one.ends), one.text) for one in treatment.course),
        plans=tuple(map(plan_line, fitting or own)),
        price=price_words(treatment.price),
        price_note=treatment.price.note if treatment.price else "",
    )


def facts_of(treatment: Treatment) -> Iterator[Line]:
    """How long it takes, and how long it shows."""
    if treatment.chair_minutes:
        yield Line(_("The treatment itself"), minutes_words(treatment.chair_minutes))
    if treatment.visit_minutes:
        yield Line(_("The whole visit"), minutes_words(treatment.visit_minutes))
    if treatment.downtime_days:
        yield Line(_("Until you look as usual"), downtime_words(treatment))


def downtime_words(treatment: Treatment) -> str:
    """How long it is usually to be seen, and at most."""
    if treatment.downtime_days is None:
        return ""
    least, most = treatment.downtime_days
    usual = (
        ngettext("%(count)d day", "%(count)d days", most) % {"count": most}
        if least == most
        else _("%(least)d to %(most)d days") % {"least": least, "most": most}
    )
    longest = treatment.downtime_longest_days
    if longest <= most:
        return usual
    return _("%(usual)s, at times up to %(count)d") % {"usual": usual, "count": longest}


def plan_line(plan: Plan) -> Line:
    """How many sessions, how far apart, for what."""
    gap = gap_words(plan.gap_days, plan.sessions)
    return Line(plan.title, joined(sessions_words(plan.sessions), gap))


def price_words(price: Price | None) -> str:
    """A price range; nothing where the rulebook gives none."""
    if price is None:
        return ""
    return _("%(low)s to %(high)s %(currency)s") % {
        "low": figure(price.low),
        "high": figure(price.high),
        "currency": price.currency,
    }


def when_words(begins: Duration, ends: Duration) -> str:
    """A stretch after the treatment: "Day 1 to 3", "Week 2 to 4", "Month 3 to 6"."""
    first, last = days_of(begins), days_of(ends)
    if first == 0:
        if last <= 1:
            return _("The first day")
        return ngettext("The first %(count)d day", "The first %(count)d days", last) % {"count": last}
    if first >= 2 * MONTH and first % MONTH == 0:
        return _("Month %(first)d to %(last)d") % {"first": first // MONTH, "last": last // MONTH}
    if last >= 2 * WEEK and first % WEEK == 0:
        return _("Week %(first)d to %(last)d") % {"first": first // WEEK, "last": -(-last // WEEK)}
    return _("Day %(first)d to %(last)d") % {"first": first, "last": last}


def days_of(duration: Duration) -> int:
    """A duration in days, months taken as thirty."""
    return duration.months * MONTH + duration.days


def rows_of(rulebook: Rulebook, codes: list[str]) -> Iterator[Row]:
    """Every treatment beside the others, those planned first."""
    labels = rulebook.items[CONCERN].options if CONCERN in rulebook.items else {}
    for treatment in sorted(rulebook.treatments.values(), key=lambda one: one.code not in codes):
        yield Row(
            title=treatment.title,
            is_planned=treatment.code in codes,
            best_for=listed(labels[code].label for code in treatment.best_for if code in labels),
            downtime=downtime_words(treatment),
            price=price_words(treatment.price),
            dark_marks=str(PIGMENT_RISKS[treatment.pigment_risk]),
        )
