import uuid

import pytest

from clinic.accounts.models import User
from screening.engine import to_toml
from screening.engine.rulebook.elements import element_digest, names_of
from screening.models import AuditEvent, RulebookDraft, RulebookVersion
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    DraftClosed,
    DraftUnknown,
    EditConflict,
    InvalidInput,
    NoActiveRulebook,
    NothingToUndo,
    OrderChanged,
    RulebookBroken,
)
from screening.services.rulebook import (
    change_element,
    check_draft,
    discard_draft,
    document_of,
    draft_of,
    history_of,
    import_draft,
    list_drafts,
    move_element,
    rename_draft,
    start_draft,
    undo_change,
)
from tests.factories import publish, small_document
from tests.services.drafting import edit, make_draft, now_at, set_key

pytestmark = pytest.mark.django_db


def rules_of(draft: RulebookDraft) -> list[str]:
    return names_of(document_of(draft_of(draft.pk)), "rules")


def test_draft_started_says_what_the_active_version_says(grace: User) -> None:
    version = publish()
    draft = make_draft(grace)
    assert (draft.digest, draft.base, draft.revision, draft.status) == (version.digest, version, 0, "open")
    assert (draft.created_by, draft.changed_by) == (grace, grace)
    assert AuditEvent.objects.about(draft).get().action == "draft.started"


def test_draft_may_start_from_an_older_version() -> None:
    old = publish()
    document = small_document()
    document["rulebook"]["title"] = "Newer"
    publish(document)
    assert start_draft(title="Back", by=SYSTEM, version=old).digest == old.digest


def test_draft_needs_a_version_to_start_from() -> None:
    with pytest.raises(NoActiveRulebook):
        make_draft()


def test_draft_does_not_start_from_an_altered_version() -> None:
    version = publish()
    RulebookVersion.objects.update(document=version.document.replace("Small", "Large"))
    with pytest.raises(RulebookBroken):
        make_draft()
    assert RulebookDraft.objects.count() == 0


@pytest.mark.parametrize(
    ("title", "code"), [("  ", "required"), ("x" * 121, "too_long"), ("a\x00b", "unfit"), ("\ud800", "unfit")]
)
def test_draft_title_that_is_none_is_refused(title: str, code: str) -> None:
    publish()
    with pytest.raises(InvalidInput) as refusal:
        make_draft(title=title)
    assert [(one.field, one.code) for one in refusal.value.problems] == [("title", code)]


def test_drafts_are_listed_the_one_changed_last_first_without_documents() -> None:
    publish()
    first, second = make_draft(title="One"), make_draft(title="Two")
    set_key(first, "rulebook", note="changed")
    listed = list_drafts()
    assert listed == [first, second]
    assert "document" in listed[0].get_deferred_fields()


def test_draft_unknown_is_refused() -> None:
    with pytest.raises(DraftUnknown):
        draft_of(uuid.uuid4())


def test_draft_whose_document_was_altered_is_broken() -> None:
    publish()
    draft = make_draft()
    RulebookDraft.objects.update(document="{}")
    with pytest.raises(RulebookBroken):
        document_of(draft_of(draft.pk))


def test_draft_is_renamed_and_discarded() -> None:
    publish()
    draft = make_draft()
    assert rename_draft(draft=draft, title=" Other \n title ", by=SYSTEM).title == "Other title"
    assert discard_draft(draft=draft, by=SYSTEM).status == "discarded"
    for act in (
        lambda: rename_draft(draft=draft, title="x", by=SYSTEM),
        lambda: discard_draft(draft=draft, by=SYSTEM),
        lambda: set_key(draft, "rulebook", note="x"),
    ):
        with pytest.raises(DraftClosed):
            act()


def test_change_is_one_line_of_the_history(grace: User) -> None:
    publish()
    draft = make_draft()
    before = now_at(draft, "items/acne")
    change = set_key(draft, "items/acne", grace, label="Spots")
    fresh = draft_of(draft.pk)
    assert (change.kind, change.place, change.landed, change.by) == (
        "changed",
        "items/acne",
        "items/acne",
        grace,
    )
    assert (fresh.revision, fresh.changed_by) == (1, grace)
    assert fresh.digest != draft.digest
    assert now_at(draft, "items/acne") == {**(before or {}), "label": "Spots"}
    assert history_of(draft).changes == (change,)


