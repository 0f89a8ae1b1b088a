"""Reasons: the very answers, and how each was read."""

from datetime import date

import pytest

from clinic.results.answers import Line
from clinic.results.reasons import ReasonView, ReasonWords
from tests.review.starter import PEEL, evaluated, starter

STOPPED = {"isotretinoin_status": "stopped"}


def reasons_of(rule: str, result: dict[str, object]) -> list[ReasonView]:
    """The reasons of the finding of one rule."""
    findings = result["findings"]
    assert isinstance(findings, list)
    (finding,) = [finding for finding in findings if finding["rule"] == rule]
    return ReasonWords(starter(), result).views(finding["because"])


def line_of(rule: str, link_id: str, result: dict[str, object]) -> Line:
    """The one line of the reason on one question."""
    (line,) = next(reason for reason in reasons_of(rule, result) if reason.link_id == link_id).lines
    return line


def test_reasons_are_the_answers_in_words() -> None:
    result = evaluated({**STOPPED, "isotretinoin_last_dose": "2026-08"})
    first, second = reasons_of("isotretinoin_recent", result)
    assert (first.question, first.lines) == ("Isotretinoin", (Line("Yes, but I have stopped"),))
    assert (second.question, second.lines[0].text) == ("Last isotretinoin dose", "August 2026")


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ("2026-08", "read as 31 August 2026: 2 months, 20 days before the appointment"),
        ("2026-11", "read as 20 November 2026: on the day of the appointment"),
        ("2026-08-31", "2 months, 20 days before the appointment"),
        ("2026-11-20", "on the day of the appointment"),
    ],
)
def test_date_says_how_it_was_read_and_how_long_ago(given: str, note: str) -> None:
    result = evaluated({**STOPPED, "isotretinoin_last_dose": given})
    assert line_of("isotretinoin_recent", "isotretinoin_last_dose", result).note == note


def test_coming_date_says_how_far_ahead() -> None:
    result = evaluated({"event_soon": "yes", "event_date": "2026-11-24"})
    assert line_of("expectations", "event_date", result) == Line(
        "24 November 2026", note="4 days after the appointment"
    )


def test_date_not_known_is_said_so() -> None:
    result = evaluated({**STOPPED, "isotretinoin_last_dose": "unknown"})
    assert line_of("isotretinoin_recent", "isotretinoin_last_dose", result) == Line("Date not known")


def test_age_is_that_on_the_appointment_day() -> None:
    result = evaluated({"date_of_birth": "2008-11-21"})
    assert line_of("age_under_18", "date_of_birth", result) == Line(
        "21 November 2008", note="17 years old on the day of the appointment"
    )
    assert [finding["rule"] for finding in evaluated({"date_of_birth": "2008-11-20"})["findings"]] == [
        "age_18_21_label"
    ]


def test_areas_that_overlap_are_named() -> None:
    result = evaluated({"acne": "inflamed", "acne_areas": ["back", "chin"]})
    assert line_of("acne_active_area", "acne_areas", result) == Line(
        "Back, Chin", note="in the treatment area: Chin"
    )


def test_area_that_overlaps_as_a_whole_is_not_said_twice() -> None:
    result = evaluated({"acne": "inflamed", "acne_areas": ["chin"]})
    assert line_of("acne_active_area", "acne_areas", result) == Line("Chin", note="in the treatment area")


def test_medicine_as_typed_stands_with_what_was_recognised_and_its_class() -> None:
    result = evaluated({"takes_medicines": "yes", "medicines": ["Eliquis 5 mg", "paracetamol"]})
    assert line_of("anticoagulant", "medicines", result) == Line(
        "Eliquis 5 mg", note="= Eliquis, anticoagulant"
    )


def test_medicine_of_which_nobody_said_whether_it_is_prescribed_says_so() -> None:
    result = evaluated({"takes_medicines": "yes", "medicines": ["aspirin"]})
    assert line_of("antiplatelet_rx", "medicines", result) == Line("aspirin", note="prescribed? not said")


def test_misspelled_medicine_is_asked_about() -> None:
    result = evaluated({"takes_medicines": "yes", "medicines": ["eliqius"]})
    assert line_of("anticoagulant", "medicines", result) == Line("eliqius", note="perhaps Eliquis?")


def test_medicine_nobody_knows_is_said_so() -> None:
    result = evaluated({"takes_medicines": "yes", "medicines": ["Zyltrovan"]})
    assert line_of("medicine_unrecognised", "medicines", result) == Line(
        "Zyltrovan", note="not recognised: “Zyltrovan”"
    )


def test_entry_is_one_reason_with_all_its_fields() -> None:
    procedures = [
        {"type": "surgery", "date": "2020-01", "areas": ["back"]},
        {"type": "botox", "date": "2026-11-15", "areas": ["forehead", "back"]},
    ]
    result = evaluated({"had_recent_procedures": "yes", "recent_procedures": procedures})
    (reason,) = reasons_of("botox_recent", result)
    assert reason == ReasonView(
        "recent_procedures",
        "Recent treatments",
        (
            Line(
                "Botox or a similar injection · 15 November 2026 · Forehead, Back",
                note="5 days before the appointment · in the treatment area: Forehead",
            ),
        ),
        (),
    )


def test_answer_that_counts_among_several_is_named() -> None:
    result = evaluated({"allergies": ["latex", "gold"]})
    (reason,) = reasons_of("allergy_product", result)
    assert ([line.text for line in reason.lines], reason.notes) == (
        ["Latex", "Gold"],
        ("counts here: Latex",),
    )


def test_text_that_is_not_on_the_list_is_quoted() -> None:
    result = evaluated({"allergies": ["latex", "moonstone"]})
    (reason,) = reasons_of("allergy_unrecognised", result)
    assert reason.notes == ("not on the list: “moonstone”",)


def test_score_says_that_it_was_worked_out() -> None:
    parts = [starter().items[part] for part in starter().items["fitzpatrick"].parts]
    darker = {
        part.link_id: max(part.options, key=lambda code: part.options[code].score or 0) for part in parts
    }
    result = evaluated(darker, treatments=PEEL)
    line = line_of("skin_type", "fitzpatrick", result)
    assert (line.text, line.note) == ("Type VI", "worked out from the answers")


def test_score_entered_by_the_clinic_is_not_called_worked_out() -> None:
    line = line_of("skin_type", "fitzpatrick", evaluated({"fitzpatrick": 5}, treatments=PEEL))
    assert line == Line("Type V")


def test_open_question_has_no_lines() -> None:
    result = evaluated({"acne": "inflamed", "acne_areas": None})
    reason = next(one for one in reasons_of("acne_active_area", result) if one.link_id == "acne_areas")
    assert reason.lines == ()


def test_reading_follows_the_appointment_day() -> None:
    answers = {**STOPPED, "isotretinoin_last_dose": "2026-08"}
    result = evaluated(answers, on=date(2026, 12, 1))
    assert line_of("isotretinoin_recent", "isotretinoin_last_dose", result).note == (
        "read as 31 August 2026: 3 months, 1 day before the appointment"
    )
