"""Several at once: one wins, the others are told, nothing is lost."""

from collections import Counter

import pytest

from clinic.accounts.models import User
from screening.engine.rulebook.elements import element_digest
from screening.models import RulebookChange, RulebookDraft, RulebookVersion
from screening.services.audit import SYSTEM, Actor
from screening.services.rulebook import (
    active_version,
    approve_draft,
    ask_for_approval,
    change_element,
    draft_of,
    roll_back,
    undo_change,
)
from tests.factories import publish, small_document
from tests.services.drafting import make_draft, now_at, set_key
from tests.services.test_races import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def submitted(author: User, title: str) -> RulebookDraft:
    draft = make_draft(author, title)
    set_key(draft, "rulebook", author, title=title)
    ask_for_approval(draft=draft, note="Why", by=Actor.staff(author))
    return draft_of(draft.pk)


def approve(draft: RulebookDraft, by: User) -> None:
    approve_draft(draft=draft, comment="", publish_at=None, seen_digest=draft.digest, by=Actor.staff(by))


def test_element_changed_sixteen_times_at_once_is_changed_once() -> None:
    publish()
    draft = make_draft()
    acne = now_at(draft, "items/acne") or {}

    def change(number: int) -> None:
        element = {**acne, "label": f"Label {number}"}
        change_element(draft=draft, place="items/acne", element=element, seen=element_digest(acne), by=SYSTEM)

    assert all_at_once(change) == {"done": 1, "edit_conflict": AT_ONCE - 1}
    assert draft_of(draft.pk).revision == 1


def test_sixteen_new_elements_at_once_are_all_kept() -> None:
    publish()
    draft = make_draft()

    def add(number: int) -> None:
        change_element(
            draft=draft,
            place=f"attributes/a{number}",
            element={"title": f"Attribute {number}"},
            seen="",
            by=SYSTEM,
        )

    assert all_at_once(add) == {"done": AT_ONCE}
    assert [now_at(draft, f"attributes/a{number}") is None for number in range(AT_ONCE)] == [False] * AT_ONCE
    revisions = RulebookChange.objects.order_by("revision").values_list("revision", flat=True)
    assert list(revisions) == list(range(1, AT_ONCE + 1))


def test_change_undone_sixteen_times_at_once_is_undone_once() -> None:
    publish()
    draft = make_draft()
    change = set_key(draft, "items/acne", label="Spots")
    assert all_at_once(lambda _number: undo_change(change=change, by=SYSTEM)) == {
        "done": 1,
        "nothing_to_undo": AT_ONCE - 1,
    }


def test_draft_approved_sixteen_times_at_once_is_published_once(grace: User, frank: User) -> None:
    publish()
    draft = submitted(grace, "Next")
    assert all_at_once(lambda _number: approve(draft, frank)) == {
        "done": 1,
        "not_waiting_for_approval": AT_ONCE - 1,
    }
    assert RulebookVersion.objects.count() == 2


def test_of_two_drafts_published_at_once_one_wins_and_the_other_is_told(grace: User, frank: User) -> None:
    publish()
    drafts = [submitted(grace, "One"), submitted(grace, "Two")]
    outcome = all_at_once(lambda number: approve(drafts[number % 2], frank))
    assert outcome["done"] == 1
    assert outcome["version_moved"] >= 1
    statuses = Counter(RulebookDraft.objects.values_list("status", flat=True))
    assert (statuses, Counter(RulebookVersion.objects.values_list("status", flat=True))) == (
        {"published": 1, "submitted": 1},
        {"active": 1, "retired": 1},
    )


def test_rolled_back_sixteen_times_at_once_is_rolled_back_once() -> None:
    first = publish()
    document = small_document()
    document["rulebook"]["title"] = "Newer"
    publish(document)
    outcome = all_at_once(lambda _number: roll_back(version=first, note="Back", by=SYSTEM))
    assert outcome == {"done": 1, "already_active": AT_ONCE - 1}
    assert (active_version().number, active_version().digest) == (3, first.digest)
