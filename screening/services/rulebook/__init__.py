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
from screening.services.rulebook.drafts import (
    discard_draft,
    document_of,
    draft_of,
    list_drafts,
    rename_draft,
    start_draft,
)
from screening.services.rulebook.editing import change_element, move_element
from screening.services.rulebook.history import HistoryPage, history_of
from screening.services.rulebook.importing import import_draft
from screening.services.rulebook.proving import refuse_unproved
from screening.services.rulebook.publishing import publish_approved, publish_due, roll_back
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
    "DraftCheck",
    "HistoryPage",
    "accepted_answers",
    "active_version",
    "approvals_of",
    "approve_draft",
    "ask_for_approval",
    "change_element",
    "check_draft",
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
    "may_approve",
    "move_element",
    "parse_stored",
    "publish_approved",
    "publish_due",
    "publish_rulebook",
    "refuse_unproved",
    "rename_draft",
    "roll_back",
    "rulebook_of",
    "send_back",
    "start_draft",
    "undo_change",
    "withdraw_request",
]
