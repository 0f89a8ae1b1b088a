"""What is stored as data for other programs. The keys are promised by docs/my-data.schema.json."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from clinic.intake.mydata.page import CLINIC, request_about
from clinic.intake.words import area_in_words, in_words
from screening.models import AnswerCorrection, Consent, CorrectionRequest
from screening.services.credit import Answerer
from screening.services.evaluation import areas_of
from screening.services.mydata import MyData, StoredAnswer

FORMAT, VERSION = "clinic-my-data", 1
Json = dict[str, Any]


def mydata_json(data: MyData, now: datetime) -> Json:
    """Everything the page shows, as plain values: days and moments in ISO 8601, codes beside their words."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": iso(now),
        "language": get_language() or settings.LANGUAGE_CODE,
        "clinic": {"name": settings.CLINIC_NAME, "phone": settings.CLINIC_PHONE},
        "person": person_of(data),
        "appointment": appointment_of(data),
        "form": form_of(data),
        "answers": [answer_of(one, data) for one in data.answers],
        "corrected_answers": [corrected_of(one) for one in data.corrected],
        "documents": [
            {
                "name": one.name,
                "media_type": one.media_type,
                "bytes": one.size,
                "received_at": iso(one.uploaded_at),
            }
            for one in data.documents
        ],
        "consents": [consent_of(one) for one in data.consents],
        "messages": [{"kind": one.kind, "sent_at": iso(one.sent_at)} for one in data.messages],
        "read_by": [
            {"who": one.who.value, "days": one.days, "last_at": iso(one.last)} for one in data.readings
        ],
        "correction_requests": [request_of(one, data) for one in data.requests],
        "kept_years": settings.RECORDS_KEPT_YEARS,
    }


def iso(moment: datetime | None) -> str | None:
    """A moment on the clinic's clock with its offset, to the second."""
    return None if moment is None else timezone.localtime(moment).isoformat(timespec="seconds")


def person_of(data: MyData) -> Json:
    """Who the patient is, as the clinic has it."""
    patient = data.appointment.patient
    return {
        "name": patient.name,
        "birth_date": patient.birth_date.isoformat(),
        "email": patient.email,
        "phone": patient.phone,
        "language": patient.language,
        "contact_by": patient.contact_by,
    }


def appointment_of(data: MyData) -> Json:
    """The appointment of this link."""
    booked, known = data.appointment, data.rulebook.treatments
    return {
        "starts_at": iso(booked.starts_at),
        "minutes": booked.minutes,
        "status": booked.status,
        "treatments": [
            {"code": code, "title": known[code].title if code in known else code}
            for code in booked.treatments
        ],
        "areas": [
            {"code": code, "title": area_in_words(data.rulebook, code)} for code in areas_of(data.response)
        ],
    }


def form_of(data: MyData) -> Json:
    """How far the form is."""
    response = data.response
    return {
        "status": response.status,
        "begun_at": iso(response.started_at),
        "sent_at": iso(response.submitted_at),
        "questionnaire": data.rulebook.digest,
    }


def answer_of(one: StoredAnswer, data: MyData) -> Json:
    """One answer, as it is stored and in words."""
    item = data.rulebook.items.get(one.link_id)
    asked_of_clinic = item is not None and item.asked == CLINIC
    return {
        "id": one.link_id,
        "question": item.question if item else None,
        "value": one.value,
        "words": in_words(data.rulebook, item, one.value) if item else [],
        "given_on": one.given_on.isoformat() if one.given_on else None,
        "given_by": giver_of(one, asked_of_clinic),
        "in_use": not one.is_set_aside,
    }


def giver_of(one: StoredAnswer, asked_of_clinic: bool) -> Json:
    """Who gave an answer; members of staff are "clinic", without a name."""
    if one.by is None:
        return {"kind": "clinic" if asked_of_clinic else "patient"}
    if one.by.kind is Answerer.STAFF:
        return {"kind": "clinic"}
    return {"kind": one.by.kind.value, "name": one.by.name, "relation": one.by.relation}


def corrected_of(one: AnswerCorrection) -> Json:
    """What an answer was, and what it became."""
    return {"id": one.link_id, "before": one.before, "after": one.after, "corrected_at": iso(one.made_at)}


def consent_of(consent: Consent) -> Json:
    """One signature, with the text word for word."""
    signed = consent.signed
    taken_back = {one.kind: iso(one.withdrawn_at) for one in consent.withdrawals.all()}
    return {
        "signed_at": iso(consent.signed_at),
        "signed_by": {"name": signed["name"], "relation": signed["relation"]},
        "digest": consent.digest,
        "text": signed["text"],
        "parts": [
            {"kind": kind, "agreed": kind in signed["given"], "taken_back_at": taken_back.get(kind)}
            for kind in signed["text"]["statements"]
        ],
    }


def request_of(one: CorrectionRequest, data: MyData) -> Json:
    """One thing to be put right, and the reply."""
    return {
        "about": one.about,
        "id": one.link_id or None,
        "title": request_about(one, data.rulebook),
        "text": one.text,
        "asked_at": iso(one.made_at),
        "status": one.status,
        "reply": one.reply or None,
        "closed_at": iso(one.closed_at),
    }
