from datetime import timedelta
from typing import Any

import pytest

from screening.models import AuditEvent, QuestionnaireResponse
from screening.services import desk, intake
from screening.services.audit import SYSTEM
from screening.services.errors import (
    AlreadySubmitted,
    AnswersRefused,
    AppointmentIsCancelled,
    ChangedMeanwhile,
)
from screening.services.evaluation import areas_of
from screening.services.rulebook import rulebook_of
from tests.factories import HEALTHY, answer, by_patient, make_response, make_submitted

pytestmark = pytest.mark.django_db


def save(
    response: QuestionnaireResponse, section: str, answers: dict[str, object], revision: int | None = None
) -> QuestionnaireResponse:
    result = intake.save_section(
        response=response,
        section=section,
        answers=answers,
        revision=response.revision if revision is None else revision,
        by=by_patient(response),
    )
    assert result.revision == result.response.revision
    return result.response


def stored(response: QuestionnaireResponse) -> Any:
    return QuestionnaireResponse.objects.get(pk=response.pk).answers


def test_answers_saved_are_stored_and_audited_without_their_words() -> None:
    response = save(make_response(), "health", {"pregnant": "no", "acne": "yes", "acne_areas": ["chin"]})
    assert stored(response) == {"pregnant": "no", "acne": "yes", "acne_areas": ["chin"]}
    event = AuditEvent.objects.get(action="response.section_saved")
    assert (event.subject_id, event.detail) == (response.pk, {"section": "health", "revision": 1})
    assert (event.actor_kind, event.actor_id) == ("patient", response.appointment.patient_id)


def test_answer_not_named_stays_and_an_empty_one_is_cleared() -> None:
    response = save(make_response(), "health", {"pregnant": "no", "acne": "yes", "acne_areas": ["chin"]})
    save(response, "health", {"acne": "no", "acne_areas": []})
    assert stored(response) == {"pregnant": "no", "acne": "no"}


def test_hidden_answer_stays_until_it_is_handed_in() -> None:
    response = save(make_response(), "health", {"acne": "yes", "acne_areas": ["chin"]})
    save(response, "health", {"acne": "no"})
    assert stored(response) == {"acne": "no", "acne_areas": ["chin"]}


@pytest.mark.parametrize(
    ("section", "link_id", "given", "code"),
    [
        ("health", "pregnant", "perhaps", "unknown_code"),
        ("health", "pregnant", True, "wrong_type"),
        ("health", "pregnant", ["no"], "wrong_type"),
        ("health", "acne_areas", ["chin"] * 10_000, "too_many"),
        ("health", "acne_areas", ["moon"], "unknown_code"),
        ("health", "tablets_last", "2026-02-30", "not_a_date"),
        ("health", "tablets_last", "2999-01-01", "in_future"),
        ("health", "tablets_last", "1850-01-01", "too_early"),
        ("more", "remarks", "a\0b", "unreadable"),
        ("more", "remarks", "\ud800", "unreadable"),
        ("more", "remarks", "x" * 100_000, "too_long"),
        ("health", "no_such_thing", "no", "unknown_item"),
        ("health", "remarks", "fine", "not_asked"),
        ("health", "skin_type", 3, "not_asked"),
        ("health", "epilepsy", "no", "not_asked"),
        ("about", "date_of_birth", "1990-04-02", "not_asked"),
        ("about", "treatment_areas", ["chin"], "area_removed"),
        ("about", "treatment_areas", ["unsure"], "area_removed"),
        ("about", "treatment_areas", [], "area_removed"),
    ],
)
def test_answer_that_cannot_be_one_is_refused(section: str, link_id: str, given: object, code: str) -> None:
    response = make_response()
    with pytest.raises(AnswersRefused) as refusal:
        save(response, section, {link_id: given})
    assert [(problem.link_id, problem.code) for problem in refusal.value.problems] == [(link_id, code)]
    assert stored(response) == {}


def test_answers_refused_are_named_all_at_once_and_none_is_stored() -> None:
    response = make_response()
    with pytest.raises(AnswersRefused) as refusal:
        save(response, "health", {"pregnant": "no", "acne": "maybe", "tablets": 1})
    assert [problem.link_id for problem in refusal.value.problems] == ["acne", "tablets"]
    assert (stored(response), QuestionnaireResponse.objects.get().revision) == ({}, 0)


