"""What is stored for how long, and what can be done with one record. Names never stand in an address."""

import json
import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clinic.accounts.access import administrators_only, roles_allowed, roles_here, staff_user
from clinic.accounts.forms import ReentryForm
from clinic.accounts.reentry import is_confirmed
from clinic.accounts.roles import ADMINISTRATOR, CLINICAL_LEAD
from clinic.data.forms import EraseForm, FindForm, HoldForm
from screening.services.audit import Actor
from screening.services.errors import InvalidInput, ScreeningError
from screening.services.errors.retention import PatientUnknown
from screening.services.retention.erasing import erase_patient
from screening.services.retention.exporting import export_patient
from screening.services.retention.finding import Overview, find_records, open_overview
from screening.services.retention.holds import hold_record, release_record
from screening.services.retention.purging import counts, last_purge

REFUSED = 422

data_keepers_only = roles_allowed(ADMINISTRATOR, CLINICAL_LEAD)


def actor(request: HttpRequest) -> Actor:
    """Who asks."""
    return Actor.staff(staff_user(request))


def on_a_record(view: Callable[[HttpRequest, Overview], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the record it is about; 404 where there is none."""

    @wraps(view)
    def found(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
        try:
            shown = open_overview(patient_id=patient_id, by=actor(request), now=timezone.now())
        except PatientUnknown:
            raise Http404 from None
        return view(request, shown)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@data_keepers_only
def index(request: HttpRequest) -> HttpResponse:
    """How long what is kept; posted a name and a day of birth, the records that fit."""
    form = FindForm(request.POST if request.method == "POST" else None)
    is_sought = request.method == "POST" and form.is_valid()
    context = {
        "form": form,
        "is_sought": is_sought,
        "found": find_records(**form.cleaned_data, by=actor(request)) if is_sought else [],
        "kinds": [(kind, count) for kind, count in counts(timezone.now())],
        "last": last_purge(),
    }
    return render(request, "data/index.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
@data_keepers_only
@on_a_record
def overview(request: HttpRequest, shown: Overview) -> HttpResponse:
    """How much there is of a record, and what can be done with it."""
    return page(request, shown, HoldForm())


def page(request: HttpRequest, shown: Overview, form: HoldForm) -> HttpResponse:
    """That page, with the form to hold the record."""
    context = {"shown": shown, "form": form, "may_erase": ADMINISTRATOR in roles_here(request)}
    return render(request, "data/record.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@data_keepers_only
@on_a_record
def export(request: HttpRequest, shown: Overview) -> HttpResponse:
    """Ask for the password, then hand over the whole record as a file."""
    form = ReentryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        whole = export_patient(patient=shown.patient, by=actor(request), now=timezone.now())
        made = HttpResponse(json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/json")
        made["Content-Disposition"] = f'attachment; filename="record-{shown.patient.pk}.json"'
        return made
    context = {"shown": shown, "form": form}
    return render(request, "data/export.html", context, status=REFUSED if form.errors else 200)


@require_POST
@data_keepers_only
@on_a_record
def hold(request: HttpRequest, shown: Overview) -> HttpResponse:
    """Hold a record."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        return page(request, shown, form)
    try:
        hold_record(patient=shown.patient, reason=form.cleaned_data["reason"], by=actor(request))
    except InvalidInput as refusal:
        for problem in refusal.problems:
            form.add_error(problem.field, problem.message)
        return page(request, shown, form)
    except ScreeningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The record is on hold. Nothing of it is removed."))
    return redirect("data:record", shown.patient.pk)


@require_POST
@data_keepers_only
@on_a_record
def release(request: HttpRequest, shown: Overview) -> HttpResponse:
    """Lift a hold."""
    try:
        release_record(patient=shown.patient, by=actor(request))
    except ScreeningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The hold is lifted."))
    return redirect("data:record", shown.patient.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@on_a_record
def erase(request: HttpRequest, shown: Overview) -> HttpResponse:
    """Ask why, whose day of birth, and for the password; then erase the record."""
    form = EraseForm(request.POST if request.method == "POST" else None, born=shown.patient.birth_date)
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        reason = form.cleaned_data["reason"]
        try:
            done = erase_patient(patient=shown.patient, reason=reason, by=actor(request), now=timezone.now())
        except ScreeningError as refusal:
            form.add_error(None, refusal.message)
        else:
            said = ngettext("%(count)d row was erased.", "%(count)d rows were erased.", done.rows)
            messages.success(request, said % {"count": done.rows})
            return redirect("data:index")
    context = {"shown": shown, "form": form}
    return render(request, "data/erase.html", context, status=REFUSED if form.errors else 200)
