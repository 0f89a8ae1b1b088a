"""The impact preview: every stored questionnaire replayed, and evaluated with the draft."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from screening.engine import canonical_json, digest_of_text
from screening.models import AuditEvent, Evaluation, ImpactRow, RulebookDraft, RulebookJob
from screening.services.audit import SYSTEM
from screening.services.errors import InvalidInput
from screening.services.evaluation import evaluate_response
from screening.services.rulebook import impact
from screening.services.rulebook.impact import impact_rows
from screening.services.rulebook.impact.stored import Days, chunks_on, stored_in
from screening.services.rulebook.jobs import queue_job, run_due_jobs
from tests.factories import APPOINTMENT, HEALTHY, make_submitted, publish, small_document

pytestmark = pytest.mark.django_db

TABLETS = {**HEALTHY, "tablets": "yes", "tablets_last": "2026-01-10"}
"""Stopped eight months before the appointment: long enough for six months, not for twelve."""
REMARKS = {**HEALTHY, "remarks": "hello"}


def draft_of(document: Mapping[str, Any]) -> RulebookDraft:
    text = canonical_json(document)
    return RulebookDraft.objects.create(title="Stricter", document=text, digest=digest_of_text(text))


def stricter() -> dict[str, Any]:
    document = small_document()
    rule = next(rule for rule in document["rules"] if rule["id"] == "tablets")
    rule["branches"][0]["when"]["within"] = "12 months"
    document["cases"] = []
    return document


def preview(document: Mapping[str, Any], **options: str) -> RulebookJob:
    job = queue_job(draft=draft_of(document), kind="impact", options=options, by=SYSTEM)
    assert run_due_jobs(processes=1) == 1
    return RulebookJob.objects.get(pk=job.pk)


def result_of(job: RulebookJob) -> dict[str, Any]:
    assert job.status == "done"
    return dict(json.loads(job.result))


def test_impact_counts_what_changes_from_what_to_what_and_by_rule() -> None:
    make_submitted(HEALTHY)
    make_submitted(TABLETS)
    result = result_of(preview(stricter()))
    assert result == {
        "records": 2,
        "changed": 1,
        "worse": 1,
        "better": 0,
        "other": 0,
        "not_evaluated": 0,
        "overall": {"precaution": {"deferred": 1, "precaution": 1}},
        "treatments": {"pen": {"precaution": {"deferred": 1}}},
        "dates": {},
        "rules": {"tablets": {"none": {"deferred": 1}}},
        "not_accepted": {},
        "replay": {"same": 2},
        "is_replayed": True,
    }


def test_impact_row_says_which_record_would_change_and_how() -> None:
    make_submitted(HEALTHY)
    changed = make_submitted(TABLETS)
    job = preview(stricter())
    (row,) = impact_rows(job)
    assert (row.response_id, row.on, row.before, row.after, row.direction, row.is_replayed) == (
        changed.response_id,
        changed.on,
        "precaution",
        "deferred",
        "worse",
        True,
    )
    assert row.detail == {
        "treatments": {"pen": ["precaution", None, "deferred", "2027-01-10"]},
        "rules": {"tablets": ["none", "deferred"]},
    }


def test_impact_of_an_unchanged_draft_is_none() -> None:
    make_submitted(TABLETS)
    job = preview(small_document())
    assert (result_of(job)["changed"], ImpactRow.objects.count()) == (0, 0)


def test_impact_of_a_later_date_alone_is_worse() -> None:
    make_submitted({**HEALTHY, "tablets": "yes", "tablets_last": "2026-08-01"})
    job = preview(stricter())
    result = result_of(job)
    assert (result["worse"], result["dates"], result["treatments"]) == (1, {"pen": 1}, {})
    assert impact_rows(job)[0].detail == {
        "treatments": {"pen": ["deferred", "2027-02-01", "deferred", "2027-08-01"]},
        "rules": {},
    }


def test_impact_of_a_milder_draft_is_better() -> None:
    make_submitted(TABLETS)
    publish(stricter() | {"cases": small_document()["cases"]})
    again = Evaluation.objects.get(is_current=True)
    evaluate_response(response=again.response, cause=Evaluation.Cause.REQUESTED, by=SYSTEM)
    result = result_of(preview(small_document()))
    assert (result["better"], result["overall"], result["records"]) == (1, {"deferred": {"precaution": 1}}, 1)


def test_impact_replays_each_result_with_the_version_it_was_made_with() -> None:
    make_submitted(HEALTHY)
    document = small_document()
    document["rulebook"]["title"] = "Newer"
    publish(document)
    make_submitted(TABLETS)
    versions = Evaluation.objects.values_list("rulebook_version__digest", flat=True)
    assert (len(set(versions)), result_of(preview(stricter()))["replay"]) == (2, {"same": 2})


def test_impact_says_loudly_where_a_stored_result_does_not_come_out_again() -> None:
    make_submitted(HEALTHY)
    altered = make_submitted(HEALTHY)
    altered.body = altered.body.replace('"settled":false', '"settled":true', 1)
    altered.save()
    job = preview(small_document())
    result = result_of(job)
    assert (result["is_replayed"], result["replay"]) == (False, {"same": 1, "different": 1})
    (row,) = impact_rows(job)
    assert (row.response_id, row.is_replayed, row.direction) == (altered.response_id, False, "same")


def test_impact_says_which_results_cannot_be_read() -> None:
    make_submitted(HEALTHY)
    one, other = Evaluation.objects.order_by("pk")[0], make_submitted(HEALTHY)
    with connection.cursor() as cursor:  # a sealed text moved to another row does not open there
        table = Evaluation._meta.db_table
        cursor.execute(f"SELECT body FROM {table} WHERE id = %s", [db_key(one)])
        cursor.execute(f"UPDATE {table} SET body = %s WHERE id = %s", [cursor.fetchone()[0], db_key(other)])
    job = preview(small_document())
    result = result_of(job)
    assert (result["replay"], result["not_evaluated"]) == ({"same": 1, "unreadable": 1}, 1)
    (row,) = impact_rows(job)
    assert (row.response_id, row.is_replayed, row.direction, row.after) == (
        other.response_id,
        False,
        "not-evaluated",
        "",
    )


def db_key(row: Evaluation) -> str:
    return str(row.pk) if connection.vendor == "postgresql" else row.pk.hex


def test_impact_counts_answers_the_draft_does_not_accept_as_unanswered() -> None:
    make_submitted(REMARKS)
    document = small_document()
    document["items"] = [item for item in document["items"] if item["link_id"] != "remarks"]
    result = result_of(preview(document))
    assert (result["not_accepted"], result["changed"]) == ({"remarks": 1}, 0)


def test_impact_of_a_draft_without_the_planned_treatment_is_not_evaluated() -> None:
    make_submitted(HEALTHY)
    document = small_document()
    document["treatments"] = [one for one in document["treatments"] if one["code"] != "pen"]
    document["attributes"], document["cases"] = [], []
    for rule in document["rules"]:
        for branch in rule.get("branches", []):
            branch["severity"] = {"all": "precaution"}
    job = preview(document)
    assert (result_of(job)["not_evaluated"], impact_rows(job)[0].direction) == (1, "not-evaluated")


def test_impact_looks_at_the_days_asked_for() -> None:
    make_submitted(TABLETS)
    make_submitted(TABLETS, starts_at=APPOINTMENT + timedelta(days=1))
    make_submitted(TABLETS, starts_at=APPOINTMENT + timedelta(days=2))
    assert result_of(preview(stricter(), first="2026-09-16", last="2026-09-16"))["records"] == 1


def test_impact_lists_upcoming_appointments_first_in_pages() -> None:
    now = datetime.now(APPOINTMENT.tzinfo)
    for days in (-3, 40, -1, 2):
        make_submitted(TABLETS | {"tablets_last": month_ago(now)}, starts_at=now + timedelta(days=days))
    job = preview(without_tablets())
    first = impact_rows(job, limit=3)
    rest = impact_rows(job, limit=3, after=first[-1].place)
    today = now.date()
    assert [(row.on - today).days for row in [*first, *rest]] == [2, 40, -1, -3]


def month_ago(now: datetime) -> str:
    return (now - timedelta(days=30)).date().isoformat()


def without_tablets() -> dict[str, Any]:
    document = small_document()
    document["rules"] = [rule for rule in document["rules"] if rule["id"] != "tablets"]
    document["cases"] = []
    return document


def test_impact_lists_one_direction_where_asked() -> None:
    make_submitted(TABLETS)
    job = preview(stricter())
    assert (len(impact_rows(job, directions=("worse",))), impact_rows(job, directions=("better",))) == (1, [])


@pytest.mark.parametrize(
    "options", [{"first": "soon"}, {"first": "2026-09-16", "last": "2026-09-15"}, {"colour": "red"}]
)
def test_impact_of_impossible_days_is_refused(options: dict[str, str]) -> None:
    publish()
    with pytest.raises(InvalidInput):
        queue_job(draft=draft_of(small_document()), kind="impact", options=options, by=SYSTEM)
    assert RulebookJob.objects.count() == 0


def test_impact_of_a_draft_that_is_no_rulebook_fails_with_a_code() -> None:
    make_submitted(HEALTHY)
    document = small_document()
    document["rules"][0]["branches"][0]["when"] = {"item": "nothing", "is": "yes"}
    job = preview(document)
    assert (job.status, job.failure, job.result) == ("failed", "rulebook_refused", "")


def test_impact_meets_each_questionnaire_once_whatever_the_size_of_a_chunk() -> None:
    keys = {make_submitted(HEALTHY).response_id for _number in range(5)}
    for size in (1, 2, 5, 9):
        met = [stored.response_id for chunk in chunks_on(Days(), size) for stored in stored_in(chunk)]
        assert (sorted(keys), len(met)) == (met, 5)


def test_impact_is_on_the_audit_trail_with_how_many_were_read() -> None:
    make_submitted(HEALTHY)
    job = preview(small_document())
    events = AuditEvent.objects.about(job).order_by("at", "pk").values_list("action", "detail")
    assert list(events) == [
        ("rulebook.job_asked", {"kind": "impact", "digest": job.digest}),
        ("rulebook.impact_read", {"records": 1}),
        ("rulebook.job_done", {"kind": "impact", "reason": ""}),
    ]


@pytest.mark.django_db(transaction=True)
def test_impact_is_the_same_with_one_process_and_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impact, "MOST_IN_CHUNK", 3)
    for days in range(4):
        make_submitted(TABLETS, starts_at=APPOINTMENT + timedelta(days=days))
        make_submitted(HEALTHY, starts_at=APPOINTMENT + timedelta(days=days))
    draft = draft_of(stricter())
    found = []
    for processes in (1, 2):
        job = queue_job(draft=draft, kind="impact", by=SYSTEM, again=True)
        run_due_jobs(processes=processes)
        job.refresh_from_db()
        rows = [(row.place, row.on, row.before, row.after, row.detail) for row in impact_rows(job)]
        found.append((job.status, job.result, rows))
    assert found[0] == found[1]
    assert (found[0][0], len(found[0][2])) == ("done", 4)
