"""The invariants of a draft: the list with what is proved, the form of one, its buttons, saving."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.rulebook.workshop.access import Here, draft_page, editors_only
from clinic.rulebook.workshop.builder import act_of, done, scope_of
from clinic.rulebook.workshop.conflict import SEEN
from clinic.rulebook.workshop.invariants.looking import LookedAt, looked_at
from clinic.rulebook.workshop.invariants.showing import BROKEN, PROVED, invariant_form, invariant_views
from clinic.rulebook.workshop.invariants.typed import TypedInvariant, typed_from, typed_of
from clinic.rulebook.workshop.running.jobs import Kind, job_view
from clinic.rulebook.workshop.slugs import free_slug
from clinic.rulebook.workshop.views.keeping import REFUSED, Edit, keep, refusal_of_name
from screening.engine.rulebook.elements import element_at, element_digest


class Opened(NamedTuple):
    """The invariant a page is about: its id (empty for a new one), as the draft has it, and what was seen."""

    id: str
    element: dict[str, Any] | None
    seen: str


class Shown(NamedTuple):
    """How the form is shown: what has the focus, whether problems are marked, why it was not stored."""

    focus: str = ""
    loud: bool = True
    refusal: str = ""


@require_safe
@draft_page
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """Every invariant with what the newest proof says of it."""
    job = job_view(here, Kind.INVARIANTS)
    views = invariant_views(here, job)
    context = {
        "here": here,
        "job": job,
        "invariants": views,
        "broken": sum(view.state == BROKEN for view in views),
        "proved": sum(view.state == PROVED for view in views),
    }
    return render(request, "rulebook/workshop/invariants/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@draft_page
def add(request: HttpRequest, here: Here) -> HttpResponse:
    """A new invariant."""
    opened = Opened("", None, "")
    if request.method == "POST":
        return answered(request, here, opened)
    return form_page(request, here, opened, looked_at(TypedInvariant(), here.rulebook), Shown(loud=False))


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def edit(request: HttpRequest, here: Here, invariant_id: str) -> HttpResponse:
    """An invariant of the draft; 404 where there is none of that id, unless somebody is about to save it."""
    place = f"invariants/{invariant_id}"
    element = element_at(here.document, place) if invariant_id.isprintable() else None
    if request.method == "POST" and (element is not None or SEEN in request.POST):
        return answered(request, here, Opened(invariant_id, element, request.POST.get(SEEN, "")))
    if element is None:
        raise Http404
    opened = Opened(invariant_id, element, element_digest(element))
    return form_page(request, here, opened, looked_at(typed_of(element), here.rulebook), Shown())


def answered(request: HttpRequest, here: Here, opened: Opened) -> HttpResponse:
    """What the button that was pressed does."""
    before = typed_of(opened.element) if opened.element is not None else TypedInvariant(id=opened.id)
    typed = typed_from(request.POST, scope_of(here.rulebook), before)
    pressed = request.POST.get("act", "")
    if pressed == "remove" and opened.element is not None:
        return stored(request, here, opened, looked_at(typed, here.rulebook), None)
    act = act_of(pressed)
    if act is not None:
        acted = done(typed.root, act)
        found = looked_at(replace(typed, root=acted.root), here.rulebook)
        return form_page(request, here, opened, found, Shown(acted.focus, loud=False))
    if not opened.id:
        typed = replace(typed, id=typed.id or free_slug(typed.title, here.document, "invariants"))
    found = looked_at(typed, here.rulebook)
    refusal = refusal_of(here, opened, typed)
    if refusal:
        return form_page(request, here, opened, found, Shown(refusal=refusal))
    return stored(request, here, opened, found, found.element)


def refusal_of(here: Here, opened: Opened, typed: TypedInvariant) -> str:
    """Why an invariant cannot be stored at all; nothing where it can."""
    if opened.id:
        return ""
    if not typed.id:
        return _("Give the invariant a title.")
    taken = _("There is an invariant “%(name)s” already. Give this one another short name.")
    return refusal_of_name(here, "invariants", typed.id, taken)


def stored(
    request: HttpRequest, here: Here, opened: Opened, found: LookedAt, element: dict[str, object] | None
) -> HttpResponse:
    """Store it, whole or with problems, or take it out; back with what there is to say."""
    name = opened.id or found.typed.id
    back = reverse("rulebook:draft_invariants_edit", args=[here.draft.pk, name])
    edit = Edit(f"invariants/{name}", element, opened.seen)
    kept = keep(request, here, edit, title=found.typed.title or name, back=back)
    if kept.choice or kept.refusal:
        return kept.choice or form_page(request, here, opened, found, Shown(refusal=kept.refusal))
    if element is None:
        messages.success(request, _("The invariant is removed. It can be undone in the history."))
    elif kept.change is None:
        messages.info(request, _("Nothing was different, so nothing was saved."))
    elif found.problems:
        messages.warning(
            request, _("Saved with problems. The draft cannot be approved until they are mended.")
        )
        return redirect(back)
    else:
        messages.success(request, _("Saved in the draft. Prove the invariants anew."))
    return redirect("rulebook:draft_invariants", here.draft.pk)


def form_page(
    request: HttpRequest, here: Here, opened: Opened, found: LookedAt, shown: Shown
) -> HttpResponse:
    """The form; to HTMX only its parts."""
    is_part = "HX-Request" in request.headers
    context = {
        "here": here,
        "opened": opened,
        "form": invariant_form(here.rulebook, found, shown.focus, loud=shown.loud),
        "refusal": shown.refusal,
        "is_part": is_part,
    }
    name = "parts" if is_part else "invariant"
    template = f"rulebook/workshop/invariants/{name}.html"
    return render(request, template, context, status=REFUSED if shown.refusal else 200)
