"""Patients to be booked again: who, and from which day on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.desk.presenters.recall import recall_rows
from clinic.desk.views.shared import actor, desk_page
from screening.services.errors import UnknownPlace
from screening.services.review import list_recalls


@desk_page("GET")
def recall(request: HttpRequest) -> HttpResponse:
    """Who may be booked from when, the earliest day first."""
    after = request.GET.get("after", "")
    try:
        page = list_recalls(by=actor(request), now=timezone.now(), after=after)
    except UnknownPlace:
        raise Http404 from None
    rows = recall_rows(page.rows, timezone.localdate())
    context = {"rows": rows, "next_key": page.next_key, "is_first": not after}
    return render(request, "desk/recall.html", context)
