"""Who did and who read what, when: events, the chain that holds them together, the guards around both."""

from screening.models.audit.events import AuditEvent, AuditEventQuerySet
from screening.models.audit.links import AuditLink
from screening.models.audit.written_once import AppendOnlyError

__all__ = ["AppendOnlyError", "AuditEvent", "AuditEventQuerySet", "AuditLink"]
