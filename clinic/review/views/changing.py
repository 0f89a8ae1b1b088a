"""Changing what an evaluation depends on: when, what and where, and what is asked of the clinic."""

import uuid
from collections.abc import Callable
from typing import Literal

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import clinical_only
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import Forms, actor, appointment_or_404, forms_of, summary_response
from screening.models import Appointment
from screening.services import desk
from screening.services.errors import AnswersRefused, AppointmentIsCancelled, InvalidInput
from screening.services.errors.mydata import FormWithdrawn
from screening.services.review import enter_clinic_answers

Name = Literal["reschedule", "procedure", "clinic_answers"]
Change = Callable[[Appointment, Forms], object]


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def reschedule(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Move the appointment."""

    def change(appointment: Appointment, forms: Forms) -> None:
        starts_at = forms["reschedule"].cleaned_data["starts_at"]
        desk.reschedule_appointment(appointment=appointment, starts_at=starts_at, by=actor(request))

    return changed(request, appointment_id, "reschedule", change)


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def procedure(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Change what is done and where."""

    def change(appointment: Appointment, forms: Forms) -> None:
        chosen = forms["procedure"].cleaned_data
        desk.change_procedure(
            appointment=appointment,
            treatments=chosen["treatments"],
            areas=chosen["areas"],
            by=actor(request),
        )

    return changed(request, appointment_id, "procedure", change)


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def clinic_answers(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Enter what is asked of the clinic."""

    def change(appointment: Appointment, forms: Forms) -> None:
        answers = forms["clinic_answers"].answers
        enter_clinic_answers(response=appointment.response, answers=answers, by=actor(request))

    return changed(request, appointment_id, "clinic_answers", change)


def changed(request: HttpRequest, appointment_id: uuid.UUID, name: Name, change: Change) -> HttpResponse:
    """Make the change the form of that name asks for and go to the result; 422 and the form where refused."""
    address = reverse("review:summary", args=[appointment_id])
    appointment = appointment_or_404(appointment_id)
    if request.method != "POST":  # after a sign-in on the way
        return redirect(address)
    forms = forms_of(appointment, name, request.POST)
    form = forms[name]
    if form.is_valid() and (not form.has_changed() or accepted(form, appointment, forms, change)):
        return redirect(f"{address}#changed")
    return summary_response(request, appointment, forms, status=422)


def accepted(form: Form, appointment: Appointment, forms: Forms, change: Change) -> bool:
    """Whether the service made the change; its refusals are put where they belong in the form."""
    try:
        change(appointment, forms)
    except InvalidInput as refusal:
        places = {"starts_at": "day"}
        for problem in refusal.problems:
            form.add_error(places.get(problem.field, problem.field), problem.message)
    except AnswersRefused as refusal:
        forms["clinic_answers"].refuse(refusal.problems)
    except (AppointmentIsCancelled, FormWithdrawn) as refusal:
        form.add_error(None, refusal.message)
    return not form.errors
