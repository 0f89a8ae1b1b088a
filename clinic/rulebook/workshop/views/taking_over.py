"""Failing cases that are to expect what comes out: looked at in one table, ticked, stored as one change."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clinic.rulebook.workshop.access import Here, draft_page, editors_only
from clinic.rulebook.workshop.cases.filters import WHOLE
from clinic.rulebook.workshop.cases.taking_over import takeover_groups
from screening.services.errors import DraftChangedSince, DraftClosed, InvalidInput
from screening.services.rulebook.taking_over import take_over_cases

REFUSED, CHANGED = 422, 409
NO_REVISION = -1


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@draft_page
def take_over(request: HttpRequest, here: Here) -> HttpResponse:
    """The failing cases, those of one rule where the address says so; taking over what was ticked."""
    if request.method != "POST":
        return shown(request, here, None if rule_chosen(request, here) else ())
    ticked = request.POST.getlist("case")
    try:
        take_over_cases(draft=here.draft, cases=ticked, seen_revision=revision_seen(request), by=here.by)
    except DraftChangedSince:
        words = _(
            "Somebody has changed the draft since you opened this page. Nothing was stored: look again."
        )
        return shown(request, here, ticked, words, CHANGED)
    except InvalidInput as refusal:
        return shown(request, here, ticked, refusal.problems[0].message, REFUSED)
    except DraftClosed as refusal:
        return shown(request, here, ticked, refusal.message, CHANGED)
    words = ngettext(
        "%(count)d case now expects what comes out. It can be undone in the history.",
        "%(count)d cases now expect what comes out. It can be undone in the history, as one change.",
        len(set(ticked)),
    )
    messages.success(request, words % {"count": len(set(ticked))})
    return redirect("rulebook:draft_cases", here.draft.pk)


def revision_seen(request: HttpRequest) -> int:
    """The revision of the draft the page was made for; one no draft has, where none was sent."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else NO_REVISION


def rule_chosen(request: HttpRequest, here: Here) -> str:
    """The rule in the address; empty where it names none of the draft's."""
    rule = request.GET.get("rule", "")
    return rule if rule == WHOLE or rule in here.rulebook.rules else ""


def shown(
    request: HttpRequest, here: Here, ticked: Collection[str] | None, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The table."""
    rule = rule_chosen(request, here)
    context = {"here": here, "groups": takeover_groups(here, rule, ticked), "rule": rule, "refusal": refusal}
    return render(request, "rulebook/workshop/cases/taking_over.html", context, status=status)
