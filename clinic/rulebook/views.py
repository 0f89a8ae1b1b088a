"""The rulebook for reading: fetch, present, render."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import roles_allowed, roles_here
from clinic.accounts.roles import ADMINISTRATOR, CLINICAL_LEAD, RULEBOOK_EDITOR
from clinic.rulebook.due import sources_due
from clinic.rulebook.filters import RuleFilters
from clinic.rulebook.forms import MedicineName
from clinic.rulebook.opened import Opened, rulebook_page
from clinic.rulebook.presenters.cases import all_cases
from clinic.rulebook.presenters.medicines import class_views, understood
from clinic.rulebook.presenters.questions import section_views
from clinic.rulebook.presenters.rule_list import topic_groups
from clinic.rulebook.presenters.rule_page import rule_page
from clinic.rulebook.presenters.sources import cited_sources
from clinic.rulebook.presenters.statistics import PERIODS, USUAL_PERIOD, statistics_of
from clinic.rulebook.presenters.treatments import treatment_views
from screening.engine import Severity, to_toml
from screening.models import RulebookDraft
from screening.services.intake import FEWEST
from screening.services.rulebook import list_drafts

Status = RulebookDraft.Status
REFUSED = 400
SHORT_DIGEST = slice(7, 19)
"""Of `sha256:<hex>`, enough to tell two versions apart in a file name."""


@require_safe
@rulebook_page
def index(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The rules by topic, searched and filtered by the address; 400 for a filter that is none."""
    filters = RuleFilters(request.GET, rulebook=opened.rulebook)
    today = timezone.localdate()
    rules = filters.rules(today) if filters.is_valid() else []
    cases = all_cases(opened.rulebook)
    context = {
        "opened": opened,
        "filters": filters,
        "groups": topic_groups(opened.rulebook, rules, today),
        "shown": len(rules),
        "severities": [severity.code for severity in reversed(Severity) if severity],
        "cases": len(cases),
        "failed": sum(bool(case.failures) for case in cases),
    }
    status = 200 if filters.is_valid() else REFUSED
    return render(request, "rulebook/index.html", context, status=status)


@require_safe
@rulebook_page
def rule(request: HttpRequest, opened: Opened, rule_id: str) -> HttpResponse:
    """One rule; 404 where this version has none of that id."""
    found = opened.rulebook.rules.get(rule_id)
    if found is None:
        raise Http404
    page = rule_page(opened.rulebook, found, timezone.localdate())
    return render(request, "rulebook/rule.html", {"opened": opened, "page": page})


@require_safe
@rulebook_page
def questions(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The questionnaire, section by section."""
    context = {"opened": opened, "sections": section_views(opened.rulebook)}
    return render(request, "rulebook/questions.html", context)


@require_safe
@rulebook_page
def medicines(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The medicine classes, and how a name given in the address is understood; 400 for an impossible one."""
    form = MedicineName(request.GET) if "name" in request.GET else MedicineName()
    context = {"opened": opened, "form": form, "classes": class_views(opened.rulebook)}
    if form.is_bound and form.is_valid():
        context["found"] = understood(opened.rulebook, form.cleaned_data["name"], form.cleaned_data["form"])
    status = REFUSED if form.errors else 200
    return render(request, "rulebook/medicines.html", context, status=status)


@require_safe
@rulebook_page
def treatments(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The catalogue."""
    context = {"opened": opened, "treatments": treatment_views(opened.rulebook)}
    return render(request, "rulebook/treatments.html", context)


@require_safe
@rulebook_page
def sources(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The sources, those due for review first."""
    context = {"opened": opened, "sources": cited_sources(opened.rulebook, timezone.localdate())}
    return render(request, "rulebook/sources.html", context)


@require_safe
@rulebook_page
def cases(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The worked examples that fail, and those of the whole questionnaire."""
    every = all_cases(opened.rulebook)
    context = {
        "opened": opened,
        "count": len(every),
        "failed": [case for case in every if case.failures],
        "whole": [case for case in every if not case.rule],
    }
    return render(request, "rulebook/cases.html", context)


@require_safe
@rulebook_page
def due(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The queue of sources that are due for review or will be soon, with the rules that rest on them."""
    queue = sources_due(opened.rulebook, timezone.localdate())
    may_edit = RULEBOOK_EDITOR in roles_here(request)
    context = {
        "opened": opened,
        "overdue": [one for one in queue if one.is_overdue],
        "soon": [one for one in queue if not one.is_overdue],
        "may_edit": may_edit,
        "drafts": [draft for draft in list_drafts() if draft.status == Status.OPEN] if may_edit else [],
    }
    return render(request, "rulebook/due.html", context)


@require_safe
@rulebook_page
def download(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The rulebook as TOML, which imports again to the same digest."""
    name = f"rulebook-{opened.version.number}-{opened.version.digest[SHORT_DIGEST]}.toml"
    return HttpResponse(
        to_toml(opened.rulebook.document),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@roles_allowed(CLINICAL_LEAD, ADMINISTRATOR)
@rulebook_page
def statistics(request: HttpRequest, opened: Opened) -> HttpResponse:
    """How this version's questionnaire is filled in; 404 for a time that is not offered."""
    asked = request.GET.get("days", str(USUAL_PERIOD))
    days = next((days for days in PERIODS if str(days) == asked), None)
    if days is None:
        raise Http404
    page = statistics_of(opened.version, opened.rulebook, days)
    context = {"opened": opened, "page": page, "periods": PERIODS, "period": days, "fewest": FEWEST}
    return render(request, "rulebook/statistics.html", context)
