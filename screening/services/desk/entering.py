"""Staff enter answers on a patient's behalf: what is handed over to the pages of the questionnaire.

Whoever enters sees what is entered now, and nothing that was answered before.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from screening.engine import canonical_json
from screening.models import Appointment, CannotDecryptError, PatientRequest, QuestionnaireResponse, Review
from screening.models.keys import decrypt, encrypt
from screening.services.audit import Actor, record
from screening.services.credit import AnsweredBy, Answerer, answered_by, credit_of
from screening.services.errors import AlreadySubmitted, AppointmentIsCancelled
from screening.services.errors.desk import EntryRefused
from screening.services.rulebook import active_version
from screening.services.withdrawn import refuse_withdrawn

OPEN_FOR = timedelta(hours=2)
PLACE = "desk.entry"


@dataclass(frozen=True, slots=True)
class Entry:
    """One sitting of a member of staff. `whom` (None: the patient) answers, `by` types.

    `before` names by link id what was answered when it began, as digests.
    """

    response_id: uuid.UUID
    user_id: uuid.UUID
    until: datetime
    whom: AnsweredBy | None
    before: Mapping[str, str]

    def credit(self, by: Actor) -> AnsweredBy | None:
        """Who the answers of this sitting are credited to."""
        return self.whom or credit_of(by)

    def unseen(self, response: QuestionnaireResponse, by: Actor) -> frozenset[str]:
        """The link ids whose answers were not given in this sitting."""
        named, mine = answered_by(response), self.credit(by)
        given = {
            link_id
            for link_id, value in response.answers.items()
            if named.get(link_id) == mine and self.before.get(link_id) != digest_of(value)
        }
        return frozenset(response.answers) - given


@transaction.atomic
def hand_over(*, appointment: Appointment, whom: AnsweredBy | None, now: datetime, by: Actor) -> str:
    """Begin a sitting: a sealed text for the session of this member of staff, of use to nobody else.

    A questionnaire nobody has begun moves to the active rulebook. AlreadySubmitted, unless the patient is
    asked something again; AppointmentIsCancelled; FormWithdrawn.
    """
    fresh = Appointment.objects.lock(appointment.pk)
    if fresh.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    refuse_withdrawn(fresh)
    response: QuestionnaireResponse = QuestionnaireResponse.objects.get(appointment=fresh)
    if response.is_submitted and not PatientRequest.objects.waits_for(fresh):
        raise AlreadySubmitted
    if response.revision == 0:
        response.rulebook_version = active_version()
        response.save(update_fields=["rulebook_version"])
    record(
        action="response.entry_started",
        by=by,
        subject=response,
        detail={"answers": whom.kind.value if whom else "patient"},
    )
    sitting = {
        "response": str(response.pk),
        "user": str(by.user_id),
        "until": (now + OPEN_FOR).isoformat(),
        "whom": asdict(whom) if whom else None,
        "before": {link_id: digest_of(value) for link_id, value in response.answers.items()},
    }
    return encrypt(json.dumps(sitting), place=PLACE)


def take_over(*, sealed: str, now: datetime, by: Actor) -> tuple[Entry, QuestionnaireResponse]:
    """The sitting behind a sealed text, and its questionnaire as it is now, whole.

    EntryRefused for somebody else's, for one that is over, where the appointment was cancelled or the form
    withdrawn.
    """
    entry = read_entry(sealed)
    if entry.user_id != by.user_id or entry.until <= now:
        raise EntryRefused
    response: QuestionnaireResponse | None = (
        QuestionnaireResponse.objects.whole().filter(pk=entry.response_id).first()
    )
    if response is None or response.appointment.status == Appointment.Status.CANCELLED:
        raise EntryRefused
    if Review.objects.withdrawn_for(response.appointment):
        raise EntryRefused
    return entry, response


def read_entry(sealed: str) -> Entry:
    """What is in a sealed text; EntryRefused for anything else."""
    try:
        stored = json.loads(decrypt(sealed, place=PLACE))
    except CannotDecryptError:
        raise EntryRefused from None
    whom = stored["whom"]
    return Entry(
        response_id=uuid.UUID(stored["response"]),
        user_id=uuid.UUID(stored["user"]),
        until=datetime.fromisoformat(stored["until"]),
        whom=AnsweredBy(Answerer(whom["kind"]), whom["name"], whom["relation"]) if whom else None,
        before=stored["before"],
    )


def digest_of(value: object) -> str:
    """By which an answer is known again."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()[:16]
