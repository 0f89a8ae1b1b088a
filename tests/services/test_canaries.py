"""What somebody says, and what names them, is nowhere to be read: in no database, file or log.

Words that occur nowhere else are given wherever words can be given; then everything is searched for them.
"""

import base64
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from clinic.accounts.roles import PRACTITIONER, grant
from screening.models import (
    Appointment,
    AppointmentImport,
    CorrectionRequest,
    Invitation,
    Patient,
    RulebookDraft,
    TreatmentPermission,
)
from screening.services import desk, intake, mydata, review
from screening.services import treatment as day
from screening.services.audit import SYSTEM, Actor
from screening.services.consent import Signature, Signing, consent_text
from screening.services.credit import AnsweredBy, Answerer
from screening.services.desk import importing
from screening.services.encryption.columns import encrypted_tables
from screening.services.retention.holds import hold_record
from tests.clinicians import TABLETS, override, revision_of, sign
from tests.factories import answer, by_patient, make_patient, make_response
from tests.letters import pdf
from tests.people import PASSWORD

CANARY = "zqcanary"
BORN = date(1987, 11, 23)


def word(place: str) -> str:
    return f"{CANARY}{place}"


@pytest.fixture
def petra(db: None) -> User:
    """May record, sign off and perform."""
    user = User.objects.create_user("petra@clinic.example", PASSWORD, full_name="Petra Practitioner")
    grant(user, PRACTITIONER)
    TreatmentPermission.objects.create(treatment="pen", user=user, may_sign_off=True, may_perform=True)
    return user


def tell_everything(user: User) -> Appointment:
    """Give a word wherever the services take one."""
    petra = Actor.staff(user)
    patient = make_patient(f"Ada {word('name')}", BORN, f"{word('mail')}@example.org", "+41 79 987 65 43")
    response = answer(
        make_response(patient=patient, starts_at=timezone.now() - timedelta(hours=1)),
        {**TABLETS, "remarks": word("answer")},
    )
    appointment = response.appointment
    fresh = consent_text(response)
    signed = Signing(frozenset({"treatment", "storage"}), Signature(name=word("signature")), fresh.digest)
    intake.submit_response(
        response=response,
        declaration=True,
        revision=response.revision,
        by=by_patient(response),
        consent=signed,
    )
    file_all(appointment, petra)
    correct_all(appointment, petra)
    sign_all(appointment, petra)
    enter_all(patient, petra)
    return appointment


def file_all(appointment: Appointment, by: Actor) -> None:
    review.add_note(appointment=appointment, text=word("note"), by=by)
    letter = pdf(f"({word('letter')})".encode())
    review.add_evidence(appointment=appointment, name=f"{word('file')}.pdf", data=letter, by=by)
    override(appointment, "tablets", by, comment=word("override"))
    review.ask_patient(
        appointment=appointment,
        items=["pregnant"],
        message=word("question"),
        by=by,
        seen_revision=revision_of(appointment),
    )


def correct_all(appointment: Appointment, by: Actor) -> None:
    review.correct_answers(
        appointment=appointment,
        answers={"remarks": word("corrected")},
        reason=word("reason"),
        by=by,
        seen_revision=revision_of(appointment),
    )
    for about, link_id in (("answer", "remarks"), ("contact", "")):
        mydata.ask_for_correction(
            appointment=appointment,
            about=about,
            link_id=link_id,
            text=word(f"wish{about}"),
            by=Actor.patient(appointment.patient),
        )
    for wish in CorrectionRequest.objects.all():
        mydata.close_correction(
            correction=wish, outcome="declined", reply=word("reply"), by=by, now=timezone.now()
        )


def sign_all(appointment: Appointment, by: Actor) -> None:
    done = day.Performed(
        treatment="pen",
        device="Pen",
        depth_um=1000,
        passes=1,
        batch="B1",
        products=[word("product")],
        areas=["full_face"],
        reaction=word("reaction"),
        note=word("treatmentnote"),
    )
    now = timezone.now()
    first = day.record_treatment(
        appointment=appointment, performed=done, by=by, now=now, without_clearance=word("uncleared")
    )
    sign(appointment, by, "proceed-with-conditions", conditions=word("condition"), note=word("signnote"))
    day.amend_treatment(superseded=first, performed=done, because=word("amended"), by=by, now=now)


