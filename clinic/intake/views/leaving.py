"""The end: thank you, and the way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clinic.intake.access import for_patients
from screening.models import QuestionnaireResponse


@require_safe
@for_patients
def sent(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """Thank you, and what happens next. Nothing about what was found."""
    if not response.is_submitted:
        return redirect("intake:resume")
    return render(request, "intake/sent.html", {"response": response})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, whether there still is one or not."""
    request.session.flush()
    return redirect("intake:left")


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """What somebody sees who has left."""
    return render(request, "intake/left.html")
