"""A case made from a real questionnaire: nothing in it says whose it is."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from screening.engine import parse_rulebook
from screening.models import Appointment, AuditEvent, RulebookChange, RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import (
    DraftChangedSince,
    DraftClosed,
    InvalidInput,
    NotSubmitted,
    RulebookRefused,
)
from screening.services.rulebook import check_draft, discard_draft, document_of, draft_of, start_draft
from screening.services.rulebook.cases import add_case_from_record, prepare_case
from screening.services.rulebook.harmless import REFERENCE_DAY, Harmless
from tests.clinicians import lead, submitted
from tests.factories import BORN, HEALTHY, make_patient, make_response
from tests.rulebook.documents import document
from tests.services.drafting import set_key

CANARY = "Ada Canari of Canary Lane"
ON = date(2026, 3, 10)


@pytest.fixture
def by(db: None) -> Actor:
    return lead()


@pytest.fixture
def told(db: None) -> Appointment:
    """A questionnaire with a date, a text and the patient's name in it."""
    return submitted(
        {**HEALTHY, "tablets": "yes", "tablets_last": "2026-08-13", "remarks": f"I am {CANARY}."},
        patient=make_patient(CANARY),
        starts_at=datetime(2026, 10, 3, 9, tzinfo=UTC),
    )


@pytest.fixture
def draft(told: Appointment, by: Actor) -> RulebookDraft:
    return start_draft(title="Next", by=by)


def body_of(appointment: Appointment) -> dict[str, Any]:
    evaluation = appointment.response.evaluations.get(is_current=True)
    return dict(json.loads(evaluation.body))


def test_case_holds_nothing_of_the_person(told: Appointment, draft: RulebookDraft, by: Actor) -> None:
    prepared = prepare_case(draft=draft, appointment=told)
    add_case_from_record(draft=draft, appointment=told, title="Tablets", seen=prepared.seen, by=by)
    everything = [
        json.dumps(document_of(draft_of(draft.pk))),
        *(change.before + change.after + change.place for change in RulebookChange.objects.all()),
        *(str(event.detail) for event in AuditEvent.objects.all()),
    ]
    day = body_of(told)["on"]
    canaries = (CANARY, "Canari", BORN.isoformat(), str(told.patient.pk), str(told.pk), day, "2026-08-13")
    assert [one for one in canaries if any(one in text for text in everything[:2])] == []
    assert [one for one in (CANARY, "Canari", "2026-08-13") if any(one in text for text in everything)] == []
    assert prepared.left_out == ("remarks",)


def test_case_passes_and_expects_what_came_out(told: Appointment, draft: RulebookDraft, by: Actor) -> None:
    prepared = prepare_case(draft=draft, appointment=told)
    change = add_case_from_record(draft=draft, appointment=told, title=" Tablets ", seen=prepared.seen, by=by)
    assert change is not None
    element = json.loads(change.after)
    assert (element["title"], element["eligibility"], element["on"]) == (
        "Tablets",
        prepared.before,
        REFERENCE_DAY.isoformat(),
    )
    assert check_draft(draft_of(draft.pk)).errors == ()


def test_dates_keep_their_distance_and_a_birth_only_the_age(told: Appointment, draft: RulebookDraft) -> None:
    answers = prepare_case(draft=draft, appointment=told).element["answers"]
    on = date.fromisoformat(body_of(told)["on"])
    moved = date.fromisoformat(answers["tablets_last"])
    assert REFERENCE_DAY - moved == on - date(2026, 8, 13)
    age = on.year - BORN.year - ((on.month, on.day) < (BORN.month, BORN.day))
    assert answers["date_of_birth"] == REFERENCE_DAY.replace(year=REFERENCE_DAY.year - age).isoformat()


