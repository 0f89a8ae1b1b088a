"""What patients are told to do before and after a treatment, and what to watch for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.rulebook.presenters.words import Words
from screening.engine import CareStep, Phrase, RedFlag, Rulebook, describe_condition

PHASES: dict[str, Words] = {
    "before": gettext_lazy("Before"),
    "day": gettext_lazy("On the day"),
    "after": gettext_lazy("After"),
}


@dataclass(frozen=True, slots=True)
class StepView:
    """One instruction: when, what, and for whom where it is not for everybody."""

    when: str
    text: str
    only_if: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """The instructions before, on the day, or after."""

    title: str
    steps: tuple[StepView, ...]


def phases_of(rulebook: Rulebook, treatment: str) -> list[Phase]:
    """A treatment's instructions by phase; phases without any are left out."""
    own = [step for step in rulebook.care_steps if treatment in step.spans]
    phases = [
        Phase(str(title), tuple(step_view(rulebook, step, treatment) for step in own if step.phase == phase))
        for phase, title in PHASES.items()
    ]
    return [phase for phase in phases if phase.steps]


def step_view(rulebook: Rulebook, step: CareStep, treatment: str) -> StepView:
    """One instruction as it applies to a treatment."""
    span = step.spans[treatment]
    only_if = tuple(describe_condition(rulebook, step.when)) if step.when else ()
    return StepView(span_words(span.begins, span.ends), step.text, only_if)


def span_words(begins: tuple[int, int], ends: tuple[int, int]) -> str:
    """A stretch around the appointment: "from 5 days before to the day itself"."""
    if begins == ends:
        return point_words(*begins)
    return _("from %(begins)s to %(ends)s") % {"begins": point_words(*begins), "ends": point_words(*ends)}


def point_words(months: int, days: int) -> str:
    """A day counted from the appointment, in months or in days."""
    if months:
        before = ngettext("%(count)d month before", "%(count)d months before", abs(months))
        after = ngettext("%(count)d month after", "%(count)d months after", months)
        return (before if months < 0 else after) % {"count": abs(months)}
    if days:
        before = ngettext("%(count)d day before", "%(count)d days before", abs(days))
        after = ngettext("%(count)d day after", "%(count)d days after", days)
        return (before if days < 0 else after) % {"count": abs(days)}
    return _("the day itself")


def red_flags_of(rulebook: Rulebook, treatment: str) -> list[RedFlag]:
    """The signs to act on after a treatment, the urgent ones first."""
    own = [flag for flag in rulebook.red_flags if treatment in flag.treatments]
    return sorted(own, key=lambda flag: not flag.urgent)
