"""The worklist, and its refresh."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import clinical_only, roles_here, staff_user
from clinic.accounts.roles import CLINICAL_LEAD
from clinic.review.forms import FilterForm
from clinic.review.lists import FIRST, Place, glance, list_page
from clinic.review.next_steps import Reader
from clinic.review.seen import HEADER, read_seen
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor
from screening.services.errors import UnknownPlace
from screening.services.review import Queue
from screening.services.rulebook import active_version, rulebook_of


@require_safe
@clinical_only
@needs_screening
def worklist(request: HttpRequest) -> HttpResponse:
    """One queue, narrowed as the address says; 422 where it says what cannot be."""
    form = FilterForm(request.GET, rulebook=rulebook_of(active_version()))
    place = Place(queue_in(request), form, request.GET.get("after", ""))
    if not form.is_valid():
        return render(request, "review/worklist.html", {"form": form}, status=422)
    try:
        return page(request, place)
    except UnknownPlace:
        raise Http404 from None


def page(request: HttpRequest, place: Place) -> HttpResponse:
    """The page; to a page that asks again only the list, or 204 where nothing has changed."""
    now = timezone.now()
    seen = read_seen(request.headers.get(HEADER, "")) if "HX-Request" in request.headers else None
    if seen is not None and glance(place, now) == seen:
        return HttpResponse(status=204)
    reader = Reader(staff_user(request).pk, CLINICAL_LEAD in roles_here(request))
    context = {"page": list_page(place, actor(request), reader, now, seen), "form": place.form}
    return render(request, "review/worklist.html" if seen is None else "review/queue.html", context)


def queue_in(request: HttpRequest) -> Queue:
    """The queue the address names; Http404 where there is none of that name."""
    try:
        return Queue(request.GET.get("queue", FIRST))
    except ValueError:
        raise Http404 from None