def enter_all(patient: Patient, by: Actor) -> None:
    """The same person once more, by hand, by a file and by somebody else; then both are one."""
    twin = make_patient(
        f"Ada {word('twin')}", BORN, phone="+41 79 987 65 44", email=f"{word('twinmail')}@example.org"
    )
    bare = make_patient(f"Bea {word('bare')}", BORN)
    response = make_response(patient=bare)
    mother = AnsweredBy(Answerer.GUARDIAN, word("mother"), "mother")
    intake.save_section(
        response=response,
        section="more",
        answers={"remarks": word("behalf")},
        revision=response.revision,
        by=by,
        answered_by=mother,
    )
    header = "Reference;Date;Time;Name;Date of birth;Treatment;Area"
    row = f"R1;{timezone.localdate() + timedelta(days=9)};10:30;{word('imported')};2.4.1990;Pen;Chin"
    importing.upload_import(data=f"{header}\n{row}".encode(), by=by)
    hold_record(patient=patient, reason=word("hold"), by=by)
    desk.merge_patients(kept=bare, merged=twin, by=by)


def walk(appointment: Appointment, staff: Client) -> None:
    """Look at pages as staff and as the patient, so that sessions, messages and logs have their chance."""
    for page in (
        f"/desk/patients/?q={word('name')}",
        f"/review/{appointment.pk}/",
        "/review/?q=" + word("name"),
    ):
        assert staff.get(page).status_code == 200
    _link, token = desk.create_invitation(appointment=appointment, channel=Invitation.Channel.COPY, by=SYSTEM)
    patient = Client()
    born = {"birth_date-year": "1987", "birth_date-month": "11", "birth_date-day": "23"}
    assert patient.post(f"/i/{token}/", born).status_code == 302
    assert patient.get("/i/form/", follow=True).status_code == 200
    call_command("run_worker", once=True, stdout=io.StringIO())


def raw_database() -> list[tuple[str, bytes]]:
    """What lies on the disk (SQLite, WAL included); every column of every table as text (PostgreSQL)."""
    if connection.vendor == "sqlite":
        folder = Path(connection.settings_dict["NAME"]).parent
        files = [one for one in folder.iterdir() if one.is_file()]
        return [(one.name, one.read_bytes()) for one in files]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT coalesce(string_agg(t::text, chr(10)), $$$$) FROM "{table}" t')
            found.append((table, str(cursor.fetchone()[0]).encode()))
    return found


def spellings(text: str) -> list[bytes]:
    """A word as it may lie about: plain, in base64 at each of its three offsets, in hexadecimal."""
    encoded = [base64.b64encode(b"\0" * shift + text.encode())[4 if shift else 0 : -4] for shift in range(3)]
    return [text.encode(), *encoded, text.encode().hex().encode()]


def hits(where: list[tuple[str, bytes]], text: str = CANARY) -> list[str]:
    return [name for name, content in where for one in spellings(text) if one in content]


@pytest.mark.django_db(transaction=True)
def test_no_word_of_a_patient_is_to_be_read_anywhere(
    petra: User,
    client_of: Callable[[User], Client],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG")
    appointment = tell_everything(petra)
    walk(appointment, client_of(petra))
    sessions = [(one.session_key, json.dumps(one.get_decoded()).encode()) for one in Session.objects.all()]
    out, err = capfd.readouterr()
    logs = [("log", caplog.text.encode()), ("output", out.encode()), ("errors", err.encode())]
    assert len(sessions) >= 2
    assert (hits(raw_database()), hits(sessions), hits(logs)) == ([], [], [])
    plain = [(BORN.isoformat(), "birth date"), ("987 65 43", "telephone"), ("9876543", "telephone")]
    assert [what for text, what in plain if hits(raw_database(), text)] == []
    assert covered() == []
    assert mail.outbox == [] or CANARY not in "".join(str(one.body) for one in mail.outbox)


def covered() -> list[str]:
    """The encrypted columns no word got into: a new one is missed by nobody."""
    without_words = {
        "birth_date",  # searched for as it is
        "phone",  # the same
        "answer_revisions",  # link ids and numbers
        "set_aside",  # what is set aside was in `answers`
        "sealed",  # the same word for everybody
        "detail",  # codes
        "link_id",  # a question, not an answer
        "items",
        "rule",
        "fingerprints",
        "areas",
    }
    return [
        f"{table.name}.{field.name}"
        for table in encrypted_tables()
        for field in table.fields
        if field.name not in without_words
        and CANARY not in words_in(table.model._base_manager.all(), field.name)
    ]


def words_in(rows: object, name: str) -> str:
    return " ".join(str(getattr(row, name)) for row in rows)  # type: ignore[attr-defined] # any model's


@pytest.mark.django_db(transaction=True)
def test_word_in_a_column_that_is_not_encrypted_would_be_found() -> None:
    RulebookDraft.objects.create(title=word("title"), document="{}", digest="sha256:0")
    AppointmentImport.objects.count()
    assert hits(raw_database()) != []
    assert hits([("x", base64.b64encode(b"a" + word("x").encode()))]) == ["x"]
