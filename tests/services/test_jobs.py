"""Long work on a draft: asked for once, done once, called off, taken up again after a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from screening.engine import canonical_json, digest_of_text
from screening.models import AuditEvent, ImpactRow, RulebookDraft, RulebookJob
from screening.services.audit import SYSTEM
from screening.services.errors import NoActiveRulebook
from screening.services.rulebook.context import JobContext
from screening.services.rulebook.impact import pool
from screening.services.rulebook.impact.previewing import Part, Preview, preview_chunk
from screening.services.rulebook.impact.stored import Chunk
from screening.services.rulebook.jobs import are_jobs_due, cancel_job, latest_job, queue_job, run_due_jobs
from screening.services.rulebook.runners import RUNNERS
from tests.factories import HEALTHY, make_submitted, publish, small_document

pytestmark = pytest.mark.django_db

Runner = Callable[[JobContext], Mapping[str, object]]


def make_draft(title: str = "Draft", document: Mapping[str, Any] | None = None) -> RulebookDraft:
    text = canonical_json(document or small_document())
    return RulebookDraft.objects.create(title=title, document=text, digest=digest_of_text(text))


def ask(draft: RulebookDraft | None = None, kind: str = "impact", **options: Any) -> RulebookJob:
    return queue_job(draft=draft or make_draft(), kind=kind, by=SYSTEM, **options)


def changed(draft: RulebookDraft) -> RulebookDraft:
    document = small_document()
    document["rulebook"]["title"] = "Changed"
    draft.document = canonical_json(document)
    draft.digest = digest_of_text(draft.document)
    draft.save()
    return draft


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Runner], None]:
    """Has another runner do what `analysis` does."""
    return lambda runner: monkeypatch.setitem(RUNNERS, "analysis", runner)


def test_job_asked_for_twice_is_one_job_even_when_it_is_done() -> None:
    draft = make_draft()
    first = ask(draft)
    again = ask(draft)
    run_due_jobs()
    assert {again.pk, ask(draft).pk} == {first.pk}
    assert ask(draft, again=True).pk != first.pk


def test_job_for_other_days_another_document_or_another_active_version_is_another_job() -> None:
    draft = make_draft()
    first = ask(draft)
    other_days = ask(draft, options={"first": "2026-01-01"})
    other_document = ask(changed(draft))
    publish()
    other_active = ask(draft)
    assert len({first.pk, other_days.pk, other_document.pk, other_active.pk}) == 4


def test_job_works_on_the_document_the_draft_had_when_it_was_asked_for(
    runs: Callable[[Runner], None],
) -> None:
    runs(lambda context: {"title": context.document["rulebook"]["title"]})
    draft = make_draft()
    job = ask(draft, "analysis")
    changed(draft)
    run_due_jobs()
    job.refresh_from_db()
    assert (job.status, job.result, job.document) == ("done", '{"title":"Small"}', "")
    latest = latest_job(draft, "analysis")
    assert latest is not None
    assert (latest.digest == draft.digest) is False


def test_job_compares_with_the_version_active_when_it_was_asked_for(runs: Callable[[Runner], None]) -> None:
    runs(lambda context: {"active": None if context.active is None else context.active.digest})
    version = publish()
    job = ask(kind="analysis")
    run_due_jobs()
    job.refresh_from_db()
    assert job.result == f'{{"active":"{version.digest}"}}'


def test_job_notes_how_far_it_is_and_its_end(runs: Callable[[Runner], None]) -> None:
    seen = []

    def run(context: JobContext) -> Mapping[str, object]:
        context.progress(0, 2)
        seen.append(RulebookJob.objects.values_list("status", "done", "total").get())
        context.progress(2, 2)
        seen.append(RulebookJob.objects.values_list("status", "done", "total").get())
        return {}

    runs(run)
    job = ask(kind="analysis")
    assert run_due_jobs() == 1
    job.refresh_from_db()
    assert (seen, job.status, are_jobs_due(timezone.now())) == (
        [("running", 0, 2), ("running", 2, 2)],
        "done",
        False,
    )
    assert job.finished_at is not None


def test_job_called_off_while_it_waits_is_not_run() -> None:
    job = ask()
    cancel_job(job=job, by=SYSTEM)
    assert run_due_jobs() == 0
    assert RulebookJob.objects.get().status == "cancelled"


def test_job_called_off_while_it_runs_ends_and_leaves_no_rows(runs: Callable[[Runner], None]) -> None:
    evaluation = make_submitted(HEALTHY)
    passed = []

    def run(context: JobContext) -> Mapping[str, object]:
        context.progress(0, 2)
        ImpactRow.objects.create(
            job=context.job,
            response=evaluation.response,
            nearness=0,
            on=evaluation.on,
            before="precaution",
            after="deferred",
            direction="worse",
            is_replayed=True,
        )
        cancel_job(job=context.job, by=SYSTEM)
        context.progress(2, 2)
        passed.append(True)
        return {}

    runs(run)
    job = ask(kind="analysis")
    run_due_jobs()
    job.refresh_from_db()
    assert (job.status, job.result, passed, ImpactRow.objects.count()) == ("cancelled", "", [], 0)


def test_job_that_has_ended_is_not_called_off() -> None:
    job = ask()
    run_due_jobs()
    assert cancel_job(job=job, by=SYSTEM).status == "done"


def test_job_of_a_worker_told_to_end_goes_back_to_the_queue(runs: Callable[[Runner], None]) -> None:
    told: list[bool] = []

    def run(context: JobContext) -> Mapping[str, object]:
        told.append(True)
        context.progress(1, 2)
        return {}

    runs(run)
    job = ask(kind="analysis")
    run_due_jobs(is_stopping=lambda: bool(told))
    job.refresh_from_db()
    assert (job.status, job.beat_at) == ("queued", None)
    told.clear()
    runs(lambda _context: {"ended": True})
    run_due_jobs()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)


def test_job_left_by_a_killed_worker_is_taken_up_when_its_lease_is_over() -> None:
    job = ask()
    now = timezone.now()
    RulebookJob.objects.update(status="running", attempts=1, started_at=now, beat_at=now)
    assert run_due_jobs() == 0
    RulebookJob.objects.update(beat_at=now - timedelta(minutes=2))
    assert run_due_jobs() == 1
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)


def test_job_taken_over_by_another_worker_is_not_ended_by_the_first(runs: Callable[[Runner], None]) -> None:
    def run(_context: JobContext) -> Mapping[str, object]:
        RulebookJob.objects.update(attempts=2, result="")
        return {"by": "the first"}

    runs(run)
    job = ask(kind="analysis")
    run_due_jobs()
    job.refresh_from_db()
    assert (job.status, job.result) == ("running", "")


def test_job_that_took_its_worker_with_it_each_time_is_given_up() -> None:
    job = ask()
    long_ago = timezone.now() - timedelta(hours=1)
    RulebookJob.objects.update(status="running", attempts=5, started_at=long_ago, beat_at=long_ago)
    run_due_jobs()
    job.refresh_from_db()
    assert (job.status, job.failure, job.document) == ("failed", "gave-up", "")


def test_job_that_is_refused_or_goes_wrong_keeps_a_code_and_no_words(runs: Callable[[Runner], None]) -> None:
    def refuse(_context: JobContext) -> Mapping[str, object]:
        raise NoActiveRulebook

    def break_down(_context: JobContext) -> Mapping[str, object]:
        raise ZeroDivisionError("what somebody answered")

    failures = []
    for title, runner in (("one", refuse), ("two", break_down), ("three", lambda _context: {"share": 0.5})):
        runs(runner)
        job = ask(make_draft(title), "analysis")
        run_due_jobs()
        job.refresh_from_db()
        failures.append((job.status, job.failure, job.result))
    assert failures == [
        ("failed", "no_active_rulebook", ""),
        ("failed", "error", ""),
        ("failed", "error", ""),
    ]


def test_job_is_on_the_audit_trail() -> None:
    job = ask()
    cancel_job(job=job, by=SYSTEM)
    assert list(AuditEvent.objects.about(job).order_by("at", "pk").values_list("action", flat=True)) == [
        "rulebook.job_asked",
        "rulebook.job_cancelled",
    ]


def test_job_of_each_other_kind_tells_what_it_found() -> None:
    document = small_document()
    document["invariants"] = [
        {
            "id": name,
            "title": name,
            "when": {"item": "pregnant", "is": answer},
            "never": "eligible",
            "treatments": ["pen"],
            "sources": ["design"],
        }
        for name, answer in (("kept", "yes"), ("broken", "no"))
    ]
    draft = make_draft(document=document)
    jobs = {kind: ask(draft, kind) for kind in ("invariants", "analysis", "mutation")}
    run_due_jobs()
    told = {kind: RulebookJob.objects.get(pk=job.pk) for kind, job in jobs.items()}
    assert {kind: job.status for kind, job in told.items()} == dict.fromkeys(jobs, "done")
    proofs = json.loads(told["invariants"].result)["invariants"]
    assert [(one["id"], one["holds"], one["eligibility"]) for one in proofs] == [
        ("kept", True, ""),
        ("broken", False, "eligible"),
    ]
    assert all(row["sentence"] for row in json.loads(told["mutation"].result)["survivors"])
    assert all(row["message"] for row in json.loads(told["analysis"].result)["findings"])


def test_chunk_that_fails_once_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_submitted(HEALTHY)
    calls = []

    def fail_once(preview: Preview, chunk: Chunk) -> Part:
        calls.append(chunk)
        if len(calls) == 1:
            raise ZeroDivisionError
        return preview_chunk(preview, chunk)

    monkeypatch.setattr(pool, "preview_chunk", fail_once)
    job = ask()
    run_due_jobs(processes=1)
    job.refresh_from_db()
    assert (job.status, len(calls), calls[0]) == ("done", 2, calls[1])


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker on the test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        host = str(database["HOST"]).replace("/", "%2F")
        url = f"postgres://{database['USER']}@{host}:{database['PORT']}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "EMAIL_DELIVERY": "console"}
    command = [sys.executable, "-u", "manage.py", "run_worker", "--settings", "tests.settings"]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.django_db(transaction=True)
def test_worker_does_jobs_in_a_process_of_its_own_and_ends_when_told(
    worker: subprocess.Popen[bytes],
) -> None:
    make_submitted(HEALTHY)
    job = ask()
    end = time.monotonic() + 30
    while RulebookJob.objects.get(pk=job.pk).status != "done":
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
    worker.send_signal(signal.SIGTERM)
    out, _nothing = worker.communicate(timeout=20)
    assert (worker.returncode, out.endswith(b"Worker stopped\n")) == (0, True)
