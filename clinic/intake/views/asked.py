"""After handing in: what the clinic asks again, and whether anything has changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from clinic.intake.access import for_patients, refused, sitting_here
from clinic.intake.asked import AskedPage, asked_page
from clinic.intake.sending import Sent
from clinic.intake.views.meanwhile import not_taken
from clinic.intake.views.section import follow_ups, offer_names
from clinic.languages import is_switch
from clinic.questions import SectionForm
from clinic.questions.wording import refusal_of
from clinic.sittings import Kind, Sitting, end
from screening.models import QuestionnaireResponse
from screening.services.errors import (
    AnswersRefused,
    AppointmentIsCancelled,
    IncompleteResponse,
    NoOpenRequest,
)
from screening.services.review import answer_request


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def asked(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The questions asked again, all on one page; sent, they are taken in at once."""
    sitting = sitting_here(request)
    page = asked_page(sitting)
    if page is None:
        return redirect("intake:sent" if response.is_submitted else "intake:resume")
    if request.method == "POST":
        return receive(request, page, sitting)
    return show(request, page, page.make_form())


def show(
    request: HttpRequest, page: AskedPage, form: SectionForm, status: int = 200, **more: Any
) -> HttpResponse:
    """The page with this form."""
    context = {
        "page": page,
        "form": form,
        "revision": page.response.revision,
        "problems": form.problems if form.tells_errors else [],
        "doubtful_names": [row["name"] for group in form.medicines for row in group.rows if row.suggestions],
        **more,
    }
    return render(request, "intake/asked.html", context, status=status)


def receive(request: HttpRequest, page: AskedPage, sitting: Sitting) -> HttpResponse:
    """What to do with what was sent."""
    sent = Sent(request.POST)
    form = page.make_form(sent.data)
    for group in form.medicines:
        group.offer(sent.offered)
    if not sent.goes_on or is_switch(request):
        form.tells_errors = False
        sent.mark_focus(form)
        stays = sent.edits or is_switch(request)
        return show(request, page, form) if stays else redirect(end(request))
    form.demand(form.shown & sent.asked)
    if form.problems:
        return show(request, page, form, 422)
    opened = [link_id for link_id in form.items if link_id in form.shown - sent.asked]
    if opened:
        return show(request, page, form, opened=[form.items[link_id] for link_id in opened])
    if any(set(group.misspelled()) - sent.offered for group in form.medicines):
        offer_names(form)
        return show(request, page, form)
    return take(request, page, form, sitting)


def take(request: HttpRequest, page: AskedPage, form: SectionForm, sitting: Sitting) -> HttpResponse:
    """Store the answers, or say at the questions why not."""
    answers = page.answers(form)
    try:
        answer_request(
            response=page.response, answers=answers, by=sitting.by, answered_by=sitting.answered_by
        )
    except NoOpenRequest:
        return not_taken(request, page.response, page.rulebook, page.items, answers)
    except AppointmentIsCancelled as refusal:
        return refused(request, refusal)
    except AnswersRefused as refusal:
        for problem in refusal.problems:
            form.refuse(problem.link_id, refusal_of(problem))
        return show(request, page, form, 422)
    except IncompleteResponse as refusal:
        form.show(form.shown | set(refusal.missing))
        form.demand(frozenset(refusal.missing))
        return show(request, page, form, 422)
    return redirect("intake:sent" if sitting.kind is Kind.LINK else end(request, is_submitted=True))


@require_POST
@for_patients
def asked_follow_up(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The questions that open or close with what is answered so far. Stores nothing."""
    page = asked_page(sitting_here(request))
    if page is None:
        return HttpResponse(status=204)
    sent = Sent(request.POST)
    return follow_ups(request, page.make_form(sent.data), page.conditional(), sent)
