"""Actors, and the trail of what they do and read."""

from screening.services.audit.actors import SYSTEM, Actor
from screening.services.audit.recording import Detail, record, record_all, refuse_words

__all__ = ["SYSTEM", "Actor", "Detail", "record", "record_all", "refuse_words"]
