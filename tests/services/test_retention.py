"""What is past its time goes, what is held or in use stays; one record goes whole."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.utils import timezone
from jsonschema import Draft202012Validator

from clinic.accounts.models import User
from clinic.logs import json_lines
from screening.models import (
    Appointment,
    AuditEvent,
    Evaluation,
    ImpactRow,
    Invitation,
    MergedPatient,
    OutboxMessage,
    Patient,
    PatientSearchKey,
    Purge,
    QuestionnaireResponse,
    RecordHold,
    RulebookChange,
    SectionCount,
    TabletSession,
)
from screening.services import desk, mydata, plan, review
from screening.services.audit import SYSTEM, Actor
from screening.services.audit.verifying import verify_trail
from screening.services.errors import PatientIsMerged
from screening.services.errors.retention import (
    AlreadyOnHold,
    AppointmentAhead,
    NotOnHold,
    PatientUnknown,
    ReasonUnknown,
    RecordOnHold,
)
from screening.services.retention.belongings import BELONGINGS, counts_of, everybody_in
from screening.services.retention.erasing import erase_patient, log_erased
from screening.services.retention.exporting import LEFT_OUT, export_patient
from screening.services.retention.holds import hold_on, hold_record, release_record
from screening.services.retention.kinds import years_before
from screening.services.retention.purging import counts, purge, purge_a_little
from screening.services.rulebook import start_draft
from screening.services.rulebook.cases import add_case_from_record, prepare_case
from tests.clinicians import ACNE, override, practitioner, sign, submitted
from tests.factories import answer, make_appointment, make_patient, make_response, make_submitted
from tests.letters import PDF
from tests.people import PASSWORD

SCHEMA = Path(__file__).parents[2] / "docs" / "patient-record.schema.json"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.get_default_timezone())
ELEVEN_YEARS, FIVE_MONTHS = timedelta(days=11 * 366), timedelta(days=150)


def full_record(doctor: Actor, **booking: Any) -> Appointment:
    """A record with something in nearly every table, and every word of it a canary."""
    patient = make_patient("Zebedee Canaryname", email="canary@patient.example", phone="+41 44 777 66 55")
    seen = submitted(ACNE, patient=patient, **booking)
    desk.create_invitation(appointment=seen, channel="copy", by=SYSTEM)
    plan.make_feed(appointment=seen, by=doctor, now=seen.starts_at - timedelta(days=1))
    review.add_evidence(appointment=seen, name="canaryletter.pdf", data=PDF, by=doctor)
    override(seen, "acne", doctor, comment="canarycomment about the chin")
    review.add_note(appointment=seen, text="canarynote of the phone call", by=doctor)
    sign(seen, doctor, "postpone", postponed_to=date(2099, 1, 1), note="canarysignature")
    mydata.ask_for_correction(
        appointment=seen, about="contact", text="canarywish: it is spelled Zebedée", by=Actor.patient(patient)
    )
    return seen


def total(people: list[uuid.UUID]) -> int:
    return sum(count for _name, count in counts_of(people))


# What belongs to a record


def test_every_table_that_leads_to_a_patient_belongs_to_the_record() -> None:
    def parents(model: type[models.Model]) -> set[Any]:
        return {field.related_model for field in model._meta.concrete_fields if field.is_relation}

    leading: set[Any] = {Patient}
    while more := {model for model in apps.get_models() if parents(model) & leading} - leading:
        leading |= more
    assert {one.model for one in BELONGINGS} == leading
    order = [one.model for one in BELONGINGS]
    pointing = [
        (child, parent) for child in order for parent in parents(child) - {child} if parent in leading
    ]
    assert [pair for pair in pointing if order.index(pair[0]) > order.index(pair[1])] == []


# Erasing


@pytest.mark.django_db
def test_erasing_takes_every_row_and_leaves_the_others_and_the_statistics(
    caplog: pytest.LogCaptureFixture,
) -> None:
    doctor = practitioner()
    appointment, other = full_record(doctor), make_submitted(patient=make_patient("Bea Finch")).response
    patient = appointment.patient
    twin = make_patient("Zebedee Canaryname")
    desk.merge_patients(kept=patient, merged=twin, by=SYSTEM)
    SectionCount.objects.add_one(
        day=date(2026, 9, 1), version=other.rulebook_version_id, section="health", event="opened"
    )
    people = everybody_in(patient)
    of_other = total([other.appointment.patient_id])
    kinds = {name for name, _count in counts_of(people)}
    assert len(kinds) >= 15
    rows, events = total(people), AuditEvent.objects.count()
    erased = erase_patient(patient=patient, reason="asked-for", by=doctor, now=NOW)
    assert (erased.rows, total(people)) == (rows, 0)
    assert total([other.appointment.patient_id]) == of_other
    assert SectionCount.objects.get().count == 1
    event = AuditEvent.objects.get(action="patient.erased")
    assert (event.subject_id, event.detail["reason"], event.detail["rows"]) == (patient.pk, "asked-for", rows)
    assert sorted(event.detail["records"]) == sorted(map(str, people))
    assert AuditEvent.objects.count() == events + 1
    assert "Canary" not in caplog.text


@pytest.mark.django_db
def test_erasing_refuses_what_is_held_ahead_merged_gone_or_without_reason() -> None:
    doctor = practitioner()
    ahead = make_appointment(starts_at=NOW + timedelta(days=3))
    with pytest.raises(AppointmentAhead):
        erase_patient(patient=ahead.patient, reason="asked-for", by=doctor, now=NOW)
    desk.cancel_appointment(appointment=ahead, by=doctor)
    with pytest.raises(ReasonUnknown):
        erase_patient(patient=ahead.patient, reason="because", by=doctor, now=NOW)
    hold_record(patient=ahead.patient, reason="A dispute.", by=doctor)
    with pytest.raises(RecordOnHold):
        erase_patient(patient=ahead.patient, reason="asked-for", by=doctor, now=NOW)
    release_record(patient=ahead.patient, by=doctor)
    kept = make_patient("Bea Finch")
    desk.merge_patients(kept=kept, merged=ahead.patient, by=doctor)
    with pytest.raises(PatientIsMerged):
        erase_patient(patient=ahead.patient, reason="asked-for", by=doctor, now=NOW)
    assert Patient.objects.count() == 2
    erase_patient(patient=kept, reason="asked-for", by=doctor, now=NOW)
    with pytest.raises(PatientUnknown):
        erase_patient(patient=kept, reason="asked-for", by=doctor, now=NOW)
    assert (Patient.objects.count(), RecordHold.objects.count(), MergedPatient.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_cases_made_from_the_record_leave_the_draft_and_its_history() -> None:
    appointment = submitted(ACNE)
    grace = User.objects.create_user("g@clinic.example", full_name="Grace")
    draft = start_draft(title="Next", by=SYSTEM)
    seen = prepare_case(draft=draft, appointment=appointment).seen
    change = add_case_from_record(
        draft=draft, appointment=appointment, title="canarytitle", seen=seen, by=Actor.staff(grace)
    )
    draft.refresh_from_db()
    assert (change is not None, "canarytitle" in draft.document) == (True, True)
    erased = erase_patient(patient=appointment.patient, reason="asked-for", by=SYSTEM, now=NOW)
    draft.refresh_from_db()
    history = "".join(RulebookChange.objects.filter(draft=draft).values_list("after", flat=True))
    assert (erased.cases, "canarytitle" in draft.document, "canarytitle" in history) == (1, False, False)
    assert f'"id":"{change.place.partition("/")[2] if change else ""}"' in history


@pytest.mark.django_db
def test_holding_needs_a_reason_and_happens_once(alice: User) -> None:
    patient, by = make_patient(), Actor.staff(alice)
    hold_record(patient=patient, reason="A dispute about the bill.", by=by)
    with pytest.raises(AlreadyOnHold):
        hold_record(patient=patient, reason="Again.", by=by)
    held = hold_on(patient)
    assert held is not None
    assert (held.reason, held.made_by) == ("A dispute about the bill.", alice)
    release_record(patient=patient, by=by)
    with pytest.raises(NotOnHold):
        release_record(patient=patient, by=by)
    assert hold_on(patient) is None


# Nothing is left in the database's files


def files_of_database() -> dict[str, bytes]:
    path = Path(str(connection.settings_dict["NAME"]))
    return {one.name: one.read_bytes() for one in path.parent.glob(f"{path.name}*")}


def stored_texts(people: list[uuid.UUID]) -> set[bytes]:
    """Every sealed value and every hash of a record, as it is stored."""
    found: set[Any] = set()
    for one in BELONGINGS:
        table, pk = one.model._meta.db_table, one.model._meta.pk
        assert pk is not None
        keys = [str(key).replace("-", "") for key in one.of(people).values_list("pk", flat=True)]
        with connection.cursor() as cursor:
            marks = ",".join(["%s"] * len(keys)) or "NULL"
            cursor.execute(f"SELECT * FROM {table} WHERE {pk.column} IN ({marks})", keys)
            found |= {text for row in cursor.fetchall() for text in row if len(str(text)) > 40}
    rulebooks = {text for text in found if str(text).startswith("{")}
    return {str(text).encode()[-60:] for text in found - rulebooks}


@pytest.mark.only_on("sqlite")  # the files of PostgreSQL are the server's
@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_erased_record_is_left_in_the_files() -> None:
    doctor = practitioner()
    appointment = full_record(doctor)
    patient = appointment.patient
    texts = stored_texts(everybody_in(patient))
    reference = b"canary" + b"reference"
    Appointment.objects.filter(pk=appointment.pk).update(external_reference=reference.decode())
    looked_for = texts | {reference}
    before = b"".join(files_of_database().values())
    assert len(looked_for) > 40
    assert [text for text in looked_for if text not in before] == []
    assert b"Canaryname" not in before
    erase_patient(patient=patient, reason="asked-for", by=doctor, now=NOW)
    after = b"".join(files_of_database().values())
    assert [text for text in looked_for if text in after] == []
    assert verify_trail().is_guarded


# Retention


@pytest.mark.django_db
def test_records_go_after_their_years_unless_held_or_seen_since() -> None:
    doctor = practitioner()
    gone = make_submitted(patient=make_patient("Old Gone")).response.appointment
    held = make_submitted(patient=make_patient("Old Held")).response.appointment
    back = make_submitted(patient=make_patient("Old Back")).response.appointment
    twin = make_patient("Old Twin")
    never = make_patient("Never Came")
    desk.merge_patients(kept=gone.patient, merged=twin, by=SYSTEM)
    Patient.objects.all().update(created_at=NOW - ELEVEN_YEARS)
    Appointment.objects.all().update(starts_at=NOW - ELEVEN_YEARS)
    make_appointment(patient=back.patient, starts_at=NOW + timedelta(days=1))
    hold_record(patient=held.patient, reason="A dispute.", by=doctor)
    fresh = make_patient("Just Registered")
    before = {kind.code: count for kind, count in counts(NOW)}
    assert before["records"] == 2
    removed = purge(NOW)
    assert removed["records"] == 2
    left = set(Patient.objects.values_list("pk", flat=True))
    assert left == {held.patient_id, back.patient_id, fresh.pk}
    assert never.pk not in left
    purged = AuditEvent.objects.filter(action="patient.purged")
    assert {event.subject_id for event in purged} == {gone.patient_id, never.pk}
    assert {event.detail["reason"] for event in purged} == {"period-over"}
    assert AuditEvent.objects.get(action="data.purged").detail["records"] == 2
    assert purge(NOW)["records"] == 0


@pytest.mark.django_db
def test_a_record_of_the_last_day_stays() -> None:
    appointment = make_appointment()
    edge = years_before(NOW, 10)
    Patient.objects.all().update(created_at=NOW - ELEVEN_YEARS)
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=edge)
    assert purge(NOW)["records"] == 0
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=edge - timedelta(seconds=1))
    assert purge(NOW)["records"] == 1


def test_ten_years_before_a_leap_day() -> None:
    assert years_before(datetime(2028, 2, 29, 8, tzinfo=NOW.tzinfo), 10).date() == date(2018, 2, 28)


@pytest.mark.django_db
def test_forms_messages_and_links_go_and_what_is_in_use_stays() -> None:
    doctor = practitioner()
    old = make_response(patient=make_patient(email="a@b.example"))
    answer(old, {"pregnant": "no"})
    ahead = make_response(starts_at=NOW + timedelta(days=5))
    answer(ahead, {"pregnant": "no"})
    handed_in = make_submitted(patient=make_patient("Bea Finch")).response
    held = make_response(patient=make_patient("Hel Held"))
    answer(held, {"pregnant": "no"})
    hold_record(patient=held.appointment.patient, reason="A dispute.", by=doctor)
    for response in (old, ahead, handed_in, held):
        desk.create_invitation(appointment=response.appointment, channel="copy", by=SYSTEM)
    past = NOW - timedelta(days=400)
    gone_by = [old.appointment_id, handed_in.appointment_id, held.appointment_id]
    Appointment.objects.filter(pk__in=gone_by).update(starts_at=past)
    Invitation.objects.filter(appointment__in=gone_by).update(
        created_at=past, expires_at=past + timedelta(days=1)
    )
    sent = OutboxMessage.objects.create(
        kind="invitation",
        appointment=old.appointment,
        dedupe_key="x",
        status="sent",
        sent_at=past,
        invitation=old.appointment.invitations.first(),
    )
    queued = OutboxMessage.objects.create(kind="reminder", appointment=old.appointment, dedupe_key="y")
    tablet = TabletSession.objects.create(
        appointment=handed_in.appointment, token_sha256="t" * 64, created_at=past
    )
    removed = purge(NOW)
    assert {code: removed[code] for code in ("records", "unfinished", "messages", "links")} == {
        "records": 0,
        "unfinished": 1,
        "messages": 1,
        "links": 3,
    }
    old.refresh_from_db()
    assert (old.answers, old.started_at, old.section_revisions, old.revision) == ({}, None, {}, 0)
    for kept in (ahead, held, handed_in):
        fresh = QuestionnaireResponse.objects.get(pk=kept.pk)
        assert fresh.answers["pregnant"] == "no"
    assert set(Invitation.objects.values_list("appointment", flat=True)) == {
        ahead.appointment_id,
        held.appointment_id,
    }
    assert OutboxMessage.objects.filter(pk__in=[sent.pk, queued.pk]).get() == queued
    assert not TabletSession.objects.filter(pk=tablet.pk).exists()
    assert AuditEvent.objects.filter(action="response.purged").get().subject_id == old.pk


@pytest.mark.django_db
def test_dry_run_removes_nothing_and_says_how_many() -> None:
    old = make_appointment()
    Patient.objects.all().update(created_at=NOW - ELEVEN_YEARS)
    Appointment.objects.filter(pk=old.pk).update(starts_at=NOW - ELEVEN_YEARS)
    out = StringIO()
    call_command("purge", "--dry-run", stdout=out)
    assert ("records" in out.getvalue(), Patient.objects.count(), Purge.objects.count()) == (True, 1, 0)
    call_command("purge", stdout=out)
    assert Patient.objects.count() == 0


@pytest.mark.django_db
def test_the_worker_purges_once_a_day_in_steps() -> None:
    old = make_appointment()
    Patient.objects.all().update(created_at=NOW - ELEVEN_YEARS)
    Appointment.objects.filter(pk=old.pk).update(starts_at=NOW - ELEVEN_YEARS)
    assert (purge_a_little(NOW), purge_a_little(NOW), purge_a_little(NOW)) == (1, 0, 0)
    row = Purge.objects.get()
    assert (row.removed["records"], row.finished_at is not None) == (1, True)
    assert AuditEvent.objects.filter(action="data.purged").count() == 1
    purge_a_little(NOW + timedelta(days=1))
    assert Purge.objects.count() == 2


# Export


@pytest.mark.django_db
def test_export_has_the_whole_record_and_fits_its_schema() -> None:
    doctor = practitioner()
    appointment = full_record(doctor)
    made = json.loads(json.dumps(export_patient(patient=appointment.patient, by=doctor, now=NOW)))
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(made)
    tables = made["tables"]
    assert set(tables) == {str(one.model._meta.model_name) for one in BELONGINGS if one.model not in LEFT_OUT}
    assert tables["patient"][0]["name"] == "Zebedee Canaryname"
    assert tables["note"][0]["text"] == "canarynote of the phone call"
    assert tables["findingdecision"][0]["comment"] == "canarycomment about the chin"
    assert tables["findingdecision"][0]["made_by"]["name"] == doctor.label
    stored = json.loads(Evaluation.objects.get(is_current=True).body)
    assert tables["evaluation"][0]["body"] == stored
    assert "token_sha256" not in tables["invitation"][0]
    assert made["rulebooks"][0]["number"] == 1
    event = AuditEvent.objects.get(action="patient.exported")
    assert (event.subject_id, event.actor_id) == (appointment.patient_id, doctor.id)


@pytest.mark.django_db
def test_export_command_writes_a_file_only_its_owner_may_read(tmp_path: Path) -> None:
    appointment = submitted()
    target = tmp_path / "record.json"
    call_command("export_patient", str(appointment.patient_id), str(target), stdout=StringIO())
    assert json.loads(target.read_text())["patient"] == str(appointment.patient_id)
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="exists"):
        call_command("export_patient", str(appointment.patient_id), str(target))
    with pytest.raises(CommandError, match="no such record"):
        call_command("export_patient", str(uuid.uuid4()), str(tmp_path / "none.json"))


@pytest.mark.django_db
def test_erasing_by_command_needs_an_administrators_password(
    bob: User, alice: User, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    patient = make_patient()
    command: Callable[..., Any] = lambda who, **more: call_command(  # noqa: E731 - three lines shorter
        "erase_patient", str(patient.pk), "--reason", "asked-for", "--by", who, stdout=StringIO(), **more
    )
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "wrong")
    with pytest.raises(CommandError, match="password"):
        command(bob.email)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSWORD)
    with pytest.raises(CommandError, match="administrator"):
        command(alice.email)
    assert Patient.objects.count() == 1
    command(bob.email)
    assert Patient.objects.count() == 0
    assert AuditEvent.objects.get(action="patient.erased").actor_id == bob.pk


@pytest.mark.django_db
def test_what_a_backup_brought_back_is_erased_again_from_the_log(
    bob: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    back, stays = make_patient(), make_patient("Bea Finch")
    log = tmp_path / "worker.log"
    with caplog.at_level("INFO", logger="screening.retention"):
        log_erased([back.pk, uuid.uuid4()])
    log.write_text("\n".join(json_lines().format(line) for line in caplog.records))
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSWORD)
    call_command("erase_patient", "--again", str(log), "--by", bob.email, stdout=StringIO())
    assert list(Patient.objects.values_list("pk", flat=True)) == [stays.pk]
    assert (PatientSearchKey.objects.filter(patient=back.pk).count(), ImpactRow.objects.count()) == (0, 0)
