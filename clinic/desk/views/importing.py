"""Appointments from another booking system: a file, what would become of it, and only then the import."""

import uuid
from datetime import timedelta
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.desk.forms.uploads import UploadForm
from clinic.desk.presenters.imports import counts_of, import_rows, result_words
from clinic.desk.views.shared import actor, desk_page
from screening.models import AppointmentImport
from screening.services.desk.importing import confirm_import, preview_import, upload_import
from screening.services.errors import ImportChanged, ImportUnreadable, InvalidInput
from screening.services.rulebook import active_version, rulebook_of

SAMPLE_NAME = "appointments-sample.csv"
CHOICE = "row-"


@desk_page("GET", "POST")
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. It is kept, encrypted, until it is confirmed, for an hour at most."""
    if request.method != "POST":
        return render(request, "desk/import.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            kept = upload_import(data=form.cleaned_data["file"].read(), by=actor(request))
        except ImportUnreadable as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("desk:import_preview", kept.pk)
    return render(request, "desk/import.html", {"form": form}, status=422)


@desk_page("GET", "POST")
def preview(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Every row and what would become of it; confirmed, exactly that is done."""
    kept = import_or_404(import_id)
    choices = choices_of(request)
    if request.POST.get("do") != "import":
        return show(request, kept, choices)
    try:
        result = confirm_import(
            upload=kept, choices=choices, seen=request.POST.get("seen", ""), by=actor(request)
        )
    except ImportChanged as refusal:
        return show(request, kept, choices, 409, notice=refusal.message)
    except InvalidInput:
        return show(request, kept, choices, 422, notice=_("Choose the patient in each row that asks for it."))
    return render(request, "desk/imported.html", {"lines": result_words(result)})


@desk_page("GET")
def sample(request: HttpRequest) -> HttpResponse:
    """A small file to try: appointments of tomorrow, made for the active rulebook."""
    rulebook = rulebook_of(active_version())
    treatment = next(iter(rulebook.treatments.values())).short_title
    day = timezone.localdate() + timedelta(days=1)
    rows = [
        "reference,date,time,name,birth date,email,phone,treatment,areas,practitioner,minutes,language",
        f"A-1001,{day},09:00,Nadia Sample,1990-04-02,nadia@example.org,+41 44 555 01 10,{treatment},,,,en",
        f"A-1002,{day},11:00,Tom Specimen,1984-11-23,,+41 44 555 01 11,{treatment},,,45,",
    ]
    response = HttpResponse("\r\n".join(rows) + "\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{SAMPLE_NAME}"'
    return response


def show(
    request: HttpRequest,
    kept: AppointmentImport,
    choices: dict[int, str],
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    """The table, with what was chosen so far."""
    plan = preview_import(upload=kept, choices=choices, by=actor(request))
    rulebook = rulebook_of(active_version())
    context: dict[str, Any] = {
        "kept": kept,
        "plan": plan,
        "rows": import_rows(plan, choices, rulebook),
        "counts": counts_of(plan),
        "notice": notice,
        "asks": any(row.candidates for row in plan.rows),
    }
    return render(request, "desk/import_preview.html", context, status=status)


def import_or_404(import_id: uuid.UUID) -> AppointmentImport:
    """An import, whoever at the desk uploaded it."""
    found: AppointmentImport | None = AppointmentImport.objects.filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found


def choices_of(request: HttpRequest) -> dict[int, str]:
    """What was chosen by line; SuspiciousOperation for what no page sends."""
    chosen = {name.removeprefix(CHOICE): str(value) for name, value in request.POST.items() if CHOICE in name}
    if not all(line.isascii() and line.isdigit() and len(line) < 8 for line in chosen):
        raise SuspiciousOperation("no such row")
    return {int(line): value for line, value in chosen.items() if value}
