"""What a patient reads about an answer that cannot be taken: at the field, plain, and what to do about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screening.engine import AnswerProblem, ItemType

if TYPE_CHECKING:
    from clinic.questions.question import Question

REFUSALS = {
    "wrong_type": gettext_lazy("This answer could not be read. Please answer again."),
    "unknown_item": gettext_lazy("This question is not asked any more."),
    "not_asked": gettext_lazy("This question is not asked here."),
    "unknown_code": gettext_lazy("Choose one of the answers shown."),
    "too_many": gettext_lazy("There are too many answers here. Give 100 at most."),
    "unreadable": gettext_lazy("Some characters here cannot be stored. Please write this in other words."),
    "empty": gettext_lazy("Fill this in, or remove it."),
    "not_a_date": gettext_lazy("This date does not exist. Check the day and the month."),
    "too_early": gettext_lazy("This date lies too far back. Check the year."),
    "in_future": gettext_lazy("This date lies in the future. Enter today's date or an earlier one."),
    "area_removed": gettext_lazy("The areas of your appointment stay. To change them, call the clinic."),
}
"""By the engine's code of the problem; the codes with figures or words in them are below."""

MISSING: Mapping[ItemType, object] = {
    ItemType.CHOICE: gettext_lazy("Choose an answer."),
    ItemType.CHOICES: gettext_lazy("Choose at least one answer."),
    ItemType.AREAS: gettext_lazy("Choose at least one area, or that you are not sure where."),
    ItemType.DATE: gettext_lazy("Enter a date, or choose “I don't know”."),
    ItemType.NUMBER: gettext_lazy("Enter a number."),
    ItemType.TEXT: gettext_lazy("Write an answer."),
    ItemType.MEDICINES: gettext_lazy("Write at least one name, or choose “I don't know the names”."),
    ItemType.ENTRIES: gettext_lazy("Tell us about at least one."),
}
"""By the type of a question that was left empty."""


def refusal(problem: AnswerProblem, question: "Question") -> str:
    """Why an answer cannot be taken."""
    if problem.code == "too_long":
        longest = question.longest
        return ngettext(
            "This is too long. Use %(count)d character at most.",
            "This is too long. Use %(count)d characters at most.",
            longest,
        ) % {"count": longest}
    if problem.code == "out_of_range":
        return _("Enter a whole number from %(least)d to %(most)d.") % {
            "least": question.minimum,
            "most": question.maximum,
        }
    if problem.code == "stands_alone":
        return stands_alone(question)
    return str(REFUSALS.get(problem.code, REFUSALS["wrong_type"]))


def refusal_of(problem: AnswerProblem) -> str:
    """The same for an answer that is refused when it is to be stored."""
    return str(REFUSALS.get(problem.code, REFUSALS["wrong_type"]))


def stands_alone(question: "Question") -> str:
    """Why "none" or "not sure" was refused beside other answers."""
    if question.type is ItemType.AREAS:
        return _("“I'm not sure where” cannot go with other areas. Choose one or the other.")
    alone = [option.label for option in question.options.values() if option.exclusive or option.not_known]
    return _("%(answers)s cannot go with other answers. Choose one or the other.") % {
        "answers": " / ".join(f"“{label}”" for label in alone)
    }


def missing(question: "Question") -> str:
    """What to do about a question that was left empty."""
    return str(MISSING[question.type])
