"""Questionnaires answered at the clinic: by staff for the patient, or by the patient on this device."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clinic.desk.forms.behalf import BehalfForm
from clinic.desk.views.appointments import open_questionnaire
from clinic.desk.views.shared import actor, desk_page
from clinic.sittings import begin_for_staff, begin_on_tablet
from screening.services.desk import start_on_tablet
from screening.services.desk.entering import hand_over


@desk_page("GET", "POST")
def behalf(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Say who answers, and go on to the questions."""
    appointment = open_questionnaire(request, appointment_id)
    form = BehalfForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "appointment": appointment}
        return render(request, "desk/behalf.html", context, status=422 if form.is_bound else 200)
    now = timezone.now()
    sealed = hand_over(appointment=appointment, whom=form.whom, now=now, by=actor(request))
    begin_for_staff(request, sealed)
    return redirect("intake:resume")


@desk_page("GET", "POST")
def tablet(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Turn this device into the patient's tablet: whoever is signed in here is signed out."""
    appointment = open_questionnaire(request, appointment_id)
    if request.method != "POST":
        return render(request, "desk/tablet.html", {"appointment": appointment})
    _session, token = start_on_tablet(appointment=appointment, now=timezone.now(), by=actor(request))
    begin_on_tablet(request, token)
    return redirect("intake:resume")
