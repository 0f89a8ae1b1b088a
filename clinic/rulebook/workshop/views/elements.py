"""The elements of a part of a draft: the lists, and putting them in order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.elements.addresses import add_address
from clinic.rulebook.workshop.elements.collections import EDITABLE
from clinic.rulebook.workshop.presenters.element_lists import lists_of, neighbour
from clinic.rulebook.workshop.presenters.element_page import PART_TITLES
from screening.engine.rulebook.elements import following
from screening.services.errors import InvalidInput, OrderChanged
from screening.services.rulebook import move_element

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def index(request: HttpRequest, here: Here, part: str) -> HttpResponse:
    """The lists of a part. Posted, an element moves one place up or down."""
    if request.method == "POST":
        return moved(request, here, part)
    context = {
        "here": here,
        "title": PART_TITLES[part],
        "groups": lists_of(here, part),
        "add_section": add_address(here.draft, EDITABLE["sections"]) if part == "questions" else "",
        "focus": request.GET.get("at", ""),
    }
    return render(request, "rulebook/workshop/elements/index.html", context)


def moved(request: HttpRequest, here: Here, part: str) -> HttpResponse:
    """Put an element before or behind its neighbour, and go back to it."""
    word, _colon, place = request.POST.get("act", "").partition(":")
    seen = request.POST.get("seen", "")
    groups = lists_of(here, part)
    other = neighbour(groups, place, STEPS[word]) if word in STEPS else None
    address = reverse(f"rulebook:draft_{part}", args=[here.draft.pk])
    if other is None or not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
        return redirect(address)
    before = other.place.partition("/")[2] if word == "up" else following(here.document, other.place) or None
    try:
        move_element(draft=here.draft, place=place, before=before, seen_revision=int(seen), by=here.by)
    except OrderChanged:
        messages.warning(
            request, _("Somebody else changed the order meanwhile. This is how it is now; move it again.")
        )
    except InvalidInput as refused:
        messages.warning(request, refused.problems[0].message)
    return redirect(f"{address}?at={word}:{place}#{place.replace('/', '-')}")
