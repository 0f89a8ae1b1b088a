"""One section: shown, saved, and its further questions as they open."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clinic.intake.access import for_patients, refused, sitting_here
from clinic.intake.counted import note_done, note_left, note_opened
from clinic.intake.page import CHECK, SectionPage, added_areas, section_url
from clinic.intake.sending import Sent
from clinic.intake.views.meanwhile import already_sent, changed_meanwhile
from clinic.languages import is_switch
from clinic.questions import SectionForm, render_slot
from clinic.questions.wording import refusal_of
from clinic.sittings import Kind, Sitting, end
from screening.models import QuestionnaireResponse
from screening.services.errors import (
    AlreadySubmitted,
    AnswersRefused,
    AppointmentIsCancelled,
    ChangedMeanwhile,
)
from screening.services.intake import save_section


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def section(request: HttpRequest, response: QuestionnaireResponse, section_id: str) -> HttpResponse:
    """The page of a section: its questions; sent, it saves them and goes on."""
    page = page_here(request, response, section_id)
    if request.method == "POST":
        return receive(request, page, Sent(request.POST))
    if response.is_submitted:
        return redirect("intake:sent")
    note_opened(request, page.id)
    form = page.make_form()
    then = CHECK if request.GET.get("then") == CHECK else ""
    if "names" in request.GET:
        offer_names(form)
    return show(request, page, form, then=then, more="more" in request.GET)


def page_here(request: HttpRequest, response: QuestionnaireResponse, section_id: str) -> SectionPage:
    """The page of a section. Earlier answers are for who showed their date of birth: by the link alone."""
    return SectionPage(response, section_id, tells_earlier=sitting_here(request).kind is Kind.LINK)


def show(
    request: HttpRequest, page: SectionPage, form: SectionForm, status: int = 200, **more: Any
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
    return render(request, "intake/section.html", context, status=status)


def receive(request: HttpRequest, page: SectionPage, sent: Sent) -> HttpResponse:
    """What to do with what was sent."""
    form = page.make_form(sent.data)
    for group in form.medicines:
        group.offer(sent.offered)
    if sent.edits or is_switch(request):
        sent.mark_focus(form)
        form.tells_errors = False
        return show(request, page, form, then=sent.then, revision=sent.revision)
    if sent.goes_on and not sitting_here(request).is_staff:
        form.demand(form.shown & sent.asked)
    if sent.goes_on and form.problems:
        return show(request, page, form, 422, then=sent.then, revision=sent.revision)
    return save(request, page, form, sent)


def save(request: HttpRequest, page: SectionPage, form: SectionForm, sent: Sent) -> HttpResponse:
    """Store what can be stored, and go where the patient wanted to."""
    sitting = sitting_here(request)
    taken = [link_id for link_id in form.items if takes(form, link_id)]
    answers = {link_id: form.answers[link_id] for link_id in taken if not is_kept(sitting, form, link_id)}
    try:
        result = save_section(
            response=page.response,
            section=page.id,
            answers=answers,
            revision=sent.revision,
            by=sitting.by,
            answered_by=sitting.answered_by,
            confirmed=form.confirmed & answers.keys(),
        )
    except ChangedMeanwhile as refusal:
        return changed_meanwhile(request, page, refusal, sent)
    except AlreadySubmitted:
        return already_sent(request, page, answers)
    except AppointmentIsCancelled as refusal:
        return refused(request, refusal)
    except AnswersRefused as refusal:
        for problem in refusal.problems:
            form.refuse(problem.link_id, refusal_of(problem))
        return show(request, page, form, 422, then=sent.then, revision=sent.revision)
    return move_on(request, SectionPage(sitting.seen(result.response), page.id), form, sent)


def takes(form: SectionForm, link_id: str) -> bool:
    """Whether an answer is to be stored: it is asked, and nothing is wrong with it."""
    return link_id in form.shown and not form.is_amiss(link_id)


def is_kept(sitting: Sitting, form: SectionForm, link_id: str) -> bool:
    """Whether an answer stays as it is: nothing was typed, and this sitting cannot see what is stored."""
    return link_id in sitting.unseen and added_areas(sitting.response, link_id, form.answers[link_id]) is None


def still_asked(sitting: Sitting, page: SectionPage, sent: Sent) -> bool:
    """Whether the page is shown again with what is still to ask: to staff only what has opened since."""
    missing = set(page.shown.missing)
    return bool(missing - sent.asked if sitting.is_staff else missing)


def move_on(request: HttpRequest, page: SectionPage, form: SectionForm, sent: Sent) -> HttpResponse:
    """After saving: what could not be kept, what is still to ask here, or the next page."""
    if form.problems:
        return show(request, page, form, 422, then=sent.then, way_out=sent.do, way_back=way_back(page, sent))
    if not sent.goes_on:
        return leave_for(request, page, sent)
    if still_asked(sitting_here(request), page, sent):
        return redirect(again(page, sent, "more"))
    if any(set(group.misspelled()) - sent.offered for group in form.medicines):
        return redirect(again(page, sent, "names"))
    note_done(request, page.id)
    return redirect("intake:check") if sent.then else redirect(page.after)


def again(page: SectionPage, sent: Sent, why: str) -> str:
    """The address of the same page, with why it is shown again."""
    query = {why: "1"} | ({"then": sent.then} if sent.then else {})
    return f"{section_url(page.id)}?{urlencode(query)}"


def way_back(page: SectionPage, sent: Sent) -> str:
    """Where "back" leads."""
    return reverse("intake:check") if sent.then else page.before or page.after


def leave_for(request: HttpRequest, page: SectionPage, sent: Sent) -> HttpResponse:
    """Back, or away."""
    if sent.do == "leave":
        note_left(request, page.id)
        return redirect(end(request))
    return redirect(way_back(page, sent))


def offer_names(form: SectionForm) -> None:
    """Show the suggestions for every near misspelling."""
    for group in form.medicines:
        group.offer(None)


@require_POST
@for_patients
def follow_up(request: HttpRequest, response: QuestionnaireResponse, section_id: str) -> HttpResponse:
    """The questions that open or close with what is answered so far, each for its slot. Stores nothing."""
    page = page_here(request, response, section_id)
    sent = Sent(request.POST)
    return follow_ups(request, page.make_form(sent.data), page.conditional(), sent)


def follow_ups(
    request: HttpRequest, form: SectionForm, conditional: Collection[str], sent: Sent
) -> HttpResponse:
    """The slots that change with what was sent; nothing where none does."""
    form.tells_errors = False
    for group in form.medicines:
        group.offer(sent.offered)
    sent.mark_focus(form)
    turned = [link_id for link_id in conditional if (link_id in form.shown) != (link_id in sent.asked)]
    changed = [link_id for link_id in form.items if link_id in turned or link_id == sent.edited]
    if not changed:
        return HttpResponse(status=204)
    context = {
        "slots": [render_slot(form, link_id, in_place=True) for link_id in changed],
        "opened": [form.items[link_id] for link_id in turned if link_id in form.shown],
        "sent": sent,
    }
    return render(request, "intake/follow_up.html", context)
