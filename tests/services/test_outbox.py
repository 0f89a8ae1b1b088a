"""The outbox: what is written, what is sent, and what happens when something goes wrong on the way."""

import re
import smtplib
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from screening.models import Appointment, AuditEvent, Invitation, OutboxMessage, Patient
from screening.services import desk, intake, outbox
from screening.services.audit import SYSTEM
from screening.services.outbox import Outcome
from tests.factories import BORN, HEALTHY, answer, make_appointment, make_patient, make_response, submit

pytestmark = pytest.mark.django_db

LINK = re.compile(r"http://127\.0\.0\.1:8000/i/([\w-]{43})/")


def soon(days: int = 10) -> datetime:
    """Noon at the clinic, some days ahead."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + timedelta(days=days)


def booked(name: str = "Ada Canary") -> Appointment:
    return make_appointment(patient=make_patient(name, email="ada@example.org"), starts_at=soon())


def queue(appointment: Appointment, kind: str = "invitation", **options: object) -> OutboxMessage:
    with transaction.atomic():
        return outbox.enqueue(kind=kind, appointment=appointment, by=SYSTEM, **options)  # type: ignore[arg-type] # a test's own mix


def send(minutes: int = 0) -> Outcome:
    return outbox.send_due(now=timezone.now() + timedelta(minutes=minutes))


def refusing(monkeypatch: pytest.MonkeyPatch, *errors: BaseException) -> None:
    """Let the next mails meet these errors of the network, which no server here can be made to give."""
    waiting = list(errors)
    really = EmailMultiAlternatives.send

    def send_or_fail(envelope: EmailMultiAlternatives) -> int:
        if waiting:
            raise waiting.pop(0)
        return really(envelope)

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_or_fail)


def test_invitation_sent_brings_a_link_that_opens_the_questionnaire() -> None:
    appointment = booked()
    message = queue(appointment)
    assert (Invitation.objects.count(), send()) == (0, Outcome(sent=1))
    sent = mail.outbox[0]
    token = LINK.findall(str(sent.body))[0]
    response = intake.open_invitation(token=token, birth_date=BORN, now=timezone.now())
    message.refresh_from_db()
    assert (response.appointment, sent.to, message.status, message.invitation) == (
        appointment,
        ["ada@example.org"],
        "sent",
        Invitation.objects.get(),
    )


def test_token_is_neither_in_the_outbox_nor_on_the_audit_trail() -> None:
    queue(booked())
    send()
    token = LINK.findall(str(mail.outbox[0].body))[0]
    rows = [*OutboxMessage.objects.values(), *AuditEvent.objects.values(), *Invitation.objects.values()]
    assert [row for row in rows if token in str(row)] == []


def test_message_has_the_same_link_in_text_and_html_and_says_who_wrote_it_automatically() -> None:
    message = queue(booked())
    send()
    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    assert LINK.findall(str(sent.body)) == LINK.findall(html)
    assert sent.extra_headers == {
        "Message-ID": f"<{message.pk}@clinic.example>",
        "Auto-Submitted": "auto-generated",
    }


def test_message_is_sent_once() -> None:
    queue(booked())
    assert (send(), send(), send(minutes=60), len(mail.outbox)) == (
        Outcome(sent=1),
        Outcome(),
        Outcome(),
        1,
    )


def test_message_of_one_key_is_written_once() -> None:
    appointment = booked()
    first = queue(appointment, "reminder", dedupe_key="reminder:x")
    assert (queue(appointment, "reminder", dedupe_key="reminder:x"), OutboxMessage.objects.count()) == (
        first,
        1,
    )


def test_message_waits_for_its_time() -> None:
    queue(booked(), due_at=timezone.now() + timedelta(hours=1))
    assert (send(), send(minutes=61)) == (Outcome(), Outcome(sent=1))


@pytest.mark.django_db(transaction=True)
def test_message_outside_a_transaction_is_refused() -> None:
    appointment = booked()
    with pytest.raises(RuntimeError):
        outbox.enqueue(kind="moved", appointment=appointment, by=SYSTEM)


def test_message_with_words_is_refused() -> None:
    with pytest.raises(ValueError, match="ids and codes"):
        queue(booked(), parameters={"why": "for your acne"})


def test_server_that_cannot_be_reached_is_tried_again_later_and_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = queue(booked())
    refusing(monkeypatch, ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected())
    waits = []
    codes = []
    now = timezone.now()
    for _attempt in range(3):
        assert outbox.send_due(now=now) == Outcome(put_off=1)
        message.refresh_from_db()
        waits.append(message.due_at - now)
        codes.append(message.last_error)
        assert outbox.send_due(now=now) == Outcome()
        now = message.due_at
    assert waits == [timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16)]
    assert codes == ["server-unreachable", "timeout", "server-refused"]
    assert (outbox.send_due(now=now), len(mail.outbox)) == (Outcome(sent=1), 1)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), "failed", "address-refused"),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), "queued", "address-refused"),
        (smtplib.SMTPDataError(554, b"rejected"), "failed", "message-refused"),
        (smtplib.SMTPDataError(451, b"later"), "queued", "message-refused"),
        (smtplib.SMTPNotSupportedError(), "failed", "address-refused"),
        (smtplib.SMTPAuthenticationError(535, b"who"), "queued", "sign-in-refused"),
    ],
)
def test_refusal_is_final_or_not_as_the_server_says(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: str, code: str
) -> None:
    message = queue(booked())
    refusing(monkeypatch, error)
    send()
    message.refresh_from_db()
    assert (message.status, message.last_error, message.lease_until) == (status, code, None)


def test_message_is_given_up_after_eight_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    message = queue(booked())
    refusing(monkeypatch, *[TimeoutError()] * 20)
    now = timezone.now()
    outcomes = []
    for _attempt in range(10):
        outcomes.append(outbox.send_due(now=now))
        message.refresh_from_db()
        now = message.due_at
    assert outcomes == [*[Outcome(put_off=1)] * 7, Outcome(failed=1), Outcome(), Outcome()]
    assert (message.status, message.last_error, message.attempts) == ("failed", "timeout", 8)


def test_link_of_a_failed_attempt_works_in_case_the_mail_arrived_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server may accept a message and lose the connection before it can say so."""
    appointment = booked()
    queue(appointment)
    really = EmailMultiAlternatives.send

    def accept_and_hang_up(envelope: EmailMultiAlternatives) -> int:
        really(envelope)
        raise TimeoutError

    monkeypatch.setattr(EmailMultiAlternatives, "send", accept_and_hang_up)
    send()
    monkeypatch.setattr(EmailMultiAlternatives, "send", really)
    send(minutes=2)
    tokens = [LINK.findall(str(sent.body))[0] for sent in mail.outbox]
    opened = [intake.find_invitation(token=token, now=timezone.now()) for token in tokens]
    assert ([one.appointment for one in opened], len(set(tokens))) == ([appointment, appointment], 2)
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 1


