"""The treatment day: what was done, amended or withdrawn."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import clinical_only
from clinic.review.forms.treatment import TreatmentForm
from clinic.review.forms.withdraw import WithdrawForm
from clinic.review.treatment_page import day_page
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404
from screening.models import Appointment, Review, TreatmentRecord
from screening.services.errors import DepthToConfirm, InvalidInput, NotCleared, ScreeningError
from screening.services.review import gate_now
from screening.services.rulebook import active_version, rulebook_of
from screening.services.treatment import (
    amend_treatment,
    areas_planned,
    open_treatment_day,
    record_treatment,
    withdraw_treatment,
)

Sign = Callable[[], TreatmentRecord]


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def treatment(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """What was done at an appointment, and the form to record it."""
    appointment = appointment_or_404(appointment_id)
    form = form_of(request, appointment)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data.get("without_clearance", "")

        def sign() -> TreatmentRecord:
            return record_treatment(
                appointment=appointment,
                performed=form.performed,
                by=actor(request),
                now=timezone.now(),
                without_clearance=why,
            )

        if signed(form, sign):
            return done(request, appointment, _("The treatment is recorded."))
    return shown(request, appointment, form)


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def amend(request: HttpRequest, appointment_id: uuid.UUID, record_id: uuid.UUID) -> HttpResponse:
    """Another version of a record."""
    record = record_or_404(appointment_id, record_id)
    form = form_of(request, record.appointment, record)
    if request.method == "POST" and form.is_valid():

        def sign() -> TreatmentRecord:
            return amend_treatment(
                superseded=record,
                performed=form.performed,
                because=form.cleaned_data["because"],
                by=actor(request),
                now=timezone.now(),
            )

        if signed(form, sign):
            return done(request, record.appointment, _("The record is amended."))
    return shown(request, record.appointment, form, record=record)


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def withdraw(request: HttpRequest, appointment_id: uuid.UUID, record_id: uuid.UUID) -> HttpResponse:
    """A record that was entered by mistake."""
    record = record_or_404(appointment_id, record_id)
    if request.method != "POST":  # after a sign-in on the way
        return redirect("review:treatment_amend", appointment_id, record_id)
    form = WithdrawForm(request.POST)
    if form.is_valid():

        def sign() -> TreatmentRecord:
            why = form.cleaned_data["because"]
            return withdraw_treatment(superseded=record, because=why, by=actor(request), now=timezone.now())

        if signed(form, sign):
            return done(request, record.appointment, _("The record is withdrawn."))
    amending = form_of(request, record.appointment, record, is_sent=False)
    return shown(request, record.appointment, amending, record=record, withdrawal=form)


def record_or_404(appointment_id: uuid.UUID, record_id: uuid.UUID) -> TreatmentRecord:
    """A record of that appointment that nothing has replaced."""
    rows = TreatmentRecord.objects.standing().select_related(
        "appointment__patient", "appointment__response", "signed_by"
    )
    found: TreatmentRecord = get_object_or_404(rows, pk=record_id, appointment=appointment_id)
    return found


def form_of(
    request: HttpRequest,
    appointment: Appointment,
    record: TreatmentRecord | None = None,
    *,
    is_sent: bool = True,
) -> TreatmentForm:
    """The form, with what was sent; a record is amended with it. ScreeningUnavailable."""
    is_cleared = gate_now(appointment, timezone.now()).gate == Review.Gate.CLEARED
    return TreatmentForm(
        request.POST if request.method == "POST" and is_sent else None,
        rulebook=rulebook_of(active_version()),
        treatments=appointment.treatments,
        areas=areas_planned(appointment),
        asks_why=record is None and not is_cleared,
        amended=record,
    )


def signed(form: TreatmentForm | WithdrawForm, sign: Sign) -> bool:
    """Whether it was signed; what the service refused is put where it belongs in the form."""
    try:
        sign()
    except DepthToConfirm as refusal:
        if isinstance(form, TreatmentForm):
            form.ask_about_depth(refusal)
    except InvalidInput as refusal:
        for problem in refusal.problems:
            put(form, problem.field, problem.message)
    except NotCleared as refusal:  # closed while the form was filled in
        put(form, "without_clearance", refusal.message)
    except ScreeningError as refusal:
        put(form, None, refusal.message)
    return not form.errors


def put(form: TreatmentForm | WithdrawForm, place: str | None, message: str) -> None:
    """Show a refusal at a field of the form, or at its head where it has no such field."""
    named = form.place_of(place) if isinstance(form, TreatmentForm) else place
    form.add_error(named if named in form.fields else None, message)


def done(request: HttpRequest, appointment: Appointment, words: str) -> HttpResponse:
    """Back to the day, with a word about what was done."""
    messages.success(request, words)
    return redirect("review:treatment", appointment.pk)


def shown(
    request: HttpRequest,
    appointment: Appointment,
    form: TreatmentForm,
    *,
    record: TreatmentRecord | None = None,
    withdrawal: WithdrawForm | None = None,
) -> HttpResponse:
    """The page; 422 with a form that was refused."""
    day = open_treatment_day(appointment=appointment, by=actor(request))
    page = day_page(appointment, day, actor(request), timezone.now())
    if record is not None and not page.may_record:
        raise Http404
    each: list[Form] = [form, *([withdrawal] if withdrawal else [])]
    refused = next((one for one in each if one.is_bound and one.errors), None)
    context = {
        "page": page,
        "form": form,
        "record": record,
        "withdrawal": withdrawal or (WithdrawForm() if record else None),
        "refused": refused,
        "address": reverse("review:treatment", args=[appointment.pk]),
    }
    return render(request, "review/treatment.html", context, status=422 if refused else 200)
