"""The end: thank you, and the way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clinic.intake.access import for_patients, sitting_here
from clinic.intake.views.copy import may_copy
from clinic.sittings import end
from screening.models import QuestionnaireResponse


@require_safe
@for_patients
def sent(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """Thank you, and what happens next. Nothing about what was found."""
    if not response.is_submitted:
        return redirect("intake:resume")
    context = {"response": response, "may_copy": may_copy(sitting_here(request))}
    return render(request, "intake/sent.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the sitting, whether there still is one or not."""
    return redirect(end(request))


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """What somebody sees who has left."""
    return render(request, "intake/left.html")


@require_POST
@for_patients
def alive(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """Somebody is at the tablet: being asked for is enough for its sitting to go on."""
    return HttpResponse(status=204)


@require_safe
def resting(request: HttpRequest) -> HttpResponse:
    """The tablet with nothing on it."""
    return render(request, "intake/resting.html")
