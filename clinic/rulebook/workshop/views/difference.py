"""What a draft changes, in words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.presenters.against import against_active
from clinic.rulebook.workshop.presenters.differences import DifferenceFilter

REFUSED = 400


@require_safe
@draft_page
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """The difference to the active version, worst consequences first; 400 for a filter that is none."""
    against = against_active(here)
    context: dict[str, Any] = {"here": here, "against": against}
    status = 200
    if against.compared is not None:
        form = DifferenceFilter(request.GET, compared=against.compared)
        context["form"] = form
        if form.is_valid():
            context["page"] = form.page(request.GET.get("page", "1"))
        else:
            status = REFUSED
    return render(request, "rulebook/workshop/difference/index.html", context, status=status)
