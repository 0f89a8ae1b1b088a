"""Publishing what was approved, at its time; rolling back to what was active before."""

import json
import logging
import uuid
from datetime import datetime

from django.db import transaction

from screening.models import RulebookApproval, RulebookDraft, RulebookVersion
from screening.services.audit import SYSTEM, Actor, record
from screening.services.errors import (
    AlreadyActive,
    NeverPublished,
    NotApproved,
    NotDueYet,
    RulebookRefused,
    ScreeningError,
    VersionMoved,
)
from screening.services.rulebook.drafts import Status, document_of, end_approval, lock_draft
from screening.services.rulebook.versions import import_rulebook, lock_versions, publish_rulebook
from screening.services.texts import read_text

Ended = RulebookApproval.Ended

logger = logging.getLogger(__name__)


@transaction.atomic
def publish_approved(*, draft: RulebookDraft, by: Actor, now: datetime) -> RulebookVersion:
    """Make an approved draft whose time has come the active version.

    NotApproved; NotDueYet; VersionMoved where another version has become active since approval was asked for;
    RulebookRefused where checking it finds errors.
    """
    locked = lock_draft(draft, tuple(Status))
    approval = approved_for(locked)
    if locked.publish_at is None or locked.publish_at > now:
        raise NotDueYet
    return publish_locked(locked, approval, by)


def publish_due(now: datetime) -> int:
    """Publish every approved draft whose time has come, each in a transaction of its own; returns how many.

    One that cannot be published any more is opened again, and its approval says why.
    """
    return sum(publish_or_reopen(draft, now) for draft in RulebookDraft.objects.light().due(now))


def publish_or_reopen(draft: RulebookDraft, now: datetime) -> bool:
    """Publish a draft that is due; False, and a line in the log, where it was opened again instead."""
    try:
        publish_approved(draft=draft, by=SYSTEM, now=now)
    except VersionMoved:
        refuse_publication(draft, Ended.VERSION_MOVED)
    except RulebookRefused:
        refuse_publication(draft, Ended.ERRORS)
    except ScreeningError as refusal:  # somebody withdrew it, or published it, a moment ago
        logger.info("draft %s is not published: %s", draft.pk, refusal.code)
    else:
        return True
    return False


@transaction.atomic
def refuse_publication(draft: RulebookDraft, why: RulebookApproval.Ended) -> None:
    """Open a draft again that could not be published, and note why on its approval; nothing is lost."""
    locked: RulebookDraft = RulebookDraft.objects.lock(draft.pk)
    if locked.status != Status.SCHEDULED:
        return
    end_approval(locked, why, SYSTEM)
    locked.status, locked.publish_at = Status.OPEN, None
    locked.save(update_fields=["status", "publish_at"])
    record(action="draft.not-published", by=SYSTEM, subject=locked, detail={"why": why.value})
    logger.warning("draft %s is not published: %s", locked.pk, why.value)


def publish_locked(draft: RulebookDraft, approval: RulebookApproval, by: Actor) -> RulebookVersion:
    """Publish a locked draft on its approval, inside the caller's transaction. See `publish_approved`."""
    lock_versions()
    if approval.against_id != active_id():
        raise VersionMoved
    if approval.digest != draft.digest:
        raise NotApproved
    version = import_rulebook(document=document_of(draft), by=by, note=approval.note)
    version = publish_rulebook(version=version, by=by)
    draft.status, draft.publish_at, draft.version = Status.PUBLISHED, None, version
    draft.save(update_fields=["status", "publish_at", "version"])
    end_approval(draft, Ended.PUBLISHED, by)
    record(action="draft.published", by=by, subject=draft, detail={"version": str(version.pk)})
    return version


@transaction.atomic
def roll_back(*, version: RulebookVersion, note: str, by: Actor) -> RulebookVersion:
    """Make what an older version says the active version, under a new number; nothing is deleted.

    AlreadyActive; NeverPublished; RulebookBroken, RulebookRefused where it cannot be used any more;
    InvalidInput naming `note`, which says why.
    """
    reason = read_text("note", note, required=True)
    lock_versions()
    older = RulebookVersion.objects.get(pk=version.pk)
    if older.status == RulebookVersion.Status.DRAFT:
        raise NeverPublished
    if RulebookVersion.objects.active().filter(digest=older.digest).exists():
        raise AlreadyActive
    again = import_rulebook(document=json.loads(older.document), by=by, note=reason)
    published = publish_rulebook(version=again, by=by)
    detail = {"to": str(older.pk), "digest": older.digest}
    record(action="rulebook.rolled-back", by=by, subject=published, detail=detail)
    return published


def approved_for(draft: RulebookDraft) -> RulebookApproval:
    """The approval a locked draft is to be published on; NotApproved."""
    standing = RulebookApproval.objects.standing().filter(draft=draft, decision="approved")
    approval: RulebookApproval | None = standing.first()
    if draft.status != Status.SCHEDULED or approval is None:
        raise NotApproved
    return approval


def active_id() -> uuid.UUID | None:
    """The active version; None before the first publication."""
    pk: uuid.UUID | None = RulebookVersion.objects.active().values_list("pk", flat=True).first()
    return pk
