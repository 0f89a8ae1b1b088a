"""Messages to patients: written beside what gives cause for them, sent by the worker (docs/adr/0010)."""

from screening.services.outbox.planning import plan_messages
from screening.services.outbox.sending import Outcome, send_due
from screening.services.outbox.writing import enqueue, tell_patient, withdraw, withdraw_about_form

__all__ = [
    "Outcome",
    "enqueue",
    "plan_messages",
    "send_due",
    "tell_patient",
    "withdraw",
    "withdraw_about_form",
]