def test_same_element_again_is_no_change() -> None:
    publish()
    draft = make_draft()
    acne = now_at(draft, "items/acne")
    kept = change_element(draft=draft, place="items/acne", element=acne, seen=element_digest(acne), by=SYSTEM)
    assert (kept, draft_of(draft.pk).revision) == (None, 0)


def test_later_editor_is_told_and_sees_all_three_versions() -> None:
    publish()
    draft = make_draft()
    began = now_at(draft, "items/acne") or {}
    set_key(draft, "items/acne", label="Theirs")
    mine = {**began, "label": "Mine"}
    with pytest.raises(EditConflict) as refusal:
        change_element(draft=draft, place="items/acne", element=mine, seen=element_digest(began), by=SYSTEM)
    conflict = refusal.value
    assert (conflict.place, conflict.began_from, conflict.mine) == ("items/acne", began, mine)
    assert conflict.theirs == {**began, "label": "Theirs"} == now_at(draft, "items/acne")
    assert draft_of(draft.pk).revision == 1


def test_edits_of_different_elements_do_not_meet() -> None:
    publish()
    draft = make_draft()
    acne = now_at(draft, "items/acne") or {}
    set_key(draft, "items/pregnant", label="Other")
    change_element(
        draft=draft,
        place="items/acne",
        element={**acne, "label": "Mine"},
        seen=element_digest(acne),
        by=SYSTEM,
    )
    assert draft_of(draft.pk).revision == 2


def test_element_taken_away_meanwhile_is_a_conflict_without_theirs() -> None:
    publish()
    draft = make_draft()
    acne = now_at(draft, "items/acne") or {}
    edit(draft, "items/acne", None)
    with pytest.raises(EditConflict) as refusal:
        change_element(draft=draft, place="items/acne", element=acne, seen=element_digest(acne), by=SYSTEM)
    assert (refusal.value.theirs, refusal.value.began_from) == (None, acne)


@pytest.mark.parametrize(
    ("place", "element", "field"),
    [
        ("nowhere/x", {}, "place"),
        ("rules", {}, "place"),
        ("rules/a\x00b", {}, "place"),
        ("rules/" + "x" * 300, {}, "place"),
        ("rules/new", {"id": "acne_here"}, "place"),
        ("rules/new", {"id": "new", "n": 1.5}, "element"),
        ("rules/new", {"id": "new", "text": "\ud800"}, "element"),
        ("rules/new", {"id": "new", "text": "\x00"}, "element"),
        ("rules/new", {"id": "new", "n": 10**5000}, "element"),
    ],
)
def test_element_that_cannot_be_stored_is_refused(place: str, element: dict[str, object], field: str) -> None:
    publish()
    draft = make_draft()
    with pytest.raises(InvalidInput) as refusal:
        change_element(draft=draft, place=place, element=element, seen="", by=SYSTEM)
    assert [one.field for one in refusal.value.problems] == [field]
    assert draft_of(draft.pk).revision == 0


def test_draft_that_becomes_too_large_is_refused() -> None:
    publish()
    draft = make_draft()
    with pytest.raises(InvalidInput) as refusal:
        set_key(draft, "rulebook", note="x" * 4_000_000)
    assert [one.code for one in refusal.value.problems] == ["too_large"]


def test_element_is_moved_and_moved_back() -> None:
    publish()
    draft = make_draft()
    order = rules_of(draft)
    change = move_element(
        draft=draft, place=f"rules/{order[-1]}", before=order[0], seen_revision=0, by=SYSTEM
    )
    assert rules_of(draft) == [order[-1], *order[:-1]]
    assert change is not None
    undo_change(change=change, by=SYSTEM)
    assert rules_of(draft) == order


def test_element_moved_to_where_it_stands_is_no_change() -> None:
    publish()
    draft = make_draft()
    last = rules_of(draft)[-1]
    assert move_element(draft=draft, place=f"rules/{last}", before=None, seen_revision=0, by=SYSTEM) is None


