"""Deciding about one finding; confirming as the second person; taking a decision back."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import clinical_only, staff_user
from clinic.accounts.reentry import is_confirmed
from clinic.results.findings import FindingView, FindingWords
from clinic.review.codes import finding_named
from clinic.review.forms import ConfirmForm, DecideForm, WithdrawForm
from clinic.review.unavailable import needs_screening
from clinic.review.views.acting import REFUSED, STALE, Opened, acting_page, is_cut, opened, refused
from clinic.review.views.page import actor
from screening.models import FindingDecision
from screening.services import review
from screening.services.audit import Actor
from screening.services.errors import StaleDecision
from screening.services.review import changes_since

Kind = FindingDecision.Kind


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def finding(request: HttpRequest, appointment_id: uuid.UUID, code: str) -> HttpResponse:
    """One finding with what was decided about it, and the form to decide."""
    record = opened(request, appointment_id)
    rule = rule_or_404(record, code)
    if view_of(record, rule) is None:
        return no_longer_found(request, record)
    options = record.offering.options(rule)
    if request.method != "POST":
        return finding_page(request, record, rule, DecideForm(options=options, revision=record.revision))
    form = DecideForm(request.POST, request.FILES, options=options, revision=record.revision)
    form.is_cut = is_cut(request)
    status = refused(form, lambda: decide(record, form, actor(request)))
    if status:
        return finding_page(request, record, rule, form, status)
    return redirect(f"{record.address}#{anchor_of(record, rule)}")


def finding_page(
    request: HttpRequest, record: Opened, rule: str, form: DecideForm, status: int = 200
) -> HttpResponse:
    """The page."""
    decided = record.standing.by_rule[rule]
    view = view_of(record, rule)
    return acting_page(request, "decide", record, form, status, finding=view, decided=decided)


def view_of(record: Opened, rule: str) -> FindingView | None:
    """A finding in words; None where there is none of that rule."""
    words = FindingWords(record.summary.rulebook, record.summary.result)
    found = [one for one in record.summary.result["findings"] if one["rule"] == rule]
    return words.view(found[0]) if found else None


def no_longer_found(request: HttpRequest, record: Opened) -> HttpResponse:
    """What was to be decided is gone: what is new, and what was typed to take along."""
    if request.method != "POST":
        return redirect(f"{record.address}#gone")
    form = WithdrawForm(request.POST, revision=record.revision)
    if not form.is_valid():
        return acting_page(request, "withdraw", record, form, REFUSED)
    form.note_stale(StaleDecision(record.revision, changes_since(record.record.review, form.seen_revision)))
    typed = [request.POST.get(name, "") for name in ("comment", "message")]
    return acting_page(request, "withdraw", record, form, STALE, typed=[text for text in typed if text])


def rule_or_404(record: Opened, code: str) -> str:
    """The rule behind a code, among those of the rulebook; Http404 for any other."""
    rule = finding_named(code, record.summary.rulebook.rules)
    if rule is None:
        raise Http404
    return rule


def anchor_of(record: Opened, rule: str) -> str:
    """Where a finding stands on the summary."""
    shown = {one.rule for one in (*record.page.worse, *record.page.milder)}
    return f"finding-{rule}" if rule in shown else "open-questions"


def decide(record: Opened, form: DecideForm, by: Actor) -> None:
    """Make the decision the form holds."""
    acts: dict[str, Callable[[Opened, DecideForm, Actor], object]] = {
        Kind.ACKNOWLEDGED: acknowledge,
        Kind.OVERRIDDEN: override,
        Kind.RESOLVED: resolve,
        Kind.PATIENT_ASKED: ask,
    }
    acts[form.cleaned_data["kind"]](record, form, by)


def about(record: Opened, form: DecideForm, by: Actor) -> dict[str, Any]:
    """What every decision names: what it is about, who makes it, and on which state of the record."""
    return {
        "appointment": record.appointment,
        "rule": form.options.rule,
        "treatments": form.treatments_chosen,
        "by": by,
        "seen_revision": form.seen_revision,
    }


def acknowledge(record: Opened, form: DecideForm, by: Actor) -> None:
    """Note that it was seen."""
    review.acknowledge(**about(record, form, by))


def override(record: Opened, form: DecideForm, by: Actor) -> None:
    """Go past it, with a reason."""
    given = form.cleaned_data
    review.override(reason=given["reason"], comment=given["comment"], **about(record, form, by))


def resolve(record: Opened, form: DecideForm, by: Actor) -> None:
    """Clear it with a letter: the one that came with the form, or one that is there already."""
    given, facts = form.cleaned_data, about(record, form, by)
    if given["letter"] is not None:
        name, data = given["letter"].name, given["letter"].read()
        review.resolve_by_letter(name=name, data=data, comment=given["comment"], **facts)
        return
    letter = next(one for one in record.record.evidence if str(one.pk) == given["stored"])
    review.resolve(evidence=letter, comment=given["comment"], **facts)


def ask(record: Opened, form: DecideForm, by: Actor) -> None:
    """Ask the patient about it."""
    review.ask_patient(
        appointment=record.appointment,
        rule=form.options.rule,
        items=form.cleaned_data["items"],
        message=form.cleaned_data["message"],
        by=by,
        seen_revision=form.seen_revision,
    )


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def confirm(request: HttpRequest, appointment_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """The second person's page: confirm an override with one's own password, or refuse it."""
    record = opened(request, appointment_id)
    decision = decision_or_404(record, decision_id)
    is_sent = request.method == "POST"
    form = ConfirmForm(request.POST if is_sent else None, revision=record.revision)
    status = refused(form, lambda: answer(request, form, decision)) if is_sent else 0
    if is_sent and not status:
        return redirect(f"{record.address}#{anchor_of(record, decision.rule)}")
    view = view_of(record, decision.rule)
    if view is None:  # what it is about is no longer found: the summary says so
        return redirect(f"{record.address}#gone")
    pending = [one for one in record.standing.by_rule[decision.rule].pending if one.pk == decision.pk]
    more = {"finding": view, "pending": pending, "may_confirm": may_confirm(request, record, decision)}
    return acting_page(request, "confirm", record, form, status, **more)


def answer(request: HttpRequest, form: ConfirmForm, decision: FindingDecision) -> None:
    """Confirm or refuse; the confirmation only with the password."""
    by = actor(request)
    if not form.confirms:
        review.withdraw_decision(decision=decision, by=by, seen_revision=form.seen_revision)
        return
    if not is_confirmed(request, form):
        return
    review.confirm_override(decision=decision, by=by, seen_revision=form.seen_revision)


def may_confirm(request: HttpRequest, record: Opened, decision: FindingDecision) -> bool:
    """Whether whoever asks can be the second person."""
    return record.is_lead and decision.made_by_id != staff_user(request).pk


@require_http_methods(["GET", "POST"])
@clinical_only
@needs_screening
def withdraw(request: HttpRequest, appointment_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    """Take a decision back; opened by itself it leads to the summary."""
    record = opened(request, appointment_id)
    decision = decision_or_404(record, decision_id)
    if request.method != "POST":
        return redirect(record.address)
    form = WithdrawForm(request.POST, revision=record.revision)
    by = actor(request)
    status = refused(
        form,
        lambda: review.withdraw_decision(decision=decision, by=by, seen_revision=form.seen_revision),
    )
    if status:
        return acting_page(request, "withdraw", record, form, status)
    messages.success(request, _("The decision was taken back."))
    return redirect(record.address)


def decision_or_404(record: Opened, decision_id: uuid.UUID) -> FindingDecision:
    """A decision of this record; Http404 for any other."""
    found = next((one for one in record.record.decisions if one.pk == decision_id), None)
    if found is None:
        raise Http404
    return found
