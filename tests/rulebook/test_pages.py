"""Questions, medicines, treatments, sources, versions and the download."""

import tomllib
from datetime import date

import pytest
from django.test import Client

from clinic.accounts.models import User
from clinic.rulebook.presenters.care import span_words
from clinic.rulebook.presenters.medicines import understood
from clinic.rulebook.presenters.questions import section_views
from clinic.rulebook.presenters.sources import cited_sources
from clinic.rulebook.presenters.treatments import depth
from screening.engine import Rulebook, digest_of, parse_rulebook
from screening.models import RulebookVersion
from screening.services.audit import SYSTEM, Actor
from screening.services.rulebook import import_rulebook, publish_rulebook
from tests.rulebook.documents import DUE, document


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return parse_rulebook(document())


def test_question_shows_what_it_feeds_and_when_it_is_shown() -> None:
    items = document()["items"]
    assert isinstance(items, list)
    gated = [
        {**i, "enable_when": {"item": "pregnant", "is": "no"}} if i["link_id"] == "glasses" else i
        for i in items
    ]
    views = section_views(parse_rulebook(document(items=gated)))[0].questions
    view = next(view for view in views if view.item.link_id == "glasses")
    assert "".join(phrase.text for phrase in view.shown_when) == "Pregnant is no"
    assert [rule.id for rule in view.rules] == ["retinoid_recent"]
    assert (view.type, view.asked_for, view.asks_clinic) == ("a whole number", (), False)


def test_score_names_the_questions_it_adds_up(rulebook: Rulebook) -> None:
    views = section_views(rulebook)[0].questions
    score = next(view for view in views if view.item.link_id == "skin_type")
    assert [part.label for part in score.parts] == ["Eye colour"]


@pytest.mark.parametrize(
    ("typed", "form", "classes", "possible", "suggestions", "unrecognised"),
    [
        ("Aspirin 100 mg", "systemic", ["Aspirin"], [], (), ()),
        ("retinol", "topical", ["Retinoid"], [], (), ()),
        ("aspirine", "systemic", [], ["Aspirin"], ("aspirin",), ()),
        ("qwertz", "systemic", [], [], (), ("qwertz",)),
    ],
)
def test_name_is_understood(
    rulebook: Rulebook,
    typed: str,
    form: str,
    classes: list[str],
    possible: list[str],
    suggestions: tuple[str, ...],
    unrecognised: tuple[str, ...],
) -> None:
    found = understood(rulebook, typed, form)
    assert ([c.title for c in found.classes], [c.title for c in found.possible]) == (classes, possible)
    assert (found.suggestions, found.unrecognised) == (suggestions, unrecognised)


def test_class_names_the_rules_that_look_for_it(reader: Client) -> None:
    response = reader.get("/rulebook/medicines/", {"name": "aspirin", "form": "systemic"})
    assert [rule.id for rule in response.context["found"].classes[0].rules] == ["aspirin"]
    assert [(c.title, [r.id for r in c.rules]) for c in response.context["classes"]] == [
        ("Aspirin", ["aspirin"]),
        ("Retinoid", []),
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "", "form": "systemic"}, "name"),
        ({"name": "x" * 201, "form": "systemic"}, "name"),
        ({"name": "a\x00b", "form": "systemic"}, "name"),
        ({"name": "aspirin", "form": "liquid"}, "form"),
        ({"name": "aspirin"}, "form"),
    ],
)
def test_impossible_name_gets_a_message_at_its_field(
    reader: Client, given: dict[str, str], field: str
) -> None:
    response = reader.get("/rulebook/medicines/", given)
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert "found" not in response.context


def test_treatments_stand_in_the_rulebooks_order(reader: Client) -> None:
    views = reader.get("/rulebook/treatments/").context["treatments"]
    assert [(view.treatment.code, view.attributes) for view in views] == [("pen", ()), ("laser", ("heat",))]


@pytest.mark.parametrize(
    ("micrometres", "expected"),
    [(None, ""), ((500, 2500), "0.5 to 2.5 mm"), ((1000, 1000), "1 mm")],
)
def test_needle_depth_is_in_millimetres(micrometres: tuple[int, int] | None, expected: str) -> None:
    assert depth(micrometres) == expected


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ((0, -5), (0, 0), "from 5 days before to the day itself"),
        ((0, 1), (0, 14), "from 1 day after to 14 days after"),
        ((-6, 0), (0, -1), "from 6 months before to 1 day before"),
        ((0, 0), (0, 0), "the day itself"),
        ((1, 0), (1, 0), "1 month after"),
    ],
)
def test_span_of_a_care_step_in_words(begins: tuple[int, int], ends: tuple[int, int], expected: str) -> None:
    assert span_words(begins, ends) == expected


def test_sources_due_for_review_come_first() -> None:
    sources = document()["sources"]
    assert isinstance(sources, list)
    rules = document()["rules"]
    assert isinstance(rules, list)
    second = {**sources[0], "id": "label", "title": "A label"}
    unused = {**sources[0], "id": "unused", "title": "Unused"}
    citing = [{**r, "sources": ["label"]} if r["id"] == "pregnant" else r for r in rules]
    book = parse_rulebook(document(sources=[unused, second, *sources], rules=citing))
    found = cited_sources(book, date(2026, 11, 20))
    assert [(cited.id, cited.is_due, len(cited.rules)) for cited in found] == [
        ("design", True, 4),
        ("label", False, 1),
        ("unused", False, 0),
    ]
    assert [cited.review_by and cited.review_by.isoformat() for cited in found] == [DUE, "2999-01-01", None]


def test_older_version_is_read_as_it_was(reader: Client, bob: User) -> None:
    changed = document(rulebook={"id": "wording", "title": "Newer", "semantics": 1, "language": "en"})
    newer = import_rulebook(document=changed, by=Actor.staff(bob))
    publish_rulebook(version=newer, by=Actor.staff(bob))
    now, before = (
        reader.get("/rulebook/").context["opened"],
        reader.get("/rulebook/?version=1").context["opened"],
    )
    assert (now.rulebook.title, now.version.number, now.is_active, now.at) == ("Newer", 2, True, "")
    assert (before.rulebook.title, before.version.number, before.is_active) == ("Wording", 1, False)
    assert (before.at, before.also) == ("?version=1", "&version=1")


def test_older_version_says_what_it_is_and_keeps_to_it(reader: Client) -> None:
    import_rulebook(document=document(cases=[]), by=SYSTEM)
    html = reader.get("/rulebook/", {"version": 2}).content.decode()
    assert "This is version 2 (draft), for reading only." in html
    assert 'href="/rulebook/rules/aspirin/?version=2"' in html


def test_versions_name_who_made_and_published_them(reader: Client, bob: User) -> None:
    import_rulebook(document=document(cases=[]), by=Actor.staff(bob), note="No cases")
    rows = [one.version for one in reader.get("/rulebook/versions/").context["publications"]]
    assert [(row.number, row.status, row.note, row.created_by) for row in rows] == [
        (2, "draft", "No cases", bob),
        (1, "active", "", None),
    ]


def test_download_reads_again_to_the_same_digest(reader: Client, active: RulebookVersion) -> None:
    response = reader.get("/rulebook/download/", {"version": 1})
    assert digest_of(tomllib.loads(response.content.decode())) == active.digest
    assert response.headers["Content-Type"] == "application/toml; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="rulebook-1-{active.digest[7:19]}.toml"'
    )
