"""What has not been answered, in one block, however much it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from clinic.look import look_of
from clinic.results.findings import PATIENT, FindingWords
from screening.engine import Rulebook, Severity

ELIGIBLE = "eligible"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question without a settling answer; `waiting` are the findings it may still bring."""

    link_id: str
    label: str
    question: str
    is_for_clinic: bool
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """The block: what has no answer at all, and what was answered but is not known or not clear."""

    severity: str
    unanswered: tuple[OpenQuestion, ...]
    unclear: tuple[OpenQuestion, ...]
    worst: str

    @property
    def is_block(self) -> bool:
        """Whether it stands as a block of its own; a single unclear answer stands at its findings already."""
        return bool(self.unanswered) or len(self.unclear) > 1

    @property
    def title(self) -> str:
        """What the block is called."""
        count = len(self.unanswered)
        return unanswered_words(count) if count else unclear_words(len(self.unclear))


def unanswered_words(count: int) -> str:
    """How many questions have no answer."""
    return ngettext("%(count)d question not answered", "%(count)d questions not answered", count) % {
        "count": count
    }


def unclear_words(count: int) -> str:
    """How many answers settle nothing."""
    return ngettext("%(count)d answer not settled", "%(count)d answers not settled", count) % {"count": count}


def open_questions_of(rulebook: Rulebook, result: Mapping[str, Any]) -> OpenQuestions | None:
    """What is open about an evaluation; None where everything is settled."""
    unanswered = list(result["unanswered"])
    unclear = [link_id for link_id in result["data_required"] if link_id in result["answers"]]
    if not unanswered and not unclear:
        return None
    waiting = FindingWords(rulebook, result).waiting()
    return OpenQuestions(
        severity=severity_of(result, waiting),
        unanswered=tuple(question_of(rulebook, result, link_id) for link_id in unanswered),
        unclear=tuple(question_of(rulebook, result, link_id) for link_id in unclear),
        worst=worst_words(result),
    )


def question_of(rulebook: Rulebook, result: Mapping[str, Any], link_id: str) -> OpenQuestion:
    """One open question with what waits for it."""
    item = rulebook.items[link_id]
    waiting = [
        rulebook.rules[finding["rule"]].title
        for finding in result["findings"]
        if link_id in finding["would_settle"] and not rulebook.rules[finding["rule"]].built_in
    ]
    return OpenQuestion(link_id, item.label, item.question, item.asked != PATIENT, tuple(waiting))


def severity_of(result: Mapping[str, Any], waiting: list[Mapping[str, Any]]) -> str:
    """The severity the block stands for: the worst of what waits, else of what is unsettled."""
    open_now = waiting or [finding for finding in result["findings"] if not finding["settled"]]
    severities = [Severity.from_code(finding["severity"]) for finding in open_now]
    return max(severities, default=Severity.CLEARANCE).code


def worst_words(result: Mapping[str, Any]) -> str:
    """The word of the worst the result may still turn out to be; empty where it is that already."""
    worst = max((result["treatment_results"][code]["worst"] for code in result["treatments"]), key=rank_of)
    return str(look_of(worst).word) if rank_of(worst) > rank_of(result["eligibility"]) else ""


def rank_of(eligibility: str) -> int:
    """How bad an eligibility is; 0 for eligible."""
    return 0 if eligibility == ELIGIBLE else int(Severity.from_code(eligibility))
