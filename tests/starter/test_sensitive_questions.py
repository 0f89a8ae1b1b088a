"""Sensitive questions say why they are asked, and pregnancy is asked of everyone in the same way."""

from __future__ import annotations

import pytest

from tests.starter.documents import ITEMS, options, tables

PREGNANCY = ("pregnant", "breastfeeding")
SENSITIVE = (
    *PREGNANCY, "immune_condition", "hepatitis", "blood_cancer", "other_cancer_now", "skin_cancer",
    "chemotherapy", "radiotherapy", "smoker", "epilepsy", "heart_condition", "cold_sore_now",
    "cold_sore_history", "date_of_birth", "other_condition_text",
)  # fmt: skip


@pytest.mark.parametrize("link_id", SENSITIVE)
def test_sensitive_question_says_why(link_id: str) -> None:
    assert ITEMS[link_id]["why"]


@pytest.mark.parametrize("link_id", PREGNANCY)
def test_pregnancy_is_asked_of_everyone_with_a_way_not_to_say(link_id: str) -> None:
    item = ITEMS[link_id]
    assert {"asked_for", "enable_when", "asked"} & set(item) == set()
    assert {"not_applicable", "prefer_not_to_say"} <= {option["code"] for option in options(item)}


def test_no_question_asks_for_sex_or_gender() -> None:
    words = {word.strip("?,.").lower() for item in ITEMS.values() for word in item["question"].split()}
    assert words & {"sex", "gender", "man", "woman", "male", "female"} == set()


def test_page_about_pregnancy_says_who_sees_the_answers() -> None:
    section = next(each for each in tables("sections") if each["id"] == "pregnancy")
    assert section["intro"] == (
        "We ask everyone these two questions. Only the people who treat you see your answers."
    )
