"""Checks of a draft: errors and notes of what is saved, and the analysis."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.presenters.problems import problem_views
from clinic.rulebook.workshop.running.findings import found_kinds
from clinic.rulebook.workshop.running.jobs import Kind, job_view


@require_safe
@draft_page
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """Everything that is wrong or worth a look, then what the analysis found last."""
    job = job_view(here, Kind.ANALYSIS)
    context = {
        "here": here,
        "errors": problem_views(here.draft, here.document, here.check.errors),
        "notes": problem_views(here.draft, here.document, here.check.notes),
        "job": job,
        "kinds": found_kinds(here, job.result.get("findings", [])),
    }
    return render(request, "rulebook/workshop/checks/index.html", context)
