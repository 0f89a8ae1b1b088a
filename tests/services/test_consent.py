"""Consent: the text, the signature, what stands of it."""

from typing import Any

import pytest

from clinic.accounts.models import User
from screening.engine import Answers, Context, digest_of, parse_answers, parse_rulebook, risks_to_tell
from screening.models import AuditEvent, Consent, QuestionnaireResponse
from screening.models.audit import AppendOnlyError
from screening.services import desk, intake
from screening.services.audit import SYSTEM, Actor
from screening.services.audit.digests import keyed_digest
from screening.services.consent import (
    Signature,
    Signing,
    consent_standing,
    consent_text,
    give_consent,
    is_genuine,
    withdraw_consent,
)
from screening.services.consent.signature import is_drawing
from screening.services.errors import (
    ConsentMissing,
    ConsentNotGiven,
    ConsentTextChanged,
    InvalidInput,
    ScreeningError,
    StaffCannotSign,
)
from tests.factories import (
    APPOINTMENT,
    HEALTHY,
    answer,
    by_patient,
    consented,
    make_response,
    make_submitted,
    publish,
    signing,
    small_document,
    submit,
)

pytestmark = pytest.mark.django_db

RISKS: list[dict[str, Any]] = [
    {"id": "always", "treatments": ["needles"], "text": "Always.", "sources": ["design"]},
    {
        "id": "chin",
        "treatments": ["all"],
        "when": {"item": "treatment_areas", "overlaps": ["chin"]},
        "text": "Chin.",
        "sources": ["design"],
    },
    {
        "id": "acne",
        "treatments": ["pen"],
        "when": {"item": "acne", "is": "yes"},
        "text": "Acne.",
        "sources": ["design"],
    },
]
DRAWN = "M1 1L20 30L600 200M5 5L6 6"


def risky() -> dict[str, Any]:
    """The small rulebook with risks to tell."""
    return small_document() | {"consent_risks": RISKS}


@pytest.mark.parametrize(
    ("treatment", "answers", "told"),
    [
        ("pen", {"treatment_areas": ["neck"], "acne": "no"}, ["always"]),
        ("pen", {"treatment_areas": ["full_face"], "acne": "no"}, ["always", "chin"]),
        ("pen", {"treatment_areas": ["neck"], "acne": "yes"}, ["always", "acne"]),
        ("pen", {}, ["always", "chin", "acne"]),
        ("laser", {"treatment_areas": ["chin"], "acne": "yes"}, ["chin"]),
    ],
)
def test_risks_told_are_those_the_answers_do_not_rule_out(
    treatment: str, answers: dict[str, Any], told: list[str]
) -> None:
    rulebook = parse_rulebook(risky())
    given: Answers = parse_answers(rulebook, answers)
    risks = risks_to_tell(rulebook, given, Context(APPOINTMENT.date(), (treatment,)))
    assert [risk.id for risk in risks] == told


def test_text_names_treatment_areas_effects_risks_and_what_matters_in_this_case() -> None:
    publish(risky())
    response = answer(make_response(areas=["neck"]), HEALTHY)
    text = consent_text(response)
    assert (text.treatments, text.areas, text.language) == (("pen",), ("neck",), "en")
    assert [(part.title, part.points) for part in text.parts[1:4]] == [
        ("Pen: what is usual afterwards", ("Redness",)),
        ("Pen: what is rare, but can happen", ("Infection",)),
        ("What may matter in your case", ("Always.",)),
    ]
    assert text.parts[0].texts == ("Pen. A pen.", "Where: Neck.")


def test_text_does_not_tell_staff_what_was_answered() -> None:
    publish(risky())
    texts = []
    for acne in ({"acne": "no"}, {"acne": "yes", "acne_areas": ["neck"]}):
        response = answer(make_response(areas=["neck"]), {**HEALTHY, **acne})
        texts.append(consent_text(response, frozenset(response.answers)).digest)
    assert texts[0] == texts[1]


def test_signature_is_stored_word_for_word_with_its_digest() -> None:
    response = answer(make_response(), HEALTHY)
    row = consented(response, "photographs")
    stored = Consent.objects.get()
    assert stored.signed["text"] == consent_text(response).as_json()
    assert stored.signed["given"] == ["photographs", "storage", "treatment"]
    assert (stored.signed["name"], stored.digest) == ("Ada Canary", digest_of(stored.signed))
    assert is_genuine(stored)
    event = AuditEvent.objects.about(row).get()
    assert (event.action, event.detail["digest"]) == ("consent.given", keyed_digest(row.digest))
    assert "Canary" not in str(event.detail)


def test_signed_text_is_encrypted_in_the_database() -> None:
    consented(answer(make_response(), HEALTHY))
    sealed: Any = None
    (sealed,) = Consent.objects.values_list("signed", flat=True)
    assert "Canary" not in sealed.text
    assert "treatment" not in sealed.text


def test_consent_is_never_changed_or_deleted() -> None:
    row = consented(answer(make_response(), HEALTHY))
    for change in (
        row.save,
        row.delete,
        Consent.objects.all().delete,
        lambda: Consent.objects.update(digest=""),
    ):
        with pytest.raises(AppendOnlyError):
            change()


