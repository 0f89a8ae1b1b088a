"""The impact preview of a draft: asking for it, and what came of it."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.approving import RefusableForm
from clinic.rulebook.workshop.discretion import is_lead
from clinic.rulebook.workshop.impact.showing import impact_view, row_views
from clinic.rulebook.workshop.running.jobs import JobView, Kind, job_view
from screening.models import ImpactRow
from screening.services.errors import InvalidInput
from screening.services.rulebook.impact import read_impact
from screening.services.rulebook.jobs import queue_job

REFUSED = 422
ROWS = 50
YEARS = 4


def day_field(label: Any) -> forms.DateField:
    """One end of the days looked at."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, such as 2026-09-15.")},
    )


class DaysForm(RefusableForm):
    """Which appointment days are looked at; both empty: all of them."""

    first = day_field(_("Appointments from"))
    last = day_field(_("to"))

    @property
    def options(self) -> dict[str, str]:
        """The days as a job takes them."""
        return {name: day.isoformat() for name, day in self.cleaned_data.items() if day is not None}


class YearForm(RefusableForm):
    """Which year's appointments are looked at; none: all of them. Whole years, see `discretion`."""

    year = forms.TypedChoiceField(label=_("Appointments"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        if isinstance(field, forms.ChoiceField):
            years = range(timezone.localdate().year, timezone.localdate().year - YEARS, -1)
            field.choices = [("", _("All")), *((year, str(year)) for year in years)]

    @property
    def options(self) -> dict[str, str]:
        """The days as a job takes them."""
        year = self.cleaned_data["year"]
        return {} if year is None else {"first": f"{year}-01-01", "last": f"{year}-12-31"}


def form_of(request: HttpRequest, here: Here, job: JobView) -> DaysForm | YearForm:
    """Any days for a clinical lead, whole years for everybody else."""
    data = request.POST if request.method == "POST" else None
    if is_lead(here):
        return DaysForm(data, initial=job.job.options if job.job else {})
    return YearForm(data)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """The preview asked for last, and the form for another."""
    job = job_view(here, Kind.IMPACT)
    form = form_of(request, here, job)
    if request.method == "POST" and form.is_valid():
        try:
            queue_job(draft=here.draft, kind=Kind.IMPACT, options=form.options, by=here.by, again=True)
        except InvalidInput as refusal:
            form.refuse(refusal)
        else:
            return redirect("rulebook:draft_impact", here.draft.pk)
    context = {"here": here, "job": job, "form": form, **found(request, here, job)}
    status = REFUSED if form.is_bound else 200
    return render(request, "rulebook/workshop/impact/index.html", context, status=status)


def found(request: HttpRequest, here: Here, job: JobView) -> dict[str, Any]:
    """What came of it, with one page of the list; the list for a clinical lead alone."""
    if not job.is_done or job.job is None:
        return {}
    view = impact_view(here, job.result)
    if not view.is_exact:
        return {"view": view}
    after = start_of(job, request.GET.get("after", ""))
    place = None if after is None else after.place
    shown, has_more = read_impact(job.job, after=place, limit=ROWS, by=here.by)
    return {
        "view": view,
        "rows": row_views(here, shown),
        "is_first": after is None,
        "is_cleared": not shown and after is None and view.result["changed"] > 0,
        "further": shown[-1].pk if has_more else None,
    }


def start_of(job: JobView, text: str) -> ImpactRow | None:
    """The row the page begins behind; None for the beginning, also where the text names no row."""
    try:
        pk = uuid.UUID(text)
    except ValueError:
        return None
    row: ImpactRow | None = ImpactRow.objects.filter(pk=pk, job=job.job).first()
    return row
