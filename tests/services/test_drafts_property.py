"""Whatever is edited in whatever order: the draft loads or lists its problems, and all can be undone."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from screening.engine import Problem, RulebookError, digest_of, parse_rulebook, read_toml, to_toml
from screening.engine.rulebook.elements import COLLECTIONS, element_at, element_digest, names_of, places_of
from screening.models import RulebookDraft
from screening.services.audit import SYSTEM
from screening.services.errors import EditConflict, InvalidInput, NothingToUndo
from screening.services.rulebook import (
    change_element,
    check_draft,
    document_of,
    draft_of,
    history_of,
    import_draft,
    move_element,
    undo_change,
)
from tests.factories import publish
from tests.services.drafting import make_draft

pytestmark = pytest.mark.django_db

PARTS = sorted([*COLLECTIONS, "rulebook", "medicine_words"])

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 10**20),
        st.sampled_from(
            ["", "yes", "acne", "deferred", "all", "2026-09-15", "6 months", "é\n\"'\\", "x/y~2"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["item", "is", "all", "id"]), inner, max_size=2),
    ),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["id", "code", "link_id", "title", "when", "branches", "severity", "sources", "answers"]
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["set", "drop", "remove", "add", "move", "undo", "move"]),
        st.sampled_from(PARTS),
        st.integers(0, 30),
        KEYS,
        VALUES,
    ),
    min_size=1,
    max_size=8,
)


class Desk:
    """A draft, and one editor who does what they are told, refused or not."""

    def __init__(self, draft: RulebookDraft) -> None:
        self.draft = draft

    @property
    def document(self) -> dict[str, Any]:
        return document_of(draft_of(self.draft.pk))

    def place(self, part: str, number: int) -> str:
        if part not in COLLECTIONS:
            return part
        names = names_of(self.document, part)
        return f"{part}/{names[number % len(names)]}" if names else f"{part}/none"

    def put(self, place: str, element: dict[str, Any] | None) -> None:
        seen = element_digest(element_at(self.document, place))
        change_element(draft=self.draft, place=place, element=element, seen=seen, by=SYSTEM)

    def try_to(self, *act: Any) -> None:
        with suppress(InvalidInput, EditConflict, NothingToUndo), transaction.atomic():
            self.act(*act)

    def undo_everything(self) -> None:
        for change in history_of(self.draft, limit=1000).changes:
            undo_change(change=change, by=SYSTEM)

    def act(self, what: str, part: str, number: int, key: str, value: object) -> None:
        place = self.place(part, number)
        element = element_at(self.document, place) or {}
        match what:
            case "set":
                self.put(place, {**element, key: value})
            case "drop":
                self.put(place, {name: kept for name, kept in element.items() if name != key})
            case "remove":
                self.put(place, None)
            case "add":
                self.put(
                    f"{part}/new{number}" if part in COLLECTIONS else part, {"title": "new", "text": value}
                )
            case "move":
                before = self.place(part, number // 2).partition("/")[2]
                move_element(
                    draft=self.draft, place=place, before=before or None, seen_revision=10**6, by=SYSTEM
                )
            case _:
                changes = history_of(self.draft).changes
                if changes:
                    undo_change(change=changes[number % len(changes)], by=SYSTEM)


def loads_or_lists_its_problems(draft: RulebookDraft) -> None:
    document = document_of(draft)
    assert len(set(places_of(document))) == len(places_of(document))
    assert set(problems_of(document)) <= set(check_draft(draft).errors)


def problems_of(document: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        parse_rulebook(document)
    except RulebookError as error:
        return error.problems
    return ()


def comes_back_from_its_export(draft: RulebookDraft) -> None:
    document = document_of(draft)
    assert digest_of(read_toml(to_toml(document), "x.toml").document) == draft.digest
    if document:
        data = to_toml(document).encode()
        again = import_draft(title="x", data=data, name="x.toml", by=SYSTEM, despite_problems=True)
        assert again.digest == draft.digest


@settings(
    max_examples=40,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_any_edits_leave_a_draft_that_loads_or_lists_its_problems_and_can_be_undone(acts: list[Any]) -> None:
    with transaction.atomic():
        version = publish()
        desk = Desk(make_draft())
        for act in acts:
            desk.try_to(*act)
        edited = draft_of(desk.draft.pk)
        loads_or_lists_its_problems(edited)
        comes_back_from_its_export(edited)
        desk.undo_everything()
        assert draft_of(edited.pk).digest == version.digest
        transaction.set_rollback(True)
