"""What the tabs of the rulebook count: {% load rulebook %}."""

from typing import Any

from django import template

from clinic.rulebook.counts import Counts, counts_for

register = template.Library()


@register.simple_tag(takes_context=True)
def rulebook_counts(context: dict[str, Any]) -> Counts:
    """{% rulebook_counts as counts %}: `counts.waiting` drafts to approve, `counts.due` sources."""
    return counts_for(context["request"])
