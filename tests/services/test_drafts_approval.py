from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinic.accounts.models import User
from screening.engine import digest_of_text
from screening.models import AuditEvent, RulebookApproval, RulebookDraft, RulebookJob, RulebookVersion
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    AlreadyActive,
    DraftChangedSince,
    DraftClosed,
    InvalidInput,
    InvariantsNotProved,
    NeverPublished,
    NotApproved,
    NotDueYet,
    NotWaitingForApproval,
    OwnDraft,
    RulebookRefused,
    VersionMoved,
)
from screening.services.rulebook import (
    active_version,
    approvals_of,
    approve_draft,
    ask_for_approval,
    discard_draft,
    document_of,
    draft_of,
    import_rulebook,
    may_approve,
    publish_approved,
    publish_due,
    publish_rulebook,
    roll_back,
    send_back,
    undo_change,
    withdraw_request,
)
from tests.factories import publish, small_document
from tests.services.drafting import edit, make_draft, now_at, set_key

pytestmark = pytest.mark.django_db

INVARIANT: dict[str, Any] = {
    "id": "pregnant_never_pen",
    "title": "Pregnant: the pen is never eligible",
    "when": {"item": "pregnant", "is": "yes"},
    "never": "eligible",
    "treatments": ["pen"],
    "sources": ["design"],
}


def submitted_draft(author: User, title: str = "Next") -> RulebookDraft:
    draft = make_draft(author, title)
    set_key(draft, "rulebook", author, title=title)
    ask(draft, author)
    return draft_of(draft.pk)


def ask(draft: RulebookDraft, by: User) -> RulebookApproval:
    return ask_for_approval(draft=draft, note="What and why", by=Actor.staff(by))


def approve(draft: RulebookDraft, by: User, **options: Any) -> RulebookApproval:
    wanted = {"comment": "Fine", "publish_at": None, "seen_digest": draft.digest, **options}
    return approve_draft(draft=draft, by=Actor.staff(by), **wanted)


def scheduled_draft(author: User, lead: User, hours: int = 1) -> RulebookDraft:
    draft = submitted_draft(author)
    approve(draft, lead, publish_at=timezone.now() + timedelta(hours=hours))
    return draft_of(draft.pk)


def publish_other(title: str = "Other") -> RulebookVersion:
    document = small_document()
    document["rulebook"]["title"] = title
    return publish(document)


def proved(draft: RulebookDraft, result: str, status: str = "done") -> RulebookJob:
    now = timezone.now()
    return RulebookJob.objects.create(
        draft=draft,
        digest=draft.digest,
        kind="invariants",
        status=status,
        result=result,
        finished_at=now,
        started_at=now,
        beat_at=now,
    )


def test_draft_approved_by_a_second_person_is_published_at_once(grace: User, frank: User) -> None:
    old = publish()
    draft = submitted_draft(grace)
    approval = approve(draft, frank)
    published = draft_of(draft.pk)
    version = active_version()
    assert (published.status, published.version, version.digest) == ("published", version, draft.digest)
    assert (version.number, version.note, version.published_by) == (old.number + 1, "What and why", frank)
    assert (approval.decision, approval.decided_by, approval.ended_why, approval.against) == (
        "approved",
        frank,
        "published",
        old,
    )
    assert list(AuditEvent.objects.about(draft).values_list("action", flat=True)) == [
        "draft.started",
        "draft.changed",
        "draft.submitted",
        "draft.approved",
        "draft.published",
    ]


def test_author_never_approves(grace: User) -> None:
    publish()
    draft = submitted_draft(grace)
    with pytest.raises(OwnDraft):
        approve(draft, grace)
    assert (draft_of(draft.pk).status, may_approve(draft, Actor.staff(grace))) == ("submitted", False)


def test_nobody_who_changed_anything_approves_even_where_it_was_undone(
    grace: User, frank: User, alice: User
) -> None:
    publish()
    draft = make_draft(grace)
    change = set_key(draft, "rulebook", frank, note="x")
    undo_change(change=change, by=Actor.staff(grace))
    set_key(draft, "rulebook", grace, note="y")
    ask(draft, grace)
    with pytest.raises(OwnDraft):
        approve(draft_of(draft.pk), frank)
    assert approve(draft_of(draft.pk), alice).decision == "approved"


def test_who_asked_once_never_approves(grace: User, frank: User) -> None:
    publish()
    draft = make_draft(grace)
    ask(draft, frank)
    withdraw_request(draft=draft, by=Actor.staff(frank))
    ask(draft, grace)
    with pytest.raises(OwnDraft):
        approve(draft_of(draft.pk), frank)


def test_system_never_approves(grace: User) -> None:
    publish()
    draft = submitted_draft(grace)
    with pytest.raises(OwnDraft):
        approve_draft(draft=draft, comment="", publish_at=None, seen_digest=draft.digest, by=SYSTEM)


