"""What is consented to at the moment, and whether it still covers what is planned."""

from dataclasses import dataclass

from django.db import transaction

from screening.engine import digest_of
from screening.models import Appointment, Consent, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.errors import ConsentNotGiven
from screening.services.evaluation import areas_of


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """The newest consent of an appointment (None: nobody has signed), and what of it stands.

    `covers`: it names every treatment planned and every area. What was planned then and is not any more
    takes nothing away; what was added is not covered. `earlier` are those before it, the latest first.
    """

    consent: Consent | None
    covers: bool
    given: frozenset[str]
    earlier: tuple[Consent, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the treatment may go ahead as far as consent goes."""
        return self.covers and self.given >= set(Consent.REQUIRED)


def consent_standing(appointment: Appointment) -> ConsentStanding:
    """The consent of an appointment as it is now planned."""
    consents = list(Consent.objects.filter(appointment=appointment).select_related("taken_by").newest_first())
    if not consents:
        return ConsentStanding(None, covers=False, given=frozenset())
    newest, *earlier = consents
    withdrawn = {one.kind for one in newest.withdrawals.all()}
    given = frozenset(newest.signed["given"]) - withdrawn
    return ConsentStanding(newest, covers(newest, appointment), given, tuple(earlier))


def covers(consent: Consent, appointment: Appointment) -> bool:
    """Whether a consent names every treatment planned now and every area to be treated now."""
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(appointment=appointment.pk)
    text = consent.signed["text"]
    planned = set(fresh.appointment.treatments)
    return planned <= set(text["treatments"]) and set(areas_of(fresh)) <= set(text["areas"])


def is_genuine(consent: Consent) -> bool:
    """Whether what is kept as signed is what the digest was made from."""
    return digest_of(consent.signed) == consent.digest


@transaction.atomic
def take_consent_copy(*, appointment: Appointment, by: Actor) -> Consent:
    """The newest consent, for a copy to keep; noted on the audit trail. ConsentNotGiven without one."""
    consent = consent_standing(appointment).consent
    if consent is None:
        raise ConsentNotGiven
    record(action="consent.copied", by=by, subject=consent)
    return consent
