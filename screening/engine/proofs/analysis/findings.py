"""What an analysis finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

NEVER_FIRES = "never_fires"
NEVER_CERTAIN = "never_certain"
REDUNDANT_BRANCH = "redundant_branch"
SAME_RULES = "same_rules"
UNUSED_OPTION = "unused_option"
UNUSED_QUESTION = "unused_question"
MILDER = "milder"
UNDECIDED = "undecided"
KINDS = (
    MILDER,
    NEVER_FIRES,
    NEVER_CERTAIN,
    REDUNDANT_BRANCH,
    SAME_RULES,
    UNUSED_OPTION,
    UNUSED_QUESTION,
    UNDECIDED,
)
"""Every kind, in the order of findings; UNDECIDED is where the solver gave up."""


@dataclass(frozen=True, slots=True)
class AnalysisFinding:
    """Something people miss: its kind, its place in the document, a sentence, and answers that show it.

    `example` are raw answers for the appointment day `on`; none where what is missing cannot be shown. The
    engine confirmed them unless `problem` says what went wrong with the analysis. `branch`, `option` and
    `other` (a place) say more of some kinds; `before` are the same answers as the active version takes them.
    """

    kind: str
    place: str
    message: str
    example: Mapping[str, object] | None = None
    on: date | None = None
    treatments: tuple[str, ...] = ()
    branch: int | None = None
    option: str = ""
    other: str = ""
    before: Mapping[str, object] | None = None
    problem: str = ""
