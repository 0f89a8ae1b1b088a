"""One draft: how it stands, what is wrong with it, what comes next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.rulebook.due import rules_due
from clinic.rulebook.workshop.access import Here, draft_page, editors_only
from clinic.rulebook.workshop.approving import AskForm
from clinic.rulebook.workshop.forms import TitleForm
from clinic.rulebook.workshop.presenters.approval import ApprovalPage
from clinic.rulebook.workshop.presenters.overview import overview_of
from screening.services.errors import InvalidInput
from screening.services.rulebook import discard_draft, rename_draft

REFUSED = 422


@require_safe
@draft_page
def overview(request: HttpRequest, here: Here) -> HttpResponse:
    """The draft's first page."""
    context = {
        "here": here,
        "page": overview_of(here),
        "approval": ApprovalPage(here),
        "ask_form": AskForm(initial={"note": here.draft.note}),
        "due": len(rules_due(here.rulebook.rules.values(), timezone.localdate())),
    }
    return render(request, "rulebook/workshop/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@draft_page
def rename(request: HttpRequest, here: Here) -> HttpResponse:
    """Another title."""
    form = TitleForm(request.POST or None, initial={"title": here.draft.title})
    if request.method == "POST" and form.is_valid():
        try:
            rename_draft(draft=here.draft, title=form.cleaned_data["title"], by=here.by)
        except InvalidInput as refusal:
            form.add_error("title", refusal.problems[0].message)
        else:
            return redirect("rulebook:draft", here.draft.pk)
    status = REFUSED if request.method == "POST" else 200
    return render(request, "rulebook/workshop/rename.html", {"here": here, "form": form}, status=status)


@require_POST
@draft_page
def discard(request: HttpRequest, here: Here) -> HttpResponse:
    """Give it up; it stays readable."""
    discard_draft(draft=here.draft, by=here.by)
    messages.success(request, _("“%(title)s” is discarded.") % {"title": here.draft.title})
    return redirect("rulebook:drafts")
