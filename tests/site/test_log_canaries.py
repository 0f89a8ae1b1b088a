"""Words nobody else has are given to every door, also where it breaks; then the log is looked through."""

import io
import logging
import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from clinic.health.checks import checked
from clinic.logs import CalmAboutRefusals, json_lines, text_lines
from screening.management.commands import run_worker
from screening.models import Appointment, RulebookJob
from screening.services import desk, outbox
from screening.services.audit import SYSTEM
from screening.services.audit.heads import HeadLog
from screening.services.health import WorkerBeat
from screening.services.rulebook import start_draft
from screening.services.rulebook.jobs import JobProcess, queue_job, run_due_jobs
from tests.factories import BORN, make_appointment, make_patient
from tests.intake.patients import activate, starter
from tests.intake.reading import read

NAME, MAIL = "Zanzibar Quillfeather", "quillfeather@canary.example"
PHONE, ANSWER = "+41790001122", "canarysyndrome"
TYPED = {f"birth_date-{part}": str(getattr(BORN, part)) for part in ("day", "month", "year")}
SECTION = "/i/form/questions/anything_else/"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything the project's own handler would write, in both formats."""
    out = io.StringIO()
    handlers = [logging.StreamHandler(out), logging.StreamHandler(out)]
    for handler, formatter in zip(handlers, (json_lines(), text_lines()), strict=True):
        handler.setFormatter(formatter)
        handler.addFilter(CalmAboutRefusals())
        logging.getLogger().addHandler(handler)
    yield out
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


def breaking(error: Exception) -> Callable[..., Any]:
    """Something that fails with words of a patient, as drivers and parsers do."""

    def fail(*_arguments: object, **_options: object) -> Any:
        raise error

    return fail


def booked() -> tuple[Appointment, str]:
    activate(starter())
    patient = make_patient(NAME, email=MAIL, phone=PHONE)
    appointment = make_appointment(
        patient=patient,
        starts_at=timezone.now().replace(microsecond=0) + timedelta(days=9),
        treatments=["microneedling_pen"],
    )
    return appointment, desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)[1]


def walk_as_patient(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind of door once, then the same with something broken behind it."""
    client = Client(raise_request_exception=False)
    wrong = {**TYPED, "birth_date-year": "1899"}
    client.post(f"/i/{token}/", wrong)
    client.get(f"/i/{token}/?utm={ANSWER}")
    client.get(f"/i/{token}x/no/such/page")
    client.get(f"/i/calendar/{token}.ics")
    client.post(f"/i/{token}/", TYPED)
    form = read(client.get(SECTION)).data | {"q-other_condition_text": ANSWER, "do": "continue"}
    client.post(SECTION, form)
    client.post(SECTION, form | {"revision": ANSWER, "response": ANSWER})
    client.post(SECTION, form | {"q-other_condition_text": ANSWER * 500_000})
    client.post("/i/form/names/", {"typed": ANSWER, "response": form["response"]})
    client.get(f"/i/form/questions/{ANSWER}/")
    for error, status in (
        (ValueError(f"{ANSWER} of {NAME}"), 500),
        (OperationalError(f"Key (name)=({NAME}) {MAIL} {ANSWER}"), 503),
    ):
        with monkeypatch.context() as patch:
            fresh = read(client.get(SECTION)).data | {
                "q-other_condition_text": f"{ANSWER} new",
                "do": "continue",
            }
            patch.setattr("screening.services.intake.saving.record", breaking(error))
            assert client.post(SECTION, fresh).status_code == status
            patch.setattr("clinic.intake.access.sitting_of", breaking(error))
            assert client.post(SECTION, form).status_code == status
    strict = Client(enforce_csrf_checks=True)
    strict.post(f"/i/{token}/", TYPED, headers={"referer": f"https://x.example/i/{token}/"}, secure=True)
    client.get("/", headers={"host": f"{ANSWER}.example"})


def walk_as_staff(user: User, appointment: Appointment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searching, reading, signing in wrongly; a page that breaks with a name in its hands."""
    client = Client(raise_request_exception=False)
    client.post("/accounts/sign-in/", {"username": MAIL, "login": MAIL, "password": ANSWER})
    client.force_login(user)
    client.get(f"/desk/patients/?name={NAME}&mail={MAIL}")
    client.get(f"/review/?q={NAME}")
    client.get(f"/desk/patients/{appointment.patient_id}/")
    client.get(f"/review/{NAME}/")
    with monkeypatch.context() as patch:
        patch.setattr("screening.services.desk.reading.record", breaking(KeyError(NAME)))
        patch.setattr("clinic.desk.views.shared.open_appointment", breaking(KeyError(NAME)))
        client.get(f"/desk/appointments/{appointment.pk}/")


def work(appointment: Appointment, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose mail server refuses an address aloud, whose job fails, and whose round does."""
    with transaction.atomic():
        outbox.enqueue(kind="moved", appointment=appointment, by=SYSTEM)
    refusal = smtplib.SMTPRecipientsRefused({MAIL: (550, f"no such user {MAIL}".encode())})
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.message.EmailMessage.send", breaking(refusal))
        call_command("run_worker", "--once", stdout=io.StringIO())
    queue_job(draft=start_draft(title=f"About {NAME}", by=SYSTEM), kind=RulebookJob.Kind.ANALYSIS, by=SYSTEM)
    broken = dict.fromkeys(RulebookJob.Kind.values, breaking(ValueError(ANSWER)))
    with monkeypatch.context() as patch:
        patch.setattr("screening.services.rulebook.jobs.running.RUNNERS", broken)
        run_due_jobs(processes=1)
        patch.setattr(outbox, "send_due", breaking(ValueError(f"{NAME} <{MAIL}>")))
        run_worker.work(JobProcess(), HeadLog(), WorkerBeat(), with_plan=False)


@pytest.mark.django_db
def test_whole_log_of_a_day_on_which_much_breaks_names_nobody(
    log: io.StringIO, erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked.forget()
    appointment, token = booked()
    walk_as_patient(token, monkeypatch)
    walk_as_staff(erin, appointment, monkeypatch)
    work(appointment, monkeypatch)
    text = log.getvalue()
    secrets = [*NAME.split(), MAIL, "canary.example", PHONE, ANSWER, token, token[:20], "1990-04-02", "1899"]
    secrets += [erin.full_name, erin.email]
    assert {secret: text.count(secret) for secret in secrets if secret.casefold() in text.casefold()} == {}
    told = ["Internal Server Error", "Service Unavailable", "refused: DisallowedHost", "a job failed"]
    told += ["the worker goes on after an error", "a message was not accepted: address-refused", "ValueError"]
    assert [word for word in told if word not in text] == []
    assert datetime.now(UTC).strftime("%Y-%m-%dT") in text
