"""After another rulebook was published: what got worse goes back to the worklist, what got better waits."""

from datetime import datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, Evaluation, RulebookDraft, SignOff
from screening.services import review
from screening.services.audit import SYSTEM, Actor
from screening.services.review import Queue, WorklistRow
from screening.services.rulebook import approve_draft, ask_for_approval, draft_of, roll_back
from tests.clinicians import CLEAN, gate, override, practitioner, review_of, sign, submitted
from tests.factories import ZONE, publish, small_document
from tests.services.drafting import make_draft, now_at, set_key

pytestmark = pytest.mark.django_db

NOON = time(12)


def in_days(days: float) -> datetime:
    return datetime.combine(timezone.localdate(), NOON, ZONE) + timedelta(days=days)


def stopped_eight_months_before(days: int = 20) -> Appointment:
    """Precaution while tablets are to be stopped for six months, deferred for twelve."""
    last = in_days(days) - timedelta(days=243)
    answers = {**CLEAN, "tablets": "yes", "tablets_last": last.date().isoformat()}
    return submitted(answers, starts_at=in_days(days))


def published_wait(months: int, title: str = "") -> None:
    document = small_document()
    document["rulebook"]["title"] = title or f"{months} months"
    rule = next(one for one in document["rules"] if one["id"] == "tablets")
    rule["branches"][0]["when"]["within"] = f"{months} months"
    publish(document)
    review.evaluate_outdated(by=SYSTEM, now=timezone.now())


def row_of(appointment: Appointment, queue: Queue = Queue.NEEDS_REVIEW) -> WorklistRow:
    rows = review.list_work(queue=queue, by=SYSTEM, now=timezone.now()).rows
    return next(row for row in rows if row.review.appointment_id == appointment.pk)


def test_worse_result_goes_back_to_the_worklist_with_what_changed_and_closes_the_gate() -> None:
    appointment = stopped_eight_months_before()
    sign(appointment, practitioner())
    assert gate(appointment) == "cleared"
    published_wait(12)
    row = row_of(appointment)
    assert (gate(appointment), row.review.state) == ("on-hold", "needs-review")
    assert SignOff.objects.get().fell_away_why == "result-changed"
    effect = row.by_rulebook
    assert effect is not None
    assert (effect.direction, effect.before["eligibility"]) == ("worse", "precaution")
    assert [(one.rule, one.treatment, one.before, one.now) for one in effect.findings] == [
        ("tablets", "pen", None, "deferred")
    ]


def test_better_result_is_shown_as_such_and_waits_for_a_person() -> None:
    published_wait(12)
    appointment = stopped_eight_months_before()
    petra = practitioner()
    override(appointment, "tablets", petra)
    sign(appointment, petra)
    assert gate(appointment) == "cleared"
    published_wait(6)
    row = row_of(appointment)
    assert (gate(appointment), row.review.state, row.result and row.result["eligibility"]) == (
        "on-hold",
        "needs-review",
        "precaution",
    )
    assert row.by_rulebook is not None
    assert row.by_rulebook.direction == "better"
    sign(appointment, petra)
    assert (gate(appointment), row_of(appointment, Queue.SIGNED_OFF).by_rulebook) == ("cleared", None)


def test_same_result_stays_where_it_is() -> None:
    appointment = stopped_eight_months_before()
    sign(appointment, practitioner())
    published_wait(6, "Another title")
    assert (gate(appointment), row_of(appointment, Queue.SIGNED_OFF).by_rulebook) == ("cleared", None)


def test_what_nobody_had_signed_off_is_shown_as_changed_as_well() -> None:
    appointment = stopped_eight_months_before()
    assert row_of(appointment).by_rulebook is None
    published_wait(12)
    effect = row_of(appointment).by_rulebook
    assert effect is not None
    assert effect.direction == "worse"


def test_later_publication_with_the_same_result_does_not_hide_the_change() -> None:
    appointment = stopped_eight_months_before()
    sign(appointment, practitioner())
    published_wait(12)
    published_wait(12, "Once more")
    assert Evaluation.objects.count() == 3
    effect = row_of(appointment).by_rulebook
    assert effect is not None
    assert (effect.direction, effect.before["eligibility"]) == ("worse", "precaution")


def test_change_that_was_taken_back_needs_a_person_but_shows_no_change() -> None:
    appointment = stopped_eight_months_before()
    sign(appointment, practitioner())
    published_wait(12)
    published_wait(6, "Taken back")
    assert (gate(appointment), row_of(appointment).by_rulebook) == ("on-hold", None)


def test_longer_wait_is_worse_and_a_shorter_one_better() -> None:
    published_wait(12)
    appointment = stopped_eight_months_before()
    published_wait(18)
    longer = row_of(appointment).by_rulebook
    assert longer is not None
    assert longer.direction == "worse"


def test_rows_changed_by_a_rulebook_cost_as_many_queries_as_one() -> None:
    for days in (20, 21, 22):
        stopped_eight_months_before(days)
    published_wait(12)

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            review.list_work(queue=Queue.NEEDS_REVIEW, by=SYSTEM, now=timezone.now(), limit=limit)
        return len(captured)

    assert queries(1) == queries(3)


def test_draft_published_at_its_time_brings_the_affected_to_the_worklist(grace: User, frank: User) -> None:
    appointment = stopped_eight_months_before()
    sign(appointment, practitioner())
    draft = make_draft(grace)
    rule = now_at(draft, "rules/tablets") or {}
    branch = {**rule["branches"][0], "when": {"item": "tablets_last", "within": "12 months"}}
    set_key(draft, "rules/tablets", grace, branches=[branch])
    ask_for_approval(draft=draft, note="Label of 2026", by=Actor.staff(grace))
    approve_draft(
        draft=draft,
        comment="",
        publish_at=timezone.now() + timedelta(hours=1),
        seen_digest=draft_of(draft.pk).digest,
        by=Actor.staff(frank),
    )
    RulebookDraft.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    call_command("run_worker", "--once", stdout=StringIO())
    effect = row_of(appointment).by_rulebook
    assert effect is not None
    assert (effect.direction, gate(appointment)) == ("worse", "on-hold")


def test_rolling_back_evaluates_anew_as_well(frank: User) -> None:
    first = publish()
    appointment = stopped_eight_months_before()
    published_wait(12)
    roll_back(version=first, note="Too strict", by=Actor.staff(frank))
    assert review.evaluate_outdated(by=SYSTEM, now=timezone.now()) == 1
    now = review_of(appointment).evaluation
    assert now is not None
    assert (now.eligibility, now.rulebook_version.number) == ("precaution", 3)