@pytest.mark.parametrize(
    ("given", "signature", "fields"),
    [
        ((), Signature("Ada"), ["treatment", "storage"]),
        (("treatment", "photographs", "marketing"), Signature("Ada"), ["storage"]),
        (("treatment", "storage"), Signature("  "), ["name"]),
        (("treatment", "storage"), Signature("A\0da"), ["name"]),
        (("treatment", "storage"), Signature("A" * 201, relation="\n\0"), ["name", "relation"]),
        (("treatment", "storage"), Signature("Ada", drawing="M1 1L2 2<script>"), ["drawing"]),
    ],
)
def test_nothing_is_signed_where_a_needed_box_or_the_name_is_missing(
    given: tuple[str, ...], signature: Signature, fields: list[str]
) -> None:
    response = answer(make_response(), HEALTHY)
    wanted = Signing(frozenset(given), signature, consent_text(response).digest)
    with pytest.raises(InvalidInput) as refusal:
        give_consent(response=response, signing=wanted, by=by_patient(response))
    assert [problem.field for problem in refusal.value.problems] == fields
    assert Consent.objects.count() == 0


def test_box_there_is_none_of_is_refused() -> None:
    response = answer(make_response(), HEALTHY)
    with pytest.raises(ScreeningError):
        give_consent(response=response, signing=signing(response, "everything"), by=by_patient(response))


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        (DRAWN, True),
        ("M0 0L0 0", True),
        ("M1 1", False),
        ("M1 1L601 1", False),
        ("M1 1L1 201", False),
        ("M1 1L1.5 2", False),
        ("M1 1 L2 2", False),
        ("M1 1C2 2 3 3 4 4", False),
        ('M1 1L2 2" onload="x', False),
        ("M1 1L2 2\n", False),
        ("M\N{ARABIC-INDIC DIGIT ONE} 1L2 2", False),
        ("M1 1" + "L2 2" * 5000, False),
    ],
)
def test_drawing_is_straight_strokes_within_its_box_and_nothing_else(path: str, fits: bool) -> None:
    assert is_drawing(path) is fits


def test_other_text_than_the_one_read_is_not_signed() -> None:
    response = answer(make_response(areas=["neck"]), HEALTHY)
    wanted = signing(response)
    desk.change_procedure(
        appointment=response.appointment, treatments=["pen"], areas=["neck", "chin"], by=SYSTEM
    )
    with pytest.raises(ConsentTextChanged):
        give_consent(response=response, signing=wanted, by=by_patient(response))
    assert Consent.objects.count() == 0


def test_staff_cannot_sign_but_a_guardian_beside_them_can(alice: User) -> None:
    response, by = answer(make_response(), HEALTHY), Actor.staff(alice)
    with pytest.raises(StaffCannotSign):
        give_consent(response=response, signing=signing(response), by=by)
    own = signing(response, name="Gerda Guard", relation="mother")
    row = give_consent(response=response, signing=own, by=by)
    assert (row.signed["name"], row.signed["relation"], row.taken_by) == ("Gerda Guard", "mother", alice)


def test_patient_hands_in_nothing_without_consent() -> None:
    response = answer(make_response(), HEALTHY)
    with pytest.raises(ConsentMissing):
        intake.submit_response(
            response=response, declaration=True, revision=response.revision, by=by_patient(response)
        )
    assert not QuestionnaireResponse.objects.get().is_submitted


def test_refused_consent_hands_nothing_in() -> None:
    response = answer(make_response(), HEALTHY)
    with pytest.raises(InvalidInput):
        intake.submit_response(
            response=response,
            declaration=True,
            revision=response.revision,
            by=by_patient(response),
            consent=signing(response, name=""),
        )
    assert (QuestionnaireResponse.objects.get().is_submitted, Consent.objects.count()) == (False, 0)


@pytest.mark.parametrize(
    ("treatments", "areas", "covers"),
    [
        (["pen"], ["full_face", "neck"], True),
        (["pen"], ["neck"], True),
        (["pen"], ["full_face", "neck", "chin"], False),
        (["laser"], ["full_face", "neck"], False),
        (["pen", "laser"], ["full_face", "neck"], False),
    ],
)
def test_consent_covers_what_it_names_and_nothing_added(
    treatments: list[str], areas: list[str], covers: bool
) -> None:
    appointment = make_submitted(areas=["full_face", "neck"]).response.appointment
    desk.change_procedure(appointment=appointment, treatments=treatments, areas=areas, by=SYSTEM)
    standing = consent_standing(appointment)
    assert (standing.covers, standing.is_complete) == (covers, covers)


def test_area_the_patient_adds_is_named_too() -> None:
    response = answer(make_response(areas=["neck"]), {**HEALTHY, "treatment_areas": ["neck", "chin"]})
    submit(response)
    assert consent_standing(response.appointment).consent.signed["text"]["areas"] == ["neck", "chin"]  # type: ignore[union-attr] # just given


def test_newest_consent_counts_and_earlier_ones_are_kept() -> None:
    evaluation = make_submitted()
    second = consented(evaluation.response, "marketing")
    standing = consent_standing(evaluation.response.appointment)
    assert (standing.consent, len(standing.earlier)) == (second, 1)
    assert standing.given == {"treatment", "storage", "marketing"}


def test_optional_consent_is_taken_back_once_and_the_signed_text_stays() -> None:
    response = make_submitted().response
    row, by = consented(response, "photographs", "marketing"), by_patient(response)
    withdraw_consent(appointment=response.appointment, kind="photographs", by=by)
    standing = consent_standing(response.appointment)
    assert standing.given == {"treatment", "storage", "marketing"}
    assert standing.is_complete
    assert standing.consent is not None
    assert is_genuine(standing.consent)
    for kind in ("photographs", "treatment", "nothing"):
        with pytest.raises(ConsentNotGiven):
            withdraw_consent(appointment=response.appointment, kind=kind, by=by)
    assert AuditEvent.objects.about(row).filter(action="consent.withdrawn").count() == 1