def test_message_of_a_killed_worker_is_sent_once_its_lease_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    message = queue(booked())
    refusing(monkeypatch, KeyboardInterrupt())  # stands for kill -9: nothing is noted
    with pytest.raises(KeyboardInterrupt):
        send()
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("queued", 1)
    assert (send(minutes=9), send(minutes=11), len(mail.outbox)) == (Outcome(), Outcome(sent=1), 1)


def test_message_that_kills_its_worker_each_time_is_given_up() -> None:
    message = queue(booked())
    OutboxMessage.objects.update(attempts=8)
    assert send() == Outcome(failed=1)
    message.refresh_from_db()
    assert (message.last_error, mail.outbox) == ("gave-up", [])


def test_worker_that_lost_its_lease_does_not_end_the_message_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = queue(booked())

    def slow(_envelope: EmailMultiAlternatives) -> int:
        OutboxMessage.objects.update(attempts=2)  # another worker has taken over
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", slow)
    send()
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("queued", 2)


def test_reasons_not_to_send() -> None:
    now = timezone.now()
    fit = booked()
    without = make_appointment(patient=make_patient(), starts_at=soon())
    prefers_phone = booked(name="Phone")
    Patient.objects.filter(pk=prefers_phone.patient_id).update(contact_by="phone")
    cancelled = booked(name="Cancelled")
    Appointment.objects.filter(pk=cancelled.pk).update(status="cancelled")
    past = booked(name="Past")
    Appointment.objects.filter(pk=past.pk).update(starts_at=now - timedelta(hours=1))
    answered = answer(make_response(patient=fit.patient, starts_at=soon()), HEALTHY)
    submit(answered)
    done = answered.appointment
    cases = [
        (queue(without), "no-address"),
        (queue(prefers_phone, "reminder"), "not-wanted"),
        (queue(prefers_phone, "invitation"), ""),
        (queue(cancelled), "cancelled"),
        (queue(cancelled, "cancelled"), ""),
        (queue(past), "past"),
        (queue(done), "answered"),
        (queue(done, "reminder"), "answered"),
        (queue(done, "recheck"), "not-cleared"),
        (queue(done, "request"), ""),
        (queue(fit, "recheck"), "not-cleared"),
        (queue(fit, "reminder", parameters={"day": "2026-01-01"}), "moved"),
        (queue(fit, "moved", parameters={"starts_at": "2026-01-01T10:00:00+00:00"}), "moved"),
        (queue(fit, "moved", parameters={"starts_at": fit.starts_at.isoformat()}), ""),
    ]
    send()
    for message, reason in cases:
        message.refresh_from_db()
        expected = ("dropped", reason) if reason else ("sent", "")
        assert (message.status, message.last_error) == expected, (message.kind, reason)


def test_message_taken_back_is_not_sent() -> None:
    appointment = booked()
    queue(appointment, "request")
    queue(appointment, "invitation")
    assert outbox.withdraw(kind="request", appointment=appointment, by=SYSTEM) == 1
    assert (send(), OutboxMessage.objects.get(kind="request").last_error) == (Outcome(sent=1), "withdrawn")


def test_message_that_cannot_be_read_fails_and_the_next_is_sent(settings: Settings) -> None:
    message = queue(booked())
    keys = settings.FIELD_KEYS
    settings.FIELD_KEYS = {"t2": bytes(32)}
    assert send() == Outcome(failed=1)
    settings.FIELD_KEYS = keys
    queue(booked(name="Next"))
    message.refresh_from_db()
    assert (send(), message.last_error) == (Outcome(sent=1), "unreadable")


def test_what_was_sent_is_on_the_audit_trail() -> None:
    message = queue(booked())
    send()
    assert [event.action for event in AuditEvent.objects.about(message)] == ["message.queued", "message.sent"]


def test_link_is_revoked_with_the_others() -> None:
    appointment = booked()
    queue(appointment)
    send()
    assert desk.revoke_invitations(appointment=appointment, by=SYSTEM) == 1
