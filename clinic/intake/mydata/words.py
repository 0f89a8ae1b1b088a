"""The words of what is stored: kinds, states and people, kindly and without health words."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from clinic import written
from screening.models import Consent, CorrectionRequest, OutboxMessage, Patient, QuestionnaireResponse
from screening.services.credit import AnsweredBy, Answerer
from screening.services.mydata import MyData, Reader, Reading

MESSAGES: dict[str, str | Promise] = {
    OutboxMessage.Kind.INVITATION: gettext_lazy("A link to our questions"),
    OutboxMessage.Kind.REMINDER: gettext_lazy("A reminder to answer them"),
    OutboxMessage.Kind.RECHECK: gettext_lazy("The question whether anything has changed"),
    OutboxMessage.Kind.REQUEST: gettext_lazy("A request for a few more answers"),
    OutboxMessage.Kind.MOVED: gettext_lazy("The new time of your appointment"),
    OutboxMessage.Kind.CANCELLED: gettext_lazy("That your appointment was cancelled"),
}
CONSENTS: dict[str, str | Promise] = {
    Consent.Kind.TREATMENT: gettext_lazy("The treatment"),
    Consent.Kind.STORAGE: gettext_lazy("Storing your answers"),
    Consent.Kind.PHOTOGRAPHS: gettext_lazy("Photographs"),
    Consent.Kind.MARKETING: gettext_lazy("News and offers"),
}
REQUESTS: dict[str, str | Promise] = {
    CorrectionRequest.Status.OPEN: pgettext_lazy("a request", "We are looking at it"),
    CorrectionRequest.Status.DONE: pgettext_lazy("a request", "Put right"),
    CorrectionRequest.Status.DECLINED: pgettext_lazy("a request", "Not changed"),
}
CONTACT_BY: dict[str, str | Promise] = {
    Patient.ContactBy.EMAIL: gettext_lazy("By e-mail"),
    Patient.ContactBy.PHONE: gettext_lazy("By telephone"),
    Patient.ContactBy.NONE: gettext_lazy("No messages"),
}


def giver_words(by: AnsweredBy | None, *, is_clinics: bool) -> str:
    """Who gave an answer. `is_clinics`: it is a question the clinic answers."""
    if by is None:
        return _("the clinic") if is_clinics else _("you")
    if by.kind is Answerer.STAFF:
        return _("the clinic")
    return _("%(name)s (%(relation)s)") % {"name": by.name, "relation": by.relation}


def form_words(data: MyData) -> str:
    """How far the form is."""
    response = data.response
    if response.submitted_at is None:
        return _("Not sent yet") if response.started_at else _("Not begun yet")
    day = {"day": written.day(response.submitted_at)}
    if response.status == QuestionnaireResponse.Status.AMENDED:
        return _("Sent on %(day)s, corrected since") % day
    return _("Sent on %(day)s") % day


def reading_words(reading: Reading) -> str:
    """Who has read what, how often and when last."""
    words = {
        Reader.CARE: ngettext(
            "The people who treat you have read your answers on %(count)s day, last on %(last)s.",
            "The people who treat you have read your answers on %(count)s days, last on %(last)s.",
            reading.days,
        ),
        Reader.DESK: ngettext(
            "Reception has opened your name and appointment, not your answers, on %(count)s day, last on "
            "%(last)s.",
            "Reception has opened your name and appointment, not your answers, on %(count)s days, last on "
            "%(last)s.",
            reading.days,
        ),
    }
    return words[reading.who] % {"count": written.figure(reading.days), "last": written.day(reading.last)}


def kept_words() -> str:
    """How long it is kept."""
    years = settings.RECORDS_KEPT_YEARS
    words = ngettext(
        "We keep it for %(count)s year after your last treatment, because the law asks clinics to.",
        "We keep it for %(count)s years after your last treatment, because the law asks clinics to.",
        years,
    )
    return words % {"count": written.figure(years)}
