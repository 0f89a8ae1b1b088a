"""Every answer by section, what counted, and the patient's own words."""

from clinic.results.answers import Line
from clinic.results.findings import FindingWords
from clinic.review.answer_sections import (
    AnswerView,
    KeptAnswer,
    SectionWords,
    kept_answers,
)
from tests.review.starter import PEEL, PEN, evaluated, starter


def answers_of(changes: dict[str, object], treatments: tuple[str, ...] = PEN) -> dict[str, AnswerView]:
    result = evaluated(changes, treatments)
    findings = tuple(FindingWords(starter(), result).views())
    sections = SectionWords(starter(), result, findings).views()
    return {answer.link_id: answer for section in sections for answer in section.answers}


def test_answers_are_told_in_words() -> None:
    found = answers_of({"takes_medicines": "yes", "medicines": [{"name": "aspirin", "prescribed": "yes"}]})
    assert (found["pregnant"].lines, found["date_of_birth"].lines) == (
        (Line("No"),),
        (Line("14 March 1992"),),
    )
    assert found["medicines"].lines == (Line("aspirin (prescribed)"),)


def test_answers_that_counted_name_their_finding() -> None:
    found = answers_of({"smoker": "yes"})
    assert [finding.rule for finding in found["smoker"].counted] == ["healing_risk"]
    assert [link_id for link_id, answer in found.items() if answer.counted] == ["smoker"]


def test_answers_behind_information_do_not_count() -> None:
    found = answers_of({"event_soon": "yes", "event_date": "2026-11-23"})
    assert [link_id for link_id, answer in found.items() if answer.counted] == []


def test_questions_for_other_treatments_are_left_out() -> None:
    assert [link_id in answers_of({}) for link_id in ("epilepsy", "anaemia", "skin_eye_colour")] == [
        False
    ] * 3


def test_questions_behind_a_closed_gate_are_left_out() -> None:
    assert "acne_areas" not in answers_of({"acne": "none"})


def test_question_without_an_answer_stands_there_empty() -> None:
    assert answers_of({"pregnant": None})["pregnant"].lines == ()


def test_clinics_question_stands_there_where_something_waits_for_it() -> None:
    assert ["peel_agent" in answers_of({}, treatments) for treatments in (PEN, PEEL)] == [False, True]


def test_skin_type_is_told_as_worked_out() -> None:
    assert answers_of({}, PEEL)["fitzpatrick"].lines == (Line("Type II", note="worked out from the answers"),)


def test_free_text_is_the_patients_own_words() -> None:
    found = answers_of(
        {"other_condition_text": "I faint when I see blood", "allergies": ["latex", "moonstone"]}
    )
    assert found["other_condition_text"].own_words == ("I faint when I see blood",)
    assert found["allergies"].own_words == ("moonstone",)


def test_unrecognised_medicine_is_to_be_read() -> None:
    found = answers_of({"takes_medicines": "yes", "medicines": ["Zyltrovan", "Eliquis"]})
    assert found["medicines"].own_words == ("Zyltrovan",)


def test_answer_set_aside_is_told_with_or_without_its_question() -> None:
    kept = kept_answers(starter(), {"smoker": ["a", {"b": "c"}], "old_question": "yes"})
    assert kept == [KeptAnswer(starter().items["smoker"].label, "a; c"), KeptAnswer("old_question", "yes")]
