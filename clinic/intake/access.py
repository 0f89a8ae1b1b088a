"""Who may see the pages behind a link: whoever the session says sits in front of the questionnaire."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from clinic.languages import speak_to_patient, speak_to_staff
from clinic.sittings import ENTRY, RESTING, Sitting, rest, sitting_of
from screening.models import QuestionnaireResponse
from screening.services.errors import (
    AppointmentIsCancelled,
    InvitationRefused,
    InvitationUnknown,
    ScreeningError,
    ScreeningUnavailable,
    TabletRefused,
)
from screening.services.errors.desk import EntryRefused
from screening.services.errors.mydata import FormWithdrawn

P = ParamSpec("P")
PatientView = Callable[Concatenate[HttpRequest, QuestionnaireResponse, P], HttpResponse]

log = logging.getLogger(__name__)

_SITTING = "sitting"
TURNED_AWAY = (InvitationRefused, AppointmentIsCancelled, TabletRefused, EntryRefused, FormWithdrawn)


def for_patients(view: PatientView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the response of the session; without one, or with a link withdrawn, a page that says so.

    A form sent from a page of another session is refused: it holds the answers of another visit. Where the
    rulebook cannot be used, a page with status 503 says so.
    """

    @sensitive_variables()
    @sensitive_post_parameters()
    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            sitting = sitting_of(request)
        except TURNED_AWAY as refusal:
            return turned_away(request, refusal)
        if sitting is None and request.session.get(RESTING):
            return redirect("intake:resting")
        if sitting is None or is_of_another(request, sitting.response):
            return render(request, "intake/ended.html", status=403)
        vars(request)[_SITTING] = sitting
        try:
            (speak_to_staff if sitting.is_staff else speak_to_patient)(request, sitting.response)
            return view(request, sitting.response, *args, **kwargs)
        except FormWithdrawn as refusal:  # in another window, a moment ago
            return turned_away(request, refusal)
        except ScreeningUnavailable as refusal:
            log.error("screening is not available: %s", refusal.code)
            return unavailable(request)

    return checked


def sitting_here(request: HttpRequest) -> Sitting:
    """The sitting behind a view for patients; Http404 where there is none."""
    sitting = vars(request).get(_SITTING)
    if not isinstance(sitting, Sitting):
        raise Http404
    return sitting


def turned_away(request: HttpRequest, refusal: ScreeningError) -> HttpResponse:
    """What somebody sees whose sitting is over: the end of it for a link, a neutral page at the tablet."""
    if isinstance(refusal, TabletRefused):
        rest(request)
        return redirect("intake:resting")
    if isinstance(refusal, EntryRefused):
        request.session.pop(ENTRY, None)
        return render(request, "intake/entry_ended.html", {"reason": refusal.message}, status=403)
    request.session.flush()
    if isinstance(refusal, FormWithdrawn):
        return render(request, "intake/mydata/withdrawn.html", status=410)
    return refused(request, refusal)


def is_of_another(request: HttpRequest, response: QuestionnaireResponse) -> bool:
    """Whether a form was sent that was made for another response."""
    return request.method == "POST" and request.POST.get("response") != str(response.pk)


def refused(request: HttpRequest, refusal: ScreeningError) -> HttpResponse:
    """The plain page for a link that opens nothing: 404 where there is none, 410 where there was one."""
    status = 404 if isinstance(refusal, InvitationUnknown) else 410
    return render(request, "intake/refused.html", {"refusal": refusal}, status=status)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: questions cannot be asked, or answers not be taken, at the moment."""
    return render(request, "intake/unavailable.html", status=503)
