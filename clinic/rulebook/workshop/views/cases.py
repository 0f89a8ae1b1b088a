"""The cases of a draft: the list, and what they do not reach."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.cases.covering import coverage_of
from clinic.rulebook.workshop.cases.filters import CaseFilters
from clinic.rulebook.workshop.cases.showing import case_rows
from clinic.rulebook.workshop.running.jobs import Kind, job_view

REFUSED = 400
MOST = 200


@require_safe
@draft_page
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """The cases with pass or fail, searched by the address; 400 for a filter that is none."""
    rows = case_rows(here)
    filters = CaseFilters(request.GET, rows=rows)
    is_valid = not filters.is_bound or filters.is_valid()
    found = filters.found if is_valid else []
    context = {
        "here": here,
        "filters": filters,
        "is_valid": is_valid,
        "rows": found[:MOST],
        "count": len(found),
        "more": max(0, len(found) - MOST),
        "all": len(rows),
        "failing": sum(bool(row.failures) for row in rows),
    }
    return render(request, "rulebook/workshop/cases/index.html", context, status=200 if is_valid else REFUSED)


@require_safe
@draft_page
def coverage_page(request: HttpRequest, here: Here) -> HttpResponse:
    """What no case reaches, and which changes of the rules no case would notice."""
    job = job_view(here, Kind.MUTATION)
    survivors: list[dict[str, Any]] = job.result.get("survivors", [])
    context = {
        "here": here,
        "coverage": coverage_of(here) if here.partial.is_sound else None,
        "job": job,
        "survivors": [
            (row["sentence"], row["rule"] if row["rule"] in here.rulebook.rules else "") for row in survivors
        ],
    }
    return render(request, "rulebook/workshop/cases/coverage.html", context)
