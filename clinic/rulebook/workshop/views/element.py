"""One element of a draft that has a form told by a table: every button of its page, and saving."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.rulebook.workshop.access import Here, draft_page, editors_only
from clinic.rulebook.workshop.builder import scope_of
from clinic.rulebook.workshop.conflict import SEEN
from clinic.rulebook.workshop.elements.acts import pressed
from clinic.rulebook.workshop.elements.addresses import SINGLE, edit_address
from clinic.rulebook.workshop.elements.collections import EDITABLE, Collection
from clinic.rulebook.workshop.elements.locks import is_taken, kept, published_as
from clinic.rulebook.workshop.elements.looking import LookedAt, Opened, looked_at
from clinic.rulebook.workshop.elements.naming import ID, new_id, refusal_of, with_codes
from clinic.rulebook.workshop.elements.tables import Sent, Typed, posted_of, typed_of
from clinic.rulebook.workshop.presenters.element_page import Manner, page_context
from clinic.rulebook.workshop.views.keeping import REFUSED, Edit, keep
from clinic.rulebook.workshop.views.telling import tell_saved
from clinic.rulebook.workshop.views.whole_element import duplicated, removed
from screening.engine.rulebook.elements import element_at, element_digest


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@draft_page
def add(request: HttpRequest, here: Here, part: str, collection: str) -> HttpResponse:
    """A new element; what it lies in may stand in the address."""
    found = collection_of(part, collection)
    if found.single:
        raise Http404
    opened = Opened(found, "", None, "")
    if request.method == "POST":
        return answered(request, here, opened)
    fresh = dict(found.fresh)
    if found.within and request.GET.get("in"):
        fresh[found.within] = request.GET["in"]
    typed = replace(typed_of(found.specs, fresh), was={})
    return shown(request, here, opened, typed, Manner(loud=False, focus=found.specs[0].key))


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def edit(request: HttpRequest, here: Here, part: str, collection: str, name: str) -> HttpResponse:
    """An element of the draft; 404 where there is none of that name, unless somebody is about to save it."""
    found = collection_of(part, collection)
    if not name.isprintable() or (found.single and name != SINGLE):
        raise Http404
    element = element_at(here.document, found.place(name))
    own = "" if found.single else name
    published = published_as(collection, own)
    if request.method == "POST" and (element is not None or SEEN in request.POST or found.single):
        return answered(request, here, Opened(found, own, element, request.POST.get(SEEN, ""), published))
    if element is None and not found.single:
        raise Http404
    opened = Opened(found, own, element, element_digest(element), published)
    return shown(request, here, opened, typed_of(found.specs, element or {}), Manner())


def collection_of(part: str, collection: str) -> Collection:
    """The collection of that name in a part; Http404."""
    found = EDITABLE.get(collection)
    if found is None or found.part != part:
        raise Http404
    return found


def answered(request: HttpRequest, here: Here, opened: Opened) -> HttpResponse:
    """What the button that was pressed does."""
    act = request.POST.get("act", "")
    if opened.element is not None and opened.name and act in WHOLE:
        return WHOLE[act](request, here, opened) or shown(
            request, here, opened, sent_of(request, here, opened), Manner(asks=True)
        )
    typed = sent_of(request, here, opened)
    if act:
        after = pressed(opened.collection.specs, typed, act)
        return shown(request, here, opened, after.typed, Manner(after.focus, loud=bool(opened.element)))
    return saved(request, here, opened, with_codes(typed))


WHOLE = {"remove": removed, "remove-anyway": removed, "duplicate": duplicated}
"""Buttons for the element as it is saved; where one returns nothing, it asks first."""


def sent_of(request: HttpRequest, here: Here, opened: Opened) -> Typed:
    """The element as somebody typed it, with what may not be changed as it was."""
    sent = Sent(request.POST, scope_of(here.rulebook))
    return kept(opened.published, posted_of(opened.collection.specs, sent, "", opened.element or {}))


def saved(request: HttpRequest, here: Here, opened: Opened, typed: Typed) -> HttpResponse:
    """Store the element, whole or with problems; back to it with what there is to say."""
    is_new = not opened.name and not opened.collection.single
    given = request.POST.get(ID, "").strip()
    name = new_id(opened.collection, given, typed, here.document) if is_new else opened.name
    refusal = refusal_for(here, opened, name, typed) if is_new else ""
    if refusal:
        return shown(request, here, opened, typed, Manner(refusal=refusal))
    found = looked_at(here, opened, typed, name)
    edit = Edit(opened.collection.place(name), found.element, opened.seen)
    back = edit_address(here.draft, opened.collection, name)
    done = keep(request, here, edit, title=opened.collection.called(found.element) or name, back=back)
    if done.choice or done.refusal:
        return done.choice or shown(request, here, opened, typed, Manner(refusal=done.refusal))
    tell_saved(request, sum(len(one) for one in found.errors.values()), is_new=done.change is not None)
    return redirect(back)


def refusal_for(here: Here, opened: Opened, name: str, typed: Typed) -> str:
    """Why a new element cannot be stored; nothing where it can."""
    if opened.collection.name == "items" and is_taken(name, typed.values["type"]):
        return _("“%(name)s” was published as a question of another type. Choose another short name.") % {
            "name": name
        }
    return refusal_of(opened.collection, name, here.document)


def shown(request: HttpRequest, here: Here, opened: Opened, typed: Typed, manner: Manner) -> HttpResponse:
    """The page; to HTMX only what changes."""
    part = "HX-Request" in request.headers
    given = request.POST.get(ID, "").strip()
    found: LookedAt = looked_at(here, opened, with_codes(typed), given)
    context = page_context(here, opened, found, manner) | {"is_part": part, "new_id": given}
    folder = "rulebook/workshop/elements"
    template = f"{folder}/parts.html" if part else f"{folder}/page.html"
    return render(request, template, context, status=REFUSED if manner.refusal else 200)
