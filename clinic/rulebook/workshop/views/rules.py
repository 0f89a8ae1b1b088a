"""The rules of a draft: the list, searched and filtered; duplicating and removing one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.rulebook.filters import RuleFilters
from clinic.rulebook.presenters.rule_list import topic_groups
from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.presenters.problems import errors_by_rule
from screening.engine import Severity

REFUSED = 400


@require_safe
@draft_page
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """The rules by topic, searched and filtered by the address; 400 for a filter that is none."""
    filters = RuleFilters(request.GET, rulebook=here.rulebook)
    today = timezone.localdate()
    rules = filters.rules(today) if filters.is_valid() else []
    context = {
        "here": here,
        "filters": filters,
        "groups": topic_groups(here.rulebook, rules, today),
        "shown": len(rules),
        "errors": errors_by_rule(here.check.errors),
        "severities": [severity.code for severity in reversed(Severity) if severity],
    }
    status = 200 if filters.is_valid() else REFUSED
    return render(request, "rulebook/workshop/rules.html", context, status=status)
