"""Who may open what: every address of the website and every method, for every kind of person.

A new page? Add its line to ROWS, its path's parameters to `tests/site/access_world.py` where they are new,
and write the documentation anew:

    .venv/bin/python -m tests.site.access_table > docs/access.md
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SIGNED_OUT = "signed out"
DEACTIVATED = "deactivated"
PATIENT = "patient"
NO_ROLE = "no role"
RECEPTION = "reception"
PRACTITIONER = "practitioner"
CLINICAL_LEAD = "clinical-lead"
RULEBOOK_EDITOR = "rulebook-editor"
ADMINISTRATOR = "administrator"

OUTSIDE: Final = (SIGNED_OUT, DEACTIVATED, PATIENT)
STAFF: Final = (NO_ROLE, RECEPTION, PRACTITIONER, CLINICAL_LEAD, RULEBOOK_EDITOR, ADMINISTRATOR)
PEOPLE: Final = (*OUTSIDE, *STAFF)

YES = "yes"
SIGN_IN = "sign in"
MISSING = "404"
REFUSED = "403"


def for_roles(*roles: str) -> Mapping[str, str]:
    """A staff page: the roles may open it, to other staff it is not there, everybody else has to sign in."""
    inside = {person: YES if person in roles else MISSING for person in STAFF}
    return dict.fromkeys(OUTSIDE, SIGN_IN) | inside


EVERYBODY = dict.fromkeys(PEOPLE, YES)
WITH_TOKEN = dict.fromkeys(PEOPLE, MISSING)
"""Whoever sends METRICS_TOKEN, which is nobody who uses the website."""
LINK_HOLDERS = dict.fromkeys(PEOPLE, REFUSED) | {PATIENT: YES}
"""Pages behind a patient's link: everybody else is told to open their link again."""

ANY_ROLE = for_roles(RECEPTION, PRACTITIONER, CLINICAL_LEAD, RULEBOOK_EDITOR, ADMINISTRATOR)
RECORDS = for_roles(PRACTITIONER, CLINICAL_LEAD)
DESK = for_roles(RECEPTION, PRACTITIONER, CLINICAL_LEAD)
RULEBOOK = for_roles(PRACTITIONER, CLINICAL_LEAD, RULEBOOK_EDITOR, ADMINISTRATOR)
STATISTICS = for_roles(CLINICAL_LEAD, ADMINISTRATOR)
DRAFTS_READ = for_roles(CLINICAL_LEAD, RULEBOOK_EDITOR)
DRAFTS_EDIT = for_roles(RULEBOOK_EDITOR)
LEADS = for_roles(CLINICAL_LEAD)
ACCOUNTS = for_roles(ADMINISTRATOR)
NOBODY = for_roles()
OWN = dict.fromkeys(OUTSIDE, SIGN_IN) | dict.fromkeys(STAFF, YES)
"""Pages about one's own account."""


@dataclass(frozen=True, slots=True)
class Row:
    """An address by its name (or by its route where it has none), its methods, and what each person gets."""

    name: str
    methods: str
    cells: Mapping[str, str]


