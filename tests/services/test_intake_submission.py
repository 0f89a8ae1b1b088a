import pytest

from screening.models import AuditEvent, Evaluation, QuestionnaireResponse, RulebookVersion
from screening.services import desk, intake
from screening.services.audit import SYSTEM
from screening.services.errors import (
    AlreadySubmitted,
    AppointmentIsCancelled,
    ChangedMeanwhile,
    DeclarationMissing,
    IncompleteResponse,
    RulebookBroken,
    RulebookChanged,
)
from tests.factories import (
    HEALTHY,
    answer,
    by_patient,
    make_response,
    make_submitted,
    publish,
    small_document,
    submit,
)

pytestmark = pytest.mark.django_db


def test_response_handed_in_is_closed_and_evaluated() -> None:
    evaluation = make_submitted()
    response = QuestionnaireResponse.objects.get()
    assert (response.status, response.submitted_at is not None, response.submitted_at) == (
        "completed",
        True,
        response.declared_at,
    )
    assert (evaluation.eligibility, evaluation.cause, evaluation.is_current) == (
        "precaution",
        "submitted",
        True,
    )
    assert (
        list(AuditEvent.objects.about(response).values_list("action", flat=True))[-1] == "response.submitted"
    )


def test_response_without_declaration_is_refused() -> None:
    response = answer(make_response(), HEALTHY)
    with pytest.raises(DeclarationMissing):
        intake.submit_response(
            response=response, declaration=False, revision=response.revision, by=by_patient(response)
        )


def test_response_incomplete_is_refused_with_what_is_missing() -> None:
    response = answer(make_response(), {"acne": "yes", "tablets": "no"})
    with pytest.raises(IncompleteResponse) as refusal:
        submit(response)
    assert refusal.value.missing == ("pregnant", "acne_areas")
    assert QuestionnaireResponse.objects.get().is_submitted is False


def test_response_with_unsure_answers_is_complete_and_held() -> None:
    evaluation = make_submitted({**HEALTHY, "pregnant": "unsure"})
    assert (evaluation.eligibility, evaluation.settled) == ("clearance", False)


def test_response_changed_since_it_was_checked_is_refused() -> None:
    response = answer(make_response(), HEALTHY)
    checked = response.revision
    answer(response, {"pregnant": "yes"})
    with pytest.raises(ChangedMeanwhile):
        intake.submit_response(response=response, declaration=True, revision=checked, by=by_patient(response))


def test_response_handed_in_twice_is_refused_the_second_time() -> None:
    evaluation = make_submitted()
    with pytest.raises(AlreadySubmitted):
        submit(evaluation.response)
    assert Evaluation.objects.count() == 1


def test_response_of_a_cancelled_appointment_is_refused() -> None:
    response = answer(make_response(), HEALTHY)
    desk.cancel_appointment(appointment=response.appointment, by=SYSTEM)
    with pytest.raises(AppointmentIsCancelled):
        submit(response)


def test_hidden_answers_go_when_handed_in() -> None:
    response = answer(make_response(), {**HEALTHY, "acne": "yes", "acne_areas": ["chin"]})
    submit(answer(response, {"acne": "no"}))
    assert QuestionnaireResponse.objects.get().answers == HEALTHY


def newer_document_asking_more() -> dict[str, object]:
    document = small_document()
    question = next(item for item in document["items"] if item["link_id"] == "epilepsy")
    del question["asked_for"]
    return document


def test_newer_rulebook_that_asks_more_asks_it_before_anything_is_handed_in() -> None:
    response = answer(make_response(), HEALTHY)
    newer = publish(newer_document_asking_more())
    with pytest.raises(RulebookChanged) as refusal:
        submit(response)
    moved = QuestionnaireResponse.objects.whole().get()
    assert (refusal.value.missing, refusal.value.set_aside) == (("epilepsy",), ())
    assert (moved.rulebook_version, moved.answers, moved.is_submitted) == (newer, HEALTHY, False)
    evaluation = submit(answer(moved, {"epilepsy": "no"}))
    assert evaluation.rulebook_version == newer


def test_newer_rulebook_that_asks_nothing_new_evaluates() -> None:
    response = answer(make_response(), HEALTHY)
    document = small_document()
    document["rulebook"]["title"] = "Newer"
    newer = publish(document)
    evaluation = submit(response)
    assert evaluation.rulebook_version == newer
    assert QuestionnaireResponse.objects.get().rulebook_version == newer


def test_answer_a_newer_rulebook_does_not_accept_is_set_aside_and_asked_again() -> None:
    response = answer(make_response(), {**HEALTHY, "remarks": "hello"})
    document = small_document()
    option_set = document["option_sets"][0]["options"]
    option_set[0]["code"] = "never"
    for case in document["cases"]:
        case["answers"] = {
            link_id: "never" if given == "no" else given for link_id, given in case["answers"].items()
        }
    publish(document)
    with pytest.raises(RulebookChanged) as refusal:
        submit(response)
    moved = QuestionnaireResponse.objects.get()
    assert refusal.value.missing == refusal.value.set_aside == ("pregnant", "acne", "tablets")
    assert (moved.answers, moved.set_aside) == ({"remarks": "hello"}, HEALTHY)


def test_incomplete_response_under_a_newer_rulebook_names_only_what_is_open() -> None:
    response = answer(make_response(), {"acne": "no", "tablets": "no"})
    document = small_document()
    document["rulebook"]["title"] = "Newer"
    publish(document)
    with pytest.raises(IncompleteResponse) as refusal:
        submit(response)
    assert refusal.value.missing == ("pregnant",)


def test_rulebook_that_was_tampered_with_stops_the_submission() -> None:
    response = answer(make_response(), HEALTHY)
    document = small_document()
    document["rulebook"]["title"] = "Tampered"
    version = publish(document)
    broken = RulebookVersion.objects.get(pk=version.pk)
    broken.digest = "sha256:" + "0" * 64
    broken.save()
    with pytest.raises(RulebookBroken):
        submit(response)
    assert QuestionnaireResponse.objects.get().is_submitted is False
