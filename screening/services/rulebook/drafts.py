"""Drafts: started from a version or a file, listed, renamed, discarded."""

import json
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import digest_of_text
from screening.models import RulebookApproval, RulebookDraft, RulebookVersion
from screening.services.audit import Actor, record
from screening.services.errors import (
    DraftClosed,
    DraftUnknown,
    FieldProblem,
    InvalidInput,
    RulebookBroken,
)
from screening.services.rulebook.documents import canonical, tidy
from screening.services.rulebook.versions import active_version
from screening.services.texts import read_text

Status = RulebookDraft.Status

LONGEST_TITLE = 120
UNPUBLISHED = (Status.OPEN, Status.SUBMITTED, Status.SCHEDULED)


@transaction.atomic
def start_draft(*, title: str, by: Actor, version: RulebookVersion | None = None) -> RulebookDraft:
    """A new draft of what a version says: of the active one, unless another is given.

    InvalidInput naming `title`; NoActiveRulebook; RulebookBroken where a version is not what its digest says.
    """
    base = version or active_version()
    if digest_of_text(base.document) != base.digest:
        raise RulebookBroken
    return store_draft(title=title, document=tidy(json.loads(base.document)), base=base, by=by)


def store_draft(
    *, title: str, document: dict[str, Any], base: RulebookVersion | None, by: Actor
) -> RulebookDraft:
    """Store a new draft, inside the caller's transaction; InvalidInput naming `title` or `document`."""
    text = canonical(document)
    draft = RulebookDraft.objects.create(
        title=read_title(title),
        document=text,
        digest=digest_of_text(text),
        base=base,
        created_by_id=by.user_id,
        changed_by_id=by.user_id,
    )
    detail = {"digest": draft.digest, "base": str(base.pk) if base else None}
    record(action="draft.started", by=by, subject=draft, detail=detail)
    return draft


def read_title(title: str) -> str:
    """A draft's title on one line; InvalidInput naming `title`."""
    plain = " ".join(read_text("title", title, required=True).split())
    if len(plain) > LONGEST_TITLE:
        message = _("Write at most %(count)d characters.") % {"count": LONGEST_TITLE}
        raise InvalidInput([FieldProblem("title", "too_long", message)])
    return plain


def list_drafts() -> list[RulebookDraft]:
    """Every draft, the one changed last first, without the documents."""
    return list(RulebookDraft.objects.for_list())


def draft_of(pk: uuid.UUID) -> RulebookDraft:
    """One draft, with the people and versions it names; its document loads when asked for. DraftUnknown."""
    draft: RulebookDraft | None = RulebookDraft.objects.for_list().filter(pk=pk).first()
    if draft is None:
        raise DraftUnknown
    return draft


def document_of(draft: RulebookDraft) -> dict[str, Any]:
    """A draft's document; RulebookBroken where it is not what its digest says."""
    if digest_of_text(draft.document) != draft.digest:
        raise RulebookBroken
    return dict(json.loads(draft.document))


@transaction.atomic
def rename_draft(*, draft: RulebookDraft, title: str, by: Actor) -> RulebookDraft:
    """Give a draft another title. DraftClosed once published or discarded; InvalidInput naming `title`."""
    locked = lock_draft(draft, UNPUBLISHED)
    locked.title = read_title(title)
    locked.save(update_fields=["title"])
    record(action="draft.renamed", by=by, subject=locked)
    return locked


@transaction.atomic
def discard_draft(*, draft: RulebookDraft, by: Actor) -> RulebookDraft:
    """Give a draft up. It stays readable; DraftClosed where it is published or discarded already."""
    locked = lock_draft(draft, UNPUBLISHED)
    end_approval(locked, RulebookApproval.Ended.WITHDRAWN, by)
    locked.status, locked.publish_at = Status.DISCARDED, None
    locked.save(update_fields=["status", "publish_at"])
    record(action="draft.discarded", by=by, subject=locked, detail={"revision": locked.revision})
    return locked


def lock_draft(draft: RulebookDraft, allowed: tuple[Status, ...] = (Status.OPEN,)) -> RulebookDraft:
    """The draft as it is now, locked until the transaction ends; DraftClosed in any other status."""
    locked: RulebookDraft = RulebookDraft.objects.lock(draft.pk)
    if locked.status not in allowed:
        raise DraftClosed
    return locked


def end_approval(draft: RulebookDraft, why: RulebookApproval.Ended, by: Actor) -> None:
    """Note on the approval that stands for a locked draft, if any, that it has ended."""
    standing = RulebookApproval.objects.standing().filter(draft=draft)
    standing.update(ended_at=timezone.now(), ended_by_id=by.user_id, ended_why=why)
