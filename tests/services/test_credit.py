"""Who answered stays on every answer."""

import pytest
from django.db import connection

from clinic.accounts.models import User
from screening.models import Evaluation, QuestionnaireResponse
from screening.services import intake
from screening.services.audit import Actor
from screening.services.credit import AnsweredBy, Answerer, answered_by, answerer
from screening.services.errors import IncompleteResponse, InvalidInput
from screening.services.review import enter_clinic_answers
from tests.factories import HEALTHY, answer, by_patient, make_response, small_document, submit

pytestmark = pytest.mark.django_db

MOTHER = AnsweredBy(Answerer.GUARDIAN, "Mona Canary", "mother")


def save(
    response: QuestionnaireResponse,
    answers: dict[str, object],
    by: Actor,
    whom: AnsweredBy | None = None,
    section: str = "",
) -> QuestionnaireResponse:
    return intake.save_section(
        response=response,
        section=section or section_of(next(iter(answers))),
        answers=answers,
        revision=response.revision,
        by=by,
        answered_by=whom,
    ).response


def credits_of(response: QuestionnaireResponse) -> dict[str, AnsweredBy]:
    return answered_by(QuestionnaireResponse.objects.get(pk=response.pk))


def section_of(link_id: str) -> str:
    return str(next(item["section"] for item in small_document()["items"] if item["link_id"] == link_id))


def test_answers_of_the_patient_need_no_credit() -> None:
    response = answer(make_response(), HEALTHY)
    assert credits_of(response) == {}
    assert QuestionnaireResponse.objects.get().answered_by is None


def test_answers_entered_by_staff_and_by_a_guardian_name_them(alice: User) -> None:
    response = make_response()
    staff = Actor.staff(alice)
    response = save(response, {"pregnant": "no"}, staff)
    response = save(response, {"acne": "no"}, by_patient(response), MOTHER)
    response = save(response, {"tablets": "no"}, by_patient(response))
    assert credits_of(response) == {
        "pregnant": AnsweredBy(Answerer.STAFF, "Alice Adler"),
        "acne": MOTHER,
    }


def test_answer_that_stays_stays_whose_it_was_and_one_that_changes_changes_hands(alice: User) -> None:
    response = make_response()
    response = save(response, {"pregnant": "no"}, by_patient(response), MOTHER)
    response = save(response, {"pregnant": "no"}, Actor.staff(alice))
    assert credits_of(response) == {"pregnant": MOTHER}
    response = save(response, {"pregnant": "unsure"}, Actor.staff(alice))
    assert credits_of(response)["pregnant"].kind == "staff"
    response = save(response, {"pregnant": "no"}, by_patient(response))
    assert credits_of(response) == {}


def test_credit_goes_with_its_answer() -> None:
    response = make_response()
    response = save(response, {"pregnant": "no"}, by_patient(response), MOTHER)
    response = save(response, {"pregnant": None}, by_patient(response))
    assert credits_of(response) == {}


def test_credit_of_an_answer_that_is_hidden_at_submission_goes() -> None:
    response = make_response()
    given: dict[str, object] = {"acne": "yes", "acne_areas": ["chin"]}
    response = save(response, given, by_patient(response), MOTHER)
    response = save(response, {"acne": "no"}, by_patient(response))
    submit(answer(response, {"pregnant": "no", "tablets": "no"}))
    assert credits_of(response) == {}


def test_credits_survive_submission_and_are_encrypted() -> None:
    response = answer(make_response(), {"acne": "no", "tablets": "no"})
    response = save(response, {"pregnant": "no"}, by_patient(response), MOTHER)
    submit(response)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answered_by FROM screening_questionnaireresponse")
        stored = cursor.fetchone()[0]
    assert (credits_of(response), "Mona" in stored) == ({"pregnant": MOTHER}, False)


def test_clinic_answers_name_who_entered_them(alice: User) -> None:
    response = submit(answer(make_response(), HEALTHY)).response
    enter_clinic_answers(response=response, answers={"skin_type": 4}, by=Actor.staff(alice))
    assert credits_of(response) == {"skin_type": AnsweredBy(Answerer.STAFF, "Alice Adler")}


@pytest.mark.parametrize(
    ("kind", "name", "relation", "fields"),
    [
        ("guardian", "", "", ["name", "relation"]),
        ("carer", "Carla", " ", ["relation"]),
        ("carer", "C" * 201, "nurse", ["name"]),
        ("guardian", "Mona\0", "mother", ["name"]),
        ("staff", "Mona", "mother", ["kind"]),
        ("patient", "Mona", "mother", ["kind"]),
    ],
)
def test_somebody_unfit_to_answer_is_refused(kind: str, name: str, relation: str, fields: list[str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        answerer(kind=kind, name=name, relation=relation)
    assert [problem.field for problem in refusal.value.problems] == fields


def test_guardian_is_taken_as_they_introduce_themselves() -> None:
    assert answerer(kind="guardian", name=" Mona  Canary ", relation="mother") == MOTHER


def test_incomplete_questionnaire_handed_in_by_staff_is_held_and_says_what_is_open(alice: User) -> None:
    response = answer(make_response(), {"pregnant": "no", "acne": "no"})
    evaluation = intake.submit_response(
        response=response,
        declaration=True,
        revision=response.revision,
        by=Actor.staff(alice),
        incomplete=True,
    )
    assert (evaluation.eligibility, '"tablets"' in evaluation.body) == ("clearance", True)


def test_incomplete_questionnaire_is_refused_of_a_patient_and_where_staff_did_not_say_so(alice: User) -> None:
    response = answer(make_response(), {"pregnant": "no"})
    given = {"response": response, "declaration": True, "revision": response.revision}
    with pytest.raises(ValueError, match="member of staff"):
        intake.submit_response(**given, by=by_patient(response), incomplete=True)  # type: ignore[arg-type] # a table of mixed values
    with pytest.raises(IncompleteResponse):
        intake.submit_response(**given, by=Actor.staff(alice))  # type: ignore[arg-type] # a table of mixed values
    assert Evaluation.objects.count() == 0
