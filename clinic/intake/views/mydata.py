"""What is stored about the patient: to see, to take along, to have put right."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clinic.intake.access import for_patients, refused, sitting_here
from clinic.intake.forms.mydata import AnswerCorrectionForm, ContactCorrectionForm
from clinic.intake.mydata.export import mydata_json
from clinic.intake.mydata.page import answer_choices, mydata_page
from clinic.intake.views.copy import may_copy
from clinic.languages import is_switch, with_typed
from clinic.pdf import PdfUnavailable, pdf_response, render_pdf, weasyprint
from clinic.sittings import Sitting
from screening.models import CorrectionRequest, QuestionnaireResponse
from screening.services.errors import AppointmentIsCancelled, InvalidInput
from screening.services.mydata import ask_for_correction, open_my_data, take_my_data

About = CorrectionRequest.About


def by_link(request: HttpRequest) -> Sitting:
    """The sitting of somebody who came by their own link; Http404 at the tablet and for staff."""
    sitting = sitting_here(request)
    if not may_copy(sitting):
        raise Http404
    return sitting


@require_safe
@for_patients
def mydata(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """Everything stored about this visit and its patient that is theirs to see."""
    data = open_my_data(response=response, by=by_link(request).by)
    context = {"response": response, "page": mydata_page(data, timezone.now())}
    return render(request, "intake/mydata/page.html", context)


@require_safe
@for_patients
def mydata_data(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The same for other programs."""
    now = timezone.now()
    data = take_my_data(response=response, by=by_link(request).by, form="json")
    answer = JsonResponse(
        mydata_json(data, now), json_dumps_params={"ensure_ascii": False, "indent": 2, "default": str}
    )
    answer["Content-Disposition"] = f'attachment; filename="{file_name()}.json"'
    return answer


@require_safe
@for_patients
def mydata_copy(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The same as a document."""
    by = by_link(request).by
    try:
        weasyprint()
        page = mydata_page(take_my_data(response=response, by=by, form="pdf"), timezone.now())
        made = render_pdf("intake/pdf/mydata.html", {"page": page, "made": timezone.localdate()})
    except PdfUnavailable:
        return render(request, "intake/no_copy.html", {"back": reverse("intake:mydata")}, status=503)
    return pdf_response(made, file_name())


def file_name() -> str:
    """What a copy is called: it names nobody."""
    return f"my-data-{timezone.localdate():%Y-%m-%d}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_patients
def mydata_correction(request: HttpRequest, response: QuestionnaireResponse, about: str) -> HttpResponse:
    """Ask for something to be put right. An answer not sent yet is changed in the form itself."""
    sitting = by_link(request)
    if about not in About.values:
        raise Http404
    if about == About.ANSWER and not response.is_submitted:
        return redirect("intake:resume")
    if is_switch(request):
        return show(request, response, with_typed(make_form(response, sitting, about, None), request), about)
    form = make_form(response, sitting, about, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show(request, response, form, about)
    if not form.is_valid():
        return show(request, response, form, about, 422)
    try:
        ask_for_correction(appointment=response.appointment, about=about, by=sitting.by, **form.cleaned_data)
    except InvalidInput as refusal:
        form.refuse(refusal.problems)
        return show(request, response, form, about, 422)
    except AppointmentIsCancelled as refusal:
        return refused(request, refusal)
    return redirect(f"{reverse('intake:mydata')}#requests")


def make_form(
    response: QuestionnaireResponse, sitting: Sitting, about: str, data: Any
) -> ContactCorrectionForm | AnswerCorrectionForm:
    """The form of what is to be put right."""
    if about == About.CONTACT:
        return ContactCorrectionForm(data)
    parts = mydata_page(open_my_data(response=response, by=sitting.by), timezone.now()).parts
    return AnswerCorrectionForm(data, answers=answer_choices(parts))


def show(
    request: HttpRequest,
    response: QuestionnaireResponse,
    form: ContactCorrectionForm | AnswerCorrectionForm,
    about: str,
    status: int = 200,
) -> HttpResponse:
    """The page with the form."""
    context = {"response": response, "form": form, "about": about}
    return render(request, "intake/mydata/correction.html", context, status=status)
