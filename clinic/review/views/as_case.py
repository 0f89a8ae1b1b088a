"""A case of a draft made from a questionnaire, without anything that says whose it is: for clinical leads."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import roles_allowed
from clinic.accounts.roles import CLINICAL_LEAD
from clinic.results.answers import AnswerWords
from clinic.results.words import day_words
from clinic.review.summary import page_of
from clinic.review.unavailable import needs_screening
from clinic.review.views.page import actor, appointment_or_404
from screening.models import Appointment, RulebookDraft
from screening.services.errors import (
    DraftChangedSince,
    DraftClosed,
    InvalidInput,
    NotSubmitted,
    RulebookRefused,
)
from screening.services.errors.mydata import FormWithdrawn
from screening.services.review import open_summary
from screening.services.rulebook import list_drafts
from screening.services.rulebook.cases import Prepared, add_case_from_record, prepare_case
from screening.services.rulebook.harmless import REFERENCE_DAY

REFUSED, CHANGED = 422, 409


class CaseForm(forms.Form):
    """What the case is called, and which case was looked at."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)
    title = forms.CharField(
        label=gettext_lazy("What does the case show?"),
        help_text=gettext_lazy("Name nobody: everybody who works on rulebooks reads it."),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the case a title.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@roles_allowed(CLINICAL_LEAD)
@needs_screening
def as_case(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Choose an open draft, look at the case it would become, add it."""
    appointment = appointment_or_404(appointment_id)
    try:
        summary = open_summary(appointment=appointment, by=actor(request))
    except NotSubmitted as refusal:
        return render(request, "review/not_submitted.html", {"reason": refusal.message})
    drafts = [draft for draft in list_drafts() if draft.status == RulebookDraft.Status.OPEN]
    given = request.POST if request.method == "POST" else request.GET
    draft = next((one for one in drafts if str(one.pk) == given.get("draft", "")), None)
    context: dict[str, Any] = {
        "page": page_of(summary, timezone.localdate()),
        "heading": _("Make a case of this"),
        "drafts": drafts,
        "chosen": draft,
    }
    if draft is None:
        return render(request, "review/as_case.html", context)
    try:
        prepared = prepare_case(draft=draft, appointment=appointment)
    except RulebookRefused:
        context["refusal"] = _("This draft has errors, or none of the treatments. Choose another.")
        return render(request, "review/as_case.html", context, status=REFUSED)
    except FormWithdrawn as refusal:
        context["refusal"] = refusal.message
        return render(request, "review/as_case.html", context, status=CHANGED)
    if request.method == "POST":
        return added(request, appointment, draft, prepared, context)
    form = CaseForm(initial={"draft": draft.pk, "seen": prepared.seen})
    return shown(request, prepared, form, context)


def added(
    request: HttpRequest,
    appointment: Appointment,
    draft: RulebookDraft,
    prepared: Prepared,
    context: dict[str, Any],
) -> HttpResponse:
    """Add it, or show it again with what is wrong."""
    form = CaseForm(request.POST)
    if not form.is_valid():
        return shown(request, prepared, form, context, REFUSED)
    title, seen = form.cleaned_data["title"], form.cleaned_data["seen"]
    try:
        add_case_from_record(draft=draft, appointment=appointment, title=title, seen=seen, by=actor(request))
    except InvalidInput as refusal:
        form.add_error("title", refusal.problems[0].message)
        return shown(request, prepared, form, context, REFUSED)
    except (DraftChangedSince, DraftClosed, FormWithdrawn):
        form = CaseForm({"draft": draft.pk, "seen": prepared.seen, "title": title})
        context["refusal"] = _("The draft or the answers have changed meanwhile. Look at the case once more.")
        return shown(request, prepared, form, context, CHANGED)
    messages.success(request, _("The case is in the draft “%(title)s”.") % {"title": draft.title})
    return redirect("review:summary", appointment.pk)


def shown(
    request: HttpRequest, prepared: Prepared, form: CaseForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The case in words, to be confirmed."""
    rulebook, element = prepared.rulebook, prepared.element
    words = AnswerWords(rulebook)
    answers = [
        (item.label, [line.text for line in words.lines(item, element["answers"][item.link_id])])
        for item in rulebook.items.values()
        if item.link_id in element["answers"]
    ]
    more = {
        "form": form,
        "prepared": prepared,
        "answers": answers,
        "day": day_words(REFERENCE_DAY),
        "treatments": [rulebook.treatments[code].title for code in element["treatments"]],
        "left_out": [label_of(prepared, name) for name in prepared.left_out],
    }
    return render(request, "review/as_case.html", context | more, status=status)


def label_of(prepared: Prepared, link_id: str) -> str:
    """What a question is called."""
    item = prepared.rulebook.items.get(link_id)
    return item.label if item else link_id
