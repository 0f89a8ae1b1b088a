"""What every page of the desk has in common: who may open it, who acts, and what is not there."""

import logging
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import desk_only, staff_user
from screening.models import Appointment, CannotDecryptError, Patient
from screening.services.audit import Actor
from screening.services.desk.reading import open_appointment
from screening.services.errors import ScreeningError, ScreeningUnavailable

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

log = logging.getLogger(__name__)


def desk_page(*methods: str) -> Callable[[View[P]], View[P]]:
    """Let reception, practitioners and clinical leads use a view by these methods; say what is refused.

    A refusal the view does not place itself is a page with status 409; a missing rulebook or key, 503.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except ScreeningUnavailable as refusal:
                log.error("screening is not available: %s", refusal.code)
                return render(request, "desk/unavailable.html", {"reason": refusal.message}, status=503)
            except CannotDecryptError:
                log.exception("a record cannot be decrypted")
                return render(request, "desk/unavailable.html", {"reason": ""}, status=503)
            except ScreeningError as refusal:
                return refused(request, refusal)

        return require_http_methods([*methods, "HEAD"] if "GET" in methods else [*methods])(
            desk_only(guarded)
        )

    return decorate


def refused(request: HttpRequest, refusal: ScreeningError, status: int = 409) -> HttpResponse:
    """The plain page for what is not possible."""
    return render(request, "desk/refused.html", {"reason": refusal.message}, status=status)


def actor(request: HttpRequest) -> Actor:
    """Who does it."""
    return Actor.staff(staff_user(request))


def patient_or_404(patient_id: uuid.UUID) -> Patient:
    """The patient, merged or not."""
    found: Patient | None = Patient.objects.filter(pk=patient_id).first()
    if found is None:
        raise Http404
    return found


def opened_or_404(request: HttpRequest, appointment_id: uuid.UUID) -> Appointment:
    """The appointment to be shown; noted on the audit trail as read."""
    found = open_appointment(appointment_id=appointment_id, by=actor(request))
    if found is None:
        raise Http404
    return found


def appointment_or_404(appointment_id: uuid.UUID) -> Appointment:
    """The appointment with its people and how far its questionnaire is, without what was answered."""
    found: Appointment | None = Appointment.objects.for_desk().filter(pk=appointment_id).first()
    if found is None:
        raise Http404
    return found
