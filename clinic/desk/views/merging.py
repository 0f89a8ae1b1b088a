"""Two records of one person: compared, merged, and taken apart again."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.desk.forms import SearchForm
from clinic.desk.presenters.people import compared, likely_ones
from clinic.desk.views.shared import actor, desk_page
from screening.models import MergedPatient, Patient
from screening.services import desk
from screening.services.desk.reading import appointments_of, open_patient


@desk_page("GET", "POST")
def other_record(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Choose the other record: the likely ones are shown, any other can be looked for."""
    patient = open_patient(patient=present_or_404(patient_id), by=actor(request))
    context: dict[str, Any] = {
        "patient": patient,
        "form": SearchForm(),
        "likely": likely_of(request, patient),
    }
    if request.method != "POST":
        return render(request, "desk/other_record.html", context)
    context["form"] = form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/other_record.html", context, status=422)
    found = desk.search_patients(typed=form.cleaned_data["typed"], by=actor(request))
    context["searched"] = True
    context["found"] = [one for one in found.patients if one.pk != patient.pk]
    return render(request, "desk/other_record.html", context)


@desk_page("GET", "POST")
def merge(request: HttpRequest, patient_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Both records side by side; merged, the one chosen stays."""
    here, there = (
        open_patient(patient=present_or_404(key), by=actor(request)) for key in (patient_id, other_id)
    )
    if request.method != "POST":
        return comparison(request, here, there)
    people = {str(one.pk): one for one in (here, there)}
    keep = request.POST.get("keep", "")
    if not keep:
        return comparison(request, here, there, status=422)
    if keep not in people:
        raise SuspiciousOperation("no such record")
    kept = people.pop(keep)
    desk.merge_patients(kept=kept, merged=people.popitem()[1] if people else kept, by=actor(request))
    messages.success(request, _("The records are one now. Below you can undo it."))
    return redirect("desk:patient", kept.pk)


@desk_page("POST")
def undo(request: HttpRequest, merge_id: uuid.UUID) -> HttpResponse:
    """Make two records of one again."""
    found: MergedPatient | None = MergedPatient.objects.newest_first().filter(pk=merge_id).first()
    if found is None:
        raise Http404
    desk.undo_merge(merge=found, by=actor(request))
    messages.success(request, _("The records are two again."))
    return redirect("desk:patient", found.kept_id)


def comparison(request: HttpRequest, here: Patient, there: Patient, status: int = 200) -> HttpResponse:
    """The page with both."""
    counts = (len(appointments_of(patient=here)), len(appointments_of(patient=there)))
    context = {"here": here, "there": there, "lines": compared(here, there, counts), "missing": status == 422}
    return render(request, "desk/merge.html", context, status=status)


def likely_of(request: HttpRequest, patient: Patient) -> list[Any]:
    """Those who may be the same person."""
    found = desk.find_duplicates(
        name=patient.name,
        birth_date=patient.birth_date,
        email=patient.email,
        phone=patient.phone,
        apart_from=patient,
        by=actor(request),
    )
    return likely_ones(found)


def present_or_404(patient_id: uuid.UUID) -> Patient:
    """A patient whose record is in use."""
    found: Patient | None = Patient.objects.present().filter(pk=patient_id).first()
    if found is None:
        raise Http404
    return found
