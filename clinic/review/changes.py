"""What an evaluation changed against the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic.look import look_of
from clinic.results.answers import AnswerWords
from clinic.results.findings import FindingWords
from clinic.results.medicines import lower_first
from clinic.results.verdict import title_of
from clinic.results.words import listed, moment_words
from clinic.review.history import cause_words
from screening.engine import Rulebook
from screening.models import Evaluation
from screening.services.review import Summary


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Why an evaluation was made, from which result to which, and which findings came and went."""

    title: str
    eligibility: str
    details: tuple[str, ...]


def change_of(summary: Summary) -> ChangeView | None:
    """What the evaluation shown changed against the one before; None for the first."""
    if summary.previous is None:
        return None
    now, before = summary.result, summary.previous
    earlier = summary.history[summary.evaluation.sequence - 2]
    details = [
        moved_words(earlier, summary.evaluation),
        procedure_words(summary.rulebook, before, now),
        *answer_words(summary.rulebook, before["answers"], now["answers"]),
        rulebook_words(earlier, summary.evaluation),
        *finding_words(summary.rulebook, before, now),
    ]
    return ChangeView(
        title=f"{cause_words(summary.evaluation.cause)}: {result_words(before, now)}",
        eligibility=now["eligibility"],
        details=tuple(text for text in details if text),
    )


def result_words(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """From which result to which."""
    titles = (title_of(one["eligibility"], one["earliest_date"]) for one in (before, now))
    was, became = (lower_first(title) for title in titles)
    if was == became:
        return _("still %(now)s") % {"now": became}
    return _("was %(was)s, now %(now)s") % {"was": was, "now": became}


def moved_words(earlier: Evaluation, evaluation: Evaluation) -> str:
    """From when to when the appointment was moved; empty where it was not."""
    if earlier.appointment_at == evaluation.appointment_at:
        return ""
    return _("Moved from %(before)s to %(now)s.") % {
        "before": moment_words(earlier.appointment_at),
        "now": moment_words(evaluation.appointment_at),
    }


def procedure_words(rulebook: Rulebook, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Which treatments came and went; empty where none did."""
    added = [code for code in now["treatments"] if code not in before["treatments"]]
    removed = [code for code in before["treatments"] if code not in now["treatments"]]
    parts = [
        _("Added: %(titles)s.") % {"titles": treatment_titles(rulebook, added)} if added else "",
        _("Removed: %(titles)s.") % {"titles": treatment_titles(rulebook, removed)} if removed else "",
    ]
    return " ".join(part for part in parts if part)


def treatment_titles(rulebook: Rulebook, codes: Sequence[str]) -> str:
    """Treatments in words; the code itself of one that this rulebook does not know."""
    known = rulebook.treatments
    return listed([known[code].short_title if code in known else code for code in codes])


def rulebook_words(earlier: Evaluation, evaluation: Evaluation) -> str:
    """That another version of the rulebook was used; empty where it was the same."""
    was, now = earlier.rulebook_version.number, evaluation.rulebook_version.number
    if was == now:
        return ""
    return _("Evaluated with rulebook %(now)d, before with %(was)d.") % {"was": was, "now": now}


def answer_words(rulebook: Rulebook, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Which answers are others than before, those the rulebook still knows."""
    return [
        _("%(question)s: %(answer)s.") % {"question": item.label, "answer": words_of(rulebook, link_id, now)}
        for link_id, item in rulebook.items.items()
        if before.get(link_id) != now.get(link_id)
    ]


def words_of(rulebook: Rulebook, link_id: str, answers: Mapping[str, Any]) -> str:
    """One answer in one line."""
    lines = AnswerWords(rulebook).lines(rulebook.items[link_id], answers.get(link_id))
    return "; ".join(line.text for line in lines) or _("not answered")


def finding_words(rulebook: Rulebook, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Which findings are gone, new, or weigh otherwise than before."""
    was, became = severities_of(rulebook, before), severities_of(rulebook, now)
    changed = [rule for rule in became if rule in was and was[rule] != became[rule]]
    words = [
        _("%(title)s: was %(was)s, now %(now)s.")
        % {"title": rule_title(rulebook, rule), "was": word(was[rule]), "now": word(became[rule])}
        for rule in changed
    ]
    return [
        *words,
        *titles_words(_("New: %(titles)s."), rulebook, [rule for rule in became if rule not in was]),
        *titles_words(_("Gone: %(titles)s."), rulebook, [rule for rule in was if rule not in became]),
    ]


def severities_of(rulebook: Rulebook, result: Mapping[str, Any]) -> dict[str, str]:
    """The severity of every finding with a reason of its own, by rule."""
    words = FindingWords(rulebook, result)
    return {
        finding["rule"]: finding["severity"]
        for finding in result["findings"]
        if not words.only_waits(finding)
    }


def titles_words(template: str, rulebook: Rulebook, rules: Sequence[str]) -> list[str]:
    """The sentence with the titles of these rules; none where there are none."""
    titles = "; ".join(rule_title(rulebook, rule) for rule in rules)
    return [template % {"titles": titles}] if titles else []


def rule_title(rulebook: Rulebook, rule: str) -> str:
    """The title of a rule; its id where this rulebook does not know it any more."""
    return rulebook.rules[rule].title if rule in rulebook.rules else rule


def word(severity: str) -> str:
    """The word of a severity inside a sentence."""
    return str(look_of(severity).word).lower()
