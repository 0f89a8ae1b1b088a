"""From the link to the questionnaire. Looking uses nothing up; the date of birth opens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from clinic.intake.access import for_patients, refused, unavailable
from clinic.intake.asked import wants_more, way_on
from clinic.intake.forms.birth_date import BirthDateForm, typed_date
from clinic.intake.page import first_open
from clinic.languages import is_switch, speak
from clinic.sittings import begin_by_link
from screening.models import Invitation, QuestionnaireResponse
from screening.services.errors import (
    AppointmentIsCancelled,
    InvitationRefused,
    ScreeningUnavailable,
    WrongBirthDate,
)
from screening.services.intake import find_invitation, open_invitation, sections_for
from screening.services.rulebook import rulebook_of


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link: what this is; with the date of birth, the way in."""
    try:
        invitation = find_invitation(token=token, now=timezone.now())
        speak(request, invitation.appointment.response)
        if request.method == "POST" and not is_switch(request):
            return enter(request, token, invitation)
    except (InvitationRefused, AppointmentIsCancelled) as refusal:
        return refused(request, refusal)
    except ScreeningUnavailable:
        return unavailable(request)
    typed = typed_date(request.POST) if is_switch(request) else None
    return landing(request, invitation, BirthDateForm(today=timezone.localdate(), typed=typed))


def landing(
    request: HttpRequest, invitation: Invitation, form: BirthDateForm, status: int = 200
) -> HttpResponse:
    """What is behind the link (the questionnaire, a question left, the plan), and the date of birth asked."""
    response = invitation.appointment.response
    is_again = response.is_submitted and wants_more(response, timezone.now())
    context = {"form": form, "is_again": is_again, "is_plan": response.is_submitted and not is_again}
    return render(request, "intake/landing.html", context, status=status)


def enter(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """Exchange link and date of birth for a session. InvitationRefused, AppointmentIsCancelled."""
    form = BirthDateForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        try:
            open_invitation(token=token, birth_date=form.cleaned_data["birth_date"], now=timezone.now())
        except WrongBirthDate as refusal:
            form.add_error("birth_date", refusal.message)
        else:
            begin_by_link(request, invitation)
            return redirect("intake:resume")
    return landing(request, invitation, form, 422)


@require_safe
@for_patients
def resume(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """On to the first section that is not done; after handing in, to what the clinic still asks."""
    if response.is_submitted:
        return redirect(way_on(response, timezone.now()))
    return redirect(first_open(sections_for(rulebook_of(response.rulebook_version), response)))
