from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import RulebookApproval, RulebookChange, RulebookDraft
from tests.factories import publish
from tests.services.drafting import make_draft, set_key

pytestmark = pytest.mark.django_db


def refused(row: models.Model, **changes: object) -> bool:
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "unheard"},
        {"digest": "md5:1"},
        {"title": ""},
        {"status": "scheduled"},
        {"publish_at": timezone.now()},
        {"status": "published"},
    ],
)
def test_database_refuses_a_draft_that_cannot_be(changes: dict[str, object]) -> None:
    publish()
    assert refused(make_draft(), **changes)


def test_database_lets_only_a_published_draft_name_its_version() -> None:
    version = publish()
    draft = make_draft()
    assert refused(draft, version=version)
    assert not refused(draft, version=version, status="published")
    assert refused(make_draft(), version=version, status="published")


@pytest.mark.parametrize(
    "changes",
    [
        {"revision": 0},
        {"place": ""},
        {"kind": "added"},
        {"kind": "removed"},
        {"before": ""},
        {"after": ""},
        {"landed": ""},
        {"kind": "undone"},
        {"kind": "unheard"},
    ],
)
def test_database_refuses_a_change_that_cannot_be(changes: dict[str, object]) -> None:
    publish()
    assert refused(set_key(make_draft(), "items/acne", label="Spots"), **changes)


def test_database_numbers_changes_once() -> None:
    publish()
    draft = make_draft()
    set_key(draft, "items/acne", label="Spots")
    assert refused(set_key(draft, "items/acne", label="Pimples"), revision=1)
    assert RulebookChange.objects.filter(draft=draft).count() == 2


def asked(by: User, **values: Any) -> RulebookApproval:
    return RulebookApproval(draft=RulebookDraft.objects.get(), digest="sha256:1", asked_by=by, **values)


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "1"},
        {"decision": "approved"},
        {"decided_at": timezone.now()},
        {"ended_at": timezone.now()},
        {"ended_why": "withdrawn"},
        {"ended_why": "published", "ended_at": timezone.now()},
    ],
)
def test_database_refuses_an_approval_that_cannot_be(grace: User, changes: dict[str, object]) -> None:
    publish()
    make_draft()
    assert refused(asked(grace), **changes)


def test_database_refuses_approving_what_one_asked_for(grace: User, frank: User) -> None:
    publish()
    make_draft()
    decided: dict[str, Any] = {"decision": "approved", "decided_at": timezone.now()}
    assert refused(asked(grace, **decided), decided_by=grace)
    assert not refused(asked(grace, **decided), decided_by=frank)


def test_database_refuses_sent_back_that_still_stands(grace: User, frank: User) -> None:
    publish()
    make_draft()
    sent_back: dict[str, Any] = {"decision": "sent_back", "decided_at": timezone.now(), "decided_by": frank}
    assert refused(asked(grace, **sent_back))
    assert not refused(asked(grace, **sent_back), ended_why="sent_back", ended_at=timezone.now())


def test_database_lets_one_request_stand(grace: User) -> None:
    publish()
    make_draft()
    assert not refused(asked(grace))
    assert refused(asked(grace))
