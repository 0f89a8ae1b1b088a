"""Who else has a record open, and what has changed since."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import clinical_only
from clinic.review.present import present_view
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404


@require_safe
@clinical_only
@needs_screening
def presence(request: HttpRequest, appointment_id: uuid.UUID, revision: int) -> HttpResponse:
    """The line at the top of a summary that was opened at a revision, as it is now."""
    appointment = appointment_or_404(appointment_id)
    if revision >= 2**31:
        raise Http404
    present = present_view(appointment, actor(request), revision, timezone.now())
    return render(request, "review/presence.html", {"present": present})
