"""How the questionnaire is filled in: sections with how many opened and finished them, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.engine import Rulebook
from screening.models import RulebookVersion
from screening.services.intake import (
    CHECK,
    CONSENT,
    TREATMENT,
    Figures,
    SectionFigures,
    section_figures,
)

PERIODS = {28: gettext_lazy("4 weeks"), 91: gettext_lazy("3 months"), 365: gettext_lazy("a year")}
USUAL_PERIOD = 91
TIME_WORDS = {
    0: gettext_lazy("under 15 seconds"),
    15: gettext_lazy("15 to 30 seconds"),
    30: gettext_lazy("30 seconds to a minute"),
    60: gettext_lazy("1 to 2 minutes"),
    120: gettext_lazy("2 to 5 minutes"),
    300: gettext_lazy("5 to 10 minutes"),
    600: gettext_lazy("10 to 30 minutes"),
    1800: gettext_lazy("half an hour or more"),
}


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One row of the table. `figures` is None where too few opened it to be told."""

    title: str
    figures: SectionFigures | None

    @property
    def percent(self) -> int:
        """How many in a hundred went on; somebody who came back may have gone on more than once."""
        if self.figures is None:
            return 0
        return min(100, round(100 * self.figures.continued / self.figures.opened))

    @property
    def usual_time(self) -> str:
        """The step of time the middle one lies in."""
        if self.figures is None or self.figures.at_least_seconds is None:
            return "–"  # noqa: RUF001 - a dash
        return str(TIME_WORDS[self.figures.at_least_seconds])


@dataclass(frozen=True, slots=True)
class Statistics:
    """The page: a row per section in the order of the questionnaire, and how many began by day."""

    lines: tuple[SectionLine, ...]
    figures: Figures

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been counted yet."""
        return not self.figures.sections


def statistics_of(version: RulebookVersion, rulebook: Rulebook, days: int) -> Statistics:
    """What was counted of a version in the last `days` days."""
    first = rulebook.sections[0].id if rulebook.sections else ""
    figures = section_figures(version, days, first)
    return Statistics(tuple(lines_of(rulebook, figures)), figures)


def lines_of(rulebook: Rulebook, figures: Figures) -> Iterator[SectionLine]:
    """The rows: the sections, then the pages after them. One nobody opened is left out."""
    steps = [(section.id, section.title) for section in rulebook.sections]
    steps += [
        (CHECK, _("Check your answers")),
        (TREATMENT, _("About the treatment")),
        (CONSENT, _("Consent")),
    ]
    for code, title in steps:
        found = figures.sections.get(code)
        if found is not None:
            yield SectionLine(title, None if found.is_few else found)
