"""The language a patient's page is in. Staff pages are English, whatever a browser asks for.

A patient reads in the language chosen with the switch; where none was chosen, in that of their messages;
before anybody knows whose page it is, in what the browser asks for. Of these the first in which the questions
are offered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import (
    activate,
    get_language,
    get_language_from_request,
    get_language_info,
    override,
)

from screening.models import QuestionnaireResponse, RulebookVersion
from screening.services.errors import NoActiveRulebook, ScreeningUnavailable
from screening.services.intake import choose_language
from screening.services.rulebook import active_version
from screening.services.rulebook.languages import offered_languages

PATIENT_PAGES = "/i/"
LANGUAGE = "language"
RESEND = "resend"

_OFFERED = "offered_languages"

F = TypeVar("F", bound=BaseForm)


@dataclass(frozen=True, slots=True)
class Choice:
    """One language of the switch, named in itself."""

    code: str
    name: str
    direction: str
    is_here: bool


class PatientLanguage:
    """Middleware: English, but on patients' pages what was chosen, else what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, made in its language."""
        with override(self.language(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
        return response

    def language(self, request: HttpRequest) -> str:
        """The language to begin with; `speak` knows better where it is known whose page it is."""
        if not request.path_info.startswith(PATIENT_PAGES):
            return str(settings.LANGUAGE_CODE)
        asked = (request.GET.get(LANGUAGE), request.session.get(LANGUAGE))
        return next((code for code in asked if code in settings.MESSAGE_LANGUAGES), "") or (
            get_language_from_request(request)
        )


def speak(request: HttpRequest, response: QuestionnaireResponse) -> None:
    """Answer this request in the language of whoever reads these questions. ScreeningUnavailable.

    A choice sent along is kept in the session. SuspiciousOperation for a language no switch offers.
    """
    speak_first_of(request, response, own_language(response))


def speak_to_patient(request: HttpRequest, response: QuestionnaireResponse) -> None:
    """The same, where the patient has shown who they are: their choice is kept for the next time too."""
    speak(request, response)
    if chosen := request.session.get(LANGUAGE):
        choose_language(response=response, language=chosen)


def speak_to_staff(request: HttpRequest, response: QuestionnaireResponse) -> None:
    """The same for staff who enter answers: English, until they choose for whoever sits beside them."""
    speak_first_of(request, response, settings.LANGUAGE_CODE)


def speak_first_of(request: HttpRequest, response: QuestionnaireResponse, own: str) -> None:
    """Activate what was chosen, else `own`, as far as it is offered."""
    if chosen := chosen_now(request):
        request.session[LANGUAGE] = chosen
    offered = vars(request)[_OFFERED] = offered_for(response)
    activate(first_of((request.session.get(LANGUAGE), own), offered))


def own_language(response: QuestionnaireResponse) -> str:
    """What a patient chose to read in; that of their messages where they chose nothing."""
    return response.language or response.appointment.patient.language


def first_of(wanted: Iterable[str | None], offered: tuple[str, ...]) -> str:
    """The first language that is offered; if none is, the one the questions were written in."""
    return next((code for code in wanted if code in offered), offered[0])


def offered_for(response: QuestionnaireResponse) -> tuple[str, ...]:
    """The languages in which a patient can read all of it: the questions, and what the newest rulebook tells.

    The one the questions were written in comes first. ScreeningUnavailable.
    """
    own = with_interface(response.rulebook_version)
    if response.rulebook_version.status == RulebookVersion.Status.ACTIVE:
        return own
    try:
        newest = with_interface(active_version())
    except NoActiveRulebook:
        return own
    return tuple(code for code in own if code in newest) or newest


def with_interface(version: RulebookVersion) -> tuple[str, ...]:
    """The languages of a rulebook which the pages around it have too; English where they share none."""
    shared = tuple(code for code in offered_languages(version) if code in settings.MESSAGE_LANGUAGES)
    return shared or (str(settings.LANGUAGE_CODE),)


def chosen_now(request: HttpRequest) -> str:
    """The language sent with this form by the switch; empty where none was. SuspiciousOperation."""
    chosen = request.POST.get(LANGUAGE, "") if request.method == "POST" else ""
    if chosen and chosen not in settings.MESSAGE_LANGUAGES:
        raise SuspiciousOperation("no such language")
    return chosen


def is_switch(request: HttpRequest) -> bool:
    """Whether a form was sent only to be read in another language: it is shown again, nothing is stored."""
    return bool(chosen_now(request)) and RESEND not in request.POST


def with_typed(form: F, request: HttpRequest) -> F:
    """A form that shows what was typed, and says nothing about it."""
    form.initial.update({name: value for name, value in request.POST.items() if name in form.fields})
    return form


def choices_for(request: HttpRequest) -> list[Choice]:
    """The languages of the switch on a patient's page; none where there is no choice."""
    if not request.path_info.startswith(PATIENT_PAGES):
        return []
    offered = vars(request).get(_OFFERED) or offered_to_anybody()
    here = get_language()
    return [
        Choice(code, name, "rtl" if get_language_info(code)["bidi"] else "ltr", code == here)
        for code, name in settings.MESSAGE_LANGUAGES.items()
        if code in offered and len(offered) > 1
    ]


def offered_to_anybody() -> tuple[str, ...]:
    """The languages of the newest rulebook; those of the pages where there is none."""
    try:
        return with_interface(active_version())
    except ScreeningUnavailable:
        return tuple(settings.MESSAGE_LANGUAGES)


def goes_on_in(address: str, request: HttpRequest) -> str:
    """An address that opens in the language of now, after the session that knew it has ended."""
    here = get_language()
    return address if here == get_language_from_request(request) else f"{address}?{LANGUAGE}={here}"
