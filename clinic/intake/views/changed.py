"""Shortly before the visit: has anything changed? What the patient ticks is asked again, and nothing else."""

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.intake.access import for_patients, refused, sitting_here
from clinic.intake.asked import way_on
from clinic.languages import is_switch
from screening.models import QuestionnaireResponse
from screening.services.errors import AppointmentIsCancelled
from screening.services.intake import sections_for
from screening.services.review import recheck_due, record_recheck
from screening.services.rulebook import active_version
from screening.services.rulebook.languages import rulebook_here

ALL = "all"


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def changed(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The question, and what it is about: sections, or "I'm not sure", which means all of them."""
    now, sitting = timezone.now(), sitting_here(request)
    if sitting.is_staff:
        raise Http404
    if not response.is_submitted:
        return redirect("intake:resume")
    if not recheck_due(response.appointment, now):
        return redirect(way_on(response, now))
    if request.method != "POST":
        return show(request, response)
    said, ticked = request.POST.get("changed", ""), request.POST.getlist("section")
    known = [section_id for section_id, _title in sections_here(response)]
    if said not in {"", "yes", "no"} or not set(ticked) <= {*known, ALL}:
        raise SuspiciousOperation("no such answer")
    if is_switch(request):
        return show(request, response, "", said, ticked)
    if problem := problem_of(said, ticked):
        return show(request, response, problem, said, ticked)
    sections = [] if ALL in ticked else ticked
    try:
        record_recheck(
            appointment=response.appointment, changed=said == "yes", by=sitting.by, now=now, sections=sections
        )
    except AppointmentIsCancelled as refusal:
        return refused(request, refusal)
    return redirect("intake:asked" if said == "yes" else "intake:sent")


def problem_of(said: str, ticked: list[str]) -> str:
    """What is missing, or does not go together; empty where nothing is."""
    if not said:
        return _("Choose an answer.")
    if said == "yes" and not ticked:
        return _("Tick what has changed.")
    if said == "no" and ticked:
        return _("You ticked something that has changed. Choose “Yes”, or take the ticks away.")
    return ""


def show(
    request: HttpRequest,
    response: QuestionnaireResponse,
    problem: str = "",
    said: str = "",
    ticked: list[str] | None = None,
) -> HttpResponse:
    """The page, with what was chosen on it."""
    context = {
        "response": response,
        "sections": sections_here(response),
        "problem": problem,
        "anchor": "changed-what" if said == "yes" else "changed-no",
        "said": said,
        "ticked": ticked or [],
    }
    return render(request, "intake/changed.html", context, status=422 if problem else 200)


def sections_here(response: QuestionnaireResponse) -> list[tuple[str, str]]:
    """The sections this patient is asked, by id and title, in the active rulebook's words."""
    sections = sections_for(rulebook_here(active_version()), response)
    return [(shown.section.id, shown.section.title) for shown in sections]
