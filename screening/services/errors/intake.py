"""Refusals while a patient answers."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from screening.engine import AnswerProblem
from screening.services.errors.base import ScreeningError


class AnswersRefused(ScreeningError):
    """Answers that cannot be accepted, all of them at once."""

    code = "answers_refused"
    text = _("Some answers need another look.")

    def __init__(self, problems: Iterable[AnswerProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class ChangedMeanwhile(ScreeningError):
    """The same section was saved elsewhere meanwhile; carries what is stored and what was given."""

    code = "changed_meanwhile"
    text = _("These answers were changed in another window. Please check them.")

    def __init__(self, *, stored: Mapping[str, object], given: Mapping[str, object], revision: int) -> None:
        super().__init__()
        self.stored = stored
        self.given = given
        self.revision = revision


class AlreadySubmitted(ScreeningError):
    """The questionnaire has been handed in; the link cannot change it any more."""

    code = "already_submitted"
    text = _("This questionnaire has been handed in already. To change an answer, please call the clinic.")


class DeclarationMissing(ScreeningError):
    """Without the declaration nothing is handed in."""

    code = "declaration_missing"
    text = _("Please confirm that your answers are true and complete.")


class IncompleteResponse(ScreeningError):
    """Questions are still open; carries their link ids in the order of the questionnaire."""

    code = "incomplete"
    text = _("Some questions are still open.")

    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__()
        self.missing = tuple(missing)


class RulebookChanged(ScreeningError):
    """A newer rulebook is active and asks more. The response has been moved to it; nothing given is lost.

    Carries the link ids to ask now, and those whose answers the newer rulebook no longer accepts.
    """

    code = "rulebook_changed"
    text = _("The clinic has changed its questions since you started. Please answer the new ones.")

    def __init__(self, *, missing: Iterable[str], set_aside: Iterable[str]) -> None:
        super().__init__()
        self.missing = tuple(missing)
        self.set_aside = tuple(set_aside)
