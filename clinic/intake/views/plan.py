"""The patient's care plan: as a page, as a PDF, as a calendar file, and the address of a calendar feed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from clinic.intake.access import for_patients, sitting_here
from clinic.intake.views.copy import may_copy
from clinic.languages import is_switch
from clinic.pdf import PdfUnavailable, pdf_response, weasyprint
from clinic.plan.calendars import plan_file
from clinic.plan.page import plan_page
from clinic.plan.paper import plan_pdf
from screening.models import CalendarFeed, QuestionnaireResponse
from screening.services.plan import feed_of, make_feed, plan_of, stop_feed, take_plan

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
@for_patients
def plan(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """What to do before and after, on real days; for who came by their own link."""
    if not response.is_submitted:
        return redirect("intake:resume")
    if not may_copy(sitting_here(request)):
        return redirect("intake:sent")
    return show(request, response)


def show(request: HttpRequest, response: QuestionnaireResponse, **more: Any) -> HttpResponse:
    """The page."""
    now = timezone.now()
    made = plan_of(response.appointment, now)
    context = {
        "response": response,
        "plan": plan_page(made, timezone.localdate(now)),
        "feed": feed_of(response.appointment),
        **more,
    }
    return render(request, "intake/plan/plan.html", context)


@require_safe
@for_patients
def plan_copy(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The plan as a PDF to keep."""
    refuse_others(request)
    now = timezone.now()
    if not response.is_submitted or not plan_of(response.appointment, now).stands:
        return redirect("intake:plan")
    try:
        weasyprint()
        by = sitting_here(request).by
        made = plan_pdf(take_plan(appointment=response.appointment, by=by, now=now, form="pdf"), now)
    except PdfUnavailable:
        return render(request, "intake/no_copy.html", {"back": reverse("intake:plan")}, status=503)
    return pdf_response(made, f"plan-{response.appointment.day:%Y-%m-%d}")


@require_safe
@for_patients
def plan_calendar(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The plan as a file for a calendar: the patient's own copy, so it says what to do."""
    refuse_others(request)
    now = timezone.now()
    if not response.is_submitted or not plan_of(response.appointment, now).stands:
        return redirect("intake:plan")
    by = sitting_here(request).by
    taken = take_plan(appointment=response.appointment, by=by, now=now, form="calendar")
    answer = HttpResponse(plan_file(taken), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="plan-{response.appointment.day:%Y-%m-%d}.ics"'
    return answer


@sensitive_variables()
@require_POST
@for_patients
def plan_feed(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """Make the secret address of a calendar feed, make it anew, or stop it. It is shown this once."""
    refuse_others(request)
    if is_switch(request):
        return show_feed(request, response, request.POST.get("token", ""))
    wanted, now, by = request.POST.get("do"), timezone.now(), sitting_here(request).by
    if wanted not in {"make", "stop"}:
        raise SuspiciousOperation("neither make nor stop")
    if not response.is_submitted or not plan_of(response.appointment, now).stands:
        return redirect("intake:plan")
    if wanted == "stop":
        stop_feed(appointment=response.appointment, by=by, now=now)
        return redirect(f"{reverse('intake:plan')}#calendar")
    _feed, token = make_feed(appointment=response.appointment, by=by, now=now)
    return show_feed(request, response, token)


def show_feed(request: HttpRequest, response: QuestionnaireResponse, token: str) -> HttpResponse:
    """The page with the secret address of the feed; to the plan where the token is another's."""
    running = CalendarFeed.objects.running().with_token(token)
    if not running.filter(appointment=response.appointment).exists():
        return redirect("intake:plan")
    address = f"{settings.BASE_URL}{reverse('intake:feed', args=[token])}"
    subscribe = f"webcal://{address.partition('://')[2]}"
    return show(request, response, address=address, subscribe=subscribe, token=token)


def refuse_others(request: HttpRequest) -> None:
    """Nothing is saved at the tablet, and nothing for staff who enter answers: Http404."""
    if not may_copy(sitting_here(request)):
        raise Http404
