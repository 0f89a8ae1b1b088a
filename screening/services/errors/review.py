"""Refusals while a practitioner reads."""

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError


class NotSubmitted(ScreeningError):
    """There is nothing to read yet."""

    code = "not_submitted"
    text = _("The patient has not handed in this questionnaire yet.")


class UnknownEvaluation(ScreeningError):
    """An evaluation was asked for by a number there is none of."""

    code = "unknown_evaluation"
    text = _("This questionnaire has no evaluation of that number.")


class UnknownPlace(ScreeningError):
    """A page of a list was asked for by something that is no place in it."""

    code = "unknown_place"
    text = _("This page of the list does not exist.")
