"""Correcting an answer, and asking the patient again."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import clinical_only
from clinic.review.codes import answer_named
from clinic.review.forms import AskForm, CorrectForm, WithdrawForm
from clinic.review.unavailable import needs_screening
from clinic.review.views.acting import Opened, acting_page, opened, refused
from clinic.review.views.page import actor
from screening.engine import Item, Rulebook
from screening.services import review
from screening.services.rulebook import active_version, rulebook_of


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def correct(request: HttpRequest, appointment_id: uuid.UUID, code: str) -> HttpResponse:
    """The form for one answer; what the correction changed stands on the summary afterwards."""
    record = opened(request, appointment_id)
    rulebook = rulebook_of(active_version())
    item = item_or_404(record, rulebook, code)
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        revision=record.revision,
        rulebook=rulebook,
        item=item,
        answer=record.summary.result["answers"].get(item.link_id),
    )
    by = actor(request)
    status = 0
    if request.method == "POST":
        status = refused(
            form,
            lambda: review.correct_answers(
                appointment=record.appointment,
                answers={item.link_id: form.answer},
                reason=form.cleaned_data["reason"],
                by=by,
                seen_revision=form.seen_revision,
            ),
        )
        if not status:
            return redirect(f"{record.address}#changed")
    return acting_page(request, "correct", record, form, status, item=item)


def item_or_404(record: Opened, rulebook: Rulebook, code: str) -> Item:
    """The question behind a code, among those a patient may be asked; Http404 for any other."""
    askable = review.askable_items(rulebook, record.appointment)
    link_id = answer_named(code, askable)
    if link_id is None:
        raise Http404
    return askable[link_id]


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def ask(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Choose questions and write a message; what is open is chosen beforehand."""
    record = opened(request, appointment_id)
    rulebook = rulebook_of(active_version())
    result = record.summary.result
    form = AskForm(
        request.POST if request.method == "POST" else None,
        revision=record.revision,
        rulebook=rulebook,
        askable=review.askable_items(rulebook, record.appointment),
        chosen=[*result["unanswered"], *result["data_required"]],
    )
    by = actor(request)
    status = 0
    if request.method == "POST":
        status = refused(
            form,
            lambda: review.ask_patient(
                appointment=record.appointment,
                items=form.cleaned_data["items"],
                message=form.cleaned_data["message"],
                whole=form.cleaned_data["whole"],
                by=by,
                seen_revision=form.seen_revision,
            ),
        )
        if not status:
            messages.success(request, _("The link is open again for what you asked."))
            return redirect(record.address)
    return acting_page(request, "ask", record, form, status)


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def ask_no_more(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Withdraw what the patient is asked; opened by itself it leads to the summary."""
    record = opened(request, appointment_id)
    if request.method != "POST":
        return redirect(record.address)
    form = WithdrawForm(request.POST, revision=record.revision)
    by = actor(request)
    status = refused(
        form,
        lambda: review.withdraw_request(
            appointment=record.appointment, by=by, seen_revision=form.seen_revision
        ),
    )
    if status:
        return acting_page(request, "withdraw", record, form, status)
    messages.success(request, _("The patient is asked no more."))
    return redirect(record.address)
