"""How a question is answered: options, the parts of an entry, the bands of a score."""

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.workshop.elements.collections.lists import (
    PART_TYPES,
    TENSES,
    option_sets,
)
from clinic.rulebook.workshop.elements.kinds.amounts import Number
from clinic.rulebook.workshop.elements.kinds.choosing import Choose, fixed
from clinic.rulebook.workshop.elements.kinds.inner import Rows
from clinic.rulebook.workshop.elements.kinds.texts import Flag, Line, Lines
from clinic.rulebook.workshop.elements.tables import Spec, Values

WITH_OPTIONS = {"choice", "choices"}


def is_a(*types: str) -> "IsA":
    """For fields of some types of question."""
    return IsA(types)


class IsA:
    """Whether what is typed is a question of one of these types."""

    def __init__(self, types: tuple[str, ...]) -> None:
        self.types = types

    def __call__(self, values: Values) -> bool:
        return values.get("type") in self.types


def has_options(values: Values) -> bool:
    """Whether there is something to choose from."""
    return values.get("type") in WITH_OPTIONS


def own_options(values: Values) -> bool:
    """Whether the options are the question's own."""
    return has_options(values) and not values.get("options_from")


OPTION = (
    Spec("label", _("Wording"), Line()),
    Spec("code", _("Code"), Line()),
    Spec("not_known", _("Means “not known”"), Flag(), optional=True),
    Spec("exclusive", _("Stands alone"), Flag(), optional=True),
    Spec("score", _("Score"), Number(), _("Where it counts towards a score."), optional=True, aside=True),
    Spec("help", _("Second line"), Line(), optional=True, aside=True),
    Spec(
        "synonyms",
        _("Other words for it"),
        Lines(),
        _("One per line; for typed answers."),
        optional=True,
        aside=True,
    ),
)
OPTIONS = Rows(OPTION, _("Option"), _("Option"))
CODES = _(
    "The code is what rules and answers call it; empty: made of the wording. “Stands alone” is for answers"
    " such as “none”, which go with no other."
)
SHARED = Choose(option_sets, _("options of its own"), decides=True)

PART = (
    Spec("question", _("Question"), Line()),
    Spec("label", _("Short label for staff"), Line()),
    Spec("id", _("Code"), Line()),
    Spec("type", _("Answered with"), Choose(fixed(PART_TYPES), _("Choose"), decides=True)),
    Spec("tense", _("The date is of"), Choose(fixed(TENSES), _("Choose")), when=is_a("date")),
    Spec("help", _("Help"), Line(), optional=True, aside=True),
    Spec("options_from", _("Where its options come from"), SHARED, when=has_options),
    Spec("options", _("Options"), OPTIONS, CODES, when=own_options),
)
BAND = (
    Spec("label", _("Name"), Line()),
    Spec("value", _("Value"), Number()),
    Spec("at_most", _("Up to a sum of"), Number(), _("Empty for the last."), optional=True),
)
