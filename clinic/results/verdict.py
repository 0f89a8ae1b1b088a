"""The verdict: one word, one date, and one sentence on what was found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.look import look_of
from clinic.results.findings import FindingView, FindingWords, date_or_nothing
from clinic.results.open_questions import OpenQuestions, rank_of, unclear_words
from clinic.results.reading import items_read
from clinic.results.words import listed, number_words, sentence
from screening.engine import Rulebook

WORST_FIRST = ("contraindicated", "deferred", "clearance", "precaution", "information")


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What stands in the banner."""

    eligibility: str
    title: str
    text: str
    earliest_date: str


def verdict_of(
    rulebook: Rulebook,
    result: Mapping[str, Any],
    findings: Sequence[FindingView],
    questions: OpenQuestions | None,
) -> VerdictView:
    """The banner of one evaluation."""
    parts = [counts_words(findings), open_words(questions), silence_words(rulebook, result)]
    parts.append(without_add_ons(rulebook, result))
    return VerdictView(
        eligibility=result["eligibility"],
        title=title_of(result["eligibility"], result["earliest_date"]),
        text=" ".join(part for part in parts if part),
        earliest_date=date_or_nothing(result["earliest_date"]),
    )


def title_of(eligibility: str, earliest_date: str | None) -> str:
    """The word for an eligibility, with its date where it has one."""
    if earliest_date is None:
        return str(look_of(eligibility).word)
    return _("Deferred until %(day)s") % {"day": date_or_nothing(earliest_date)}


def counts_words(findings: Sequence[FindingView]) -> str:
    """How many findings do what: "One finding sets a date, one needs a clinician."."""
    counts = Counter(finding.severity for finding in findings)
    present = [severity for severity in WORST_FIRST if counts[severity]]
    if not present:
        return ""
    first = counted_findings(present[0], counts[present[0]])
    return sentence(", ".join([first, *(counted(other, counts[other]) for other in present[1:])])) + "."


def counted_findings(severity: str, count: int) -> str:
    """What so many findings of a severity do, at the beginning of the sentence."""
    words = {
        "contraindicated": ngettext("%(n)s finding rules it out", "%(n)s findings rule it out", count),
        "deferred": ngettext("%(n)s finding sets a date", "%(n)s findings set a date", count),
        "clearance": ngettext("%(n)s finding needs a clinician", "%(n)s findings need a clinician", count),
        "precaution": ngettext("%(n)s finding asks for care", "%(n)s findings ask for care", count),
        "information": ngettext(
            "%(n)s finding is for information", "%(n)s findings are for information", count
        ),
    }
    return words[severity] % {"n": number_words(count)}


def counted(severity: str, count: int) -> str:
    """What so many findings of a severity do, further on in the sentence."""
    words = {
        "contraindicated": ngettext("%(n)s rules it out", "%(n)s rule it out", count),
        "deferred": ngettext("%(n)s sets a date", "%(n)s set a date", count),
        "clearance": ngettext("%(n)s needs a clinician", "%(n)s need a clinician", count),
        "precaution": ngettext("%(n)s asks for care", "%(n)s ask for care", count),
        "information": ngettext("%(n)s is for information", "%(n)s are for information", count),
    }
    return words[severity] % {"n": number_words(count)}


def open_words(questions: OpenQuestions | None) -> str:
    """How much is not answered."""
    if questions is None:
        return ""
    return listed([words for words in (questions.title, unclear_beside(questions)) if words]) + "."


def unclear_beside(questions: OpenQuestions) -> str:
    """How many answers are unclear, beside questions without an answer."""
    beside = questions.unanswered and questions.unclear
    return unclear_words(len(questions.unclear)) if beside else ""


def silence_words(rulebook: Rulebook, result: Mapping[str, Any]) -> str:
    """How many rules were checked with every answer they need, and found nothing."""
    silent = silent_rules(rulebook, result)
    if silent == len(rulebook.rules):
        return ngettext("The one rule found nothing.", "All %(count)d rules found nothing.", silent) % {
            "count": silent
        }
    return ngettext("%(count)d rule found nothing.", "%(count)d rules found nothing.", silent) % {
        "count": silent
    }


def silent_rules(rulebook: Rulebook, result: Mapping[str, Any]) -> int:
    """Count the rules without a finding that read no open answer: of the others nothing can be said yet."""
    found = {finding["rule"] for finding in result["findings"]}
    lacking = {*result["unanswered"], *result["data_required"]}
    return sum(
        rule.id not in found and lacking.isdisjoint(items_read(rulebook, rule))
        for rule in rulebook.rules.values()
    )


def without_add_ons(rulebook: Rulebook, result: Mapping[str, Any]) -> str:
    """What the main treatments come to, where only an add-on makes it worse."""
    planned = result["treatments"]
    add_ons = [code for code in planned if rulebook.treatments[code].add_on]
    main = [code for code in planned if code not in add_ons]
    if not main or not add_ons:
        return ""
    worst = max(main, key=lambda code: rank_of(result["treatment_results"][code]["eligibility"]))
    eligibility = result["treatment_results"][worst]["eligibility"]
    if rank_of(eligibility) >= rank_of(result["eligibility"]):
        return ""
    words = FindingWords(rulebook, result)
    text = _("Only %(titles)s makes it so; without it: %(word)s.")
    return text % {"titles": words.titles(add_ons), "word": str(look_of(eligibility).word).lower()}
