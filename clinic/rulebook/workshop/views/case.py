"""One case of a draft: its form and buttons, saving; a new one from the try-out page."""

from typing import Any, NamedTuple
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.rulebook.workshop.access import Here, draft_page, editors_only
from clinic.rulebook.workshop.answers import more_rows
from clinic.rulebook.workshop.cases.looking import LookedAt, looked_at, taken_over
from clinic.rulebook.workshop.cases.showing import case_form
from clinic.rulebook.workshop.cases.typed import TypedCase, typed_from, typed_of
from clinic.rulebook.workshop.conflict import SEEN
from clinic.rulebook.workshop.slugs import free_slug
from clinic.rulebook.workshop.trying.typed import example_of
from clinic.rulebook.workshop.views.keeping import REFUSED, Edit, keep
from clinic.rulebook.workshop.views.telling import tell_saved
from screening.engine.rulebook.elements import element_at, element_digest

FROM_TRY = "from-try"


class Opened(NamedTuple):
    """The case a page is about: its name (empty for a new one), as the draft has it, and what was seen."""

    name: str
    element: dict[str, Any] | None
    seen: str


class Shown(NamedTuple):
    """How the form is shown: which question has another row, what is marked, why nothing was stored."""

    more: str = ""
    loud: bool = True
    refusal: str = ""
    is_to_confirm: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@draft_page
def add(request: HttpRequest, here: Here) -> HttpResponse:
    """A new case; posted from the try-out page it expects what came out there, until somebody saves it."""
    opened = Opened("", None, "")
    if request.method != "POST":
        started = TypedCase(on=timezone.localdate().isoformat(), rule=known_rule(request, here))
        return form_page(request, here, opened, looked_at(started, here.partial), Shown(loud=False))
    if request.POST.get("act") == FROM_TRY:
        typed = taken_over(typed_from(request.POST, here.rulebook, TypedCase()), here.partial)
        return form_page(
            request, here, opened, looked_at(typed, here.partial), Shown(loud=False, is_to_confirm=True)
        )
    return answered(request, here, opened)


def known_rule(request: HttpRequest, here: Here) -> str:
    """The rule a new case is to be about; empty where the address names none of the draft's."""
    rule = request.GET.get("rule", "")
    return rule if rule in here.rulebook.rules else ""


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def edit(request: HttpRequest, here: Here, case_name: str) -> HttpResponse:
    """A case of the draft; 404 where there is none of that name, unless somebody is about to save it."""
    element = element_at(here.document, f"cases/{case_name}") if case_name.isprintable() else None
    if request.method == "POST" and (element is not None or SEEN in request.POST):
        return answered(request, here, Opened(case_name, element, request.POST.get(SEEN, "")))
    if element is None:
        raise Http404
    opened = Opened(case_name, element, element_digest(element))
    return form_page(request, here, opened, looked_at(typed_of(element), here.partial), Shown())


def answered(request: HttpRequest, here: Here, opened: Opened) -> HttpResponse:
    """What the button that was pressed does."""
    before = typed_of(opened.element) if opened.element is not None else TypedCase()
    typed = typed_from(request.POST, here.rulebook, before)
    act = request.POST.get("act", "")
    if act == "remove" and opened.element is not None:
        return stored(request, here, opened, looked_at(typed, here.partial), None)
    if act == "take":
        typed = taken_over(typed, here.partial)
    if act:
        shown = Shown(more_rows(act), loud=False)
        return form_page(request, here, opened, looked_at(typed, here.partial), shown)
    found = looked_at(typed, here.partial)
    if not typed.title:
        return form_page(request, here, opened, found, Shown(refusal=_("Give the case a title.")))
    return stored(request, here, opened, found, found.element)


def stored(
    request: HttpRequest, here: Here, opened: Opened, found: LookedAt, element: dict[str, object] | None
) -> HttpResponse:
    """Store it, whole or with problems, or take it out; back with what there is to say."""
    name = opened.name or free_slug(found.typed.title, here.document, "cases") or uuid4().hex
    if element is not None and not opened.name:
        element = {"id": name, **element}
    back = reverse("rulebook:draft_cases_edit", args=[here.draft.pk, name])
    edit = Edit(f"cases/{name}", element, opened.seen)
    kept = keep(request, here, edit, title=found.typed.title or name, back=back)
    if kept.choice or kept.refusal:
        return kept.choice or form_page(request, here, opened, found, Shown(refusal=kept.refusal))
    if element is None:
        messages.success(request, _("The case is removed. It can be undone in the history."))
        return redirect("rulebook:draft_cases", here.draft.pk)
    if kept.change is not None and found.failures and not found.problems:
        messages.warning(request, _("Saved, but it does not come out as expected."))
    else:
        tell_saved(request, len(found.problems), is_new=kept.change is not None)
    return redirect(back)


def form_page(
    request: HttpRequest, here: Here, opened: Opened, found: LookedAt, shown: Shown
) -> HttpResponse:
    """The form."""
    form = case_form(here.rulebook, found, shown.more, loud=shown.loud)
    typed = found.typed
    answers = {**here.rulebook.bases.get(typed.base, {}), **typed.answers}
    context = {
        "here": here,
        "opened": opened,
        "form": form,
        "shown": shown,
        "unknown": found.read.unknown,
        "example": example_of(answers, typed.on, typed.treatments),
    }
    status = REFUSED if shown.refusal else 200
    return render(request, "rulebook/workshop/cases/case.html", context, status=status)
