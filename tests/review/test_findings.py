"""Findings: their order, whom they are about, what is open about them."""

from clinic.results.findings import FindingView, FindingWords
from tests.review.starter import PEEL, PEN, WITH_PRP, evaluated, starter

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}
BOTOX = {
    "had_recent_procedures": "yes",
    "recent_procedures": [{"type": "botox", "date": "2026-11-15", "areas": ["forehead"]}],
}
ON_THINNER = {"takes_blood_thinner": "yes", "takes_medicines": "yes", "medicines": ["Eliquis"]}


def views(changes: dict[str, object], treatments: tuple[str, ...] = PEN) -> list[FindingView]:
    return FindingWords(starter(), evaluated(changes, treatments)).views()


def view_of(rule: str, changes: dict[str, object], treatments: tuple[str, ...] = PEN) -> FindingView:
    (found,) = [view for view in views(changes, treatments) if view.rule == rule]
    return found


def test_findings_are_worst_first_and_of_dates_the_one_that_decides_first() -> None:
    found = views({**STOPPED, **BOTOX, **ON_THINNER, "smoker": "yes"})
    assert [(view.rule, view.severity, view.earliest_date) for view in found] == [
        ("isotretinoin_recent", "deferred", "28 February 2027"),
        ("botox_recent", "deferred", "29 November 2026"),
        ("anticoagulant", "clearance", ""),
        ("healing_risk", "precaution", ""),
    ]


def test_certain_finding_stands_before_an_open_one() -> None:
    found = views({"pregnant": "unsure"})
    assert [(view.rule, bool(view.open_words)) for view in found] == [
        ("pregnancy_unresolved", False),
        ("pregnant", True),
    ]


def test_finding_carries_the_texts_and_sources_of_its_rule() -> None:
    rule = starter().rules["isotretinoin_recent"]
    view = view_of("isotretinoin_recent", dict(STOPPED))
    assert (view.title, view.message, view.action, view.resolution, view.evidence) == (
        rule.title,
        rule.message,
        rule.action,
        rule.resolution,
        rule.evidence,
    )
    assert [source.title for source in view.sources] == [
        starter().sources[source].title for source in rule.sources
    ]
    assert {source.strength for source in view.sources} <= {
        "Device or medicine labelling",
        "Review of the literature",
        "Guideline",
        "Information for patients",
    }


def test_open_finding_says_how_bad_it_may_be_and_what_settles_it() -> None:
    view = view_of("pregnant", {"pregnant": "unsure"})
    assert (view.severity, view.open_words, view.settled_by) == (
        "clearance",
        "Not settled: at worst contraindicated.",
        ("Pregnant",),
    )


def test_open_finding_that_may_be_no_worse_may_turn_out_to_be_nothing() -> None:
    view = view_of("anticoagulant", {"takes_medicines": "yes", "medicines": ["eliqius"]})
    assert view.open_words == "Not settled: it may turn out to be nothing."


def test_settled_finding_has_nothing_open() -> None:
    view = view_of("isotretinoin_recent", dict(STOPPED))
    assert (view.open_words, view.settled_by) == ("", ())


def test_finding_on_an_add_on_alone_says_so() -> None:
    view = view_of("prp_blood", {"hepatitis": "yes"}, WITH_PRP)
    assert view.scope == "Only PRP add-on is affected, not the main treatment."


def test_finding_on_everything_planned_has_no_scope() -> None:
    view = view_of("isotretinoin_recent", dict(STOPPED), WITH_PRP)
    assert (view.scope, view.per_treatment) == ("", ())


def test_severities_that_differ_are_told_per_treatment() -> None:
    view = view_of("isotretinoin_recent", dict(STOPPED), (*PEN, *PEEL))
    assert view.per_treatment == (("Microneedling pen", "deferred"), ("Light peel", "clearance"))


def test_treatment_a_finding_does_not_touch_is_told_as_none() -> None:
    view = view_of("prp_blood", {"hepatitis": "yes"}, WITH_PRP)
    assert dict(view.per_treatment)["Microneedling pen"] == "none"


def test_nothing_found_gives_no_findings() -> None:
    assert views({}) == []
