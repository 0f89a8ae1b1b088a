"""Checking a draft: everything `check_rulebook` finds, kept per digest in the process."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

from screening.engine import Problem, RulebookSource, check_rulebook
from screening.models import RulebookDraft
from screening.services.rulebook.drafts import document_of
from screening.services.rulebook.link_ids import retyped_questions
from screening.services.rulebook.versions import ERROR

_MOST_KEPT = 32
_kept: OrderedDict[str, "DraftCheck"] = OrderedDict()
_keeping = Lock()


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """What is wrong with a draft (`errors` forbid approval), and what is worth a look (`notes`)."""

    digest: str
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What forbids to publish."""
        return tuple(problem for problem in self.problems if problem.severity == ERROR)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What is worth a look."""
        return tuple(problem for problem in self.problems if problem.severity != ERROR)


def check_draft(draft: RulebookDraft) -> DraftCheck:
    """Check a draft as it is, and against what was published; cases are run where it can be read.

    RulebookBroken as `document_of`.
    """
    found = check_alone(draft)
    return replace(found, problems=(*retyped_questions(document_of(draft)), *found.problems))


def check_alone(draft: RulebookDraft) -> DraftCheck:
    """Check a draft without looking at other versions."""
    with _keeping:
        found = _kept.get(draft.digest)
    if found is None:
        found = DraftCheck(draft.digest, tuple(check_rulebook(RulebookSource(document_of(draft)))))
        keep_check(found)
    return found


def keep_check(check: DraftCheck) -> None:
    """Keep a check for this process; the one kept longest makes room."""
    with _keeping:
        _kept[check.digest] = check
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
