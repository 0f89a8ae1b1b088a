"""What is otherwise than in the patient's previous questionnaire, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.answers import AnswerWords
from clinic.results.findings import FindingWords
from clinic.results.words import day_words
from clinic.review.worklist import treatment_words
from screening.engine import Item, Rulebook
from screening.services.review import Since, Summary, since_last_time


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question, and how it was answered then and now."""

    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class ChangedFinding:
    """One rule, for the treatments of `scope`; `before` and `now` are severities, empty for nothing."""

    title: str
    href: str
    scope: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class SinceView:
    """What stands under "Since last time"; `note` says what could not be compared."""

    title: str
    href: str
    plan: str
    answers: tuple[ChangedAnswer, ...]
    new: tuple[ChangedFinding, ...]
    gone: tuple[ChangedFinding, ...]
    changed: tuple[ChangedFinding, ...]
    note: str

    @property
    def is_the_same(self) -> bool:
        """Whether nothing is otherwise than then."""
        return not (self.answers or self.new or self.gone or self.changed)

    @property
    def count_words(self) -> str:
        """How many answers changed, as a row of the worklist says it."""
        return changed_words(len(self.answers))


def since_of(summary: Summary) -> SinceView | None:
    """What has changed since the previous questionnaire; None where there is none."""
    since = since_last_time(summary.evaluation)
    if since is None:
        return None
    response = since.earlier.response
    given = timezone.localdate(response.submitted_at)
    titles = treatment_words(since.rulebook, since.result["treatments"])
    findings = FindingChangeWords(since, summary).views()
    return SinceView(
        title=_("Since %(day)s") % {"day": day_words(given)},
        href=reverse("review:summary", args=[response.appointment_id]),
        plan=titles,
        answers=tuple(answer_words(since, summary.rulebook)),
        new=tuple(one for one in findings if not one.before),
        gone=tuple(one for one in findings if not one.now),
        changed=tuple(one for one in findings if one.before and one.now),
        note=note_words(since, summary),
    )


def changed_words(count: int) -> str:
    """So many changed answers; empty for none."""
    if not count:
        return ""
    return ngettext("%(count)d answer changed", "%(count)d answers changed", count) % {"count": count}


def answer_words(since: Since, rulebook: Rulebook) -> list[ChangedAnswer]:
    """The changed answers, each in the words of the rulebook it was given under."""
    return [
        ChangedAnswer(
            question=rulebook.items[one.link_id].label,
            before=in_one_line(since.rulebook, since.rulebook.items[one.link_id], one.before),
            now=in_one_line(rulebook, rulebook.items[one.link_id], one.now),
        )
        for one in since.answers
    ]


def in_one_line(rulebook: Rulebook, item: Item, answer: object) -> str:
    """One answer in one line."""
    lines = AnswerWords(rulebook).lines(item, answer)
    return "; ".join(line.text for line in lines) or _("no answer")


def note_words(since: Since, summary: Summary) -> str:
    """Which treatments' findings were not compared, as they were not planned then; empty where all were."""
    planned = summary.result["treatments"]
    new = [code for code in planned if code not in since.compared]
    if not new:
        return ""
    text = _("%(titles)s was not planned then: what was found for it is not compared.")
    return text % {"titles": treatment_words(summary.rulebook, new)}


@dataclass(frozen=True)
class FindingChangeWords:
    """Puts the changed findings into words; those that merely wait for an answer count as silent."""

    since: Since
    summary: Summary

    def views(self) -> list[ChangedFinding]:
        """One per rule and change, over all treatments for which it is the same."""
        waited = waiting_rules(self.since.rulebook, self.since.result)
        waits = waiting_rules(self.summary.rulebook, self.summary.result)
        grouped: dict[tuple[str, str, str], list[str]] = {}
        for change in self.since.findings:
            before = "" if change.before is None or change.rule in waited else change.before
            now = "" if change.now is None or change.rule in waits else change.now
            if before != now:
                grouped.setdefault((change.rule, before, now), []).append(change.treatment)
        return [self.view(rule, before, now, codes) for (rule, before, now), codes in grouped.items()]

    def view(self, rule: str, before: str, now: str, treatments: list[str]) -> ChangedFinding:
        """One change."""
        is_about_all = len(treatments) == len(self.since.compared)
        return ChangedFinding(
            title=self.title(rule),
            href=f"#finding-{rule}" if now else "",
            scope="" if is_about_all else treatment_words(self.summary.rulebook, treatments),
            before=before,
            now=now,
        )

    def title(self, rule: str) -> str:
        """The title of a rule, of the rulebook of then where the present one has it no longer."""
        rulebooks = (self.summary.rulebook, self.since.rulebook)
        return next(book.rules[rule].title for book in rulebooks if rule in book.rules)


def waiting_rules(rulebook: Rulebook, result: Mapping[str, Any]) -> set[str]:
    """The rules that only wait for answers."""
    waiting: Iterable[Mapping[str, Any]] = FindingWords(rulebook, result).waiting()
    return {finding["rule"] for finding in waiting}
