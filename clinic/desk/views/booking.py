"""Booking, moving and cancelling appointments."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.desk.carrying import read_day, read_time
from clinic.desk.forms.appointments import AppointmentForm, booked_as
from clinic.desk.forms.fields import place
from clinic.desk.views.shared import actor, appointment_or_404, desk_page, opened_or_404, patient_or_404
from screening.models import Appointment, Patient
from screening.services import desk
from screening.services.desk import Clash
from screening.services.desk.changing import change_appointment
from screening.services.desk.reading import open_patient
from screening.services.errors import InvalidInput
from screening.services.rulebook import active_version, rulebook_of

PLACES = {"starts_at": "day"}


@desk_page("GET", "POST")
def book(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Book an appointment for a patient. Whoever is booked twice is named first."""
    patient = open_patient(patient=patient_or_404(patient_id), by=actor(request))
    rulebook = rulebook_of(active_version())
    if request.method != "POST":
        form = AppointmentForm(rulebook=rulebook, initial=beginning_of(request, patient))
        return show(request, form, patient=patient)
    form = AppointmentForm(request.POST, rulebook=rulebook)
    if not form.is_valid():
        return show(request, form, 422, patient=patient)
    clashes = unseen_clashes(request, form, patient)
    if clashes:
        return show(request, form, 409, patient=patient, clashes=clashes)
    try:
        made = desk.book_appointment(patient=patient, **vars_of(form), by=actor(request))
    except InvalidInput as refusal:
        place(form, refusal, PLACES)
        return show(request, form, 422, patient=patient)
    messages.success(request, _("The appointment has been booked."))
    return redirect("desk:appointment", made.pk)


@desk_page("GET", "POST")
def change(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Move an appointment, or change what is done, where, or by whom."""
    appointment = booked_or_404(appointment_id)
    rulebook = rulebook_of(active_version())
    patient = open_patient(patient=appointment.patient, by=actor(request))
    here: dict[str, Any] = {"patient": patient, "appointment": appointment}
    begun = booked_as(appointment)
    if request.method != "POST":
        return show(request, AppointmentForm(rulebook=rulebook, initial=begun), **here)
    form = AppointmentForm(request.POST, rulebook=rulebook, initial=begun)
    if not form.is_valid():
        return show(request, form, 422, **here)
    clashes = unseen_clashes(request, form, patient, appointment)
    if clashes:
        return show(request, form, 409, clashes=clashes, **here)
    try:
        change_appointment(appointment=appointment, booking=form.booking, by=actor(request))
    except InvalidInput as refusal:
        place(form, refusal, PLACES)
        return show(request, form, 422, **here)
    messages.success(request, _("The appointment has been changed."))
    return redirect("desk:appointment", appointment.pk)


@desk_page("GET", "POST")
def cancel(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Cancel an appointment, after asking once more."""
    appointment = opened_or_404(request, appointment_id)
    if request.method != "POST":
        return render(request, "desk/cancel.html", {"appointment": appointment})
    desk.cancel_appointment(appointment=appointment, by=actor(request))
    messages.success(request, _("The appointment has been cancelled. Its links open nothing any more."))
    return redirect("desk:appointment", appointment.pk)


def show(request: HttpRequest, form: AppointmentForm, status: int = 200, **more: Any) -> HttpResponse:
    """The page with the form."""
    return render(request, "desk/booking.html", {"form": form, **more}, status=status)


def vars_of(form: AppointmentForm) -> dict[str, Any]:
    """What was entered, by the names of the service."""
    booking = form.booking
    return {name: getattr(booking, name) for name in booking.__slots__}


def booked_or_404(appointment_id: uuid.UUID) -> Appointment:
    """An appointment that takes place; Http404 for one that was cancelled: it is booked anew instead."""
    appointment = appointment_or_404(appointment_id)
    if appointment.status == Appointment.Status.CANCELLED:
        raise Http404
    return appointment


def beginning_of(request: HttpRequest, patient: Patient) -> dict[str, Any]:
    """The day and time chosen before, and what was booked before where `like` names the appointment."""
    begun = {
        "day": read_day(request.GET.get("day", "")),
        "time": read_time(request.GET.get("time", "")),
    }
    like = like_of(request, patient)
    if like is not None:
        before = booked_as(like)
        begun |= {name: before[name] for name in ("treatments", "areas", "practitioner", "minutes")}
    return begun


def like_of(request: HttpRequest, patient: Patient) -> Appointment | None:
    """The earlier appointment of this patient the address names; None for anything else."""
    try:
        key = uuid.UUID(request.GET.get("like", ""))
    except ValueError:
        return None
    found: Appointment | None = Appointment.objects.for_desk().filter(pk=key, patient=patient).first()
    return found


def unseen_clashes(
    request: HttpRequest, form: AppointmentForm, patient: Patient, apart_from: Appointment | None = None
) -> list[Clash]:
    """Who would be booked twice; nobody where the page has said so and somebody books all the same."""
    booking = form.booking
    clashes = desk.find_clashes(
        starts_at=booking.starts_at,
        minutes=booking.minutes,
        patient=patient,
        practitioner=form.chosen,
        apart_from=apart_from,
        by=actor(request),
    )
    shown = set(request.POST.getlist("all_the_same"))
    return [] if {str(clash.appointment.pk) for clash in clashes} <= shown else clashes
