"""Who may see the pages behind a link: the session that the link and the date of birth were exchanged for."""

import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from screening.models import Invitation, QuestionnaireResponse
from screening.services.errors import (
    AppointmentIsCancelled,
    InvitationRefused,
    InvitationUnknown,
    ScreeningError,
    ScreeningUnavailable,
)
from screening.services.intake import resume_invitation

INVITATION = "invitation"
TOUCHED = "touched"
IDLE_SECONDS = 60 * 60
TOUCH_AFTER_SECONDS = 60

P = ParamSpec("P")


def begin(request: HttpRequest, invitation: Invitation) -> None:
    """Start a session of its own for an opened link: nothing of an earlier one is in it, staff's included."""
    request.session.flush()
    request.session[INVITATION] = str(invitation.pk)
    touch(request)
    rotate_token(request)


def touch(request: HttpRequest) -> None:
    """Let the session live on for the idle time from now."""
    request.session.set_expiry(IDLE_SECONDS)
    request.session[TOUCHED] = int(time.time())


def for_patients(
    view: Callable[Concatenate[HttpRequest, QuestionnaireResponse, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the response of the session; without one, or with a link withdrawn, a page that says so.

    A form sent from a page of another session is refused: it holds the answers of another visit.
    """

    @sensitive_variables()
    @sensitive_post_parameters()
    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = response_of(request)
        except (InvitationRefused, AppointmentIsCancelled) as refusal:
            request.session.flush()
            return refused(request, refusal)
        if response is None or is_of_another(request, response):
            return render(request, "intake/ended.html", status=403)
        if time.time() - request.session.get(TOUCHED, 0) > TOUCH_AFTER_SECONDS:
            touch(request)
        try:
            return view(request, response, *args, **kwargs)
        except ScreeningUnavailable:
            return unavailable(request)

    return checked


def is_of_another(request: HttpRequest, response: QuestionnaireResponse) -> bool:
    """Whether a form was sent that was made for another response."""
    return request.method == "POST" and request.POST.get("response") != str(response.pk)


def response_of(request: HttpRequest) -> QuestionnaireResponse | None:
    """The response this session may see; None without one. InvitationRefused, AppointmentIsCancelled."""
    known = request.session.get(INVITATION)
    if not known:
        return None
    return resume_invitation(invitation_id=uuid.UUID(known), now=timezone.now())


def unavailable(request: HttpRequest) -> HttpResponse:
    """The plain page for a clinic without a rulebook that can be used: nothing is taken, nothing is lost."""
    return render(request, "intake/unavailable.html", status=503)


def refused(request: HttpRequest, refusal: ScreeningError) -> HttpResponse:
    """The plain page for a link that opens nothing: 404 where there is none, 410 where there was one."""
    status = 404 if isinstance(refusal, InvitationUnknown) else 410
    return render(request, "intake/refused.html", {"refusal": refusal}, status=status)