def test_draft_with_errors_is_not_submitted(grace: User) -> None:
    publish()
    draft = make_draft(grace)
    edit(draft, "items/acne", None, grace)
    with pytest.raises(RulebookRefused) as refusal:
        ask(draft, grace)
    assert (len(refusal.value.problems) > 0, draft_of(draft.pk).status) == (True, "open")


def test_question_published_as_another_type_keeps_it(grace: User) -> None:
    publish()
    draft = make_draft(grace)
    set_key(draft, "items/remarks", grace, type="number")
    with pytest.raises(RulebookRefused) as refusal:
        ask(draft, grace)
    retyped = [problem.place for problem in refusal.value.problems if "link id" in problem.reason]
    assert (retyped, draft_of(draft.pk).status) == (["items remarks.type"], "open")
    version = import_rulebook(document=document_of(draft_of(draft.pk)), by=SYSTEM)
    with pytest.raises(RulebookRefused):
        publish_rulebook(version=version, by=SYSTEM)


def test_approval_needs_a_note(grace: User) -> None:
    publish()
    with pytest.raises(InvalidInput) as refusal:
        ask_for_approval(draft=make_draft(grace), note=" ", by=Actor.staff(grace))
    assert [one.field for one in refusal.value.problems] == ["note"]


def test_submitted_draft_is_closed_until_it_is_withdrawn(grace: User) -> None:
    publish()
    draft = submitted_draft(grace)
    with pytest.raises(DraftClosed):
        set_key(draft, "rulebook", grace, note="x")
    with pytest.raises(DraftClosed):
        ask(draft, grace)
    withdraw_request(draft=draft, by=Actor.staff(grace))
    set_key(draft, "rulebook", grace, note="x")
    assert [one.ended_why for one in approvals_of(draft)] == ["withdrawn"]


def test_draft_sent_back_is_open_again_with_the_comment(grace: User, frank: User) -> None:
    publish()
    draft = submitted_draft(grace)
    with pytest.raises(InvalidInput) as refusal:
        send_back(draft=draft, comment="", by=Actor.staff(frank))
    assert [one.field for one in refusal.value.problems] == ["comment"]
    approval = send_back(draft=draft, comment="Too strict", by=Actor.staff(frank))
    assert (approval.decision, approval.comment, approval.ended_why) == (
        "sent_back",
        "Too strict",
        "sent_back",
    )
    assert draft_of(draft.pk).status == "open"
    with pytest.raises(NotWaitingForApproval):
        approve(draft, frank)


def test_approval_of_another_document_than_was_shown_is_refused(grace: User, frank: User) -> None:
    publish()
    draft = submitted_draft(grace)
    with pytest.raises(DraftChangedSince):
        approve(draft, frank, seen_digest="sha256:other")


def test_approval_is_refused_where_another_version_became_active_meanwhile(grace: User, frank: User) -> None:
    publish()
    draft = submitted_draft(grace)
    other = publish_other()
    with pytest.raises(VersionMoved):
        approve(draft, frank)
    assert (active_version(), draft_of(draft.pk).status) == (other, "submitted")


def test_draft_is_published_at_its_time_by_the_worker(grace: User, frank: User) -> None:
    old = publish()
    draft = scheduled_draft(grace, frank)
    with pytest.raises(NotDueYet):
        publish_approved(draft=draft, by=SYSTEM, now=timezone.now())
    assert (publish_due(timezone.now()), active_version()) == (0, old)
    assert publish_due(timezone.now() + timedelta(hours=2)) == 1
    assert (active_version().digest, draft_of(draft.pk).status) == (draft.digest, "published")
    assert publish_due(timezone.now() + timedelta(hours=2)) == 0


def test_worker_publishes_what_is_due(grace: User, frank: User) -> None:
    publish()
    draft = scheduled_draft(grace, frank)
    RulebookDraft.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
    call_command("run_worker", "--once", stdout=StringIO())
    assert active_version().digest == draft.digest


def test_draft_whose_version_moved_is_opened_again_and_the_newer_version_stays(
    grace: User, frank: User
) -> None:
    publish()
    draft = scheduled_draft(grace, frank)
    newer = publish_other()
    assert publish_due(timezone.now() + timedelta(hours=2)) == 0
    fresh = draft_of(draft.pk)
    assert (active_version(), fresh.status, fresh.publish_at) == (newer, "open", None)
    assert (approvals_of(fresh)[0].ended_why, fresh.digest) == ("version_moved", draft.digest)
    ask(fresh, grace)
    assert approve(draft_of(draft.pk), frank).against == newer


