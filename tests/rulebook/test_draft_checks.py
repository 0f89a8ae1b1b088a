"""Checks of a draft: errors and notes, the analysis as a job, what it found; watching and cancelling jobs."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import RulebookDraft, RulebookJob, RulebookVersion
from screening.services.rulebook import active_version, draft_of
from screening.services.rulebook.jobs import latest_job, run_due_jobs
from tests.rulebook.draft_pages import started
from tests.services.drafting import set_key

Browser = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft, rest: str = "checks/") -> str:
    return f"/rulebook/drafts/{draft.pk}/{rest}"


def test_errors_and_notes_lead_to_their_places(editor: Client, draft: RulebookDraft, grace: User) -> None:
    set_key(draft, "rules/pregnant", grace, title="")
    response = editor.get(address(draft))
    errors = response.context["errors"]
    assert response.status_code == 200
    assert f"/rulebook/drafts/{draft.pk}/rules/pregnant/" in {error.address for error in errors}
    assert response.context["job"].is_sound is False


def test_analysis_is_asked_for_watched_and_read(editor: Client, draft: RulebookDraft) -> None:
    assert editor.post(address(draft, "jobs/analysis/start/"))["Location"] == address(draft)
    panel = editor.get(address(draft, "jobs/analysis/"), headers=HTMX)
    assert ('hx-trigger="every 1s"' in panel.content.decode(), panel.get("HX-Refresh")) == (True, None)
    assert editor.get(address(draft, "jobs/analysis/"))["Location"] == address(draft)
    run_due_jobs(processes=1)
    assert editor.get(address(draft, "jobs/analysis/"), headers=HTMX)["HX-Refresh"] == "true"
    job = latest_job(draft, "analysis")
    assert job is not None
    assert (job.status, sorted(json.loads(job.result))) == ("done", ["findings"])
    assert editor.get(address(draft)).status_code == 200


def store(draft: RulebookDraft, kind: str, result: object) -> RulebookJob:
    """A job that is done."""
    fresh = draft_of(draft.pk)
    return RulebookJob.objects.create(
        draft=fresh,
        digest=fresh.digest,
        against=active_version().digest,
        kind=kind,
        status="done",
        result=json.dumps(result),
        finished_at=timezone.now(),
    )


def finding(kind: str, **more: object) -> dict[str, object]:
    return {
        "kind": kind,
        "place": "rules/pregnant",
        "message": "It is so.",
        "example": {"pregnant": "yes"},
        "on": "2026-09-15",
        "treatments": ["pen"],
        "problem": "",
        **more,
    }


def test_findings_stand_by_kind_with_answers_to_try(editor: Client, draft: RulebookDraft) -> None:
    rows = [finding("same_rules"), finding("milder", place="treatments/pen"), finding("milder", example=None)]
    store(draft, "analysis", {"findings": rows})
    response = editor.get(address(draft))
    kinds = response.context["kinds"]
    assert [(kind.kind, len(kind.findings)) for kind in kinds] == [("milder", 2), ("same_rules", 1)]
    found = kinds[0].findings[0]
    assert (found.title, found.example.lines, found.example.treatments) == (
        "Pen",
        (("Pregnant", "Yes"),),
        "Pen",
    )
    assert "given" in response.content.decode()


def test_page_says_when_the_draft_has_moved_on(editor: Client, draft: RulebookDraft, grace: User) -> None:
    store(draft, "analysis", {"findings": []})
    assert editor.get(address(draft)).context["job"].is_current is True
    set_key(draft, "rules/pregnant", grace, title="Otherwise")
    response = editor.get(address(draft))
    assert (
        response.context["job"].has_moved,
        "The draft has moved on since" in response.content.decode(),
    ) == (
        True,
        True,
    )


def test_place_that_is_gone_is_still_told(editor: Client, draft: RulebookDraft) -> None:
    gone = finding("unused_option", place="items/gone", example={"gone": "x", "glasses": "many"})
    store(draft, "analysis", {"findings": [gone, finding("new_kind", place="rules")]})
    kinds = editor.get(address(draft)).context["kinds"]
    assert [kind.kind for kind in kinds] == ["unused_option", "new_kind"]
    assert kinds[0].findings[0].example.lines == (("Glasses a week", "many"), ("gone", "x"))


@pytest.mark.parametrize("kind", ["analysis", "invariants", "mutation"])
def test_job_is_cancelled(editor: Client, draft: RulebookDraft, kind: str) -> None:
    editor.post(address(draft, f"jobs/{kind}/start/"))
    assert editor.post(address(draft, f"jobs/{kind}/cancel/")).status_code == 302
    job = latest_job(draft, kind)
    assert job is not None
    assert job.status == "cancelled"


def test_kind_that_is_none_is_not_found(editor: Client, draft: RulebookDraft) -> None:
    assert editor.get(address(draft, "jobs/nothing/")).status_code == 404
    assert editor.post(address(draft, "jobs/impact/start/")).status_code == 404


def test_failed_job_says_why(editor: Client, draft: RulebookDraft, grace: User) -> None:
    set_key(draft, "rules/pregnant", grace, title="")
    editor.post(address(draft, "jobs/analysis/start/"))
    run_due_jobs(processes=1)
    job = editor.get(address(draft)).context["job"]
    assert str(job.failure) == "The draft had errors. Mend them and start again."


def test_lead_reads_and_starts_nothing(client_of: Browser, frank: User, draft: RulebookDraft) -> None:
    lead = client_of(frank)
    html = lead.get(address(draft)).content.decode()
    assert "jobs/analysis/start/" not in html
    assert lead.post(address(draft, "jobs/analysis/start/")).status_code == 404
