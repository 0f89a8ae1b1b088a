"""Handing in a questionnaire."""

from django.db import transaction
from django.utils import timezone

from screening.models import Evaluation, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.consent import Signing, consent_standing, give_consent
from screening.services.credit import credit_changes
from screening.services.errors import (
    ChangedMeanwhile,
    ConsentMissing,
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
    consent: Signing | None = None,
) -> Evaluation:
    """Hand in a complete response and evaluate it with the active rulebook; answers to hidden questions go.

    Of several at once exactly one succeeds; AlreadySubmitted for the others. DeclarationMissing;
    ChangedMeanwhile where `revision` is not the newest; IncompleteResponse; RulebookChanged where a newer
    rulebook is active and asks more: the response has then been moved to it. AppointmentIsCancelled,
    ScreeningUnavailable.

    `consent` is signed in the same step, and refused as `give_consent` says; nothing is handed in then.
    ConsentMissing where the patient hands in and both consents that are needed are not there. Staff hand in
    without: they cannot sign, and the patient still has to.

    With `incomplete`, which is for members of staff only (ValueError), open questions stay open: the
    evaluation lists them and holds the treatment for clearance.
    """
    if incomplete and by.user_id is None:
        raise ValueError("only a member of staff hands in what is incomplete")
    if not declaration:
        raise DeclarationMissing
    with transaction.atomic():
        fresh = lock_revision(response, revision)
        refusal = bring_up_to_date(fresh, by)
        if refusal is None or incomplete:
            sign(fresh, consent, by)
            return complete(fresh, by)
    raise refusal  # after the transaction: a response that moved to a newer rulebook stays there


def confirm_answers(
    *,
    response: QuestionnaireResponse,
    declaration: bool,
    revision: int,
    by: Actor,
    incomplete: bool = False,
) -> int:
    """Hear the declaration before consent is asked for: the revision of the answers it is about.

    Hands nothing in; refused where `submit_response` would be, so that nobody signs in vain.
    """
    if not declaration:
        raise DeclarationMissing
    with transaction.atomic():
        fresh = lock_revision(response, revision)
        refusal = bring_up_to_date(fresh, by)
        if refusal is None or incomplete:
            return int(fresh.revision)
    raise refusal  # after the transaction: a response that moved to a newer rulebook stays there


def lock_revision(response: QuestionnaireResponse, revision: int) -> QuestionnaireResponse:
    """The response as it is now, locked; ChangedMeanwhile where it is not at this revision any more."""
    fresh = lock_open(response)
    if fresh.revision != revision:
        raise ChangedMeanwhile(stored={}, given={}, revision=fresh.revision)
    return fresh


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


def sign(response: QuestionnaireResponse, consent: Signing | None, by: Actor) -> None:
    """Store the consent; ConsentMissing where the patient hands in without any that is whole."""
    if consent is not None:
        give_consent(response=response, signing=consent, by=by)
    elif by.user_id is None and not consent_standing(response.appointment).is_complete:
        raise ConsentMissing


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
