"""Rules of a draft whose sources are due for review: looked at, and marked as such."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from clinic.rulebook.due import RuleDue, is_overdue, rules_due
from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.approving import RefusableForm
from clinic.sources import SourceView, sources_of
from screening.engine import Duration, Rule
from screening.engine.rulebook.elements import element_at, element_digest
from screening.services.errors import EditConflict, InvalidInput
from screening.services.rulebook import mark_reviewed

REFUSED, CHANGED = 422, 409
NEXT_REVIEW = Duration.parse("12 months")


class ReviewForm(RefusableForm):
    """Until when the rules chosen need not be looked at again."""

    review_by = forms.DateField(
        label=gettext_lazy("Due again by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Enter a day, such as 2027-12-01."),
        },
    )


@dataclass(frozen=True, slots=True)
class DueRule:
    """A rule that is due: what it rests on, and the digest of what is looked at."""

    rule: Rule
    due: date
    is_overdue: bool
    sources: tuple[SourceView, ...]
    seen: str
    is_chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def review(request: HttpRequest, here: Here) -> HttpResponse:
    """The rules that are due, of one source where the address says so; marking some as reviewed."""
    today = timezone.localdate()
    form = ReviewForm(request.POST or None, initial={"review_by": NEXT_REVIEW.after(today)})
    status = 200
    if request.method == "POST":
        status = marked(request, here, form, today)
        if not status:
            return redirect(request.get_full_path())
    source = request.GET.get("source", "")
    named = (source,) if source in here.rulebook.sources else ()
    context: dict[str, Any] = {
        "here": here,
        "form": form,
        "rules": due_rules(here, today, source, frozenset(request.POST.getlist("rule"))),
        "source": next(iter(sources_of(here.rulebook, named)), None),
    }
    return render(request, "rulebook/workshop/reviewing/index.html", context, status=status)


def marked(request: HttpRequest, here: Here, form: ReviewForm, today: date) -> int:
    """Mark what was chosen as reviewed; the status of the answer where that was refused."""
    if not form.is_valid():
        return REFUSED
    chosen = {name: request.POST.get(f"seen-{name}", "") for name in request.POST.getlist("rule")}
    try:
        count = mark_reviewed(
            draft=here.draft, rules=chosen, review_by=form.cleaned_data["review_by"], today=today, by=here.by
        )
    except InvalidInput as refusal:
        form.refuse(refusal)
        return REFUSED
    except EditConflict as conflict:
        name = conflict.place.partition("/")[2]
        words = _("Somebody else has changed “%(name)s” since you opened this page. Nothing was stored.")
        form.add_error(None, words % {"name": name})
        return CHANGED
    words = ngettext(
        "%(count)d rule is marked as reviewed.", "%(count)d rules are marked as reviewed.", count
    )
    messages.success(request, words % {"count": count})
    return 0


def due_rules(here: Here, today: date, source: str, chosen: frozenset[str]) -> list[DueRule]:
    """The rules that are overdue or due soon, the earliest first; of a source, where one is given."""
    return [
        due_rule(here, one, today, is_chosen=one.rule.id in chosen)
        for one in rules_due(here.rulebook.rules.values(), today)
        if not source or source in one.rule.sources
    ]


def due_rule(here: Here, one: RuleDue, today: date, *, is_chosen: bool) -> DueRule:
    """One rule that is due."""
    known = tuple(source for source in one.rule.sources if source in here.rulebook.sources)
    return DueRule(
        rule=one.rule,
        due=one.due,
        is_overdue=is_overdue(one.due, today),
        sources=tuple(sources_of(here.rulebook, known)),
        seen=element_digest(element_at(here.document, f"rules/{one.rule.id}")),
        is_chosen=is_chosen,
    )
