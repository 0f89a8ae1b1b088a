"""What else could be offered."""

from collections.abc import Mapping

from clinic.review.offers import OfferView, offers_of
from tests.review.starter import PEN, evaluated, starter

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}


def offers(changes: Mapping[str, object]) -> dict[str, OfferView]:
    found = offers_of(starter(), evaluated(changes))
    codes = {treatment.short_title: code for code, treatment in starter().treatments.items()}
    return {codes[offer.title]: offer for offer in found}


def deciding(offer: OfferView) -> list[str]:
    return [rule.title for rule in offer.deciding]


def test_every_treatment_that_is_not_planned_is_offered() -> None:
    assert sorted(offers({})) == sorted(code for code in starter().treatments if code not in PEN)


def test_freest_stand_first_and_what_was_not_asked_last() -> None:
    ranks = {
        "eligible": 0,
        "precaution": 2,
        "clearance": 3,
        "deferred": 4,
        "contraindicated": 5,
        "not_asked": 9,
    }
    found = [offer.code for offer in offers(STOPPED).values()]
    assert found == sorted(found, key=ranks.__getitem__)
    assert len(set(found)) > 1


def test_treatment_without_questions_of_its_own_is_eligible() -> None:
    offer = offers({})["dermaroller"]
    assert (offer.code, offer.not_asked, offer.not_asked_words) == ("eligible", (), "")


def test_treatment_whose_own_questions_were_not_asked_says_so() -> None:
    offer = offers({})["rf_microneedling"]
    assert (offer.code, offer.deciding) == ("not_asked", ())
    assert offer.not_asked_words == f"{len(offer.not_asked)} questions of its own not asked"


def test_deferred_treatment_says_from_when_and_why() -> None:
    offer = offers(STOPPED)["dermaroller"]
    assert (offer.code, offer.earliest_date, deciding(offer)) == (
        "deferred",
        "28 February 2027",
        ["Isotretinoin stopped less than six months ago"],
    )


def test_deciding_finding_that_the_page_shows_is_a_link_to_it() -> None:
    (rule,) = offers(STOPPED)["dermaroller"].deciding
    assert rule.href == "#finding-isotretinoin_recent"


def test_deciding_finding_about_no_planned_treatment_is_no_link() -> None:
    (rule,) = offers({"platelet_disorder": "yes"})["prp"].deciding
    assert (rule.title, rule.href) == ("Blood or platelet condition and PRP", "")


def test_what_is_certain_counts_although_questions_were_not_asked() -> None:
    offer = offers({"implanted_electronic_device": "pacemaker"})["rf_microneedling"]
    assert offer.code == "contraindicated"


def test_question_left_open_is_not_passed_off_as_not_asked() -> None:
    offer = offers({"pregnant": None})["rf_microneedling"]
    assert offer.code == "clearance"


def test_unsure_answer_is_not_passed_off_as_not_asked() -> None:
    offer = offers({"pregnant": "unsure"})["chemical_peel_superficial"]
    assert (offer.code, "Pregnancy not settled" in deciding(offer)) == ("clearance", True)
