"""Asking a patient again: their link opens for the chosen questions only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import Item, ItemType, Rulebook
from screening.models import (
    Appointment,
    FindingDecision,
    OutboxMessage,
    PatientRequest,
    QuestionnaireResponse,
    Review,
    SignOff,
)
from screening.services import outbox
from screening.services.audit import Actor
from screening.services.errors import (
    FieldProblem,
    InvalidInput,
    NoOpenRequest,
)
from screening.services.evaluation import (
    DATE_OF_BIRTH,
)
from screening.services.review.changing import change, fall_away, review_to_decide
from screening.services.review.decisions import held_by, store
from screening.services.review.permissions import require_clinical
from screening.services.review.states import Event
from screening.services.rulebook import active_version, rulebook_of
from screening.services.rulebook.languages import rulebook_here
from screening.services.texts import read_text

PATIENT = "patient"
Status = PatientRequest.Status


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What a patient is asked now: the request, the items in order with what is behind them, the rulebook."""

    request: PatientRequest
    items: tuple[Item, ...]
    rulebook: Rulebook


@transaction.atomic
def ask_patient(
    *,
    appointment: Appointment,
    items: Sequence[str],
    message: str,
    by: Actor,
    seen_revision: int,
    rule: str | None = None,
    whole: bool = False,
) -> PatientRequest:
    """Ask the patient these questions again (all of them with `whole`), and wait for the answers.

    What an open request asks is asked on with the new one. A sign-off falls away. With a `rule` the decision
    is noted on its finding. StaleDecision; InvalidInput where no item is one the patient is asked.
    """
    require_clinical(by)
    words = read_text("message", message)
    review = review_to_decide(appointment, seen_revision)
    askable = askable_items(rulebook_of(active_version()), review.appointment)
    wanted = list(askable) if whole else list(dict.fromkeys(items))
    if not wanted or not set(wanted) <= set(askable):
        raise InvalidInput([FieldProblem("items", "unfit", _("Choose questions the patient is asked."))])
    if rule is not None:
        store(
            review, held_by(review, rule, None), FindingDecision(kind=FindingDecision.Kind.PATIENT_ASKED), by
        )
    fall_away(review, SignOff.Why.PATIENT_ASKED, by)
    return open_request(review, wanted, words, by, whole=whole)


def open_request(
    review: Review, items: Sequence[str], message: str, by: Actor, *, whole: bool
) -> PatientRequest:
    """Open a request for a locked review, and write to the patient; one that is open already goes into it."""
    earlier = PatientRequest.objects.open().filter(review=review).first()
    asked = set(items)
    if earlier is not None:
        asked |= set(earlier.items)
        whole = whole or earlier.whole
        close_request(earlier, Status.WITHDRAWN, by)
    request = PatientRequest(review=review, whole=whole, made_by_id=by.user_id)
    request.items, request.message = sorted(asked), message
    request.save(force_insert=True)
    if by.user_id is not None:  # who asks for it through their link is on the page already
        outbox.enqueue(kind=OutboxMessage.Kind.REQUEST, appointment=review.appointment, by=by)
    change(review, Event.PATIENT_ASKED, by=by, subject=request, detail={"count": len(asked)})
    return request


@transaction.atomic
def withdraw_request(*, appointment: Appointment, by: Actor, seen_revision: int) -> None:
    """Ask the patient no more; NoOpenRequest where nothing is asked."""
    require_clinical(by)
    review = review_to_decide(appointment, seen_revision)
    request = PatientRequest.objects.open().filter(review=review).first()
    if request is None:
        raise NoOpenRequest
    close_request(request, Status.WITHDRAWN, by)
    change(review, Event.REQUEST_WITHDRAWN, by=by, subject=request)


def open_items_for(response: QuestionnaireResponse) -> tuple[str, ...]:
    """The link ids a patient may answer again, with what is behind them; none where nothing is asked."""
    found = open_request_for(response)
    return tuple(item.link_id for item in found.items) if found else ()


def open_request_for(response: QuestionnaireResponse) -> OpenRequest | None:
    """What the patient of this response is asked again at the moment, in the active rulebook's words."""
    requests = PatientRequest.objects.open().filter(review__appointment=response.appointment_id)
    request: PatientRequest | None = requests.first()
    if request is None:
        return None
    rulebook = rulebook_here(active_version())
    askable = askable_items(rulebook, response.appointment)
    opened = set(request.items)
    for link_id, item in askable.items():  # in the questionnaire's order: a gate before its details
        if item.enable_when is not None and opened & gates_of(item):
            opened.add(link_id)
    shown = tuple(item for link_id, item in askable.items() if link_id in opened)
    return OpenRequest(request, shown, rulebook)


def askable_items(rulebook: Rulebook, appointment: Appointment) -> dict[str, Item]:
    """The items a patient may be asked for this appointment, in order: a score is asked as its parts."""
    treatments = tuple(appointment.treatments)
    return {
        link_id: item
        for link_id, item in rulebook.items.items()
        if item.asked == PATIENT
        and item.type is not ItemType.SCORE
        and link_id != DATE_OF_BIRTH
        and item.is_asked_for(treatments)
    }


def gates_of(item: Item) -> set[str]:
    """The items whose answers decide whether this one applies."""
    if item.enable_when is None:
        return set()
    return {link_id for leaf in item.enable_when.leaves() for link_id in leaf.items()}


def close_request(request: PatientRequest, status: PatientRequest.Status, by: Actor) -> None:
    """Close an open request; a message about it that has not left yet does not leave any more."""
    outbox.withdraw(kind=OutboxMessage.Kind.REQUEST, appointment=request.review.appointment, by=by)
    request.status, request.closed_at = status, timezone.now()
    request.save(update_fields=["status", "closed_at"])
