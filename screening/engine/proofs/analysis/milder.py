"""Answers for which a treatment is reported milder than by the active version."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from screening.engine.answers import AnswerError, parse_answers
from screening.engine.evaluation import Context, TreatmentResult, evaluate
from screening.engine.proofs.analysis.findings import MILDER, AnalysisFinding
from screening.engine.proofs.domains.base import Unencoded
from screening.engine.proofs.formulas import Formula
from screening.engine.proofs.search import Example, Search
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
        self._answered = [
            circuit.implied(
                self._old.states[link_id].possible, circuit.negated(self._old.lacks_answer(link_id))
            )
            for link_id, domain in self._space.own[1].items()
            if shared.get(link_id) is not domain
        ]
        self.treatments = [code for code in rulebook.treatments if code in active.treatments]

    def findings(self) -> Iterator[AnalysisFinding]:
        """Yield, per severity of the active version, treatments that may come out milder, with an example."""
        told: set[tuple[str, Severity]] = set()
        for severity, code in product(FROM, self.treatments):
            found = None if (code, severity) in told else self._milder(code, severity)
            if found is not None:
                told.update((own, severity) for own in found.treatments)
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
        lowered = self._lowered(raw, before, on)
        if lowered.get(code, Severity.NONE) is not severity:
            return Example(raw, on, is_confirmed=False, problem="the engine says otherwise"), before
        return Example(raw, on, is_confirmed=True), before

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
        if not old or not new:
            return {}
        found = {code: (old[code].verdict.severity, new[code].verdict.severity) for code in self.treatments}
        return {code: was for code, (was, now) in found.items() if now < was}


def results(rulebook: Rulebook, raw: Raw, on: date) -> Mapping[str, TreatmentResult]:
    """Return what the engine says per treatment; nothing where it refuses the answers."""
    try:
        answers = parse_answers(rulebook, raw, on)
    except AnswerError:
        return {}
    return evaluate(rulebook, answers, Context(on, tuple(rulebook.treatments))).treatments
