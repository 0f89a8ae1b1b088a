from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import SYSTEM, Actor
from screening.services.rulebook import (
    active_version,
    approve_draft,
    ask_for_approval,
    draft_of,
    import_rulebook,
)
from tests.people import PASSWORD
from tests.rulebook.documents import document, more_rules
from tests.rulebook.draft_pages import started
from tests.services.drafting import set_key

ClientOf = Callable[[User], Client]


@pytest.fixture
def second(grace: User, frank: User, active: RulebookVersion) -> RulebookDraft:
    """A draft published as version 2."""
    draft = started(grace)
    set_key(draft, "rules/pregnant", grace, message="Another message.")
    ask_for_approval(draft=draft, note="A clearer message.", by=Actor.staff(grace))
    digest = draft_of(draft.pk).digest
    approve_draft(draft=draft, comment="Fine.", publish_at=None, seen_digest=digest, by=Actor.staff(frank))
    return draft_of(draft.pk)


def roll_back_form(**more: str) -> dict[str, str]:
    return {"seen": active_version().digest, "note": "It was wrong.", "password": PASSWORD, **more}


def errors_of(response: Any) -> dict[str, list[str]]:
    return {
        name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()
    }


def test_versions_say_what_led_to_them(client_of: ClientOf, alice: User, second: RulebookDraft) -> None:
    rows = client_of(alice).get("/rulebook/versions/").context["publications"]
    told = [
        (
            one.version.number,
            one.draft.title if one.draft else "",
            str(one.approval.decided_by) if one.approval else "",
            one.before.number if one.before else 0,
        )
        for one in rows
    ]
    assert told == [(2, "Shorter wait", "Frank Favre", 1), (1, "", "", 0)]


def test_version_is_compared_with_the_one_before(
    client_of: ClientOf, alice: User, second: RulebookDraft
) -> None:
    context = client_of(alice).get("/rulebook/versions/2/").context
    assert [(view.place, view.kind) for view in context["page"]] == [("rules/pregnant", "changed")]


def test_first_version_has_nothing_before_it(reader: Client) -> None:
    assert reader.get("/rulebook/versions/1/").context["change"] is None


@pytest.mark.parametrize("number", ["2", "0", "9" * 30])
def test_version_that_does_not_exist_is_not_found(reader: Client, number: str) -> None:
    assert reader.get(f"/rulebook/versions/{number}/").status_code == 404


def test_broken_version_cannot_be_compared(client_of: ClientOf, alice: User, second: RulebookDraft) -> None:
    RulebookVersion.objects.filter(number=1).update(digest="sha256:" + "0" * 64)
    response = client_of(alice).get("/rulebook/versions/2/")
    assert (response.status_code, response.context["change"].compared) == (200, None)


def test_draft_starts_from_an_older_version(
    client_of: ClientOf, grace: User, second: RulebookDraft, active: RulebookVersion
) -> None:
    client_of(grace).post("/rulebook/drafts/start/", {"title": "Again", "version": "1"})
    assert RulebookDraft.objects.get(title="Again").digest == active.digest


def test_roll_back_shows_what_becomes_different(
    client_of: ClientOf, frank: User, second: RulebookDraft
) -> None:
    context = client_of(frank).get("/rulebook/versions/1/roll-back/").context
    assert (context["change"].old.number, context["change"].new.number) == (2, 1)
    assert [view.place for view in context["page"]] == ["rules/pregnant"]


def test_roll_back_makes_the_older_one_active_under_a_new_number(
    client_of: ClientOf, frank: User, second: RulebookDraft, active: RulebookVersion
) -> None:
    lead = client_of(frank)
    assert lead.post("/rulebook/versions/1/roll-back/", roll_back_form()).status_code == 302
    now = active_version()
    assert (now.number, now.digest, now.note) == (3, active.digest, "It was wrong.")
    newest = lead.get("/rulebook/versions/").context["publications"][0]
    assert (newest.same_as.number, newest.before.number) == (1, 2)


@pytest.mark.parametrize(
    ("sent", "status", "errors"),
    [
        ({"note": ""}, 422, {"note": ["Say in a few words why."]}),
        ({"password": ""}, 422, {"password": ["This field is required."]}),
        (
            {"password": "wrong"},
            422,
            {"password": ["This is not your password. After five wrong tries, please wait five minutes."]},
        ),
        (
            {"seen": "sha256:old"},
            409,
            {"__all__": ["Another version has become active meanwhile. Look at what is new first."]},
        ),
    ],
)
def test_roll_back_that_lacks_something_is_refused_in_its_place(
    client_of: ClientOf,
    frank: User,
    second: RulebookDraft,
    sent: dict[str, str],
    status: int,
    errors: dict[str, list[str]],
) -> None:
    response = client_of(frank).post("/rulebook/versions/1/roll-back/", roll_back_form(**sent))
    assert (response.status_code, errors_of(response), active_version().number) == (status, errors, 2)


def test_active_version_is_not_rolled_back_to(
    client_of: ClientOf, frank: User, second: RulebookDraft
) -> None:
    response = client_of(frank).post("/rulebook/versions/2/roll-back/", roll_back_form())
    assert (response.status_code, errors_of(response)) == (
        409,
        {"__all__": ["This version of the rulebook is the active one already."]},
    )


def test_version_that_was_never_published_is_not_rolled_back_to(
    client_of: ClientOf, frank: User, active: RulebookVersion
) -> None:
    import_rulebook(document=document(*more_rules(1)), by=SYSTEM)
    assert client_of(frank).get("/rulebook/versions/2/roll-back/").status_code == 404
