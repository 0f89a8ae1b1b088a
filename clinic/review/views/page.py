"""The summary page as a response, with or without its forms."""

import uuid
from typing import Any, TypedDict

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from clinic.accounts.access import staff_user
from clinic.review.forms import ClinicAnswersForm, ProcedureForm, RescheduleForm
from clinic.review.story import story_of
from clinic.review.summary import page_of
from clinic.review.views.beside import clinic_side
from screening.models import Appointment, Review
from screening.services.audit import Actor
from screening.services.errors import NotSubmitted, ScreeningUnavailable, UnknownEvaluation
from screening.services.review import open_summary
from screening.services.rulebook import active_version, rulebook_of


class Forms(TypedDict):
    """The forms of one summary page, by the name of their address."""

    reschedule: RescheduleForm
    procedure: ProcedureForm
    clinic_answers: ClinicAnswersForm


def actor(request: HttpRequest) -> Actor:
    """Who does it."""
    return Actor.staff(staff_user(request))


def appointment_or_404(appointment_id: uuid.UUID) -> Appointment:
    """The appointment with its patient and questionnaire."""
    found: Appointment = get_object_or_404(Appointment.objects.with_people(), pk=appointment_id)
    return found


def forms_of(appointment: Appointment, name: str = "", data: Any = None) -> Forms:
    """The forms, that of the given name with `data`. ScreeningUnavailable without an active rulebook."""
    given = {name: data}
    rulebook = rulebook_of(active_version())
    return {
        "reschedule": RescheduleForm(given.get("reschedule"), appointment=appointment),
        "procedure": ProcedureForm(given.get("procedure"), appointment=appointment, rulebook=rulebook),
        "clinic_answers": ClinicAnswersForm(
            given.get("clinic_answers"),
            rulebook=rulebook,
            treatments=appointment.treatments,
            answers=appointment.response.answers,
        ),
    }


def forms_if_any(appointment: Appointment) -> Forms | None:
    """The forms; None where the appointment is cancelled, the form withdrawn, or nothing can be evaluated."""
    if appointment.status == Appointment.Status.CANCELLED or Review.objects.withdrawn_for(appointment):
        return None
    try:
        return forms_of(appointment)
    except ScreeningUnavailable:
        return None


def summary_response(
    request: HttpRequest,
    appointment: Appointment,
    forms: Forms | None,
    *,
    sequence: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the newest evaluation or of the one numbered `sequence`; another before there is any."""
    try:
        summary = open_summary(appointment=appointment, by=actor(request), sequence=sequence)
    except NotSubmitted as refusal:
        told = {"reason": refusal.message, "is_withdrawn": Review.objects.withdrawn_for(appointment)}
        return render(request, "review/not_submitted.html", told)
    except UnknownEvaluation:
        raise Http404 from None
    earliest = summary.evaluation.earliest_date
    if forms is not None and earliest is not None and not forms["reschedule"].is_bound:
        forms["reschedule"].offer(earliest)
    page = page_of(summary, timezone.localdate())
    context: dict[str, Any] = {"page": page, "forms": forms, "refused": first_refused(forms)}
    context["story"] = story_of(summary, timezone.now())
    if page.head.is_current:
        active = None if forms is None else rulebook_of(active_version())
        context |= clinic_side(request, page, summary, active)
    return render(request, "review/summary.html", context, status=status)


def first_refused(forms: Forms | None) -> Form | None:
    """The form that was refused, whose problems stand at the top of the page."""
    if forms is None:
        return None
    each: list[Form] = [forms["reschedule"], forms["procedure"], forms["clinic_answers"]]
    return next((form for form in each if form.is_bound and form.errors), None)
