"""One rule: its sentences, its severities, its cases run, the questions it reads."""

from datetime import date

from django.test import Client

from clinic.rulebook.presenters.rule_page import RulePage, rule_page
from screening.engine import parse_rulebook
from screening.services.audit import SYSTEM
from screening.services.rulebook import import_rulebook
from tests.rulebook.documents import DUE, document

TODAY = date(2026, 11, 20)


def page(rule_id: str, **more: object) -> RulePage:
    rulebook = parse_rulebook(document(**more))
    return rule_page(rulebook, rulebook.rules[rule_id], TODAY)


def test_rule_reads_as_a_sentence_per_branch() -> None:
    sentences = ["".join(phrase.text for phrase in phrases) for phrases in page("retinoid_recent").sentences]
    assert sentences == [
        "When Last dose is less than 6 months before the appointment, treatment is deferred for heat.",
        "When Glasses a week is above 14, treatment calls for precaution with pen.",
    ]


def test_rule_shows_a_row_per_branch_and_a_cell_per_treatment() -> None:
    rows = page("retinoid_recent").rows
    assert [(row.number, [cell.code for cell in row.cells]) for row in rows] == [
        (1, ["", "deferred"]),
        (2, ["precaution", ""]),
    ]


def test_rule_shows_who_may_override_and_its_advisory_date() -> None:
    shown = page("retinoid_recent")
    assert shown.override == "A practitioner may override this finding, with a reason."
    assert shown.review_date == "6 months after: Last dose"


def test_rule_due_for_review_says_so() -> None:
    assert (page("aspirin").review_by.isoformat(), page("aspirin").is_due, page("pregnant").is_due) == (
        DUE,
        True,
        False,
    )


def test_rule_lists_its_questions_and_sources() -> None:
    shown = page("retinoid_recent")
    assert [item.link_id for item in shown.questions] == ["glasses", "last_dose"]
    assert [(source.title, source.strength) for source in shown.sources] == [
        ("Test design", "Default of this product")
    ]


def test_rule_of_the_engine_says_what_the_engine_does() -> None:
    shown = page("contradiction")
    assert shown.made_by_engine == (
        "When there is an answer to a question that does not apply, every treatment needs clearance, and the "
        "answer does not count."
    )
    assert (shown.sentences, shown.rows, [cell.code for cell in shown.worst]) == (
        (),
        (),
        ["clearance", "clearance"],
    )


def test_cases_are_run() -> None:
    cases = page("pregnant").cases
    assert [(case.title, case.kind, case.failures) for case in cases] == [
        ("pregnant firing", "fires", ()),
        ("pregnant silent", "stays silent", ()),
        ("pregnant unanswered", "is left open", ()),
    ]
    assert page("pregnant").failed == 0


def with_a_wrong_case() -> dict[str, object]:
    wrong = document()
    cases = wrong["cases"]
    assert isinstance(cases, list)
    return {**wrong, "cases": [{**cases[0], "expect": {"pen": "deferred"}}, *cases[1:]]}


def test_case_that_fails_says_how() -> None:
    shown = page("pregnant", cases=with_a_wrong_case()["cases"])
    assert [str(one) for one in shown.cases[0].failures] == [
        "Pen: Deferred expected, Contraindicated came out"
    ]
    assert shown.failed == 1


def test_failing_cases_of_a_draft_show_on_its_pages(reader: Client) -> None:
    import_rulebook(document=with_a_wrong_case(), by=SYSTEM)
    assert reader.get("/rulebook/", {"version": 2}).context["failed"] == 1
    context = reader.get("/rulebook/cases/", {"version": 2}).context
    assert [case.title for case in context["failed"]] == ["pregnant firing"]
    assert [(case.title, case.kind) for case in context["whole"]] == [
        ("Pregnant, the pen planned", "Contraindicated")
    ]
    rule = reader.get("/rulebook/rules/pregnant/", {"version": 2})
    assert "Run just now: 1 of 3 did not come out as expected." in rule.content.decode()


def test_texts_of_a_rule_are_escaped(reader: Client) -> None:
    rules = document()["rules"]
    assert isinstance(rules, list)
    marked = [{**rules[0], "title": "<script>alert(1)</script>"}, *rules[1:]]
    import_rulebook(document=document(rules=marked), by=SYSTEM)
    html = reader.get("/rulebook/rules/pregnant/", {"version": 2}).content.decode()
    assert ("<script>alert(1)" in html, "&lt;script&gt;alert(1)" in html) == (False, True)
