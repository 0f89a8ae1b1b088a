"""The practitioner's verbs: lists, one record, and everything that is decided about an appointment."""

from screening.services.review.changing import changes_since
from screening.services.review.clinic_answers import enter_clinic_answers
from screening.services.review.corrections import Corrected, correct_answers
from screening.services.review.decisions import (
    acknowledge,
    confirm_override,
    override,
    resolve,
    withdraw_decision,
)
from screening.services.review.evidence import add_evidence, open_evidence
from screening.services.review.gate import GateNow, Hold, gate_now, gates_now
from screening.services.review.notes import add_note
from screening.services.review.permissions import (
    list_permissions,
    not_permitted,
    performers_of,
    set_permission,
)
from screening.services.review.presence import keep_open
from screening.services.review.publication import evaluate_outdated
from screening.services.review.queues import Queue
from screening.services.review.recall import RecallPage, count_recalls, list_recalls
from screening.services.review.recheck import await_clearance, end_clearance, recheck_due, record_recheck
from screening.services.review.record import DecidedFinding, Record, open_record
from screening.services.review.requests import (
    OpenRequest,
    answer_request,
    ask_patient,
    open_items_for,
    open_request_for,
    withdraw_request,
)
from screening.services.review.signoff import Verdict, is_genuine, sign_off
from screening.services.review.since import (
    AnswerChange,
    FindingChange,
    Since,
    count_changed_answers,
    since_last_time,
)
from screening.services.review.submitted import (
    MOST_COUNTED,
    MOST_ROWS,
    Filters,
    Page,
    count_submitted,
    list_submitted,
)
from screening.services.review.summary import Summary, open_summary
from screening.services.review.worklist import (
    WorklistFilters,
    WorklistPage,
    WorklistRow,
    count_work,
    list_work,
)

__all__ = [
    "MOST_COUNTED",
    "MOST_ROWS",
    "AnswerChange",
    "Corrected",
    "DecidedFinding",
    "Filters",
    "FindingChange",
    "GateNow",
    "Hold",
    "OpenRequest",
    "Page",
    "Queue",
    "RecallPage",
    "Record",
    "Since",
    "Summary",
    "Verdict",
    "WorklistFilters",
    "WorklistPage",
    "WorklistRow",
    "acknowledge",
    "add_evidence",
    "add_note",
    "answer_request",
    "ask_patient",
    "await_clearance",
    "changes_since",
    "confirm_override",
    "correct_answers",
    "count_changed_answers",
    "count_recalls",
    "count_submitted",
    "count_work",
    "end_clearance",
    "enter_clinic_answers",
    "evaluate_outdated",
    "gate_now",
    "gates_now",
    "is_genuine",
    "keep_open",
    "list_permissions",
    "list_recalls",
    "list_submitted",
    "list_work",
    "not_permitted",
    "open_evidence",
    "open_items_for",
    "open_record",
    "open_request_for",
    "open_summary",
    "override",
    "performers_of",
    "recheck_due",
    "record_recheck",
    "resolve",
    "set_permission",
    "sign_off",
    "since_last_time",
    "withdraw_decision",
    "withdraw_request",
]
