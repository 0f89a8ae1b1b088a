"""An element as a whole: removed, duplicated."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.conflict import conflict_page
from clinic.rulebook.workshop.elements.addresses import edit_address, list_address
from clinic.rulebook.workshop.elements.looking import Opened
from clinic.rulebook.workshop.presenters.uses import uses_of
from screening.engine.rulebook.elements import following
from screening.services.errors import EditConflict
from screening.services.rulebook import change_element
from screening.services.rulebook.rules import free_name

REMOVE = "remove"
NAMED_BY = ("label", "short_title", "title")
"""What tells a copy from its original, the first there is."""


def removed(request: HttpRequest, here: Here, opened: Opened) -> HttpResponse | None:
    """Take the element out of the draft; None where something speaks of it and nobody said "all the same"."""
    uses = uses_of(here.draft, here.document, opened.place)
    if uses and request.POST.get("act") == REMOVE:
        return None
    called = opened.collection.called(opened.element or {}) or opened.name
    try:
        change_element(draft=here.draft, place=opened.place, element=None, seen=opened.seen, by=here.by)
    except EditConflict as conflict:
        back = edit_address(here.draft, opened.collection, opened.name)
        return conflict_page(request, here, conflict, title=called, back=back)
    tell_removed(request, called, len(uses))
    return redirect(list_address(here.draft, opened.collection))


def tell_removed(request: HttpRequest, called: str, uses: int) -> None:
    """Say that it is gone, loudly where something still speaks of it."""
    if not uses:
        words = _("“%(title)s” is removed. It can be undone in the history.")
        messages.success(request, words % {"title": called})
        return
    words = ngettext(
        "“%(title)s” is removed, and %(count)d place still speaks of it. The draft cannot be approved until"
        " that is mended, or the removal undone in the history.",
        "“%(title)s” is removed, and %(count)d places still speak of it. The draft cannot be approved until"
        " they are mended, or the removal undone in the history.",
        uses,
    )
    messages.warning(request, words % {"title": called, "count": uses})


def duplicated(request: HttpRequest, here: Here, opened: Opened) -> HttpResponse:
    """Put a copy of the element as it is saved behind it."""
    collection, element = opened.collection, dict(opened.element or {})
    copy = free_name(here.document, collection.name, f"{opened.name}_copy")
    key = next((key for key in NAMED_BY if isinstance(element.get(key), str)), "")
    if key:
        element[key] = _("%(title)s (copy)") % {"title": element[key]}
    change_element(
        draft=here.draft,
        place=collection.place(copy),
        element={**element, collection.key: copy},
        seen="",
        by=here.by,
        before=following(here.document, opened.place) or None,
    )
    messages.success(request, _("This is the copy."))
    return redirect(edit_address(here.draft, collection, copy))
