"""Everything that happened to one appointment, in the order of time."""

from screening.services.review.timeline.entries import MESSAGES, Entry, What
from screening.services.review.timeline.gathering import timeline_of

__all__ = ["MESSAGES", "Entry", "What", "timeline_of"]
