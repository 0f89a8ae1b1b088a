"""The pages on which a rulebook is translated and offered in a language."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clinic.accounts.models import User
from screening.engine import Text, read_toml, translatable
from screening.engine.translation import short_digest
from screening.models import RulebookDraft, RulebookVersion, TranslatedText
from screening.services.audit import SYSTEM
from screening.services.rulebook import document_of
from screening.services.rulebook.languages import offered_languages
from screening.services.rulebook.translations import import_translations, publish_language
from tests.people import PASSWORD
from tests.rulebook.documents import document
from tests.rulebook.draft_pages import started
from tests.services.drafting import set_key
from tests.services.test_translations import a_file, words

ClientOf = Callable[[User], Client]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: ClientOf, grace: User) -> Client:
    return client_of(grace)


def address(subject: RulebookDraft | RulebookVersion, rest: str = "") -> str:
    if isinstance(subject, RulebookVersion):
        return f"/rulebook/versions/{subject.number}/languages/{rest}"
    return f"/rulebook/drafts/{subject.pk}/languages/{rest}"


def fill(version: RulebookVersion) -> None:
    """Every text in Spanish, nobody having looked it over."""
    own = document()
    import_translations(data=a_file(own), name="es.toml", subject=version, document=own, by=SYSTEM)


def question() -> Text:
    return next(text for text in translatable(document()) if text.field == "question")


def sent(original: Text, /, **more: str) -> dict[str, str]:
    digest = short_digest(original.text)
    given = {"place": original.place, "field": original.field, "of": digest, "seen": ""}
    return given | {"text": "¿Qué?", "action": "save", **more}


def rows_of(page: Any) -> list[tuple[str, str, str]]:
    return [(row.text.place, row.text.field, row.state) for row in page.context["rows"]]


def test_languages_are_listed_with_what_they_lack(
    editor: Client, draft: RulebookDraft, active: RulebookVersion
) -> None:
    fill(active)
    total = len(translatable(document()))
    for subject in (draft, active):
        states = editor.get(address(subject)).context["rows"]
        counted = {one.code: (state.missing, state.unreviewed) for one, state, _ in states}
        assert counted == {"de": (total, 0), "fr": (total, 0), "es": (0, total), "ar": (total, 0)}


def test_text_saved_goes_back_to_where_it_was_and_shows_as_not_reviewed(
    editor: Client, draft: RulebookDraft
) -> None:
    text = question()
    at = address(draft, "es/?show=missing&part=items")
    assert (text.place, text.field, "missing") in rows_of(editor.get(at))
    answer = editor.post(at, sent(text))
    assert (answer.status_code, answer.headers["Location"]) == (302, at)
    assert (text.place, text.field, "missing") not in rows_of(editor.get(at))
    assert rows_of(editor.get(address(draft, "es/?show=unreviewed"))) == [
        (text.place, text.field, "unreviewed")
    ]


def test_text_said_to_be_right_is_reviewed(editor: Client, draft: RulebookDraft) -> None:
    text = question()
    editor.post(address(draft, "es/"), sent(text, text="Uno\nDos"))
    editor.post(address(draft, "es/"), sent(text, seen="Uno\r\nDos", text="", action="right"))
    found = TranslatedText.objects.order_by("number").values_list("text", "reviewed")
    assert list(found) == [("Uno\nDos", False), ("Uno\nDos", True)]


@pytest.mark.parametrize(
    ("more", "status"),
    [({"text": " "}, 422), ({"seen": "Otra"}, 409), ({"of": "00000000"}, 409), ({"action": "x"}, 400)],
)
def test_text_that_cannot_be_saved_is_shown_again_with_why(
    editor: Client, draft: RulebookDraft, more: dict[str, str], status: int
) -> None:
    answer = editor.post(address(draft, "es/"), sent(question(), **more))
    assert (answer.status_code, TranslatedText.objects.count()) == (status, 0)


def test_fields_say_their_language_and_which_way_it_is_written(editor: Client, draft: RulebookDraft) -> None:
    page = editor.get(address(draft, "ar/?show=missing")).content.decode()
    assert page.count('lang="ar" dir="rtl"') == min(25, len(translatable(document())))


def test_filter_that_is_none_is_refused(editor: Client, draft: RulebookDraft) -> None:
    assert editor.get(address(draft, "es/?show=nothing")).status_code == 400


@pytest.mark.parametrize("code", ["en", "xx"])
def test_language_that_is_none_is_not_found(editor: Client, draft: RulebookDraft, code: str) -> None:
    assert editor.get(address(draft, f"{code}/")).status_code == 404


def test_file_goes_out_and_comes_back(editor: Client, draft: RulebookDraft) -> None:
    out = editor.get(address(draft, "es/download/"))
    rows: Any = read_toml(out.content.decode(), "es.toml").document["translations"]
    assert rows[0]["texts"] == dict.fromkeys(rows[0]["originals"], "")
    file = SimpleUploadedFile("es.toml", a_file(document_of(draft)))
    answer = editor.post(address(draft, "es/import/"), {"file": file})
    assert answer.headers["Location"] == address(draft, "es/")
    assert TranslatedText.objects.count() == len(translatable(document()))


def test_file_in_another_language_is_refused_with_why(editor: Client, draft: RulebookDraft) -> None:
    file = SimpleUploadedFile("de.toml", a_file(document(), "de"))
    answer = editor.post(address(draft, "es/import/"), {"file": file})
    assert (answer.status_code, [problem.place for problem in answer.context["problems"]]) == (
        422,
        ["head.language"],
    )


def test_version_is_offered_and_no_longer_with_ones_password(editor: Client, active: RulebookVersion) -> None:
    fill(active)
    at = address(active, "es/offer/")
    assert editor.post(at, {"action": "offer", "password": "wrong"}).status_code == 422
    assert offered_languages(active) == ("en",)
    assert editor.post(at, {"action": "offer", "password": PASSWORD}).status_code == 302
    assert offered_languages(active) == ("en", "es")
    assert editor.post(at, {"action": "stop", "password": PASSWORD}).status_code == 302
    assert offered_languages(active) == ("en",)


def test_version_with_missing_texts_is_not_offered_and_each_is_named(
    editor: Client, active: RulebookVersion
) -> None:
    at = address(active, "es/offer/")
    assert len(editor.get(at).context["lacking"]) == min(50, len(translatable(document())))
    assert editor.post(at, {"action": "offer", "password": PASSWORD}).status_code == 409
    assert offered_languages(active) == ("en",)


def test_approval_page_says_which_languages_will_be_left_out(
    editor: Client, draft: RulebookDraft, active: RulebookVersion, grace: User
) -> None:
    fill(active)
    publish_language(version=active, language="es", by=SYSTEM)
    at = f"/rulebook/drafts/{draft.pk}/approval/"
    assert editor.get(at).context["page"].languages_left_out == []
    set_key(draft, question().place, grace, question="Other words?")
    assert editor.get(at).context["page"].languages_left_out == [
        "Spanish lacks 1 text: this version will not be offered in Spanish until it is translated."
    ]


def test_clinical_lead_reads_and_does_not_translate(
    client_of: ClientOf, frank: User, draft: RulebookDraft
) -> None:
    lead = client_of(frank)
    page = lead.get(address(draft, "es/"))
    assert (page.status_code, page.context["book"].may_translate) == (200, False)
    assert lead.post(address(draft, "es/"), sent(question())).status_code == 404
    assert words(question()) not in page.content.decode()
