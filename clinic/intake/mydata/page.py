"""What is stored about one visit and its patient, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from clinic import written
from clinic.intake.mydata.words import (
    CONSENTS,
    CONTACT_BY,
    MESSAGES,
    REQUESTS,
    form_words,
    giver_words,
    kept_words,
    reading_words,
)
from clinic.intake.words import area_in_words, in_words
from screening.engine import Rulebook
from screening.models import Consent, CorrectionRequest
from screening.services.evaluation import areas_of
from screening.services.mydata import MyData, StoredAnswer, may_withdraw

CLINIC = "clinic"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer: the question, what was answered, when and by whom; what it was before a correction."""

    question: str
    words: tuple[str, ...]
    about: str
    link_id: str


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """The answers of one section."""

    title: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One signature: when and by whom, and each box with what became of it."""

    when: str
    who: str
    boxes: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One thing to be put right: what was asked and what was replied."""

    about: str
    text: str
    when: str
    state: str
    is_open: bool
    reply: str


@dataclass(frozen=True, slots=True)
class MyDataPage:
    """Everything on the page, and in the document."""

    name: str
    person: tuple[Pair, ...]
    visit: tuple[Pair, ...]
    is_sent: bool
    parts: tuple[AnswerPart, ...]
    documents: tuple[Pair, ...]
    consents: tuple[ConsentLine, ...]
    messages: tuple[Pair, ...]
    readings: tuple[str, ...]
    requests: tuple[RequestLine, ...]
    kept: str
    may_withdraw: bool


def mydata_page(data: MyData, now: datetime) -> MyDataPage:
    """The page in the language in force."""
    return MyDataPage(
        name=data.appointment.patient.name,
        person=tuple(person_of(data)),
        visit=tuple(visit_of(data)),
        is_sent=data.response.is_submitted,
        parts=tuple(parts_of(data)),
        documents=tuple((one.name, written.day(one.uploaded_at)) for one in data.documents),
        consents=tuple(consent_line(one) for one in data.consents),
        messages=tuple(
            (str(MESSAGES[one.kind]), written.moment(one.sent_at)) for one in data.messages if one.sent_at
        ),
        readings=tuple(map(reading_words, data.readings)),
        requests=tuple(request_line(one, data.rulebook) for one in data.requests),
        kept=kept_words(),
        may_withdraw=may_withdraw(data.appointment, now),
    )


def person_of(data: MyData) -> Iterator[Pair]:
    """Who the patient is, as the clinic has it."""
    patient = data.appointment.patient
    unknown = _("We have none")
    yield _("Name"), patient.name
    yield _("Date of birth"), written.day(patient.birth_date)
    yield _("E-mail"), patient.email or unknown
    yield _("Telephone"), written.dialled(patient.phone) if patient.phone else unknown
    yield _("Language of our messages"), settings.MESSAGE_LANGUAGES.get(patient.language, patient.language)
    yield _("How we remind you"), str(CONTACT_BY[patient.contact_by])


def visit_of(data: MyData) -> Iterator[Pair]:
    """The appointment of this link, and its form."""
    known = data.rulebook.treatments
    codes = data.appointment.treatments
    yield _("Your visit"), written.visit(data.appointment.starts_at)
    yield _("Treatment"), written.listed(known[code].title if code in known else code for code in codes)
    yield _("Areas"), written.listed(area_in_words(data.rulebook, code) for code in areas_of(data.response))
    yield _("Your form"), form_words(data)


def parts_of(data: MyData) -> Iterator[AnswerPart]:
    """The answers by section, in the questionnaire's order; those it no longer asks at the end."""
    stored = {one.link_id: one for one in data.answers}
    known = [item for item in data.rulebook.items.values() if item.link_id in stored]
    for section in data.rulebook.sections:
        own = [stored[item.link_id] for item in known if item.section == section.id]
        if own:
            yield AnswerPart(section.title, tuple(answer_line(one, data) for one in own))
    others = [one for one in data.answers if one.link_id not in data.rulebook.items]
    if others:
        yield AnswerPart(_("No longer asked"), tuple(answer_line(one, data) for one in others))


def answer_line(one: StoredAnswer, data: MyData) -> AnswerLine:
    """One answer, with what it was before it was corrected."""
    item = data.rulebook.items.get(one.link_id)
    words = [str(one.value)] if item is None else in_words(data.rulebook, item, one.value)
    told = {
        "day": written.day(one.given_on) if one.given_on else _("a day we do not know"),
        "who": giver_words(one.by, is_clinics=item is not None and item.asked == CLINIC),
    }
    about = [_("Given on %(day)s by %(who)s.") % told]
    about += [_("Before: %(words)s.") % {"words": before} for before in earlier_words(one, data)]
    about += [_("Not used any more.")] if one.is_set_aside else []
    return AnswerLine(item.question if item else one.link_id, tuple(words), " ".join(about), one.link_id)


def earlier_words(one: StoredAnswer, data: MyData) -> Iterator[str]:
    """What an answer was before each correction."""
    item = data.rulebook.items.get(one.link_id)
    for corrected in data.corrected:
        if corrected.link_id == one.link_id and item is not None:
            yield written.listed(in_words(data.rulebook, item, corrected.before)) or _("nothing entered")


def consent_line(consent: Consent) -> ConsentLine:
    """One signature."""
    signed = consent.signed
    taken_back = {one.kind: written.day(one.withdrawn_at) for one in consent.withdrawals.all()}
    return ConsentLine(
        when=written.day(consent.signed_at),
        who=signed["name"] + (f" ({signed['relation']})" if signed["relation"] else ""),
        boxes=tuple(
            (str(CONSENTS[kind]), box_words(kind in signed["given"], taken_back.get(kind, "")))
            for kind in signed["text"]["statements"]
        ),
    )


def box_words(is_given: bool, taken_back: str) -> str:
    """What became of one box."""
    if taken_back:
        return _("yes, taken back on %(day)s") % {"day": taken_back}
    return _("yes") if is_given else _("no")


def request_line(one: CorrectionRequest, rulebook: Rulebook) -> RequestLine:
    """One request and its reply."""
    return RequestLine(
        about=request_about(one, rulebook),
        text=one.text,
        when=written.day(one.made_at),
        state=str(REQUESTS[one.status]),
        is_open=one.is_open,
        reply=one.reply,
    )


def request_about(one: CorrectionRequest, rulebook: Rulebook) -> str:
    """What a request is about: contact data, a question, or the answers as a whole."""
    if one.about == CorrectionRequest.About.CONTACT:
        return _("Your name and contact details")
    return rulebook.items[one.link_id].question if one.link_id in rulebook.items else _("Your answers")


def answer_choices(parts: Iterable[AnswerPart]) -> list[Pair]:
    """The answers a correction can be about."""
    return [(line.link_id, line.question) for part in parts for line in part.lines]
