"""The catalogue of treatments."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.rulebook.presenters.care import Phase, phases_of, red_flags_of
from clinic.rulebook.presenters.words import PIGMENT_RISKS, days, minutes, spread
from clinic.sources import SourceView, sources_of
from screening.engine import Plan, RedFlag, Rulebook, Treatment

CONCERN = "concern"
MICROMETRES = 1000


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device; `depth` in millimetres, empty where needles do not come into it."""

    title: str
    depth: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """How many sessions, how far apart, for what."""

    title: str
    sessions: str
    gap: str
    note: str


@dataclass(frozen=True, slots=True)
class TreatmentView:
    """One treatment as the catalogue shows it."""

    treatment: Treatment
    attributes: tuple[str, ...]
    facts: tuple[Fact, ...]
    best_for: tuple[str, ...]
    devices: tuple[DeviceView, ...]
    plans: tuple[PlanView, ...]
    phases: tuple[Phase, ...]
    red_flags: tuple[RedFlag, ...]
    sources: tuple[SourceView, ...]


def treatment_views(rulebook: Rulebook) -> list[TreatmentView]:
    """Every treatment, in the rulebook's order."""
    return [treatment_view(rulebook, treatment) for treatment in rulebook.treatments.values()]


def treatment_view(rulebook: Rulebook, treatment: Treatment) -> TreatmentView:
    """One treatment."""
    concerns = rulebook.items[CONCERN].options if CONCERN in rulebook.items else {}
    plans = [plan for plan in rulebook.plans if plan.treatment == treatment.code]
    return TreatmentView(
        treatment=treatment,
        attributes=tuple(rulebook.attributes[code] for code in sorted(treatment.attributes)),
        facts=tuple(fact for fact in facts_of(treatment) if fact.value),
        best_for=tuple(concerns[code].label for code in treatment.best_for if code in concerns),
        devices=tuple(DeviceView(d.title, depth(d.depth_um), d.note) for d in treatment.devices),
        plans=tuple(plan_view(plan) for plan in plans),
        phases=tuple(phases_of(rulebook, treatment.code)),
        red_flags=tuple(red_flags_of(rulebook, treatment.code)),
        sources=tuple(sources_of(rulebook, treatment.sources)),
    )


def facts_of(treatment: Treatment) -> list[Fact]:
    """Durations, downtime, risk of marks and price; a value the rulebook does not give is empty."""
    price = treatment.price
    longest = treatment.downtime_longest_days
    return [
        Fact(_("Time in the chair"), minutes(treatment.chair_minutes)),
        Fact(_("Whole visit"), minutes(treatment.visit_minutes)),
        Fact(_("Time to book"), minutes((treatment.booking_minutes, treatment.booking_minutes))),
        Fact(_("Downtime, typical"), days(treatment.downtime_days)),
        Fact(_("Downtime, at most"), days((longest, longest)) if longest else ""),
        Fact(_("Risk of dark marks"), str(PIGMENT_RISKS[treatment.pigment_risk])),
        Fact(_("Price, estimated"), f"{spread((price.low, price.high))} {price.currency}" if price else ""),
    ]


def depth(micrometres: tuple[int, int] | None) -> str:
    """A needle depth: "0.5 to 2.5 mm"."""
    if micrometres is None:
        return ""
    least, most = (f"{number / MICROMETRES:g}" for number in micrometres)
    return (
        _("%(least)s mm") % {"least": least}
        if least == most
        else _("%(least)s to %(most)s mm") % {"least": least, "most": most}
    )


def plan_view(plan: Plan) -> PlanView:
    """A session plan in words."""
    sessions = _("%(count)s sessions") % {"count": spread(plan.sessions)}
    gap = _("%(days)s apart") % {"days": days(plan.gap_days)}
    return PlanView(plan.title, sessions, gap, plan.note)
