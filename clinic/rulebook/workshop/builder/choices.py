"""What can be chosen beside an operator."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.builder.documents import UNITS
from clinic.rulebook.workshop.builder.nodes import Comparison
from clinic.rulebook.workshop.builder.operators import Control
from screening.engine import Area, Field, Item
from screening.engine.medicines import MedicineClass
from screening.engine.rulebook.leaves import Scope

UNIT_WORDS: dict[str, Words] = dict(
    zip(
        UNITS,
        (gettext_lazy("days"), gettext_lazy("weeks"), gettext_lazy("months"), gettext_lazy("years")),
        strict=True,
    )
)
USUAL_UNIT = "months"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    code: str
    label: str
    chosen: bool


def choices_for(control: Control, node: Comparison, subject: Item | Field, scope: Scope) -> list[Choice]:
    """The answers, areas or medicine classes to choose from."""
    match control:
        case Control.ONE | Control.MANY:
            return ordered({code: one.label for code, one in subject.options.items()}, node.codes)
        case Control.AREAS:
            areas = [one for one in scope.areas.values() if isinstance(one, Area)]
            return ordered({area.code: area.title for area in areas}, node.codes)
        case Control.CLASSES:
            classes = [one for one in scope.classes.values() if isinstance(one, MedicineClass)]
            return ordered(
                {one.id: one.title for one in sorted(classes, key=attrgetter("title"))}, node.codes
            )
        case _:
            return []


def ordered(labels: Mapping[str, str], chosen: Collection[str]) -> list[Choice]:
    """Choices in their own order; what was chosen and is not among them any more comes last."""
    gone = {
        code: _("%(code)s (not there any more)") % {"code": code} for code in chosen if code not in labels
    }
    return [Choice(code, label or code, code in chosen) for code, label in {**labels, **gone}.items()]


def unit_choices(unit: str) -> list[tuple[str, Words, bool]]:
    """The units of a duration: code, word, and whether it is chosen."""
    chosen = unit if unit in UNIT_WORDS else USUAL_UNIT
    return [(code, word, code == chosen) for code, word in UNIT_WORDS.items()]
