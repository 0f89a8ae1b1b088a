"""Consent: the text that is signed, signing, what stands of it, taking back what is optional."""

from screening.services.consent.giving import Signing, give_consent, withdraw_all_consents, withdraw_consent
from screening.services.consent.signature import HEIGHT, WIDTH, Signature
from screening.services.consent.standing import (
    ConsentStanding,
    consent_standing,
    is_genuine,
    take_consent_copy,
)
from screening.services.consent.wording import ConsentText, Part, consent_text

__all__ = [
    "HEIGHT",
    "WIDTH",
    "ConsentStanding",
    "ConsentText",
    "Part",
    "Signature",
    "Signing",
    "consent_standing",
    "consent_text",
    "give_consent",
    "is_genuine",
    "take_consent_copy",
    "withdraw_all_consents",
    "withdraw_consent",
]
