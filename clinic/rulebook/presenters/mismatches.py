"""What does not come out as a case expects, as staff read it: titles, words and dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.look import LOOKS
from clinic.results.words import day_words, listed
from clinic.rulebook.presenters.words import Words, day_of, topic_titles
from screening.engine import Rulebook
from screening.engine.checks.mismatches import Kind, Mismatch

NOT_OF_ITS_KIND: Mapping[str, Words] = {
    "firing": gettext_lazy("It is there to show the rule firing, but nothing is certain."),
    "silent": gettext_lazy("It is there to show the rule staying silent, but the rule says something."),
    "unanswered": gettext_lazy("It is there to show what is left open, but nothing is."),
}


@dataclass(frozen=True, slots=True)
class MismatchView:
    """One thing that does not come out; as text a sentence, in the language of the page."""

    mismatch: Mismatch
    rulebook: Rulebook = field(repr=False, compare=False)

    def __str__(self) -> str:
        kind = self.mismatch.kind
        if kind is Kind.KIND:
            return str(NOT_OF_ITS_KIND[self.mismatch.expected[0]])
        if kind is Kind.ANSWER:
            return f"{self.label}: {self.found}"
        if kind is Kind.SETTLED:
            return self.settled
        words = {"label": self.label, "found": self.found, "expected": self.expected}
        return _("%(label)s: %(expected)s expected, %(found)s came out") % words

    @property
    def label(self) -> str:
        """What it is about: a treatment, a question, the result, the topics or the date."""
        subject = self.mismatch.subject
        match self.mismatch.kind:
            case Kind.SEVERITY:
                treatment = self.rulebook.treatments.get(subject)
                return treatment.short_title if treatment else subject
            case Kind.ANSWER:
                item = self.rulebook.items.get(subject)
                return item.label if item else subject
        return str(LABELS[self.mismatch.kind])

    @property
    def is_severity(self) -> bool:
        """Whether both sides are severities, or eligibilities."""
        return self.mismatch.kind in {Kind.SEVERITY, Kind.ELIGIBILITY}

    @property
    def has_sides(self) -> bool:
        """Whether what is expected and what comes out can stand beside one another."""
        return self.mismatch.kind not in {Kind.KIND, Kind.ANSWER, Kind.SETTLED}

    @property
    def found(self) -> str:
        """What comes out, in words."""
        return self._words(self.mismatch.found)

    @property
    def expected(self) -> str:
        """What is expected, in words."""
        return self._words(self.mismatch.expected)

    @property
    def settled(self) -> str:
        """What is said where more or less is left open than expected."""
        if self.mismatch.found == ("settled",):
            return _("Nothing is left open, but something is expected to be.")
        return _("Something is left open, but nothing is expected to be.")

    def _words(self, codes: tuple[str, ...]) -> str:
        match self.mismatch.kind:
            case Kind.EARLIEST_DATE:
                return day_words(day_of(codes[0])) if codes else _("no date")
            case Kind.TOPICS:
                titles = topic_titles(self.rulebook)
                return listed([titles.get(code, code) for code in codes]) or _("no topic")
            case Kind.SEVERITY | Kind.ELIGIBILITY:
                return word_of(codes[0])
        return " ".join(codes)


LABELS: Mapping[Kind, Words] = {
    Kind.ELIGIBILITY: gettext_lazy("Result"),
    Kind.TOPICS: gettext_lazy("Topics"),
    Kind.EARLIEST_DATE: gettext_lazy("Earliest date"),
    Kind.SETTLED: gettext_lazy("Settled"),
    Kind.KIND: gettext_lazy("The rule"),
}


Failures = tuple[MismatchView, ...]


def word_of(code: str) -> str:
    """A severity or eligibility in a word; a rule of no severity says nothing."""
    return str(LOOKS[code].word) if code in LOOKS else _("nothing")


def told(rulebook: Rulebook, found: Iterable[Mismatch]) -> Failures:
    """Mismatches as staff read them."""
    return tuple(MismatchView(one, rulebook) for one in found)
