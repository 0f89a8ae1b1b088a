"""Importing a day's appointments from another booking system."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AppointmentImport, AuditEvent, Patient, TreatmentPermission
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.desk import importing
from screening.services.desk.importing import Imported, Plan
from screening.services.errors import ImportChanged, ImportGone, ImportUnreadable, InvalidInput
from tests.factories import make_appointment, make_patient, publish

pytestmark = pytest.mark.django_db

DAY = date.today() + timedelta(days=9)  # noqa: DTZ011 - any day to come
HEADER = "Reference;Date;Time;Name;Date of birth;Treatment;Area"


@pytest.fixture(autouse=True)
def rulebook(db: None) -> None:
    publish()


@pytest.fixture
def by(alice: User) -> Actor:
    return Actor.staff(alice)


def row(
    reference: str = "A1",
    time: str = "10:30",
    name: str = "Ada Canary",
    born: str = "2.4.1990",
    what: str = "Pen",
) -> str:
    return f"{reference};{DAY};{time};{name};{born};{what};Chin"


def file(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def upload(data: bytes, by: Actor) -> AppointmentImport:
    return importing.upload_import(data=data, by=by)


def preview(data: bytes, by: Actor, choices: Mapping[int, str] | None = None) -> Plan:
    return importing.preview_import(upload=upload(data, by), choices=choices or {}, by=by)


def bring_in(data: bytes, by: Actor, choices: Mapping[int, str] | None = None) -> Imported:
    waiting = upload(data, by)
    plan = importing.preview_import(upload=waiting, choices=choices or {}, by=by)
    return importing.confirm_import(upload=waiting, choices=choices or {}, seen=plan.digest, by=by)


def actions(plan: Plan) -> list[str]:
    return [one.action.value for one in plan.rows]


def problems(plan: Plan) -> list[tuple[int, str]]:
    return [(one.line, problem.field) for one in plan.rows for problem in one.problems]


def at(hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(DAY.year, DAY.month, DAY.day, hour, minute))  # noqa: DTZ001 - made aware


def test_preview_writes_neither_patients_nor_appointments(by: Actor) -> None:
    plan = preview(file(row()), by)
    assert (actions(plan), plan.rows[0].is_new_patient) == (["new"], True)
    assert (Patient.objects.count(), Appointment.objects.count()) == (0, 0)


def test_import_registers_books_and_says_what_it_did(by: Actor) -> None:
    assert bring_in(file(row(), row("A2", "11:00", "Zoë Díaz", "1985-12-24", "pen|laser")), by) == Imported(
        2, 2, 0, 0
    )
    appointment = Appointment.objects.with_people().get(external_reference="A2")
    assert (
        appointment.starts_at,
        appointment.treatments,
        appointment.areas,
        appointment.patient.name,
        appointment.patient.birth_date,
        appointment.minutes,
    ) == (at(11), ["pen", "laser"], ["chin"], "Zoë Díaz", date(1985, 12, 24), 180)


@pytest.mark.parametrize("header", [HEADER, HEADER.replace("Reference", "Remarks")])
def test_same_file_again_changes_nothing(header: str, by: Actor) -> None:
    data = file(row(), row("A2", "11:00", "Zoë Díaz"), header=header)
    bring_in(data, by)
    before = AuditEvent.objects.exclude(action__startswith="import").exclude(action="patient.listed").count()
    assert actions(preview(data, by)) == ["unchanged", "unchanged"]
    assert bring_in(data, by) == Imported(0, 0, 0, 2)
    after = AuditEvent.objects.exclude(action__startswith="import").exclude(action="patient.listed").count()
    assert (after, Appointment.objects.count()) == (before, 2)


def test_appointment_of_a_reference_moves_and_changes(by: Actor) -> None:
    bring_in(file(row()), by)
    plan = preview(file(row(time="14:00", what="laser")), by)
    assert (actions(plan), plan.rows[0].changes) == (["changed"], ("starts_at", "treatments"))
    assert bring_in(file(row(time="14:00", what="laser")), by) == Imported(0, 0, 1, 0)
    appointment = Appointment.objects.get()
    assert (appointment.starts_at, appointment.treatments) == (at(14), ["laser"])


def test_column_that_is_not_there_leaves_what_is_booked(by: Actor, alice: User) -> None:
    patient = make_patient()
    desk.book_appointment(
        patient=patient,
        starts_at=at(10, 30),
        treatments=["pen"],
        areas=["neck"],
        practitioner=alice,
        minutes=75,
        by=SYSTEM,
    )
    data = file(f"{DAY};10:30;Ada Canary;2.4.1990;pen", header="Date;Time;Name;Birth date;Treatments")
    assert actions(preview(data, by)) == ["unchanged"]


def test_appointment_booked_by_hand_takes_the_reference(by: Actor) -> None:
    make_appointment(patient=make_patient(), starts_at=at(10, 30), areas=["chin"])
    assert bring_in(file(row()), by) == Imported(0, 0, 1, 0)
    assert Appointment.objects.get().external_reference == "A1"


def test_appointment_cancelled_here_stays_cancelled(by: Actor) -> None:
    bring_in(file(row()), by)
    desk.cancel_appointment(appointment=Appointment.objects.get(), by=SYSTEM)
    assert actions(preview(file(row()), by)) == ["left"]
    bring_in(file(row(time="15:00")), by)
    assert (Appointment.objects.get().status, Appointment.objects.get().starts_at) == (
        "cancelled",
        at(10, 30),
    )


def test_patient_of_this_name_and_birth_date_is_known_in_any_spelling_of_case_and_order(by: Actor) -> None:
    patient = make_patient("Ada Canary")
    plan = preview(file(row(name="CANARY Ada")), by)
    assert (plan.rows[0].patient, plan.rows[0].is_new_patient) == (patient, False)


def test_likely_duplicate_has_to_be_chosen(by: Actor) -> None:
    patient = make_patient("Ada Kanary")
    data = file(row())
    plan = preview(data, by)
    assert (actions(plan), [one.patient for one in plan.rows[0].candidates]) == (["choose"], [patient])
    with pytest.raises(InvalidInput) as refusal:
        bring_in(data, by)
    assert [one.field for one in refusal.value.problems] == ["row-2"]
    assert Appointment.objects.count() == 0


@pytest.mark.parametrize(
    ("choice", "action", "patients", "booked"),
    [("new", "new", 2, 1), ("skip", "skipped", 1, 0), ("known", "new", 1, 1), ("nonsense", "choose", 1, 0)],
)
def test_choice_decides(choice: str, action: str, patients: int, booked: int, by: Actor) -> None:
    known = make_patient("Ada Kanary")
    choices = {2: str(known.pk) if choice == "known" else choice}
    assert actions(preview(file(row()), by, choices)) == [action]
    if action != "choose":
        bring_in(file(row()), by, choices)
    assert (Patient.objects.count(), Appointment.objects.count()) == (patients, booked)


def test_somebody_else_cannot_be_chosen(by: Actor) -> None:
    make_patient("Ada Kanary")
    other = make_patient("Other", birth_date=date(1950, 1, 1))
    assert actions(preview(file(row()), by, {2: str(other.pk)})) == ["choose"]


def test_new_person_with_two_appointments_is_registered_once(by: Actor) -> None:
    assert bring_in(file(row(), row("A2", "11:00")), by) == Imported(1, 2, 0, 0)


def test_merged_patient_is_matched_as_the_one_in_use(by: Actor) -> None:
    kept, merged = make_patient("Ada Finch"), make_patient("Ada Canary")
    desk.merge_patients(kept=kept, merged=merged, by=SYSTEM)
    plan = preview(file(row()), by)
    assert merged not in [one.patient for line in plan.rows for one in line.candidates]
    assert plan.rows[0].patient != merged


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (row(time="25:00"), "starts_at"),
        (row(time="soon"), "starts_at"),
        (row(time=""), "starts_at"),
        (row(born="31.2.1990"), "birth_date"),
        (row(born="2999-01-01"), "birth_date"),
        (row(name=""), "name"),
        (row(name="=HYPERLINK(1)"), "name"),
        (row(name="@SUM(A1)"), "name"),
        (row(what="Moon"), "treatments"),
        (row(what=""), "treatments"),
        (row(reference="x" * 81), "reference"),
        (row() + ";one;more", "row"),
        (row().replace(str(DAY), "2020-01-01"), "starts_at"),
        (row().replace("Chin", "Moon"), "areas"),
    ],
)
def test_row_with_a_problem_says_where_and_the_others_are_imported(bad: str, field: str, by: Actor) -> None:
    data = file(bad, row("A2", "11:00", "Zoë Díaz"))
    assert problems(preview(data, by)) == [(2, field)]
    assert bring_in(data, by) == Imported(1, 1, 0, 1)


def test_row_with_several_problems_names_them_all(by: Actor) -> None:
    assert problems(preview(file(row(time="x", born="y", what="z")), by)) == [
        (2, "starts_at"),
        (2, "birth_date"),
        (2, "treatments"),
    ]


def test_appointment_that_is_in_the_file_twice_is_imported_once(by: Actor) -> None:
    data = file(row(), row(time="11:00"), row("A3"), row("A4", "12:00"))
    assert problems(preview(data, by)) == [(3, "row"), (4, "row")]


def test_reference_of_somebody_elses_appointment_is_a_problem(by: Actor) -> None:
    bring_in(file(row()), by)
    assert problems(preview(file(row(name="Zoë Díaz", born="1985-12-24")), by)) == [(2, "reference")]


def test_practitioner_is_found_by_name_and_address_and_must_be_allowed(alice: User, by: Actor) -> None:
    header = HEADER + ";Practitioner;Duration"
    rows = [f"{row()};alice adler;45 min", f"{row('A2', '11:00')};Alice@clinic.example;60"]
    bring_in(file(*rows, header=header), by)
    booked = Appointment.objects.order_by("starts_at")
    assert [(one.practitioner, one.minutes) for one in booked] == [(alice, 45), (alice, 60)]
    bad = [f"{row('A3', '12:00')};Nobody;45", f"{row('A4', '13:00')};alice adler;long"]
    assert problems(preview(file(*bad, header=header), by)) == [(2, "practitioner"), (3, "minutes")]
    TreatmentPermission.objects.create(
        treatment="pen", user=User.objects.create_user("d@clinic.example"), may_perform=True
    )
    assert problems(preview(file(f"{row('A5', '14:00')};alice adler;45", header=header), by)) == [
        (2, "practitioner")
    ]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Datum,Uhrzeit,Nachname,Vorname,Geburtsdatum,Behandlung", "{day},10.30 Uhr,Canary,Ada,2.4.1990,Pen"),
        ("Termin;Name;Vorname;geb. Datum;Leistung", "{day}T10:30;Canary;Ada;02/04/1990;Pen"),
        ("DATE\tStart\tFull name\tDoB\tService", "{german}\t10:30\tAda Canary\t1990-04-02\tPEN"),
        ("sep=;\nDay;From;Patient;Born;Treatments", "{day};10:30;Ada Canary;2.4.1990;pen"),
        ('"Date","Time","Name","Birth date","Treatment"', '"{day}","10:30","Ada Canary","2.4.1990","Pen"'),
    ],
)
def test_headers_delimiters_and_dates_of_many_systems_are_understood(
    header: str, line: str, by: Actor
) -> None:
    text = line.format(day=DAY, german=f"{DAY.day}.{DAY.month}.{DAY.year}")
    [read] = preview(file(text, header=header), by).rows
    assert (read.problems, read.draft is not None) == ((), True)
    assert read.draft is not None
    assert (read.draft.name, read.draft.starts_at, read.draft.birth_date) == (
        "Ada Canary",
        at(10, 30),
        date(1990, 4, 2),
    )


@pytest.mark.parametrize(
    ("encoding", "stored", "is_guessed"),
    [("utf-8", "utf-8", False), ("utf-8-sig", "utf-8-sig", False), ("latin-1", "cp1252", True)],
)
def test_encodings_are_recognised_and_a_guess_is_said_to_be_one(
    encoding: str, stored: str, is_guessed: bool, by: Actor
) -> None:
    text = file(row(name="Zoë Müller")).decode()
    plan = preview(text.encode(encoding), by)
    assert plan.rows[0].draft is not None
    assert (plan.rows[0].draft.name, plan.encoding, plan.is_guessed) == ("Zoë Müller", stored, is_guessed)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty or not a text file"),
        (b"\n\n", "empty or not a text file"),
        (b"\xff\xfeD\x00a\x00", "empty or not a text file"),
        (b"%PDF-1.7\x00\x81", "empty or not a text file"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"sep=;\n", "no rows"),
        (b"hello", "Columns are missing"),
        (b"Date;Time;Name;Treatment", "Columns are missing: birth_date"),
        (b"Date;Datum;Time;Name;Born;Treatment", "mean the same: date"),
        (b'Date;Time;Name;Born;Treatment\n"x', "not a proper CSV"),
        (file(*[row(str(number)) for number in range(501)]), "more than 500 rows"),
    ],
)
def test_file_that_is_no_list_of_appointments_is_refused(data: bytes, reason: str, by: Actor) -> None:
    with pytest.raises(ImportUnreadable, match=reason):
        upload(data, by)
    assert AppointmentImport.objects.count() == 0


def test_columns_nobody_knows_are_named(by: Actor) -> None:
    assert preview(file(row() + ";x", header=HEADER + ";Insurance"), by).ignored == ("Insurance",)


def test_uploaded_file_is_kept_encrypted_and_goes_with_its_confirmation(by: Actor) -> None:
    waiting = upload(file(row()), by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM screening_appointmentimport")
        assert "Canary" not in cursor.fetchone()[0]
    plan = importing.preview_import(upload=waiting, choices={}, by=by)
    importing.confirm_import(upload=waiting, choices={}, seen=plan.digest, by=by)
    assert AppointmentImport.objects.get().content == ""
    with pytest.raises(ImportGone):
        importing.confirm_import(upload=waiting, choices={}, seen=plan.digest, by=by)


def test_uploaded_file_is_gone_after_an_hour(by: Actor) -> None:
    old = upload(file(row()), by)
    AppointmentImport.objects.update(created_at=timezone.now() - timedelta(hours=1))
    old.refresh_from_db()
    with pytest.raises(ImportGone):
        importing.preview_import(upload=old, choices={}, by=by)
    new = upload(file(row()), by)
    assert list(AppointmentImport.objects.all()) == [new]


def test_what_changed_since_the_preview_is_shown_before_anything_is_imported(by: Actor) -> None:
    waiting = upload(file(row()), by)
    plan = importing.preview_import(upload=waiting, choices={}, by=by)
    make_patient("Ada Kanary")
    with pytest.raises(ImportChanged):
        importing.confirm_import(upload=waiting, choices={}, seen=plan.digest, by=by)
    assert Appointment.objects.count() == 0


def test_preview_costs_the_same_for_one_and_for_many(by: Actor) -> None:
    for number in range(40):
        make_patient(f"Known Number{number}", birth_date=date(1980, 1, 1) + timedelta(days=number))
    costs = []
    for count in (1, 40):
        rows = [
            row(
                f"R{number}",
                f"10:{number:02d}",
                f"Known Number{number}",
                str(date(1980, 1, 1) + timedelta(days=number)),
            )
            for number in range(count)
        ]
        waiting = upload(file(*rows), by)
        with CaptureQueriesContext(connection) as queries:
            plan = importing.preview_import(upload=waiting, choices={}, by=by)
        assert plan.counts == {"new": count}
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_import_and_who_was_shown_are_audited(by: Actor, alice: User) -> None:
    shown = make_patient("Ada Canary")
    bring_in(file(row()), by)
    events = AuditEvent.objects.filter(actor_id=alice.pk).values_list("action", flat=True)
    assert sorted(set(events)) == [
        "appointment.booked",
        "import.confirmed",
        "import.uploaded",
        "patient.listed",
    ]
    assert AuditEvent.objects.filter(action="patient.listed", subject_id=shown.pk).count() == 1


def test_one_wrong_digit_in_the_birth_date_is_for_a_person_to_settle(by: Actor) -> None:
    ada, other = make_patient("Ada Canary", date(1990, 4, 3)), make_patient("Bo Linnet", date(1990, 4, 3))
    plan = preview(file(row()), by)
    assert actions(plan) == ["choose"]
    assert [(one.patient, one.reasons) for one in plan.rows[0].candidates] == [
        (ada, ("same-name", "one-digit-off"))
    ]
    with pytest.raises(InvalidInput):
        bring_in(file(row()), by)
    assert bring_in(file(row()), by, {2: str(ada.pk)}) == Imported(0, 1, 0, 0)
    assert (ada.appointments.count(), other.appointments.count()) == (1, 0)


def test_another_name_on_a_day_with_one_other_digit_is_somebody_new(by: Actor) -> None:
    make_patient("Bo Linnet", date(1990, 4, 3))
    assert actions(preview(file(row()), by)) == ["new"]


def test_row_without_a_length_takes_as_long_as_its_treatments(by: Actor) -> None:
    header = HEADER + ";Minutes"
    bring_in(
        file(
            f"{row()};", f"{row('A2', '13:00', what='Pen|Laser')};", f"{row('A3', '16:00')};20", header=header
        ),
        by,
    )
    booked = Appointment.objects.order_by("starts_at")
    assert [one.minutes for one in booked] == [90, 180, 20]


def test_row_without_a_length_leaves_what_is_booked_as_long_as_it_is(by: Actor) -> None:
    bring_in(file(f"{row()};20", header=HEADER + ";Minutes"), by)
    assert actions(preview(file(row()), by)) == ["unchanged"]
