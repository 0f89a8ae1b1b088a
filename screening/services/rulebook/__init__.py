"""The rulebook: its versions, drafts of the next one, their approval and publication."""

from screening.services.rulebook.accepting import Accepted, accepted_answers
from screening.services.rulebook.approval import (
    approvals_of,
    approve_draft,
    ask_for_approval,
    may_approve,
    send_back,
    withdraw_request,
)
from screening.services.rulebook.checking import DraftCheck, check_draft
from screening.services.rulebook.contributors import Contributor, contributors_of, waiting_for
from screening.services.rulebook.drafts import (
    discard_draft,
    document_of,
    draft_of,
    list_drafts,
    rename_draft,
    start_draft,
)
from screening.services.rulebook.editing import change_element, move_element
from screening.services.rulebook.history import (
    HistoryPage,
    change_of,
    history_of,
    places_changed,
    undone_among,
)
from screening.services.rulebook.importing import import_draft
from screening.services.rulebook.proving import refuse_unproved
from screening.services.rulebook.publications import Publication, publications, scheduled_approvals
from screening.services.rulebook.publishing import publish_approved, publish_due, roll_back
from screening.services.rulebook.reviewing import mark_reviewed
from screening.services.rulebook.undoing import undo_change
from screening.services.rulebook.versions import (
    STARTER,
    active_version,
    import_rulebook,
    keep,
    list_versions,
    load_starter,
    lock_versions,
    parse_stored,
    publish_rulebook,
    rulebook_of,
)

__all__ = [
    "STARTER",
    "Accepted",
    "Contributor",
    "DraftCheck",
    "HistoryPage",
    "Publication",
    "accepted_answers",
    "active_version",
    "approvals_of",
    "approve_draft",
    "ask_for_approval",
    "change_element",
    "change_of",
    "check_draft",
    "contributors_of",
    "discard_draft",
    "document_of",
    "draft_of",
    "history_of",
    "import_draft",
    "import_rulebook",
    "keep",
    "list_drafts",
    "list_versions",
    "load_starter",
    "lock_versions",
    "mark_reviewed",
    "may_approve",
    "move_element",
    "parse_stored",
    "places_changed",
    "publications",
    "publish_approved",
    "publish_due",
    "publish_rulebook",
    "refuse_unproved",
    "rename_draft",
    "roll_back",
    "rulebook_of",
    "scheduled_approvals",
    "send_back",
    "start_draft",
    "undo_change",
    "undone_among",
    "waiting_for",
    "withdraw_request",
]
