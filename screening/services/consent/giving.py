"""Signing, and taking back what is optional."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from screening.engine import digest_of
from screening.models import Appointment, Consent, ConsentWithdrawal, QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.audit.digests import keyed_digest
from screening.services.consent.signature import Signature, read_signature
from screening.services.consent.standing import consent_standing
from screening.services.consent.wording import consent_text
from screening.services.errors import (
    AppointmentIsCancelled,
    ConsentNotGiven,
    ConsentTextChanged,
    FieldProblem,
    InvalidInput,
    ScreeningError,
    StaffCannotSign,
)
from screening.services.withdrawn import refuse_withdrawn


@dataclass(frozen=True, slots=True)
class Signing:
    """What was ticked and signed under the text named by its digest; `unseen` as the text was made with."""

    given: frozenset[str]
    signature: Signature
    text: str
    unseen: frozenset[str] = frozenset()


@transaction.atomic
def give_consent(*, response: QuestionnaireResponse, signing: Signing, by: Actor) -> Consent:
    """Store a signature with the text it stands under, encrypted, and the digest of both.

    InvalidInput naming every box that has to be ticked, every unfit field; ConsentTextChanged where the text
    is another one by now; StaffCannotSign where `by` is staff and nobody else signs with their relation;
    AppointmentIsCancelled; FormWithdrawn; ScreeningUnavailable.
    """
    appointment = Appointment.objects.lock(response.appointment_id)
    if appointment.status == Appointment.Status.CANCELLED:
        raise AppointmentIsCancelled
    refuse_withdrawn(appointment)
    signature = read_signing(signing)
    if by.user_id is not None and not signature.relation:
        raise StaffCannotSign
    fresh: QuestionnaireResponse = QuestionnaireResponse.objects.whole().get(pk=response.pk)
    text = consent_text(fresh, signing.unseen)
    if text.digest != signing.text:
        raise ConsentTextChanged
    signed = {
        "appointment": str(appointment.pk),
        "text": text.as_json(),
        "given": sorted(signing.given),
        **asdict(signature),
    }
    row = Consent(appointment=appointment, rulebook_version=text.version, taken_by_id=by.user_id)
    row.signed, row.digest = signed, digest_of(signed)
    row.save(force_insert=True)
    named = {"appointment": str(appointment.pk), "given": sorted(signing.given)}
    detail = {**named, "digest": keyed_digest(row.digest)}
    record(action="consent.given", by=by, subject=row, detail=detail)
    return row


def read_signing(signing: Signing) -> Signature:
    """The signature in order; InvalidInput naming every box to be ticked and every unfit field."""
    if not signing.given <= set(Consent.Kind.values):
        raise ScreeningError
    messages = {
        Consent.Kind.TREATMENT: _("Tick the box if you agree to the treatment. Nothing is sent without."),
        Consent.Kind.STORAGE: _("Tick the box if we may store your answers. Nothing is sent without."),
    }
    missing = [kind for kind in Consent.REQUIRED if kind not in signing.given]
    problems = [FieldProblem(kind, "required", messages[kind]) for kind in missing]
    try:
        signature = read_signature(signing.signature)
    except InvalidInput as refusal:
        raise InvalidInput([*problems, *refusal.problems]) from None
    if problems:
        raise InvalidInput(problems)
    return signature


@transaction.atomic
def withdraw_consent(*, appointment: Appointment, kind: str, by: Actor) -> ConsentWithdrawal:
    """Take back an optional consent that stands. ConsentNotGiven where there is none of that kind."""
    Appointment.objects.lock(appointment.pk)
    standing = consent_standing(appointment)
    if standing.consent is None or kind not in Consent.OPTIONAL or kind not in standing.given:
        raise ConsentNotGiven
    row = ConsentWithdrawal.objects.create(consent=standing.consent, kind=kind)
    record(action="consent.withdrawn", by=by, subject=standing.consent, detail={"kind": kind})
    return row


@transaction.atomic
def withdraw_all_consents(*, appointment: Appointment, by: Actor) -> list[ConsentWithdrawal]:
    """Take back all that stands of an appointment's consents, as the whole form is withdrawn; what it was."""
    Appointment.objects.lock(appointment.pk)
    standing = consent_standing(appointment)
    if standing.consent is None:
        return []
    rows = [
        ConsentWithdrawal.objects.create(consent=standing.consent, kind=kind)
        for kind in sorted(standing.given)
    ]
    for row in rows:
        record(action="consent.withdrawn", by=by, subject=standing.consent, detail={"kind": row.kind})
    return rows
