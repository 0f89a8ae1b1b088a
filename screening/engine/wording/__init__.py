"""Rules as English sentences, for people who answer for them."""

from screening.engine.wording.branches import describe_branch
from screening.engine.wording.conditions import describe_condition
from screening.engine.wording.phrases import Phrase

__all__ = ["Phrase", "describe_branch", "describe_condition"]
