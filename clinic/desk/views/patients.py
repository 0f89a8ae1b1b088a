"""Patients: looking for one, adding one, changing what is known."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.desk.carrying import carried, with_carried
from clinic.desk.forms import PatientForm, SearchForm
from clinic.desk.forms.fields import place
from clinic.desk.forms.patients import known_of
from clinic.desk.presenters.people import Likely, likely_ones
from clinic.desk.presenters.rows import rows_of
from clinic.desk.views.shared import actor, desk_page, patient_or_404
from screening.models import MergedPatient, Patient
from screening.services import desk
from screening.services.desk.reading import appointments_of, open_patient
from screening.services.desk.searching import take_apart
from screening.services.errors import InvalidInput


@desk_page("GET", "POST")
def patients(request: HttpRequest) -> HttpResponse:
    """One box to look for somebody. What was typed is sent in the body: it names people."""
    context: dict[str, Any] = {"form": SearchForm(), "carried": carried(request)}
    if request.method != "POST":
        return render(request, "desk/patients.html", context)
    context["form"] = form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/patients.html", context, status=422)
    typed = form.cleaned_data["typed"]
    found = desk.search_patients(typed=typed, by=actor(request))
    context |= {"found": found, "typed": typed}
    return render(request, "desk/patients.html", context)


@desk_page("GET", "POST")
def new_patient(request: HttpRequest) -> HttpResponse:
    """Add a patient. Somebody who may be in the records already is shown first."""
    if request.method != "POST" or "begin" in request.POST:
        return patient_form(request, PatientForm(initial=beginning_of(request.POST.get("begin", ""))))
    form = PatientForm(request.POST)
    if not form.is_valid():
        return patient_form(request, form, status=422)
    likely = likely_duplicates(request, form)
    if likely:
        return patient_form(request, form, status=409, likely=likely)
    try:
        patient = desk.register_patient(**form.cleaned_data, by=actor(request))
    except InvalidInput as refusal:
        place(form, refusal)
        return patient_form(request, form, status=422)
    messages.success(request, _("The patient has been added."))
    name = "desk:book" if carried(request) else "desk:patient"
    return redirect(with_carried(request, name, patient.pk))


@desk_page("GET")
def patient(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """What reception knows of one patient. A merged record leads to the one that stays."""
    found = open_patient(patient=patient_or_404(patient_id), by=actor(request))
    if found.pk != patient_id:
        return redirect("desk:patient", found.pk)
    now = timezone.now()
    rows = rows_of(appointments_of(patient=found), now)
    context = {
        "patient": found,
        "ahead": [row for row in rows if row.is_ahead],
        "past": [row for row in reversed(rows) if not row.is_ahead],
        "merges": MergedPatient.objects.filter(kept=found).newest_first(),
    }
    return render(request, "desk/patient.html", context)


@desk_page("GET", "POST")
def edit_patient(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Change what is known of a patient."""
    found = open_patient(patient=patient_or_404(patient_id), by=actor(request))
    if request.method != "POST":
        return patient_form(request, PatientForm(initial=known_of(found)), patient=found)
    form = PatientForm(request.POST)
    if not form.is_valid():
        return patient_form(request, form, status=422, patient=found)
    likely = likely_duplicates(request, form, found) if is_somebody_else(form, found) else []
    if likely:
        return patient_form(request, form, status=409, patient=found, likely=likely)
    try:
        desk.edit_patient(patient=found, **form.cleaned_data, by=actor(request))
    except InvalidInput as refusal:
        place(form, refusal)
        return patient_form(request, form, status=422, patient=found)
    messages.success(request, _("The changes have been saved."))
    return redirect("desk:patient", found.pk)


def patient_form(request: HttpRequest, form: PatientForm, status: int = 200, **more: Any) -> HttpResponse:
    """The page with the form."""
    context = {"form": form, "carried": carried(request), **more}
    return render(request, "desk/patient_form.html", context, status=status)


def beginning_of(typed: str) -> dict[str, Any]:
    """What was typed into the search, as the beginning of a new record."""
    known = take_apart(typed[:200])
    return {
        "name": known.name,
        "birth_date": known.days[0] if known.days else None,
        "phone": known.phones[0] if known.phones else "",
        "email": known.mails[0] if known.mails else "",
    }


def is_somebody_else(form: PatientForm, patient: Patient) -> bool:
    """Whether what tells people apart is changed."""
    return any(form.cleaned_data[name] != getattr(patient, name) for name in ("name", "birth_date"))


def likely_duplicates(
    request: HttpRequest, form: PatientForm, patient: Patient | None = None
) -> list[Likely]:
    """Who this may be; nobody where the page has shown them all and somebody said it is another person."""
    known = {name: form.cleaned_data[name] for name in ("name", "birth_date", "email", "phone")}
    found = desk.find_duplicates(**known, apart_from=patient, by=actor(request))
    shown = set(request.POST.getlist("not_these"))
    likely = [one for one in found if one.is_likely]
    return [] if {str(one.patient.pk) for one in likely} <= shown else likely_ones(likely)
