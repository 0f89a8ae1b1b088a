"""The impact preview: asked for, read by editors and leads, loud where results did not come out again."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from clinic.accounts.roles import CLINICAL_LEAD
from clinic.results.words import day_words
from clinic.rulebook.workshop.impact.flows import Flows
from screening.models import Appointment, ImpactRow, RulebookDraft
from screening.services.audit import SYSTEM
from screening.services.rulebook import start_draft
from screening.services.rulebook.impact import clear_old_lists
from screening.services.rulebook.jobs import latest_job, run_due_jobs
from tests.clinicians import ACNE, submitted
from tests.factories import HEALTHY, make_patient
from tests.services.drafting import now_at, set_key

Browser = Callable[[User], Client]
NAME = "Ada Canari"
WITHHELD = "Details are shown from 10 questionnaires on, or to a clinical lead"


@pytest.fixture
def record(db: None) -> Appointment:
    """A questionnaire with acne, of which the draft makes less."""
    return submitted(ACNE, patient=make_patient(NAME))


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


def more(count: int, answers: Mapping[str, object] = HEALTHY) -> None:
    """So many more questionnaires."""
    for _ in range(count):
        submitted(answers)


def details_in(response: Any) -> list[str]:
    """The parts of the page that tell more than how many."""
    view = response.context["view"]
    parts = ("matrix", "rules", "treatments", "dates", "not_accepted")
    return [part for part in parts if getattr(view, part)]


def flows_in(flows: Flows) -> list[tuple[str, str, int]]:
    return [(flow.before, flow.after, flow.count) for flow in flows.flows]


def test_before_the_first_one_there_is_a_form(editor: Client, draft: RulebookDraft) -> None:
    response = editor.get(address(draft))
    assert (response.status_code, "view" in response.context) == (200, False)


def test_editor_learns_counts_alone_of_one_record(
    editor: Client, draft: RulebookDraft, record: Appointment
) -> None:
    previewed(editor, draft)
    response = editor.get(address(draft))
    assert details_in(response) == []
    assert "rows" not in response.context
    assert response.context["view"].result == {
        **dict.fromkeys(("records", "changed", "worse", "better", "other", "not_evaluated"), 0),
        "replay": {},
        "is_replayed": True,
        **{key: {} for key in ("overall", "treatments", "rules", "dates", "not_accepted")},
    }
    assert set(response.context["view"].counts.values()) == {"0 to 4"}
    html = response.content.decode()
    assert (html.count(WITHHELD), html.count("The questionnaires"), html.count("By rule")) == (1, 0, 0)
    assert html.count(day_words(ImpactRow.objects.get().on)) == 0


def test_editor_gets_no_list_of_few_by_its_address(editor: Client, draft: RulebookDraft) -> None:
    submitted(ACNE)
    previewed(editor, draft)
    for row in ImpactRow.objects.all():
        response = editor.get(address(draft), {"after": str(row.pk)})
        assert ("rows" in response.context, response.context["view"].is_brief) == (False, True)


@pytest.mark.parametrize(("records", "is_brief"), [(9, True), (10, False)])
def test_editor_is_shown_details_from_ten_records_on(
    editor: Client, draft: RulebookDraft, records: int, is_brief: bool
) -> None:
    more(records - 1)
    previewed(editor, draft)
    view = editor.get(address(draft)).context["view"]
    assert (view.is_brief, bool(view.matrix)) == (is_brief, not is_brief)


def page_of(editor: Client, draft: RulebookDraft) -> str:
    """What the page says of a preview; the time and the job of it left out."""
    previewed(editor, draft)
    html = editor.get(address(draft)).content.decode()
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"', "", html[html.index('aria-labelledby="counts"') :]
    )


def test_two_previews_that_differ_by_one_record_say_the_same(editor: Client, draft: RulebookDraft) -> None:
    more(4)
    more(5, ACNE)
    before = page_of(editor, draft)
    more(1, ACNE)
    assert page_of(editor, draft) == before
    html = before[: before.index("</main>")]
    assert [one for one in (NAME, "The questionnaires", WITHHELD) if one in html] == []


@pytest.mark.parametrize(
    ("alike", "flows"), [(4, []), (5, [("contraindicated", "precaution", 5)])], ids=["four", "five"]
)
def test_editor_is_told_what_a_rule_changes_in_steps_of_five(
    editor: Client, draft: RulebookDraft, alike: int, flows: list[tuple[str, str, int]]
) -> None:
    more(7)
    more(alike - 1, ACNE)
    previewed(editor, draft)
    view = editor.get(address(draft)).context["view"]
    assert [flow for rule in view.rules for flow in flows_in(rule)] == flows
    assert [flow.told for rule in view.rules for flow in rule.flows] == ["5 to 9"] * len(flows)
    assert (len(view.matrix), {len(row.cells) for row in view.matrix}) == (5, {5})


def test_lead_sees_all_of_one_record(
    editor: Client, client_of: Browser, frank: User, draft: RulebookDraft, record: Appointment
) -> None:
    previewed(editor, draft)
    response = client_of(frank).get(address(draft))
    view, rows = response.context["view"], response.context["rows"]
    assert details_in(response) == ["matrix", "rules", "treatments"]
    assert [flows_in(rule) for rule in view.rules] == [[("contraindicated", "precaution", 1)]]
    assert [(row.row.before, row.row.after) for row in rows] == [("contraindicated", "precaution")]
    assert response.content.decode().count(WITHHELD) == 0


def test_approval_page_keeps_details_of_few_from_the_editor(
    editor: Client, client_of: Browser, frank: User, draft: RulebookDraft
) -> None:
    previewed(editor, draft)
    RulebookDraft.objects.filter(pk=draft.pk).update(status=RulebookDraft.Status.SUBMITTED)
    page = f"/rulebook/drafts/{draft.pk}/approval/"
    responses = [who.get(page) for who in (editor, client_of(frank))]
    told = [response.context["page"].evidence.impact for response in responses]
    assert [(impact.counts["changed"], impact.is_brief) for impact in told] == [
        ("0 to 4", True),
        ("1", False),
    ]
    assert [[flow.count for flow in impact.flows] for impact in told] == [[], [1]]
    pages = [response.content.decode() for response in responses]
    assert [(html.count(WITHHELD), html.count("From what to what")) for html in pages] == [(1, 0), (0, 1)]


def test_lead_gets_the_way_to_the_record(
    editor: Client, client_of: Browser, frank: User, draft: RulebookDraft, record: Appointment
) -> None:
    previewed(editor, draft)
    lead = client_of(frank)
    rows = lead.get(address(draft)).context["rows"]
    assert [row.href for row in rows] == [f"/review/{record.pk}/"]
    assert len(rows[0].rules) == 1
    assert lead.post(address(draft), {}).status_code == 404


@pytest.fixture
def both(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    """An editor who is a clinical lead as well."""
    grace.groups.add(Group.objects.get(name=CLINICAL_LEAD))
    return client_of(grace)


def test_days_are_read_and_refused_in_their_place(both: Client, draft: RulebookDraft) -> None:
    response = both.post(address(draft), {"first": "2026-09-15", "last": "2026-09-14"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["last"])
    assert both.post(address(draft), {"first": "soon"}).status_code == 422
    previewed(both, draft, first="2001-01-01", last="2001-12-31")
    assert both.get(address(draft)).context["view"].result["records"] == 0


def test_editor_chooses_whole_years_alone(editor: Client, draft: RulebookDraft) -> None:
    previewed(editor, draft, first="2026-09-15", last="2026-09-15")
    found = latest_job(draft, "impact")
    assert found is not None
    assert found.options == {}
    year = timezone.localdate().year
    previewed(editor, draft, year=str(year))
    found = latest_job(draft, "impact")
    assert found is not None
    assert found.options == {"first": f"{year}-01-01", "last": f"{year}-12-31"}
    assert editor.post(address(draft), {"year": "1999"}).status_code == 422


@pytest.mark.parametrize(
    ("status", "days", "left"),
    [("open", 29, 1), ("open", 31, 0), ("submitted", 0, 1), ("discarded", 0, 0)],
)
def test_list_is_removed_once_it_is_old_or_the_draft_is_over(
    both: Client, draft: RulebookDraft, status: str, days: int, left: int
) -> None:
    previewed(both, draft)
    RulebookDraft.objects.filter(pk=draft.pk).update(status=status)
    clear_old_lists(now=timezone.now() + timedelta(days=days))
    context = both.get(address(draft)).context
    assert (len(context["rows"]), context["is_cleared"]) == (left, not left)
    assert context["view"].counts["changed"] == "1"


def test_list_goes_on_behind_a_row(
    editor: Client,
    client_of: Browser,
    frank: User,
    draft: RulebookDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submitted(ACNE)
    previewed(editor, draft)
    monkeypatch.setattr("clinic.rulebook.workshop.views.impact.ROWS", 1)
    lead = client_of(frank)
    first = lead.get(address(draft)).context
    second = lead.get(address(draft), {"after": str(first["further"])}).context
    assert first["rows"][0].row.pk != second["rows"][0].row.pk
    assert (second["further"], second["is_first"]) == (None, False)
    assert lead.get(address(draft), {"after": "nonsense"}).context["is_first"] is True


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
