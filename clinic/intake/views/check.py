"""The answers once more and the declaration; after it comes consent, and with it the sending."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.intake.access import for_patients, refused, sitting_here
from clinic.intake.counted import note_done, note_opened
from clinic.intake.declared import declare
from clinic.intake.forms.declaration import DeclarationForm
from clinic.intake.lines import change_url, part_of
from clinic.intake.page import CHECK, section_url, steps_of
from clinic.intake.sending import Sent
from clinic.languages import is_switch, with_typed
from clinic.sittings import Kind, end
from screening.models import QuestionnaireResponse
from screening.services.consent import Signing
from screening.services.errors import (
    AlreadySubmitted,
    AppointmentIsCancelled,
    ChangedMeanwhile,
    IncompleteResponse,
    RulebookChanged,
)
from screening.services.intake import CHECK as CHECK_PAGE
from screening.services.intake import CONSENT, confirm_answers, sections_for, submit_response
from screening.services.rulebook.languages import rulebook_here


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def check(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """Every answer with a way to change it. Once they are declared to be true, consent comes next.

    Staff cannot sign: without a guardian or carer beside them the questionnaire is handed in from here.
    """
    if response.is_submitted:
        return redirect("intake:sent")
    if request.method != "POST":
        note_opened(request, CHECK_PAGE)
        return show(request, response, DeclarationForm())
    if is_switch(request):
        return show(request, response, with_typed(DeclarationForm(), request))
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return show(request, response, form, 422)
    revision = Sent(request.POST).revision
    sitting = sitting_here(request)
    if sitting.is_staff and sitting.answered_by is None:
        return hand_in(request, response, revision)
    return go_on(request, response, revision)


def show(
    request: HttpRequest,
    response: QuestionnaireResponse,
    form: DeclarationForm,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    """The page."""
    rulebook = rulebook_here(response.rulebook_version)
    sections = sections_for(rulebook, response)
    unseen = sitting_here(request).unseen
    parts = [part_of(rulebook, section, unseen) for section in sections]
    appointment = response.appointment
    context = {
        "response": response,
        "form": form,
        "notice": notice,
        "parts": parts,
        "written_in": rulebook.head.language,
        "open": [line for part in parts for line in part.open],
        "steps": steps_of(sections, CHECK),
        "before": section_url(sections[-1].section.id) if sections else "",
        "treatments": [
            rulebook.treatments[code].title for code in appointment.treatments if code in rulebook.treatments
        ],
    }
    return render(request, "intake/check.html", context, status=status)


def go_on(request: HttpRequest, response: QuestionnaireResponse, revision: int) -> HttpResponse:
    """On to the treatment and to consent, or say plainly why not."""
    sitting = sitting_here(request)

    def confirm() -> HttpResponse:
        confirmed = confirm_answers(
            response=response, declaration=True, revision=revision, by=sitting.by, incomplete=sitting.is_staff
        )
        declare(request, response, confirmed)
        note_done(request, CHECK_PAGE)
        return redirect("intake:treatment")

    return or_refused(request, response, confirm)


def hand_in(
    request: HttpRequest, response: QuestionnaireResponse, revision: int, consent: Signing | None = None
) -> HttpResponse:
    """Hand in, or say plainly why not. Staff may hand in what is incomplete.

    InvalidInput, ConsentTextChanged where a consent does not do.
    """
    sitting = sitting_here(request)

    def submit() -> HttpResponse:
        submit_response(
            response=response,
            declaration=True,
            revision=revision,
            by=sitting.by,
            incomplete=sitting.is_staff,
            consent=consent,
        )
        note_done(request, CONSENT)
        return redirect("intake:sent" if sitting.kind is Kind.LINK else end(request, is_submitted=True))

    return or_refused(request, response, submit)


def or_refused(
    request: HttpRequest, response: QuestionnaireResponse, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do it, or say plainly why the answers cannot be handed in."""
    try:
        return act()
    except AlreadySubmitted:
        return render(request, "intake/already_sent.html", status=409)
    except ChangedMeanwhile as refusal:
        return show_again(request, response, 409, refusal.message)
    except IncompleteResponse:
        return show_again(request, response, 422, _("Some questions are still open."))
    except RulebookChanged as refusal:
        return new_questions(request, response, refusal)
    except AppointmentIsCancelled as refusal:
        return refused(request, refusal)


def show_again(
    request: HttpRequest, response: QuestionnaireResponse, status: int, notice: str
) -> HttpResponse:
    """The page as things stand now."""
    fresh = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    return show(request, sitting_here(request).seen(fresh), DeclarationForm(), status, notice)


def new_questions(
    request: HttpRequest, response: QuestionnaireResponse, refusal: RulebookChanged
) -> HttpResponse:
    """The clinic asks more than before: which questions, and the way to the first of them."""
    fresh = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    rulebook = rulebook_here(fresh.rulebook_version)
    items = [rulebook.items[link_id] for link_id in refusal.missing]
    context = {
        "items": items,
        "set_aside": bool(refusal.set_aside),
        "first": change_url(items[0]),
    }
    return render(request, "intake/new_questions.html", context, status=409)