def test_text_with_emoji_and_direction_marks_is_kept() -> None:
    text = "\U0001f44b \u202eabc\u202c \u0645\u0631\u062d\u0628\u0627"
    response = save(make_response(), "more", {"remarks": text})
    assert stored(response) == {"remarks": text}


def test_area_added_by_the_patient_is_kept_beside_those_of_the_appointment() -> None:
    response = save(make_response(), "about", {"treatment_areas": ["full_face", "neck"]})
    assert (stored(response), areas_of(response)) == ({"treatment_areas": ["neck"]}, ["full_face", "neck"])


def test_area_added_by_the_patient_may_be_taken_back() -> None:
    response = save(make_response(), "about", {"treatment_areas": ["full_face", "neck"]})
    response = save(response, "about", {"treatment_areas": ["full_face"]})
    assert (stored(response), areas_of(response)) == ({}, ["full_face"])


def test_section_saved_in_two_tabs_is_refused_with_both_answers() -> None:
    response = make_response()
    save(response, "health", {"pregnant": "yes"}, revision=0)
    with pytest.raises(ChangedMeanwhile) as refusal:
        save(response, "health", {"pregnant": "no"}, revision=0)
    assert (refusal.value.stored, refusal.value.given) == ({"pregnant": "yes"}, {"pregnant": "no"})
    assert (refusal.value.revision, stored(response)) == (1, {"pregnant": "yes"})


def test_section_saved_twice_with_the_same_answers_is_accepted() -> None:
    response = make_response()
    save(response, "health", {"pregnant": "yes"}, revision=0)
    save(response, "health", {"pregnant": "yes"}, revision=0)
    assert stored(response) == {"pregnant": "yes"}


def test_other_section_saved_in_another_tab_is_no_conflict() -> None:
    response = make_response()
    save(response, "health", {"pregnant": "yes"}, revision=0)
    save(response, "more", {"remarks": "hello"}, revision=0)
    assert stored(response) == {"pregnant": "yes", "remarks": "hello"}


def test_section_of_a_submitted_response_is_refused() -> None:
    evaluation = make_submitted()
    with pytest.raises(AlreadySubmitted):
        save(evaluation.response, "health", {"pregnant": "yes"})
    assert stored(evaluation.response) == HEALTHY


def test_section_of_a_cancelled_appointment_is_refused() -> None:
    response = make_response()
    desk.cancel_appointment(appointment=response.appointment, by=SYSTEM)
    with pytest.raises(AppointmentIsCancelled):
        save(response, "health", {"pregnant": "yes"})


def test_sections_show_what_these_treatments_ask() -> None:
    sections = intake.sections_for(*book_of(make_response()))
    assert [(one.section.id, [item.item.link_id for item in one.items]) for one in sections] == [
        ("about", ["treatment_areas"]),
        ("health", ["pregnant", "acne", "acne_areas", "tablets", "tablets_last"]),
        ("more", ["remarks"]),
    ]


def test_sections_ask_more_where_a_treatment_needs_it() -> None:
    sections = intake.sections_for(*book_of(make_response(treatments=["laser"])))
    assert sections[1].items[-1].item.link_id == "epilepsy"


def test_item_behind_a_gate_is_shown_once_the_gate_opens() -> None:
    response = make_response()
    before = intake.sections_for(*book_of(response))[1].items
    after = intake.sections_for(*book_of(answer(response, {"acne": "unsure", "tablets": "no"})))[1].items
    assert [one.item.link_id for one in before if one.is_shown] == ["pregnant", "acne", "tablets"]
    assert [one.item.link_id for one in after if one.is_shown] == [
        "pregnant",
        "acne",
        "acne_areas",
        "tablets",
    ]


def test_section_states_follow_the_answers() -> None:
    response = make_response()

    def states() -> list[str]:
        fresh = QuestionnaireResponse.objects.whole().get(pk=response.pk)
        return [one.state.value for one in intake.sections_for(*book_of(fresh))]

    assert states() == ["not-started"] * 3
    response = answer(response, {"pregnant": "no"})
    assert states() == ["not-started", "part", "not-started"]
    response = answer(response, {"acne": "no", "tablets": "no"})
    assert states() == ["not-started", "done", "not-started"]
    response = save(response, "more", {"remarks": ""})
    assert states() == ["not-started", "done", "done"]


