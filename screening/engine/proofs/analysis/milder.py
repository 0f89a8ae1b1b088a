"""Answers for which a treatment is reported milder than by the active version."""

from collections.abc import Iterator, Mapping
from datetime import date

from screening.engine.answers import AnswerError, parse_answers
from screening.engine.evaluation import Context, TreatmentResult, evaluate
from screening.engine.proofs.analysis.findings import MILDER, AnalysisFinding
from screening.engine.proofs.domains.base import Unencoded
from screening.engine.proofs.formulas import Formula
from screening.engine.proofs.search import Example, Search, trimmed
from screening.engine.proofs.space import Raw, Space
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Severity, eligibility_code

FROM = tuple(sorted((severity for severity in Severity if severity > Severity.INFORMATION), reverse=True))


class Comparison:
    """Two rulebooks over the answers both accept.

    An item only one of them knows is its own; one that only the active version knows is answered where it
    applies, so that a question that is gone counts by its answers and not by being unanswered.
    """

    def __init__(self, rulebook: Rulebook, active: Rulebook) -> None:
        self._space = Space(rulebook, active)
        self._search = Search(self._space)
        self._new, self._old = self._space.models
        circuit, shared = self._space.circuit, self._space.own[0]
        own = self._space.own[1].items()
        self._gone = [link_id for link_id, domain in own if shared.get(link_id) is not domain]
        states, lacks = self._old.states, self._old.lacks_answer
        self._answered = [
            circuit.negated(circuit.all_of((states[link_id].possible, lacks(link_id))))
            for link_id in self._gone
        ]
        self.treatments = [code for code in rulebook.treatments if code in active.treatments]

    def milder_than(self, severity: Severity) -> Iterator[AnalysisFinding]:
        """Yield treatments that the active version reports at a severity and that may come out milder."""
        told: set[str] = set()
        for code in self.treatments:
            found = None if code in told else self._milder(code, severity)
            if found is not None:
                told.update(found.treatments)
                yield found

    def _milder(self, code: str, severity: Severity) -> AnalysisFinding | None:
        circuit, old, new = self._space.circuit, self._old, self._new
        worse = [Severity(severity + 1)] if severity < max(Severity) else []
        exactly = [circuit.negated(old.reported_at_least(code, other)) for other in worse]
        formulas: list[Formula] = [
            *self._answered,
            *exactly,
            old.reported_at_least(code, severity),
            circuit.negated(new.reported_at_least(code, severity)),
        ]
        example, before = self._smallest(formulas, code, severity)
        return None if example is None else self._told(example, before, code, severity)

    def _smallest(self, formulas: list[Formula], code: str, severity: Severity) -> tuple[Example | None, Raw]:
        """Return the smallest example, and its answers as the active version takes them."""
        solution = self._search.smallest(formulas)
        if solution is None:
            return None, {}
        on = self._space.day(solution)
        try:
            raw, before = self._space.raw(solution), self._space.raw(solution, 1)
        except Unencoded as problem:
            return Example({}, on, is_confirmed=False, problem=str(problem)), {}
        if self._lowered(raw, before, on).get(code) is not severity:
            return Example(raw, on, is_confirmed=False, problem="the engine says otherwise"), before
        if any(raw[link_id] != before[link_id] for link_id in raw.keys() & before.keys()):
            return Example(raw, on, is_confirmed=True), before
        both = trimmed(
            {**before, **raw}, lambda less: self._lowered(*self._sides(less), on).get(code) is severity
        )
        raw, before = self._sides(both)
        return Example(raw, on, is_confirmed=True), before

    def _sides(self, both: Raw) -> tuple[Raw, Raw]:
        """Return the answers as the one rulebook takes them, and as the active one does."""
        items = (self._new.rulebook.items, self._old.rulebook.items)
        new, old = ({link_id: both[link_id] for link_id in both if link_id in own} for own in items)
        return new, old

    def _told(self, example: Example, before: Raw, code: str, severity: Severity) -> AnalysisFinding:
        """Return the finding; its place is the rule that decided in the active version."""
        lowered = self._lowered(example.answers, before, example.on)
        codes = tuple(own for own in self.treatments if own == code or lowered.get(own) is severity)
        old = results(self._old.rulebook, before, example.on)
        new = results(self._new.rulebook, example.answers, example.on)
        deciding = old[code].deciding if code in old else ()
        now = eligibility_code(new[code].verdict.severity) if code in new else "unknown"
        title = self._new.rulebook.treatments[code].title
        message = f"{title}: {now} where the active version says {severity.code}, for the same answers."
        return AnalysisFinding(
            MILDER,
            f"rules/{deciding[0]}" if deciding else f"treatments/{code}",
            message,
            example=example.answers,
            on=example.on,
            treatments=codes,
            before=before,
            problem=example.problem,
        )

    def _lowered(self, raw: Raw, before: Raw, on: date) -> dict[str, Severity]:
        """Return the treatments the engine reports milder than the active version, with what they were."""
        old, new = results(self._old.rulebook, before, on), results(self._new.rulebook, raw, on)
        if not old or not new or self._gone_unanswered(before):
            return {}
        found = {code: (old[code].verdict.severity, new[code].verdict.severity) for code in self.treatments}
        return {code: was for code, (was, now) in found.items() if now < was}

    def _gone_unanswered(self, before: Raw) -> bool:
        """Whether a question that is gone applies, or may, and has no answer."""
        answers = parse_answers(self._old.rulebook, before)
        return any(
            answers.enabled[link_id] is not False and answers.is_unanswered(link_id) for link_id in self._gone
        )


def results(rulebook: Rulebook, raw: Raw, on: date) -> Mapping[str, TreatmentResult]:
    """Return what the engine says per treatment; nothing where it refuses the answers."""
    try:
        answers = parse_answers(rulebook, raw, on)
    except AnswerError:
        return {}
    return evaluate(rulebook, answers, Context(on, tuple(rulebook.treatments))).treatments
