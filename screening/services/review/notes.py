"""Notes on a record."""

from django.db import transaction

from screening.models import Appointment, Note
from screening.services.audit import Actor
from screening.services.review.changing import change, lock_review
from screening.services.review.permissions import require_staff
from screening.services.review.states import Event
from screening.services.texts import read_text


@transaction.atomic
def add_note(*, appointment: Appointment, text: str, by: Actor) -> Note:
    """Write a note on a record, whatever its state; InvalidInput for an empty one."""
    words = read_text("text", text, required=True)
    author = require_staff(by)
    review = lock_review(appointment)
    note: Note = Note.objects.create(review=review, text=words, made_by_id=author)
    change(review, Event.NOTE_ADDED, by=by, subject=note)
    return note
