from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clinic.accounts.models import User
from screening.engine import digest_of_text
from screening.models import AuditEvent, RulebookVersion
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    AlreadyPublished,
    NoActiveRulebook,
    RulebookBroken,
    RulebookRefused,
)
from screening.services.rulebook import (
    active_version,
    import_rulebook,
    list_versions,
    load_starter,
    publish_rulebook,
    rulebook_of,
)
from tests.factories import publish, small_document

pytestmark = pytest.mark.django_db


def titled(title: str) -> dict[str, Any]:
    document = small_document()
    document["rulebook"]["title"] = title
    return document


def test_no_rulebook_is_active_before_the_first_is_published() -> None:
    import_rulebook(document=small_document(), by=SYSTEM)
    with pytest.raises(NoActiveRulebook):
        active_version()


def test_rulebook_imported_is_a_draft_named_by_its_digest(alice: User) -> None:
    version = import_rulebook(document=small_document(), by=Actor.staff(alice), note="first")
    assert (version.status, version.number, version.note, version.created_by) == ("draft", 1, "first", alice)
    assert rulebook_of(version).digest == version.digest
    assert AuditEvent.objects.about(version).get().action == "rulebook.imported"


def test_rulebook_imported_twice_is_one_draft() -> None:
    first = import_rulebook(document=small_document(), by=SYSTEM, note="first")
    assert import_rulebook(document=small_document(), by=SYSTEM) == first


@pytest.mark.parametrize(("note", "kept"), [("second", "second"), ("", "first")])
def test_rulebook_imported_twice_has_the_newest_note(note: str, kept: str) -> None:
    import_rulebook(document=small_document(), by=SYSTEM, note="first")
    import_rulebook(document=small_document(), by=SYSTEM, note=note)
    assert RulebookVersion.objects.get().note == kept


def test_rulebook_imported_after_publication_is_a_new_draft() -> None:
    published = publish()
    again = import_rulebook(document=small_document(), by=SYSTEM)
    assert (again.digest, again.number, again.status) == (published.digest, 2, "draft")


def test_rulebook_with_errors_is_refused_with_all_of_them() -> None:
    document = small_document()
    document["items"][2]["options_from"] = "nothing"
    document["rules"][0]["sources"] = ["nobody"]
    with pytest.raises(RulebookRefused) as refusal:
        import_rulebook(document=document, by=SYSTEM)
    assert (len(refusal.value.problems) >= 2, RulebookVersion.objects.count()) == (True, 0)


def test_rulebook_whose_case_fails_is_not_published() -> None:
    document = small_document()
    document["cases"][0]["expect"] = {"all": "precaution"}
    version = import_rulebook(document=document, by=SYSTEM)
    with pytest.raises(RulebookRefused) as refusal:
        publish_rulebook(version=version, by=SYSTEM)
    assert ["minor firing" in problem.place for problem in refusal.value.problems] == [True] * len(
        refusal.value.problems
    )
    assert RulebookVersion.objects.get().status == "draft"


def test_rulebook_published_retires_the_one_before(bob: User) -> None:
    first = publish()
    second = publish_rulebook(version=import_rulebook(document=titled("B"), by=SYSTEM), by=Actor.staff(bob))
    assert active_version() == second
    assert [(one.number, one.status, one.published_by) for one in list_versions()] == [
        (2, "active", bob),
        (1, "retired", None),
    ]
    first.refresh_from_db()
    assert first.published_at is not None


@pytest.mark.parametrize("which", ["active", "retired"])
def test_rulebook_published_once_cannot_be_published_again(which: str) -> None:
    publish()
    publish(titled("B"))
    with pytest.raises(AlreadyPublished):
        publish_rulebook(version=RulebookVersion.objects.get(status=which), by=SYSTEM)


@pytest.mark.parametrize("document", ["", "{", "null", "[]", "{}", "[" * 100_000])
def test_rulebook_that_cannot_be_read_is_broken_not_empty(document: str) -> None:
    version = RulebookVersion(number=1, document=document, digest=digest_of_text(document))
    with pytest.raises(RulebookBroken):
        rulebook_of(version)


def test_rulebook_that_was_altered_is_broken() -> None:
    version = publish(titled("Altered"))
    version.document = version.document.replace("contraindicated", "information")
    version.digest = "sha256:" + "1" * 64
    with pytest.raises(RulebookBroken):
        rulebook_of(version)


def test_rulebook_is_parsed_once_per_process() -> None:
    version = publish()
    assert rulebook_of(version) is rulebook_of(RulebookVersion.objects.light().get())


def test_database_allows_one_active_version() -> None:
    publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        RulebookVersion.objects.create(
            number=9,
            digest="sha256:x",
            document="{}",
            status="active",
            published_at=active_version().published_at,
        )


def test_starter_is_loaded_once() -> None:
    first = load_starter(by=SYSTEM)
    assert first is not None
    assert (load_starter(by=SYSTEM), active_version()) == (None, first)
    assert rulebook_of(first).id == "starter"
