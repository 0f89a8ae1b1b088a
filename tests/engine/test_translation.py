"""Patients' texts in other languages: what there is, what is missing, and a view that decides nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.engine import (
    Context,
    Rulebook,
    RulebookError,
    RulebookSource,
    Translated,
    Translations,
    dated_care,
    evaluate,
    in_language,
    missing,
    orphans,
    parse_answers,
    parse_rulebook,
    parse_translations,
    read_toml,
    risks_to_tell,
    suggest_medicines,
    to_toml,
    translatable,
    unreviewed,
)
from screening.engine.rulebook.elements import element_at, with_element
from screening.engine.translation import for_translator, short_digest
from tests.engine.full_document import a_full_document
from tests.engine.rulebooks import ON, PEN, a_document, branch, choice, rule
from tests.engine.strategies import ON as ANY_DAY
from tests.engine.strategies import TREATMENTS, Document, Raw, answer_tables, documents


def in_spanish(document: Document, *, reviewed: bool = False) -> Translations:
    """Every text of a document turned into a Spanish one."""
    texts = {
        text[:2]: Translated(f"¡{text.text}!", short_digest(text.text), reviewed)
        for text in translatable(document)
    }
    return Translations("es", texts)


def small() -> Document:
    """One question that is asked, one that the clinic answers, and a rule with words for the patient."""
    asked = choice("acne", "no", "yes", help="Help.")
    noted = choice("peel", "a", asked="clinic", help="For staff.")
    told = rule("r", branch({"item": "acne", "is": "yes"}, all="clearance"), patient="For you.")
    return a_document(items=[asked, noted], rules=[told])


def with_other_help() -> Document:
    item: Any = element_at(small(), "items/acne")
    return with_element(small(), "items/acne", {**item, "help": "Other help."})


def texts_at(document: Document, place: str) -> dict[str, str]:
    return {text.field: text.text for text in translatable(document) if text.place == place}


def test_texts_of_a_question_are_its_words_and_options() -> None:
    words = {"question": "acne?", "label": "acne", "help": "Help.", "options.no": "no", "options.yes": "yes"}
    assert texts_at(small(), "items/acne") == words


def test_texts_of_a_question_for_the_clinic_leave_out_what_staff_read() -> None:
    assert texts_at(small(), "items/peel") == {"label": "peel", "options.a": "a"}


def test_texts_of_a_treatment_count_the_rows_of_its_lists_from_one() -> None:
    assert texts_at(a_full_document(), "treatments/pen") == {
        "title": "pen",
        "short_title": "pen",
        "summary": "About pen.",
        "how_it_works": "So.",
        "expected_effects.1": "Redness",
        "course.1": "Red.",
        "price.note": "Estimate.",
    }


def test_texts_of_entries_bands_rules_and_explanations() -> None:
    document = a_full_document()
    assert texts_at(document, "items/recent")["fields.kind.options.laser"] == "laser"
    assert texts_at(document, "items/skin")["bands.2"] == "Type 2"
    assert texts_at(document, "rules/everything") == {"patient": "For you."}
    assert texts_at(document, "explanations/home") == {
        "title": "At home",
        "texts.1": "Less.",
        "texts.2": "Slower.",
    }


def test_missing_is_everything_nothing_and_nothing_of_the_original() -> None:
    document = small()
    named = [text[:3] for text in missing(document, Translations("es", {}))]
    assert named == [tuple(text) for text in translatable(document)]
    assert missing(document, in_spanish(document)) == []
    assert missing(document, Translations("en", {})) == []


def test_translation_whose_original_has_other_words_now_is_missing_and_not_shown() -> None:
    document, translations = with_other_help(), in_spanish(small())
    assert missing(document, translations) == [("items/acne", "help", "Other help.", True)]
    view = in_language(parse_rulebook(document), translations)
    assert (view.items["acne"].help, view.items["acne"].question) == ("Other help.", "¡acne?!")


def test_unreviewed_are_translations_that_no_person_has_looked_over() -> None:
    document = small()
    machine, looked_over = in_spanish(document), in_spanish(document, reviewed=True)
    assert (unreviewed(document, machine), unreviewed(document, looked_over)) == (translatable(document), [])


def test_orphans_are_translations_of_what_is_gone() -> None:
    assert orphans(with_element(small(), "rules/r", None), in_spanish(small())) == [("rules/r", "patient")]


def test_view_has_every_text_in_the_language() -> None:
    document = a_full_document()
    view = in_language(parse_rulebook(document), in_spanish(document))
    item, pen, areas = view.items["acne"], view.treatments["pen"], view.areas.areas
    assert (item.question, item.options["yes"].label) == ("¡acne?!", "¡yes!")
    assert (pen.title, pen.expected_effects, pen.course[0].text) == ("¡pen!", ("¡Redness!",), "¡Red.!")
    assert (areas["chin"].title, view.rules["everything"].patient) == ("¡chin!", "¡For you.!")
    assert (view.care_steps[0].text, view.plans[0].title) == ("¡Shade.!", "¡Scars!")
    assert (view.consent_risks[0].text, view.explanations[0].texts[1]) == ("¡Bruises.!", "¡Slower.!")
    assert view.head.language == "es"


def test_view_is_made_once_per_digests_and_is_the_original_where_nothing_differs() -> None:
    document = small()
    rulebook = parse_rulebook(document)
    view = in_language(rulebook, in_spanish(document))
    assert in_language(rulebook, in_spanish(document)) is view
    assert in_language(view, Translations("fr", {})) is rulebook
    assert in_language(rulebook, Translations("en", in_spanish(document).texts)) is rulebook


def test_view_keeps_what_is_not_told_to_patients() -> None:
    document = a_full_document()
    rulebook = parse_rulebook(document)
    view = in_language(rulebook, in_spanish(document))
    assert (view.digest, view.document, view.medicines) == (
        rulebook.digest,
        rulebook.document,
        rulebook.medicines,
    )
    assert view.rules["everything"].branches is rulebook.rules["everything"].branches
    assert suggest_medicines(view, "war") == suggest_medicines(rulebook, "war")


def test_care_and_risks_of_a_view_are_told_in_its_language() -> None:
    document = a_full_document()
    rulebook = parse_rulebook(document)
    view = in_language(rulebook, in_spanish(document))
    answers, context = parse_answers(rulebook, {"acne": "yes"}), Context(ON, (PEN,))
    assert [step.text for step in dated_care(view, answers, context)] == ["¡Shade.!"]
    assert [risk.text for risk in risks_to_tell(view, answers, context)] == ["¡Bruises.!"]


def evaluated_with(rulebook: Rulebook, raw: Raw) -> str:
    context = Context(ANY_DAY, TREATMENTS[:2])
    return evaluate(rulebook, parse_answers(rulebook, raw), context).canonical


@given(documents(), answer_tables, st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_decided_is_the_same_in_every_language(document: Document, raw: Raw, is_mixed: bool) -> None:
    rulebook = parse_rulebook(document)
    view = in_language(rulebook, in_spanish(document))
    assert view is not rulebook
    expected = evaluated_with(rulebook, raw)
    assert evaluated_with(view, raw) == expected
    if is_mixed:
        context = Context(ANY_DAY, TREATMENTS[:2])
        assert evaluate(view, parse_answers(rulebook, raw), context).canonical == expected


def test_translations_read_back_from_their_document() -> None:
    document = small()
    translations = in_spanish(document)
    mixed = dict(translations.texts) | {
        ("rules/r", "patient"): Translated("Sí", short_digest("For you."), True)
    }
    for one in (translations, Translations("es", mixed)):
        assert parse_translations(RulebookSource(one.document)).texts == one.texts
        assert parse_translations(RulebookSource(one.document)).digest == one.digest


def test_file_for_a_translator_has_every_original_and_reads_back_to_what_is_translated() -> None:
    document = with_other_help()
    file = read_toml(to_toml(for_translator(document, in_spanish(small()))), "es.toml")
    read = parse_translations(file)
    assert [text[:2] for text in missing(document, read)] == [("items/acne", "help")]
    rows: Any = file.document["translations"]
    (acne,) = [row for row in rows if row["id"] == "items/acne"]
    assert (acne["originals"]["help"], acne["texts"]["help"]) == ("Other help.", "")


ROW = {"id": "items/acne", "texts": {"help": "Ayuda."}, "of": {"help": "01234567"}}


def problems_of(document: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(RulebookError) as refused:
        parse_translations(RulebookSource({"head": {"language": "es"}, **document}))
    return [(problem.place, problem.reason) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"id": "cases/x"}, "translations cases/x.id",
         '"cases/x" is not the place of a text; write one as in "items/pregnant"'),
        ({"reviewed": "yes"}, "translations items/acne.reviewed", "must be true or false"),
        ({"texts": {"help": 3}}, "translations items/acne.texts.help", "must be text"),
        ({"texts": {"help": "\0"}}, "translations items/acne.texts.help",
         "holds signs that cannot be shown; write ordinary letters"),
        ({"texts": {"help": "x" * 4001}}, "translations items/acne.texts.help",
         "is longer than 4000 letters; write less"),
        ({"of": {}}, "translations items/acne.of.help",
         "is missing: it says which words are translated; export the file again"),
        ({"of": {"help": "short"}}, "translations items/acne.of.help",
         '"short" is not the first eight letters of a digest; export the file again'),
        ({"originals": {"help": "Changed."}}, "translations items/acne.originals.help",
         "is not what was exported; leave the originals as they are"),
        ({"extra": 1}, "translations items/acne.extra", "is not a key of the format"),
    ],
)  # fmt: skip # one row of the table, one line of the source where it fits
def test_translation_that_is_none_is_a_problem_at_its_place(
    change: dict[str, object], place: str, reason: str
) -> None:
    assert problems_of({"translations": [{**ROW, **change}]}) == [(place, reason)]


def test_every_problem_of_a_document_is_told_at_once() -> None:
    assert problems_of({"head": {"language": "Spanish"}, "rules": [], "translations": [ROW, ROW]}) == [
        ("head.language", '"Spanish" is not a language; write its short name, as in "es"'),
        ("rules", "is not a table of translations; take it out"),
        ("translations items/acne.texts.help", "stands here a second time; keep one of them"),
    ]