def test_element_is_not_moved_where_the_order_has_changed_meanwhile() -> None:
    publish()
    draft = make_draft()
    order = rules_of(draft)
    edit(draft, f"rules/{order[1]}", None)
    with pytest.raises(OrderChanged):
        move_element(draft=draft, place=f"rules/{order[0]}", before=None, seen_revision=0, by=SYSTEM)
    move_element(draft=draft, place="items/acne", before=None, seen_revision=0, by=SYSTEM)
    assert draft_of(draft.pk).revision == 2


def test_change_undone_can_be_done_again() -> None:
    publish()
    draft = make_draft()
    before = now_at(draft, "items/acne")
    change = set_key(draft, "items/acne", label="Spots")
    undone = undo_change(change=change, by=SYSTEM)
    assert (undone.kind, undone.undoes, now_at(draft, "items/acne")) == ("undone", change, before)
    undo_change(change=undone, by=SYSTEM)
    assert (now_at(draft, "items/acne") or {})["label"] == "Spots"


def test_change_undone_once_is_not_undone_again() -> None:
    publish()
    draft = make_draft()
    change = set_key(draft, "items/acne", label="Spots")
    undo_change(change=change, by=SYSTEM)
    with pytest.raises(NothingToUndo):
        undo_change(change=change, by=SYSTEM)


def test_change_is_not_undone_over_a_later_one() -> None:
    publish()
    draft = make_draft()
    first = set_key(draft, "items/acne", label="Spots")
    set_key(draft, "items/acne", label="Pimples")
    with pytest.raises(EditConflict) as refusal:
        undo_change(change=first, by=SYSTEM)
    assert ((refusal.value.theirs or {})["label"], (refusal.value.mine or {})["label"]) == ("Pimples", "Acne")


def test_element_taken_away_comes_back_where_it_stood() -> None:
    publish()
    draft = make_draft()
    order = rules_of(draft)
    removed = edit(draft, f"rules/{order[0]}", None)
    undo_change(change=removed, by=SYSTEM)
    assert (rules_of(draft), draft_of(draft.pk).digest) == (order, draft.digest)


def test_case_without_an_id_keeps_its_place_and_loses_the_id_again_when_undone() -> None:
    publish()
    draft = make_draft()
    place = f"cases/{names_of(document_of(draft), 'cases')[0]}"
    change = set_key(draft, place, title="Another title")
    assert change.landed == place
    undo_change(change=change, by=SYSTEM)
    assert draft_of(draft.pk).digest == draft.digest


def test_rule_given_another_id_is_put_back_under_its_own() -> None:
    publish()
    draft = make_draft()
    change = set_key(draft, "items/acne", link_id="spots")
    assert (change.place, change.landed) == ("items/acne", "items/spots")
    undo_change(change=change, by=SYSTEM)
    assert draft_of(draft.pk).digest == draft.digest


def test_history_is_paged_and_of_one_place() -> None:
    publish()
    draft = make_draft()
    for number in range(5):
        set_key(draft, "items/acne" if number % 2 else "rulebook", label=str(number))
    page = history_of(draft, limit=2)
    older = history_of(draft, limit=2, older_than=page.older_than)
    last = history_of(draft, limit=2, older_than=older.older_than)
    numbers = [[one.revision for one in each.changes] for each in (page, older, last)]
    assert (numbers, last.older_than) == ([[5, 4], [3, 2], [1]], None)
    assert [one.revision for one in history_of(draft, place="items/acne").changes] == [4, 2]


def test_check_finds_what_an_edit_broke_and_no_more_once_undone() -> None:
    publish()
    draft = make_draft()
    assert check_draft(draft).errors == ()
    change = edit(draft, "items/acne", None)
    assert len(check_draft(draft_of(draft.pk)).errors) > 0
    undo_change(change=change, by=SYSTEM)
    assert check_draft(draft_of(draft.pk)).errors == ()


def test_draft_exported_and_imported_keeps_its_digest(grace: User) -> None:
    publish()
    draft = make_draft()
    set_key(draft, "rulebook", note='Über "alles"\n\\ und mehr')
    fresh = draft_of(draft.pk)
    data = to_toml(document_of(fresh)).encode()
    again = import_draft(title="Again", data=data, name="again.toml", by=Actor.staff(grace))
    assert (again.digest, again.base, again.created_by) == (fresh.digest, None, grace)