def book_of(response: QuestionnaireResponse) -> Any:
    return rulebook_of(response.rulebook_version), response


def give(
    response: QuestionnaireResponse, link_id: str, value: object, revision: int | None = None
) -> intake.SaveResult:
    """Save one answer as it is given."""
    return intake.save_answer(
        response=response,
        link_id=link_id,
        value=value,
        revision=response.revision if revision is None else revision,
        by=by_patient(response),
    )


def test_answer_is_stored_as_it_is_given_and_its_section_is_not_done() -> None:
    result = give(make_response(), "pregnant", "no")
    fresh = QuestionnaireResponse.objects.get()
    assert (fresh.answers, fresh.revision, fresh.section_revisions) == ({"pregnant": "no"}, 1, {})
    assert (result.revision, result.response.revision, fresh.started_at is not None) == (1, 1, True)


def test_empty_answer_clears_the_one_given() -> None:
    response = give(make_response(), "pregnant", "no").response
    give(response, "pregnant", "")
    assert stored(response) == {}


@pytest.mark.parametrize(
    ("link_id", "given", "code"),
    [
        ("pregnant", "perhaps", "unknown_code"),
        ("no_such_thing", "no", "unknown_item"),
        ("skin_type", 3, "not_asked"),
        ("treatment_areas", ["chin"], "area_removed"),
    ],
)
def test_answer_given_that_cannot_be_one_is_refused(link_id: str, given: object, code: str) -> None:
    response = make_response()
    with pytest.raises(AnswersRefused) as refusal:
        give(response, link_id, given)
    assert [problem.code for problem in refusal.value.problems][-1:] == [code]
    assert (stored(response), AuditEvent.objects.filter(action="response.answer_saved").count()) == ({}, 0)


def test_answers_of_one_page_given_one_after_the_other_do_not_stand_in_each_others_way() -> None:
    response = make_response()
    first = give(response, "pregnant", "no")
    second = give(response, "acne", "yes", first.revision)
    save(response, "health", {"pregnant": "no", "acne": "no"}, second.revision)
    assert stored(response) == {"pregnant": "no", "acne": "no"}


def test_answer_given_otherwise_in_another_window_is_refused() -> None:
    response = make_response()
    give(response, "pregnant", "yes", 0)
    with pytest.raises(ChangedMeanwhile) as refusal:
        give(response, "pregnant", "no", 0)
    assert (refusal.value.stored, refusal.value.given) == ({"pregnant": "yes"}, {"pregnant": "no"})
    give(response, "pregnant", "yes", 0)
    assert stored(response) == {"pregnant": "yes"}


def test_page_that_did_not_see_another_windows_answer_does_not_overwrite_it() -> None:
    response = make_response()
    give(response, "pregnant", "yes", 0)
    elsewhere = give(response, "acne", "no", 0)
    assert (elsewhere.revision, elsewhere.response.revision) == (0, 2)
    give(response, "acne", "yes", elsewhere.response.revision)
    with pytest.raises(ChangedMeanwhile):
        save(response, "health", {"pregnant": "no", "acne": "yes"}, elsewhere.revision)
    assert stored(response) == {"pregnant": "yes", "acne": "yes"}


def test_answers_of_a_section_make_one_audit_event_a_minute() -> None:
    response = make_response()
    for link_id, value in (("pregnant", "no"), ("acne", "no"), ("acne", "yes"), ("remarks", "hello")):
        response = give(response, link_id, value).response
    details = [
        event.detail for event in AuditEvent.objects.about(response).filter(action="response.answer_saved")
    ]
    assert details == [{"section": "health", "revision": 1}, {"section": "more", "revision": 4}]


def test_answer_after_a_minute_is_noted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.services.intake.saving.NOTED_EVERY", timedelta(0))
    response = give(make_response(), "pregnant", "no").response
    give(response, "acne", "no")
    assert AuditEvent.objects.filter(action="response.answer_saved").count() == 2


def test_same_answer_given_twice_changes_nothing() -> None:
    response = give(make_response(), "pregnant", "no").response
    assert give(response, "pregnant", "no").response.revision == 1


def test_answer_to_a_submitted_response_is_refused() -> None:
    evaluation = make_submitted()
    with pytest.raises(AlreadySubmitted):
        give(evaluation.response, "pregnant", "yes")
