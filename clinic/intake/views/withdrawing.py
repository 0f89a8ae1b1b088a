"""Withdrawing the form: what happens then, a last word, and what comes after."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clinic.intake.access import for_patients, refused
from clinic.intake.forms.mydata import WithdrawForm
from clinic.intake.views.mydata import by_link
from clinic.languages import goes_on_in, is_switch, with_typed
from screening.models import QuestionnaireResponse
from screening.services.errors import AppointmentIsCancelled
from screening.services.errors.mydata import TooLateToWithdraw
from screening.services.mydata import may_withdraw, withdraw_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def withdraw(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """What happens when the form is withdrawn; with the box ticked, it is. Afterwards the link is over."""
    sitting = by_link(request)
    if not may_withdraw(response.appointment, timezone.now()):
        return too_late(request)
    if request.method != "POST":
        return show(request, response, WithdrawForm())
    if is_switch(request):
        return show(request, response, with_typed(WithdrawForm(), request))
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return show(request, response, form, 422)
    try:
        withdraw_form(appointment=response.appointment, by=sitting.by, now=timezone.now())
    except TooLateToWithdraw:
        return too_late(request)
    except AppointmentIsCancelled as refusal:
        return refused(request, refusal)
    request.session.flush()
    return redirect(goes_on_in(reverse("intake:withdrawn"), request))


def show(
    request: HttpRequest, response: QuestionnaireResponse, form: WithdrawForm, status: int = 200
) -> HttpResponse:
    """The page."""
    context = {"response": response, "form": form}
    return render(request, "intake/mydata/withdraw.html", context, status=status)


def too_late(request: HttpRequest) -> HttpResponse:
    """That it is not possible here any more, and whom to call."""
    status = 409 if request.method == "POST" else 200
    return render(request, "intake/mydata/too_late.html", status=status)


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What somebody sees who has withdrawn their form; it tells nothing of anybody."""
    return render(request, "intake/mydata/withdrawn.html")
