"""Asking for a draft's approval, and deciding on it. Nobody approves what they have worked on."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.models import RulebookApproval, RulebookChange, RulebookDraft
from screening.services.audit import Actor, record
from screening.services.errors import (
    DraftChangedSince,
    FieldProblem,
    InvalidInput,
    NotWaitingForApproval,
    OwnDraft,
    RulebookRefused,
    VersionMoved,
)
from screening.services.rulebook.checking import check_draft
from screening.services.rulebook.drafts import Status, end_approval, lock_draft
from screening.services.rulebook.proving import refuse_unproved
from screening.services.rulebook.publishing import active_id, publish_locked
from screening.services.rulebook.versions import lock_versions
from screening.services.texts import read_text

Decision = RulebookApproval.Decision
Ended = RulebookApproval.Ended


@transaction.atomic
def ask_for_approval(*, draft: RulebookDraft, note: str, by: Actor) -> RulebookApproval:
    """Ask for the approval of a draft as it is, compared with the version active now. It is closed meanwhile.

    RulebookRefused with every error its check finds; InvariantsNotProved; DraftClosed; InvalidInput naming
    `note`, which says what was changed and why.
    """
    locked = lock_draft(draft)
    locked.note = read_text("note", note, required=True)
    refuse_unfit(locked)
    approval = RulebookApproval.objects.create(
        draft=locked,
        digest=locked.digest,
        against_id=active_id(),
        asked_by_id=by.user_id,
        note=locked.note,
    )
    locked.status = Status.SUBMITTED
    locked.save(update_fields=["status", "note"])
    record(action="draft.submitted", by=by, subject=locked, detail={"digest": locked.digest})
    return approval


@transaction.atomic
def approve_draft(
    *, draft: RulebookDraft, comment: str, publish_at: datetime | None, seen_digest: str, by: Actor
) -> RulebookApproval:
    """Approve a submitted draft, to be published at a time, or with it at once (None).

    OwnDraft for whoever started, changed or submitted it; DraftChangedSince where it is not `seen_digest`;
    VersionMoved where another version became active meanwhile; NotWaitingForApproval; RulebookRefused,
    InvariantsNotProved; InvalidInput naming `comment` or `publish_at`.
    """
    locked = lock_draft(draft, tuple(Status))
    approval = asked_for(locked)
    refuse_contributor(locked, by)
    if not locked.digest == approval.digest == seen_digest:
        raise DraftChangedSince
    lock_versions()
    if approval.against_id != active_id():
        raise VersionMoved
    refuse_unfit(locked)
    now = timezone.now()
    if publish_at is not None and publish_at <= now:
        message = _("Choose a time that is still to come, or publish at once.")
        raise InvalidInput([FieldProblem("publish_at", "past", message)])
    decide(approval, Decision.APPROVED, comment, by)
    locked.status, locked.publish_at = Status.SCHEDULED, publish_at or now
    locked.save(update_fields=["status", "publish_at"])
    record(action="draft.approved", by=by, subject=locked, detail={"digest": locked.digest})
    if publish_at is None:
        publish_locked(locked, approval, by)
        approval.refresh_from_db()
    return approval


@transaction.atomic
def send_back(*, draft: RulebookDraft, comment: str, by: Actor) -> RulebookApproval:
    """Say what is to be changed first; the draft is open again. NotWaitingForApproval; InvalidInput naming
    `comment`.
    """
    locked = lock_draft(draft, tuple(Status))
    approval = asked_for(locked)
    read_text("comment", comment, required=True)
    approval.ended_at, approval.ended_by_id = timezone.now(), by.user_id
    approval.ended_why = Ended.SENT_BACK
    decide(approval, Decision.SENT_BACK, comment, by)
    reopen(locked)
    record(action="draft.sent-back", by=by, subject=locked, detail={"digest": locked.digest})
    return approval


@transaction.atomic
def withdraw_request(*, draft: RulebookDraft, by: Actor) -> RulebookDraft:
    """Open a draft again that waits for approval, or, approved, for its time. NotWaitingForApproval."""
    locked = lock_draft(draft, tuple(Status))
    if locked.status not in {Status.SUBMITTED, Status.SCHEDULED}:
        raise NotWaitingForApproval
    end_approval(locked, Ended.WITHDRAWN, by)
    reopen(locked)
    record(action="draft.withdrawn", by=by, subject=locked, detail={"digest": locked.digest})
    return locked


def approvals_of(draft: RulebookDraft) -> list[RulebookApproval]:
    """Every request for a draft's approval and what became of it, the newest first."""
    return list(RulebookApproval.objects.of(draft))


def may_approve(draft: RulebookDraft, by: Actor) -> bool:
    """Whether somebody has not worked on a draft, so that they may approve it if their role lets them."""
    return by.user_id is not None and not has_worked_on(draft, by)


def has_worked_on(draft: RulebookDraft, by: Actor) -> bool:
    """Whether somebody started a draft, changed anything in it, or ever asked for its approval."""
    mine = Q(draft=draft)
    changed = RulebookChange.objects.filter(mine, by_id=by.user_id).exists()
    asked = RulebookApproval.objects.filter(mine, asked_by_id=by.user_id).exists()
    return by.user_id == draft.created_by_id or changed or asked


def refuse_contributor(draft: RulebookDraft, by: Actor) -> None:
    """OwnDraft unless somebody may approve."""
    if not may_approve(draft, by):
        raise OwnDraft


def refuse_unfit(draft: RulebookDraft) -> None:
    """RulebookRefused with every error of a draft; InvariantsNotProved."""
    if errors := check_draft(draft).errors:
        raise RulebookRefused(errors)
    refuse_unproved(draft)


def asked_for(draft: RulebookDraft) -> RulebookApproval:
    """The request a locked draft waits with; NotWaitingForApproval."""
    standing = RulebookApproval.objects.standing().filter(draft=draft, decision="")
    approval: RulebookApproval | None = standing.first()
    if draft.status != Status.SUBMITTED or approval is None:
        raise NotWaitingForApproval
    return approval


def decide(approval: RulebookApproval, decision: RulebookApproval.Decision, comment: str, by: Actor) -> None:
    """Note a decision; InvalidInput naming `comment`."""
    approval.decision, approval.comment = decision, read_text("comment", comment)
    approval.decided_by_id, approval.decided_at = by.user_id, timezone.now()
    approval.save()


def reopen(draft: RulebookDraft) -> None:
    """Let a locked draft be changed again."""
    draft.status, draft.publish_at = Status.OPEN, None
    draft.save(update_fields=["status", "publish_at"])
