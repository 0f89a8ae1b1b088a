"""Handing in a questionnaire."""

from django.db import transaction
from django.utils import timezone

from screening.models import Evaluation, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.credit import credit_changes
from screening.services.errors import (
    ChangedMeanwhile,
    DeclarationMissing,
    IncompleteResponse,
    RulebookChanged,
    ScreeningError,
)
from screening.services.evaluation import evaluate_response, without_hidden
from screening.services.intake.saving import lock_open
from screening.services.intake.sections import missing_items
from screening.services.intake.versions import move_to_version
from screening.services.rulebook import active_version, rulebook_of


def submit_response(
    *,
    response: QuestionnaireResponse,
    declaration: bool,
    revision: int,
    by: Actor,
    incomplete: bool = False,
) -> Evaluation:
    """Hand in a complete response and evaluate it with the active rulebook; answers to hidden questions go.

    Of several at once exactly one succeeds; AlreadySubmitted for the others. DeclarationMissing;
    ChangedMeanwhile where `revision` is not the newest; IncompleteResponse; RulebookChanged where a newer
    rulebook is active and asks more: the response has then been moved to it. AppointmentIsCancelled,
    ScreeningUnavailable.

    With `incomplete`, which is for members of staff only (ValueError), open questions stay open: the
    evaluation lists them and holds the treatment for clearance.
    """
    if incomplete and by.user_id is None:
        raise ValueError("only a member of staff hands in what is incomplete")
    if not declaration:
        raise DeclarationMissing
    with transaction.atomic():
        fresh = lock_open(response)
        if fresh.revision != revision:
            raise ChangedMeanwhile(stored={}, given={}, revision=fresh.revision)
        refusal = bring_up_to_date(fresh, by)
        if refusal is None or incomplete:
            return complete(fresh, by)
    raise refusal  # after the transaction: a response that moved to a newer rulebook stays there


def bring_up_to_date(response: QuestionnaireResponse, by: Actor) -> ScreeningError | None:
    """Move the response to the active rulebook where it is another; the refusal where more is to ask."""
    version = active_version()
    missing_before = missing_items(rulebook_of(response.rulebook_version), response)
    set_aside: tuple[str, ...] = ()
    if response.rulebook_version_id != version.pk:
        set_aside = move_to_version(response, version, by)
    missing = missing_items(rulebook_of(version), response)
    if set(missing) - set(missing_before):
        return RulebookChanged(missing=missing, set_aside=set_aside)
    return IncompleteResponse(missing) if missing else None


def complete(response: QuestionnaireResponse, by: Actor) -> Evaluation:
    """Close a locked response and evaluate it."""
    before = {**response.answers}
    response.answers = without_hidden(rulebook_of(response.rulebook_version), response)
    credit_changes(response, before, None)
    now = timezone.now()
    response.status = QuestionnaireResponse.Status.COMPLETED
    response.started_at = response.started_at or now
    response.declared_at = response.submitted_at = now
    response.revision += 1
    response.save()
    record(action="response.submitted", by=by, subject=response, detail={"revision": response.revision})
    return evaluate_response(response=response, cause=Evaluation.Cause.SUBMITTED, by=by)
