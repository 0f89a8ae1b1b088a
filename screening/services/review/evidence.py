"""Letters: taken in only for what they are, given out only with a trace."""

import hashlib
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import Appointment, Evidence, Review
from screening.models.review.evidence import MOST_BYTES
from screening.services.audit import Actor, record
from screening.services.errors import FieldProblem, InvalidInput
from screening.services.review.active_content import UnreadablePdf, is_active
from screening.services.review.changing import change, lock_review
from screening.services.review.permissions import require_staff
from screening.services.review.sniffing import MediaType, media_type_of
from screening.services.review.states import Event

LONGEST_NAME = 120


class EvidenceDamaged(RuntimeError):
    """A stored letter is not the one that was uploaded."""


@transaction.atomic
def add_evidence(*, appointment: Appointment, name: str, data: bytes, by: Actor) -> Evidence:
    """Store a letter; a record that waits for clearance goes back to review.

    InvalidInput for an empty or too large file, for content that is not exactly one of PDF, PNG, JPEG, and
    for a PDF that is locked, damaged, or does something when it is opened.
    """
    uploader = require_staff(by)
    media_type = read_type(data)
    review = lock_review(appointment)
    letter = Evidence(review=review, media_type=media_type, size=len(data), uploaded_by_id=uploader)
    letter.name, letter.data = plain_name(name), data
    letter.sha256 = hashlib.sha256(data).hexdigest()
    letter.save(force_insert=True)
    change(review, Event.EVIDENCE_ADDED, by=by, subject=letter, detail={"size": letter.size})
    return letter


@transaction.atomic
def open_evidence(*, evidence_id: uuid.UUID, review: Review, by: Actor) -> Evidence:
    """A letter of this record with its content; noted on the audit trail as read.

    Evidence.DoesNotExist for a letter of another record; EvidenceDamaged where it is not what was uploaded.
    """
    letter: Evidence = Evidence.objects.get(pk=evidence_id, review=review)
    if hashlib.sha256(letter.data).hexdigest() != letter.sha256:
        raise EvidenceDamaged
    record(action="evidence.read", by=by, subject=letter, detail={"review": str(review.pk)})
    return letter


def read_type(data: bytes) -> MediaType:
    """What the content is; InvalidInput where it is nothing the clinic takes."""
    if not data:
        raise InvalidInput([FieldProblem("letter", "empty", _("This file is empty."))])
    if len(data) > MOST_BYTES:
        raise InvalidInput([FieldProblem("letter", "too_large", _("Choose a file of at most 10 MB."))])
    found = media_type_of(data)
    if found is None:
        message = _("Choose a PDF, PNG or JPEG file. What counts is the content, not the name.")
        raise InvalidInput([FieldProblem("letter", "wrong_type", message)])
    if found is MediaType.PDF:
        refuse_active(data)
    return found


def refuse_active(data: bytes) -> None:
    """InvalidInput for a PDF that does something when it is opened, or that nobody can look into."""
    try:
        if not is_active(data):
            return
    except UnreadablePdf:
        message = _(
            "This PDF is locked or damaged, so it cannot be checked. Print it to a new PDF, or scan it."
        )
        raise InvalidInput([FieldProblem("letter", "unreadable", message)]) from None
    message = _("This PDF holds scripts, actions or attached files. Print it to a new PDF, or scan it.")
    raise InvalidInput([FieldProblem("letter", "active", message)])


def plain_name(name: str) -> str:
    """A file's name without folders and control characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-LONGEST_NAME:] or "letter"
