"""Long work on a draft: starting it, watching it, calling it off."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.running.jobs import PAGES, job_view
from screening.models import RulebookJob
from screening.services.rulebook.jobs import cancel_job, latest_job, queue_job


@require_safe
@draft_page
def watch(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    """How far a job is, to HTMX; when it has ended, the page it belongs to is loaded anew."""
    page = page_of(kind)
    if "HX-Request" not in request.headers:
        return redirect(page, here.draft.pk)
    job = job_view(here, kind)
    if not job.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "rulebook/workshop/running/panel.html", {"here": here, "job": job, "polled": True})


@require_POST
@draft_page
def start(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    """Ask for it, also once more; an impact preview is asked for on its own page."""
    page = page_of(kind)
    if kind == RulebookJob.Kind.IMPACT:
        raise Http404
    queue_job(draft=here.draft, kind=kind, by=here.by, again=True)
    return redirect(page, here.draft.pk)


@require_POST
@draft_page
def cancel(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    """Call the latest one off."""
    page = page_of(kind)
    job = latest_job(here.draft, kind)
    if job is not None:
        cancel_job(job=job, by=here.by)
    return redirect(page, here.draft.pk)


def page_of(kind: str) -> str:
    """The name of the page a kind's result stands on; Http404 for what is no kind."""
    if kind not in PAGES:
        raise Http404
    return PAGES[kind]
