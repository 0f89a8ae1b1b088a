"""The impact preview: asked for, read by editors and leads, loud where results did not come out again."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import Appointment, ImpactRow, RulebookDraft
from screening.services.audit import SYSTEM
from screening.services.rulebook import start_draft
from screening.services.rulebook.jobs import latest_job, run_due_jobs
from tests.clinicians import submitted
from tests.factories import HEALTHY, make_patient
from tests.services.drafting import now_at, set_key

Browser = Callable[[User], Client]
NAME = "Ada Canari"


@pytest.fixture
def record(db: None) -> Appointment:
    """A questionnaire with acne, of which the draft makes less."""
    answers = {**HEALTHY, "acne": "yes", "acne_areas": ["chin"]}
    return submitted(answers, patient=make_patient(NAME))


@pytest.fixture
def draft(record: Appointment) -> RulebookDraft:
    draft = start_draft(title="Shorter wait", by=SYSTEM)
    rule = now_at(draft, "rules/acne") or {}
    branches = [{**branch, "severity": {"all": "precaution"}} for branch in rule["branches"]]
    set_key(draft, "rules/acne", branches=branches)
    return draft


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft) -> str:
    return f"/rulebook/drafts/{draft.pk}/impact/"


def previewed(editor: Client, draft: RulebookDraft, **days: str) -> None:
    assert editor.post(address(draft), days)["Location"] == address(draft)
    run_due_jobs(processes=1)


def test_before_the_first_one_there_is_a_form(editor: Client, draft: RulebookDraft) -> None:
    response = editor.get(address(draft))
    assert (response.status_code, "view" in response.context) == (200, False)


def test_editor_sees_days_and_results_and_nobody(
    editor: Client, draft: RulebookDraft, record: Appointment
) -> None:
    previewed(editor, draft)
    response = editor.get(address(draft))
    view, rows = response.context["view"], response.context["rows"]
    assert (view.result["records"], view.result["changed"], view.result["is_replayed"]) == (1, 1, True)
    flows = [(flow.before, flow.after, flow.count) for rule in view.rules for flow in rule.flows]
    assert flows == [("contraindicated", "precaution", 1)]
    assert [(row.row.before, row.row.after, row.href, row.rules) for row in rows] == [
        ("contraindicated", "precaution", "", ())
    ]
    html = response.content.decode()
    assert [one for one in (NAME, str(record.pk), str(record.response.pk)) if one in html] == []


def test_lead_gets_the_way_to_the_record(
    editor: Client, client_of: Browser, frank: User, draft: RulebookDraft, record: Appointment
) -> None:
    previewed(editor, draft)
    lead = client_of(frank)
    rows = lead.get(address(draft)).context["rows"]
    assert [row.href for row in rows] == [f"/review/{record.pk}/"]
    assert len(rows[0].rules) == 1
    assert lead.post(address(draft), {}).status_code == 404


def test_days_are_read_and_refused_in_their_place(editor: Client, draft: RulebookDraft) -> None:
    response = editor.post(address(draft), {"first": "2026-09-15", "last": "2026-09-14"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["last"])
    assert editor.post(address(draft), {"first": "soon"}).status_code == 422
    previewed(editor, draft, first="2001-01-01", last="2001-12-31")
    assert editor.get(address(draft)).context["view"].result["records"] == 0


def test_list_goes_on_behind_a_row(
    editor: Client, draft: RulebookDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted({**HEALTHY, "acne": "yes", "acne_areas": ["chin"]})
    previewed(editor, draft)
    monkeypatch.setattr("clinic.rulebook.workshop.views.impact.ROWS", 1)
    first = editor.get(address(draft)).context
    second = editor.get(address(draft), {"after": str(first["further"])}).context
    assert first["rows"][0].row.pk != second["rows"][0].row.pk
    assert (second["further"], second["is_first"]) == (None, False)
    assert editor.get(address(draft), {"after": "nonsense"}).context["is_first"] is True


def test_result_that_did_not_come_out_again_is_loud(editor: Client, draft: RulebookDraft) -> None:
    previewed(editor, draft)
    job = latest_job(draft, "impact")
    assert job is not None
    job.result = job.result.replace('"is_replayed":true', '"is_replayed":false').replace(
        '"replay":{"same":1}', '"replay":{"different":1}'
    )
    job.save(update_fields=["result"])
    ImpactRow.objects.update(is_replayed=False)
    response = editor.get(address(draft))
    assert [(str(how), count) for how, count in response.context["view"].replays] == [
        ("came out differently", 1)
    ]
    assert "Stored results did not come out again" in response.content.decode()


def test_page_says_when_the_draft_has_moved_on(editor: Client, draft: RulebookDraft) -> None:
    previewed(editor, draft)
    assert editor.get(address(draft)).context["job"].is_current is True
    set_key(draft, "rules/acne", title="Otherwise")
    assert editor.get(address(draft)).context["job"].has_moved is True
