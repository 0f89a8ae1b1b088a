"""The practitioner's verbs: lists, one record, and everything that is decided about an appointment."""

from screening.services.review.answering import answer_request
from screening.services.review.changing import changes_since
from screening.services.review.clearing import resolve_by_letter
from screening.services.review.clinic_answers import enter_clinic_answers
from screening.services.review.corrections import Corrected, correct_answers
from screening.services.review.decisions import (
    LEAD_ONLY,
    NOBODY,
    acknowledge,
    confirm_override,
    override,
    resolve,
    withdraw_decision,
)
from screening.services.review.evidence import EvidenceDamaged, add_evidence, open_evidence
from screening.services.review.exporting import export_evaluation, export_summary
from screening.services.review.freshness import Freshness, freshness_of
from screening.services.review.gate import GateNow, Hold, gate_now, gates_now
from screening.services.review.new_rulebook import Direction, RulebookEffect
from screening.services.review.notes import add_note
from screening.services.review.permissions import (
    list_permissions,
    not_permitted,
    performers_of,
    set_permission,
)
from screening.services.review.places import MOST_COUNTED, MOST_ROWS
from screening.services.review.presence import keep_open
from screening.services.review.publication import evaluate_outdated
from screening.services.review.queues import Queue
from screening.services.review.recall import RecallPage, count_recalls, list_recalls
from screening.services.review.recheck import await_clearance, end_clearance, recheck_due, record_recheck
from screening.services.review.record import DecidedFinding, Record, open_record
from screening.services.review.requests import (
    OpenRequest,
    ask_patient,
    askable_items,
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
from screening.services.review.standing import Held, fallen, held_of
from screening.services.review.summary import Summary, open_summary
from screening.services.review.timeline import Entry, What, timeline_of
from screening.services.review.worklist import (
    WorklistFilters,
    WorklistPage,
    WorklistRow,
    count_work,
    glance_at_work,
    list_work,
)

__all__ = [
    "LEAD_ONLY",
    "MOST_COUNTED",
    "MOST_ROWS",
    "NOBODY",
    "AnswerChange",
    "Corrected",
    "DecidedFinding",
    "Direction",
    "Entry",
    "EvidenceDamaged",
    "FindingChange",
    "Freshness",
    "GateNow",
    "Held",
    "Hold",
    "OpenRequest",
    "Queue",
    "RecallPage",
    "Record",
    "RulebookEffect",
    "Since",
    "Summary",
    "Verdict",
    "What",
    "WorklistFilters",
    "WorklistPage",
    "WorklistRow",
    "acknowledge",
    "add_evidence",
    "add_note",
    "answer_request",
    "ask_patient",
    "askable_items",
    "await_clearance",
    "changes_since",
    "confirm_override",
    "correct_answers",
    "count_changed_answers",
    "count_recalls",
    "count_work",
    "end_clearance",
    "enter_clinic_answers",
    "evaluate_outdated",
    "export_evaluation",
    "export_summary",
    "fallen",
    "freshness_of",
    "gate_now",
    "gates_now",
    "glance_at_work",
    "held_of",
    "is_genuine",
    "keep_open",
    "list_permissions",
    "list_recalls",
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
    "resolve_by_letter",
    "set_permission",
    "sign_off",
    "since_last_time",
    "timeline_of",
    "withdraw_decision",
    "withdraw_request",
]