def harmless() -> Harmless:
    rows: Any = document()["items"]
    doses = {
        "link_id": "doses",
        "section": "all",
        "type": "entries",
        "question": "Doses?",
        "label": "Doses",
        "fields": [
            {"id": "when", "type": "date", "tense": "past", "question": "When?", "label": "When"},
            {
                "id": "who",
                "type": "choice",
                "question": "Who?",
                "label": "Who",
                "options": [{"code": "me", "label": "Me"}],
            },
        ],
    }
    return Harmless(parse_rulebook(document(items=[*rows, doses])), ON)


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("allergies", ["latex", CANARY], ["latex"]),
        ("allergies", [CANARY], None),
        ("pregnant", "yes", "yes"),
        ("pregnant", CANARY, None),
        ("glasses", 3, 3),
        ("glasses", CANARY, None),
        ("treatment_areas", ["eyelids", CANARY], ["eyelids"]),
        ("last_dose", "2026-03-09", "2026-09-14"),
        ("last_dose", "2025-12", "2026-06"),
        ("last_dose", "2026-04", "2026-10"),
        ("last_dose", "unknown", "unknown"),
        ("last_dose", CANARY, None),
        ("last_dose", "0001-01-01", "0001-07-09"),
        ("birth_date", "1990-03-10", "1990-09-15"),
        ("birth_date", "1990-03-11", "1991-09-15"),
        ("birth_date", "1990-03", "1991-09-15"),
        ("medicines", [{"name": "ASPIRIN", "prescribed": "yes"}], [{"name": "Aspirin", "prescribed": "yes"}]),
        ("medicines", ["aspirin"], None),
        ("medicines", [{"name": f"aspirin from {CANARY}"}], None),
        ("medicines", [{"name": CANARY}, {"name": "aspirin", "prescribed": CANARY}], None),
        ("medicines", [{"name": "aspirin", "prescribed": ["yes"]}], None),
        ("doses", [{"when": "2026-03-09", "who": CANARY}], [{"when": "2026-09-14"}]),
        ("doses", [{"who": CANARY}, CANARY], None),
        ("gone", CANARY, None),
        ("pregnant", ["yes"], None),
        ("pregnant", {"yes": 1}, None),
        ("allergies", [{"name": "latex"}], None),
        ("treatment_areas", [["eyelids"]], None),
    ],
)
def test_only_what_is_known_to_be_harmless_is_kept(name: str, given: object, expected: object) -> None:
    kept = dict(harmless().kept({name: given}))
    assert CANARY not in json.dumps(kept)
    if name != "medicines":
        assert kept.get(name) == expected


def test_medicine_is_spelled_as_the_rulebook_does_or_left_out() -> None:
    keeping = harmless()
    item = keeping.rulebook.items["medicines"]
    names = ("ASPIRIN", f"aspirin from {CANARY}", "retinol CREAM", CANARY)
    kept = [keeping.medicine(item, {"name": name, "prescribed": "no"}) for name in names]
    spelled = [one.get("name") for one in kept]
    assert spelled[0] in {"aspirin", "Aspirin"}
    assert spelled[1] == spelled[0]
    assert spelled[3] is None
    assert str(spelled[2]).casefold() == "retinol"


def test_loss_is_told() -> None:
    keeping = harmless()
    given = {"doses": [{"when": "2026-03-09", "who": CANARY}], "allergies": ["latex"], "pregnant": "no"}
    left = dict(keeping.kept(given))
    assert [name for name in given if keeping.lost(name, given[name], left)] == ["doses"]


def test_case_that_was_not_looked_at_is_refused(told: Appointment, draft: RulebookDraft, by: Actor) -> None:
    prepared = prepare_case(draft=draft, appointment=told)
    rule = next(iter(prepared.rulebook.rules))
    with pytest.raises(DraftChangedSince):
        add_case_from_record(draft=draft, appointment=told, title="A", seen="sha256:other", by=by)
    with pytest.raises(InvalidInput):
        add_case_from_record(draft=draft, appointment=told, title=" ", seen=prepared.seen, by=by)
    set_key(draft, f"rules/{rule}", title="")
    with pytest.raises(RulebookRefused):
        prepare_case(draft=draft_of(draft.pk), appointment=told)
    assert RulebookChange.objects.count() == 1


def test_closed_draft_takes_no_case(told: Appointment, draft: RulebookDraft, by: Actor) -> None:
    prepared = prepare_case(draft=draft, appointment=told)
    discard_draft(draft=draft, by=by)
    with pytest.raises(DraftClosed):
        add_case_from_record(draft=draft, appointment=told, title="A", seen=prepared.seen, by=by)


def test_questionnaire_not_handed_in_makes_none(by: Actor) -> None:
    waiting = make_response()
    with pytest.raises(NotSubmitted):
        prepare_case(draft=start_draft(title="Next", by=by), appointment=waiting.appointment)