def test_draft_with_errors_at_its_time_is_opened_again(grace: User, frank: User) -> None:
    publish()
    draft = scheduled_draft(grace, frank)
    broken = draft.document.replace('"expect":{', '"expect":{"laser":"deferred",', 1)
    assert broken != draft.document
    digest = digest_of_text(broken)
    RulebookDraft.objects.update(document=broken, digest=digest)
    RulebookApproval.objects.update(digest=digest)
    assert publish_due(timezone.now() + timedelta(hours=2)) == 0
    assert (approvals_of(draft)[0].ended_why, draft_of(draft.pk).status) == ("errors", "open")


def test_time_to_publish_lies_ahead(grace: User, frank: User) -> None:
    publish()
    draft = submitted_draft(grace)
    with pytest.raises(InvalidInput) as refusal:
        approve(draft, frank, publish_at=timezone.now())
    assert [one.field for one in refusal.value.problems] == ["publish_at"]


def test_scheduled_draft_can_be_withdrawn_or_discarded(grace: User, frank: User) -> None:
    publish()
    draft = scheduled_draft(grace, frank)
    withdraw_request(draft=draft, by=Actor.staff(frank))
    assert draft_of(draft.pk).status == "open"
    ask(draft_of(draft.pk), grace)
    discard_draft(draft=draft, by=Actor.staff(grace))
    assert [one.ended_why for one in approvals_of(draft)] == ["withdrawn", "withdrawn"]
    with pytest.raises(NotWaitingForApproval):
        withdraw_request(draft=draft, by=Actor.staff(grace))


def test_what_is_not_approved_is_not_published(grace: User) -> None:
    publish()
    for draft in (make_draft(grace), submitted_draft(grace)):
        with pytest.raises(NotApproved):
            publish_approved(draft=draft, by=SYSTEM, now=timezone.now())


def test_invariants_have_to_be_proved_for_the_draft_as_it_is(grace: User) -> None:
    publish()
    draft = make_draft(grace)
    edit(draft, f"invariants/{INVARIANT['id']}", INVARIANT, grace)
    holds = '{"invariants":[{"holds":%s,"id":"pregnant_never_pen"}]}'
    with pytest.raises(InvariantsNotProved) as refusal:
        ask(draft, grace)
    assert refusal.value.broken == ()
    proved(draft_of(draft.pk), holds % "false")
    with pytest.raises(InvariantsNotProved) as refusal:
        ask(draft, grace)
    assert refusal.value.broken == ("pregnant_never_pen",)
    for unclear in (holds % "null", '{"invariants":[]}', '{"invariants":5}', "[]"):
        proved(draft_of(draft.pk), unclear)
        with pytest.raises(InvariantsNotProved):
            ask(draft, grace)
    proved(draft_of(draft.pk), holds % "true")
    assert ask(draft, grace).decision == ""


def test_invariants_proved_for_an_earlier_document_do_not_count(grace: User) -> None:
    publish()
    draft = make_draft(grace)
    edit(draft, f"invariants/{INVARIANT['id']}", INVARIANT, grace)
    proved(draft_of(draft.pk), '{"invariants":[{"holds":true,"id":"pregnant_never_pen"}]}')
    set_key(draft, "rulebook", grace, note="changed")
    with pytest.raises(InvariantsNotProved):
        ask(draft, grace)


def test_rolled_back_version_is_active_under_a_new_number(frank: User) -> None:
    first, second = publish(), publish_other()
    third = roll_back(version=first, note="The new one is wrong", by=Actor.staff(frank))
    assert (third.number, third.digest, third.note, third.published_by) == (
        3,
        first.digest,
        "The new one is wrong",
        frank,
    )
    statuses = RulebookVersion.objects.order_by("number").values_list("status", flat=True)
    assert (active_version(), list(statuses)) == (third, ["retired", "retired", "active"])
    assert second.number == 2


def test_roll_back_to_what_is_active_or_never_was_is_refused() -> None:
    first = publish()
    with pytest.raises(AlreadyActive):
        roll_back(version=first, note="x", by=SYSTEM)
    document = small_document()
    document["rulebook"]["title"] = "Never"
    with pytest.raises(NeverPublished):
        roll_back(version=import_rulebook(document=document, by=SYSTEM), note="x", by=SYSTEM)
    with pytest.raises(InvalidInput):
        roll_back(version=first, note="", by=SYSTEM)


def test_edit_after_withdrawing_an_approved_draft_needs_another_approval(grace: User, frank: User) -> None:
    publish()
    draft = scheduled_draft(grace, frank)
    withdraw_request(draft=draft, by=Actor.staff(grace))
    set_key(draft, "rulebook", grace, note=str((now_at(draft, "rulebook") or {}).get("note")) + "!")
    assert publish_due(timezone.now() + timedelta(hours=2)) == 0
    assert active_version().digest != draft_of(draft.pk).digest