ROWS = (
    # The front door
    Row("home", "GET", ANY_ROLE),
    Row("clinic_logo", "GET", EVERYBODY),
    Row("clinic_stylesheet", "GET", EVERYBODY),
    Row("live", "GET", EVERYBODY),
    Row("ready", "GET", EVERYBODY),
    Row("serving", "GET", EVERYBODY),
    Row("metrics", "GET", WITH_TOKEN),
    Row("accounts:sign_in", "GET POST", EVERYBODY),
    Row("account_login", "GET POST", EVERYBODY),
    Row("accounts:passkey_options", "GET", EVERYBODY),
    Row("mfa_authenticate", "GET POST", EVERYBODY),
    Row("accounts:sign_out", "POST", EVERYBODY),
    Row("accounts:join", "GET POST", EVERYBODY),
    # One's own account
    Row("accounts:security", "GET", OWN),
    Row("accounts:confirm", "GET POST", OWN),
    Row("accounts:alive", "GET POST", OWN),
    Row("accounts:password", "GET POST", OWN),
    Row("accounts:add_app", "GET POST", OWN),
    Row("accounts:add_passkey", "GET POST", OWN),
    Row("accounts:remove_step", "GET POST", OWN),
    Row("accounts:codes", "GET", OWN),
    Row("accounts:new_codes", "POST", OWN),
    Row("accounts:sessions", "GET", OWN),
    Row("accounts:end_other_sessions", "POST", OWN),
    Row("accounts:end_session", "POST", OWN),
    # Patients
    Row("intake:open", "GET POST", EVERYBODY),
    Row("intake:resume", "GET", LINK_HOLDERS),
    Row("intake:section", "GET POST", LINK_HOLDERS),
    Row("intake:follow_up", "POST", LINK_HOLDERS),
    Row("intake:answer", "POST", LINK_HOLDERS),
    Row("intake:names", "POST", LINK_HOLDERS),
    Row("intake:check", "GET POST", LINK_HOLDERS),
    Row("intake:treatment", "GET", LINK_HOLDERS),
    Row("intake:consent", "GET POST", LINK_HOLDERS),
    Row("intake:consent_copy", "GET", LINK_HOLDERS),
    Row("intake:consented", "GET POST", LINK_HOLDERS),
    Row("intake:asked", "GET POST", LINK_HOLDERS),
    Row("intake:asked_follow_up", "POST", LINK_HOLDERS),
    Row("intake:changed", "GET POST", LINK_HOLDERS),
    Row("intake:sent", "GET", LINK_HOLDERS),
    Row("intake:copy", "GET", LINK_HOLDERS),
    Row("intake:language", "POST", EVERYBODY),
    Row("intake:plan", "GET", LINK_HOLDERS),
    Row("intake:plan_copy", "GET", LINK_HOLDERS),
    Row("intake:plan_calendar", "GET", LINK_HOLDERS),
    Row("intake:plan_feed", "POST", LINK_HOLDERS),
    Row("intake:feed", "GET", EVERYBODY),
    Row("intake:mydata", "GET", LINK_HOLDERS),
    Row("intake:mydata_data", "GET", LINK_HOLDERS),
    Row("intake:mydata_copy", "GET", LINK_HOLDERS),
    Row("intake:mydata_correction", "GET POST", LINK_HOLDERS),
    Row("intake:withdraw", "GET POST", LINK_HOLDERS),
    Row("intake:withdrawn", "GET", EVERYBODY),
    Row("intake:leave", "POST", EVERYBODY),
    Row("intake:left", "GET", EVERYBODY),
    Row("intake:alive", "POST", LINK_HOLDERS),
    Row("intake:resting", "GET", EVERYBODY),
    # The desk
    Row("desk:day", "GET", DESK),
    Row("desk:week", "GET", DESK),
    Row("desk:recall", "GET", DESK),
    Row("desk:patients", "GET POST", DESK),
    Row("desk:new_patient", "GET POST", DESK),
    Row("desk:patient", "GET", DESK),
    Row("desk:edit_patient", "GET POST", DESK),
    Row("desk:book", "GET POST", DESK),
    Row("desk:other_record", "GET POST", DESK),
    Row("desk:merge", "GET POST", DESK),
    Row("desk:undo_merge", "POST", DESK),
    Row("desk:appointment", "GET", DESK),
    Row("desk:change", "GET POST", DESK),
    Row("desk:cancel", "GET POST", DESK),
    Row("desk:ask_again", "GET POST", DESK),
    Row("desk:send", "POST", DESK),
    Row("desk:copy", "POST", DESK),
    Row("desk:print_code", "POST", DESK),
    Row("desk:revoke", "POST", DESK),
    Row("desk:behalf", "GET POST", DESK),
    Row("desk:tablet", "GET POST", DESK),
    Row("desk:wishes", "GET", DESK),
    Row("desk:wish", "GET POST", DESK),
    Row("desk:import", "GET POST", DESK),
    Row("desk:import_sample", "GET", DESK),
    Row("desk:import_preview", "GET POST", DESK),
    # Patients' records
    Row("review:worklist", "GET", RECORDS),
    Row("review:summary", "GET", RECORDS),
    Row("review:evaluation", "GET", RECORDS),
    Row("review:evaluation_document", "GET", RECORDS),
    Row("review:document", "GET", RECORDS),
    Row("review:plan", "GET", RECORDS),
    Row("review:plan_document", "GET", RECORDS),
    Row("review:reschedule", "GET POST", RECORDS),
    Row("review:procedure", "GET POST", RECORDS),
    Row("review:clinic_answers", "GET POST", RECORDS),
    Row("review:finding", "GET POST", RECORDS),
    Row("review:confirm", "GET POST", RECORDS),
    Row("review:withdraw", "GET POST", RECORDS),
    Row("review:correct", "GET POST", RECORDS),
    Row("review:ask", "GET POST", RECORDS),
    Row("review:ask_no_more", "GET POST", RECORDS),
    Row("review:sign_off", "GET POST", RECORDS),
    Row("review:readers", "GET", LEADS),
    Row("review:note", "GET POST", RECORDS),
    Row("review:add_letter", "GET POST", RECORDS),
    Row("review:letter", "GET", RECORDS),
    Row("review:clearance", "GET POST", RECORDS),
    Row("review:recheck", "GET POST", RECORDS),
    Row("review:wish", "GET POST", RECORDS),
    Row("review:presence", "GET", RECORDS),
    Row("review:treatment", "GET POST", RECORDS),
    Row("review:treatment_amend", "GET POST", RECORDS),
    Row("review:treatment_withdraw", "GET POST", RECORDS),
    # The rulebook
    Row("rulebook:index", "GET", RULEBOOK),
    Row("rulebook:rule", "GET", RULEBOOK),
    Row("rulebook:questions", "GET", RULEBOOK),
    Row("rulebook:medicines", "GET", RULEBOOK),
    Row("rulebook:treatments", "GET", RULEBOOK),
    Row("rulebook:sources", "GET", RULEBOOK),
    Row("rulebook:cases", "GET", RULEBOOK),
    Row("rulebook:sources_due", "GET", RULEBOOK),
    Row("rulebook:statistics", "GET", STATISTICS),
    Row("rulebook:versions", "GET", RULEBOOK),
    Row("rulebook:version", "GET", RULEBOOK),
    Row("rulebook:roll_back", "GET POST", DRAFTS_READ),
    Row("rulebook:download", "GET", RULEBOOK),
    # The workshop: drafts of the next rulebook
    Row("review:as_case", "GET POST", LEADS),
    Row("rulebook:drafts", "GET", DRAFTS_READ),
    Row("rulebook:drafts_start", "POST", DRAFTS_EDIT),
    Row("rulebook:drafts_import", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft", "GET", DRAFTS_READ),
    Row("rulebook:draft_rename", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_discard", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_rules", "GET", DRAFTS_READ),
    Row("rulebook:draft_rules_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_rules_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_rules_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_questions", "GET", DRAFTS_READ),
    Row("rulebook:draft_questions", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_questions_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_questions_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_questions_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_treatments", "GET", DRAFTS_READ),
    Row("rulebook:draft_treatments", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_treatments_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_treatments_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_treatments_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_medicines", "GET", DRAFTS_READ),
    Row("rulebook:draft_medicines", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_medicines_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_medicines_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_medicines_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_care", "GET", DRAFTS_READ),
    Row("rulebook:draft_care", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_care_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_care_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_care_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_sources", "GET", DRAFTS_READ),
    Row("rulebook:draft_sources", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_sources_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_sources_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_sources_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_head_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_head_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_difference", "GET", DRAFTS_READ),
    Row("rulebook:draft_history", "GET", DRAFTS_READ),
    Row("rulebook:draft_history_undo", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_approval", "GET POST", DRAFTS_READ),
    Row("rulebook:draft_approval_ask", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_approval_withdraw", "POST", DRAFTS_READ),
    Row("rulebook:draft_review", "GET", DRAFTS_READ),
    Row("rulebook:draft_review", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_checks", "GET", DRAFTS_READ),
    Row("rulebook:draft_jobs", "GET", DRAFTS_READ),
    Row("rulebook:draft_jobs_start", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_jobs_cancel", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_cases", "GET", DRAFTS_READ),
    Row("rulebook:draft_cases_coverage", "GET", DRAFTS_READ),
    Row("rulebook:draft_cases_take", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_cases_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_cases_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_cases_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_invariants", "GET", DRAFTS_READ),
    Row("rulebook:draft_invariants_add", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_invariants_edit", "GET", DRAFTS_READ),
    Row("rulebook:draft_invariants_edit", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_try", "GET POST", DRAFTS_READ),
    Row("rulebook:draft_languages", "GET", DRAFTS_READ),
    Row("rulebook:draft_languages_texts", "GET", DRAFTS_READ),
    Row("rulebook:draft_languages_texts", "POST", DRAFTS_EDIT),
    Row("rulebook:draft_languages_import", "GET POST", DRAFTS_EDIT),
    Row("rulebook:draft_languages_download", "GET", DRAFTS_READ),
    Row("rulebook:version_languages", "GET", DRAFTS_READ),
    Row("rulebook:version_languages_texts", "GET", DRAFTS_READ),
    Row("rulebook:version_languages_texts", "POST", DRAFTS_EDIT),
    Row("rulebook:version_languages_import", "GET POST", DRAFTS_EDIT),
    Row("rulebook:version_languages_download", "GET", DRAFTS_READ),
    Row("rulebook:version_languages_offer", "GET POST", DRAFTS_READ),
    Row("rulebook:draft_impact", "GET", DRAFTS_READ),
    Row("rulebook:draft_impact", "POST", DRAFTS_EDIT),
    # Accounts
    Row("data:index", "GET POST", STATISTICS),
    Row("data:record", "GET", STATISTICS),
    Row("data:export", "GET POST", STATISTICS),
    Row("data:hold", "POST", STATISTICS),
    Row("data:release", "POST", STATISTICS),
    Row("data:erase", "GET POST", ACCOUNTS),
    Row("audit:trail", "GET", ACCOUNTS),
    Row("accounts:staff", "GET", ACCOUNTS),
    Row("accounts:permissions", "GET POST", ACCOUNTS),
    Row("accounts:invite", "GET POST", ACCOUNTS),
    Row("accounts:person", "GET POST", ACCOUNTS),
    Row("accounts:switch", "POST", ACCOUNTS),
    Row("accounts:send_link", "POST", ACCOUNTS),
    Row("accounts:reset", "GET POST", ACCOUNTS),
    Row("admin:index", "GET POST", ACCOUNTS),
    Row("admin:app_list", "GET POST", ACCOUNTS),
    Row("admin:jsi18n", "GET", ACCOUNTS),
    Row("admin:accounts_user_changelist", "GET POST", ACCOUNTS),
    Row("admin:accounts_user_add", "GET POST", NOBODY),
    Row("admin:accounts_user_change", "GET POST", ACCOUNTS),
    Row("admin:accounts_user_history", "GET POST", ACCOUNTS),
    Row("admin:accounts_user_delete", "GET POST", NOBODY),
    Row("admin/accounts/user/<path:object_id>/", "GET POST", ACCOUNTS),
)


def table() -> dict[str, dict[str, Mapping[str, str]]]:
    """The cells by name and method."""
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in ROWS:
        for method in row.methods.split():
            assert method not in found.setdefault(row.name, {}), f"{row.name} {method} stands there twice"
            found[row.name][method] = row.cells
    return found


HEAD = """\
# Who may open what

Every address of the website and every method, for every kind of person. This page is written by
`.venv/bin/python -m tests.site.access_table > docs/access.md` from the table in `tests/site/access_table.py`.
`tests/site/test_access.py` tries every cell of it with a real request; an address that is missing fails the
suite.

- **yes**: the page answers, be it with what was asked for or with a form to correct.
- **sign in**: a redirect to the sign-in page, and back afterwards. Whoever has signed in with a password and
  has no second step gets the page to set one up instead of every page but those of setting up
  (`tests/site/test_second_step_everywhere.py`), except in the demo.
- **404**: byte for byte the answer to an address that does not exist. What a role may not see is not there.
- **403**: the page that says: open the link you were sent.

*Signed out* also stands for everybody whose account was switched off: a **deactivated** person is signed out
with the next click. *Patient* is a browser that has opened a patient's link. *No role* is an account without
any. Somebody with several roles may open what any of them may. A superuser is an administrator, nothing more.
`HEAD` is answered like `GET`, or refused. A method that is not listed is refused with 405; `OPTIONS` may also
answer with the methods and nothing else; `TRACE` is always refused.
"""


def markdown(routes: Mapping[str, str]) -> str:
    """The page of documentation; `routes` gives the address of each name."""
    columns = [person for person in PEOPLE if person != DEACTIVATED]
    lines = [
        HEAD,
        "| Address | Method | " + " | ".join(columns) + " |",
        "|---|---|" + "---|" * len(columns),
        *(line(row, routes, columns) for row in ROWS),
    ]
    return "\n".join(lines) + "\n"


def line(row: Row, routes: Mapping[str, str], columns: list[str]) -> str:
    """One line of the table."""
    cells = [row.cells[person] for person in columns]
    name = "" if row.name == routes.get(row.name) else f"<br>{row.name}"
    address = f"`/{routes.get(row.name, '(no such address)')}`{name}"
    return f"| {address} | {', '.join(row.methods.split())} | " + " | ".join(cells) + " |"


def cells_of(person: str) -> Iterator[tuple[str, str, str]]:
    """Name, method and what this person gets, cell by cell."""
    for name, methods in table().items():
        for method, cells in methods.items():
            yield name, method, cells[person]


if __name__ == "__main__":
    import os
    import sys

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.site.addresses import routes

    sys.stdout.write(markdown(routes()))
