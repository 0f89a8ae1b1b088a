"""What was not answered is one block, however much it is."""

from clinic.results.findings import FindingWords
from clinic.results.open_questions import open_questions_of
from tests.review.starter import PEEL, PEN, evaluated, evaluated_as_is, starter

NOBODY_KNOWS = {"date_of_birth": "1992-05-03", "treatment_areas": ["full_face"]}


def test_empty_form_is_one_block_and_no_finding() -> None:
    result = evaluated_as_is(NOBODY_KNOWS)
    questions = open_questions_of(starter(), result)
    assert questions is not None
    assert FindingWords(starter(), result).views() == []
    assert questions.title == f"{len(result['unanswered'])} questions not answered"
    assert (questions.severity, questions.worst) == ("clearance", "Contraindicated")


def test_block_lists_every_unanswered_question_once() -> None:
    result = evaluated_as_is(NOBODY_KNOWS)
    questions = open_questions_of(starter(), result)
    assert questions is not None
    assert [one.link_id for one in questions.unanswered] == result["unanswered"]


def test_one_unanswered_question_is_named_with_what_waits_for_it() -> None:
    questions = open_questions_of(starter(), evaluated({"pregnant": None}))
    assert questions is not None
    assert (questions.title, questions.is_block) == ("1 question not answered", True)
    (question,) = questions.unanswered
    assert (question.label, question.is_for_clinic) == ("Pregnant", False)


def test_question_for_the_clinic_is_marked() -> None:
    questions = open_questions_of(starter(), evaluated({}, PEEL))
    assert questions is not None
    assert [(one.label, one.is_for_clinic) for one in questions.unanswered] == [("Peel agent", True)]


def test_answered_but_unsure_is_unclear_and_not_unanswered() -> None:
    questions = open_questions_of(starter(), evaluated({"pregnant": "unsure"}))
    assert questions is not None
    assert ([one.label for one in questions.unclear], questions.unanswered) == (["Pregnant"], ())
    assert (questions.title, questions.is_block) == ("1 answer not settled", False)


def test_several_unclear_answers_are_a_block() -> None:
    questions = open_questions_of(starter(), evaluated({"pregnant": "unsure", "bleeding_disorder": "unsure"}))
    assert questions is not None
    assert (questions.title, questions.is_block) == ("2 answers not settled", True)


def test_answer_that_points_to_a_finding_keeps_it_out_of_the_block() -> None:
    result = evaluated({"acne": "inflamed", "acne_areas": None})
    assert [view.rule for view in FindingWords(starter(), result).views()] == ["acne_active_area"]


def test_everything_answered_leaves_nothing_open() -> None:
    assert open_questions_of(starter(), evaluated({}, PEN)) is None
