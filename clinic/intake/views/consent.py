"""Before the treatment: what it is, consent to it, and afterwards what was consented to."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clinic import written
from clinic.consents import ConsentView, consent_view, consents_view
from clinic.intake.access import for_patients, refused, sitting_here
from clinic.intake.counted import note_done, note_opened
from clinic.intake.declared import is_declared
from clinic.intake.forms.consent import ConsentForm
from clinic.intake.treatment import treatment_page
from clinic.intake.views.check import hand_in
from clinic.intake.views.copy import may_copy
from clinic.languages import is_switch
from clinic.pdf import PdfUnavailable, pdf_response, render_pdf, weasyprint
from clinic.sittings import Kind, Sitting, end
from screening.models import QuestionnaireResponse
from screening.services.consent import (
    ConsentText,
    consent_standing,
    consent_text,
    give_consent,
    take_consent_copy,
    withdraw_consent,
)
from screening.services.errors import (
    AppointmentIsCancelled,
    ConsentNotGiven,
    ConsentTextChanged,
    InvalidInput,
)
from screening.services.intake import CONSENT, TREATMENT
from screening.services.rulebook import active_version
from screening.services.rulebook.languages import rulebook_here


@require_safe
@for_patients
def treatment(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The planned treatment: how it works, what to expect, what else there is."""
    page = treatment_page(rulebook_here(active_version()), response)
    is_next = may_sign(sitting_here(request)) and awaits_consent(request, response)
    if is_next:
        note_opened(request, TREATMENT)
    return render(request, "intake/treatment.html", {"response": response, "page": page, "is_next": is_next})


def may_sign(sitting: Sitting) -> bool:
    """Whether whoever sits here may sign: staff may not, a guardian or carer beside them may."""
    return not sitting.is_staff or sitting.answered_by is not None


def awaits_consent(request: HttpRequest, response: QuestionnaireResponse) -> bool:
    """Whether signing is what comes next."""
    if response.is_submitted:
        return not consent_standing(response.appointment).is_complete
    return is_declared(request, response)


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def consent(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The text, the boxes, the signature; signed, the questionnaire is handed in with it."""
    sitting = sitting_here(request)
    if not may_sign(sitting):
        raise Http404
    if not awaits_consent(request, response):
        return redirect("intake:sent" if response.is_submitted else "intake:check")
    text = consent_text(QuestionnaireResponse.objects.whole().get(pk=response.pk), sitting.unseen)
    if request.method != "POST":
        note_done(request, TREATMENT)
        note_opened(request, CONSENT)
        return show(request, text, make_form(text, sitting))
    if is_switch(request):
        return show(request, text, make_form(text, sitting, typed=request.POST))
    if request.POST.get("do") == "without" and sitting.is_staff and not response.is_submitted:
        return hand_in(request, response, response.revision)
    return sign(request, response, text, make_form(text, sitting, request.POST))


def make_form(
    text: ConsentText, sitting: Sitting, data: object = None, typed: Mapping[str, Any] | None = None
) -> ConsentForm:
    """The form under a text; `typed` is shown in it, and not checked."""
    kept = {name: value for name, value in (typed or {}).items() if name in ConsentForm.base_fields}
    shown = {**kept, "text": text.digest}
    return ConsentForm(data, statements=text.statements, shown=shown, for_other=sitting.is_staff)


def show(
    request: HttpRequest, text: ConsentText, form: ConsentForm, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The page."""
    response = sitting_here(request).response
    again = response.is_submitted and consent_standing(response.appointment).consent is not None
    context = {"response": response, "text": text, "form": form, "notice": notice, "again": again}
    return render(request, "intake/consent.html", context, status=status)


def sign(
    request: HttpRequest, response: QuestionnaireResponse, text: ConsentText, form: ConsentForm
) -> HttpResponse:
    """Store the signature, handing in with it what was not handed in yet; or say why not."""
    sitting = sitting_here(request)
    if not form.is_valid():
        return show(request, text, form, 422)
    signing = form.signing(sitting.unseen)
    try:
        if not response.is_submitted:
            return hand_in(request, response, response.revision, signing)
        give_consent(response=response, signing=signing, by=sitting.by)
        note_done(request, CONSENT)
    except InvalidInput as refusal:
        form.refuse(refusal.problems)
        return show(request, text, form, 422)
    except ConsentTextChanged as refusal:
        fresh = make_form(text, sitting)
        fresh.initial["name"] = form.cleaned_data["name"]
        return show(request, text, fresh, 409, refusal.message)
    except AppointmentIsCancelled as refusal:
        return refused(request, refusal)
    return redirect("intake:consented" if sitting.kind is Kind.LINK else end(request, is_submitted=True))


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def consented(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """What was signed, for who came by their own link, with a way to take back what is optional."""
    sitting = sitting_here(request)
    if not may_copy(sitting):
        raise Http404
    if not response.is_submitted:
        return redirect("intake:resume")
    if request.method == "POST":
        return withdraw(request, response, sitting)
    return given(request, response)


def given(
    request: HttpRequest, response: QuestionnaireResponse, notice: str = "", status: int = 200
) -> HttpResponse:
    """The page with what was signed."""
    consents = consents_view(consent_standing(response.appointment))
    context = {"response": response, "consents": consents, "notice": notice}
    return render(request, "intake/consented.html", context, status=status)


def withdraw(request: HttpRequest, response: QuestionnaireResponse, sitting: Sitting) -> HttpResponse:
    """Take back one optional consent."""
    kind = request.POST.get("withdraw", "")
    if not kind:
        raise SuspiciousOperation("nothing to withdraw")
    try:
        withdraw_consent(appointment=response.appointment, kind=kind, by=sitting.by)
    except ConsentNotGiven as refusal:
        return given(request, response, refusal.message, 409)
    return redirect("intake:consented")


@require_safe
@for_patients
def consent_copy(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The signed text as a PDF to keep; for who came by their own link."""
    sitting = sitting_here(request)
    if not may_copy(sitting):
        raise Http404
    try:
        weasyprint()
        signed = take_consent_copy(appointment=response.appointment, by=sitting.by)
        made = consent_pdf(response, consent_view(signed))
    except ConsentNotGiven:
        return redirect("intake:resume")
    except PdfUnavailable:
        return render(request, "intake/no_copy.html", status=503)
    return pdf_response(made, f"consent-{timezone.localdate(signed.signed_at):%Y-%m-%d}")


def consent_pdf(response: QuestionnaireResponse, signed: ConsentView) -> bytes:
    """The document. PdfUnavailable."""
    patient = response.appointment.patient
    born = written.day(patient.birth_date)
    return render_pdf("intake/pdf/consent.html", {"patient": patient, "born": born, "consent": signed})
