"""All drafts: the list, starting one, importing one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.accounts.access import roles_here, staff_user
from clinic.rulebook.workshop.access import EDITORS, drafts_page, editors_only
from clinic.rulebook.workshop.forms import ImportForm, StartForm
from screening.models import RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import InvalidInput, RulebookRefused, ScreeningError
from screening.services.rulebook import import_draft, list_drafts, list_versions, start_draft, waiting_for

REFUSED = 422
Status = RulebookDraft.Status
CLOSED = frozenset({Status.PUBLISHED, Status.DISCARDED})


@require_safe
@drafts_page
def index(request: HttpRequest) -> HttpResponse:
    """Every draft, those that are being worked on first, and where to begin another."""
    return show(request, StartForm(versions=list_versions()))


@require_POST
@editors_only
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft of a version; back to the list with what is wrong."""
    versions = list_versions()
    form = StartForm(request.POST, versions=versions)
    if form.is_valid():
        number = form.cleaned_data["version"]
        version = next(one for one in versions if one.number == number)
        try:
            draft = start_draft(title=form.cleaned_data["title"], version=version, by=actor(request))
        except ScreeningError as refusal:
            place_refusal(form, refusal)
        else:
            return redirect("rulebook:draft", draft.pk)
    return show(request, form, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def upload(request: HttpRequest) -> HttpResponse:
    """Begin a draft of a file; every problem at its line."""
    if request.method != "POST":
        return render(request, "rulebook/workshop/import.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        given = form.cleaned_data
        try:
            draft = import_draft(
                title=given["title"],
                data=given["file"].read(),
                name=given["file"].name,
                despite_problems=given["despite"],
                by=actor(request),
            )
        except RulebookRefused as refusal:
            context |= {"refusal": refusal, "problems": refusal.problems}
        except ScreeningError as refusal:
            place_refusal(form, refusal)
        else:
            return redirect("rulebook:draft", draft.pk)
    return render(request, "rulebook/workshop/import.html", context, status=REFUSED)


def place_refusal(form: StartForm | ImportForm, refusal: ScreeningError) -> None:
    """Put a refusal at the field it names, else above the form."""
    if not isinstance(refusal, InvalidInput):
        form.add_error(None, refusal.message)
        return
    for problem in refusal.problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)


def show(request: HttpRequest, form: StartForm, status: int = 200) -> HttpResponse:
    """The list with the form to begin another."""
    drafts = list_drafts()
    context = {
        "form": form,
        "working": [draft for draft in drafts if draft.status not in CLOSED],
        "closed": [draft for draft in drafts if draft.status in CLOSED],
        "waiting": list(waiting_for(actor(request))),
        "may_edit": not roles_here(request).isdisjoint(EDITORS),
    }
    return render(request, "rulebook/workshop/drafts.html", context, status=status)


def actor(request: HttpRequest) -> Actor:
    """Who does it."""
    return Actor.staff(staff_user(request))
