"""What each operator is called, and which input it takes."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from screening.engine import TREATMENT_AREAS, Field, Item, ItemType
from screening.engine.rulebook.conditions import OPERATORS
from screening.engine.rulebook.leaves import id_of

ANSWERED, NOT_ANSWERED = "answered", "not_answered"


class Control(StrEnum):
    """What is entered beside an operator."""

    NOTHING = "nothing"
    ONE = "one"
    MANY = "many"
    AREAS = "areas"
    NUMBER = "number"
    YEARS = "years"
    DURATION = "duration"
    CLASSES = "classes"
    WHERE = "where"


CONTROLS = {
    **dict.fromkeys(("is", "is_not"), Control.ONE),
    **dict.fromkeys(("in", "not_in", "includes_any", "includes_all", "includes_none"), Control.MANY),
    **dict.fromkeys(("at_least", "at_most", "above", "below"), Control.NUMBER),
    **dict.fromkeys(("age_below", "age_at_least"), Control.YEARS),
    **dict.fromkeys(("within", "at_least_ago", "within_next"), Control.DURATION),
    **dict.fromkeys(("overlaps", "same_region"), Control.AREAS),
    **dict.fromkeys(("includes_typed", "takes_unrecognised"), Control.NOTHING),
    **dict.fromkeys((ANSWERED, NOT_ANSWERED), Control.NOTHING),
    "takes": Control.CLASSES,
    "some": Control.WHERE,
}
MEDICINE_OPERATORS = ("takes", "takes_unrecognised")
"""Those that read several lists at once."""

WORDS: dict[str, Words] = {
    "is": _("is"),
    "is_not": _("is anything but"),
    "in": _("is one of"),
    "not_in": _("is none of"),
    "includes_any": _("includes any of"),
    "includes_all": _("includes all of"),
    "includes_none": _("includes none of"),
    "includes_typed": _("includes something not recognised"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
    "above": _("is above"),
    "below": _("is below"),
    "age_below": _("makes the patient younger than"),
    "age_at_least": _("makes the patient this old or older"),
    "within": _("is less than … ago"),
    "at_least_ago": _("is at least … ago"),
    "within_next": _("is within the next …"),
    "overlaps": _("overlaps the areas to be treated"),
    "same_region": _("lies in the same region as the areas to be treated"),
    "takes": _("includes a medicine of"),
    "takes_unrecognised": _("includes something not recognised"),
    ANSWERED: _("is answered"),
    NOT_ANSWERED: _("is not answered"),
    "some": _("has an entry where"),
}
OF_TREATMENT_AREAS: dict[str, Words] = {
    "overlaps": _("overlaps one of"),
    "same_region": _("lies in the same region as one of"),
}


def fitting(subject: Item | Field) -> list[str]:
    """The operators that fit a question, in the order of the format."""
    names = [name for name, (fits, _make) in OPERATORS.items() if fits(subject)]
    return [*names, NOT_ANSWERED] if ANSWERED in names else names


def first_for(subject: Item | Field) -> str:
    """The operator to begin with: the first that fits, for lists the one that reads their entries."""
    names = fitting(subject)
    return "some" if subject.type is ItemType.ENTRIES else names[0]


def word_of(operator: str, subject: Item | Field | None) -> str:
    """What an operator is called beside a question."""
    own = subject is not None and id_of(subject) == TREATMENT_AREAS
    return str(OF_TREATMENT_AREAS.get(operator, WORDS[operator]) if own else WORDS[operator])


def control_of(operator: str, subject: str) -> Control:
    """Which input an operator takes; other areas are compared with the treatment areas and take none."""
    control = CONTROLS.get(operator, Control.NOTHING)
    return Control.NOTHING if control is Control.AREAS and subject != TREATMENT_AREAS else control
