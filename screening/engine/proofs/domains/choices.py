"""Choice items (one code) and choices items (several codes, and typed text where the list is open)."""

from collections.abc import Collection, Iterable
from datetime import date

from screening.engine.answers.values import LONGEST_NAME, read_typed
from screening.engine.conditions import Chosen
from screening.engine.proofs.domains.base import Unencoded, Versions
from screening.engine.proofs.formulas import FALSE, Circuit, Formula
from screening.engine.questionnaire import Item

NONSENSE = ("something else entirely", "qwxyz", "zzqkx", "unheard of qqz")


class ChoiceDomain:
    """One code: a variable for each, no two of them."""

    def __init__(self, circuit: Circuit, versions: Versions) -> None:
        self.codes = {code: versions.variable(circuit, code) for code in versions.shared_codes()}
        self.answered = circuit.any_of(self.codes.values())
        self.required = [circuit.at_most_one(list(self.codes.values()))]

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variable of the code."""
        if value not in self.codes:
            raise Unencoded(value)
        return [self.codes[str(value)]]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return the code."""
        return next((code for code, variable in self.codes.items() if variable in true), None)


class ChoicesDomain:
    """Several codes.

    A code may be chosen, or named by typed text: every typed text names a union of what the synonyms name,
    so one variable for each distinct set that a synonym names is enough, and one for text that tells nothing.
    """

    def __init__(self, circuit: Circuit, versions: Versions) -> None:
        self._circuit = circuit
        shared = versions.shared_codes()
        self.chosen = {code: versions.variable(circuit, code) for code in shared}
        subjects = [subject for subject in versions.subjects if isinstance(subject, Item)]
        is_open = all(subject.open for subject in subjects)
        self.texts = named_texts(subjects) if is_open else {}
        self._named = {codes: versions.variable(circuit, "typed", *sorted(codes)) for codes in self.texts}
        self._nonsense = unknown_text(subjects) if is_open else ""
        self.typed = versions.variable(circuit, "typed text") if is_open else FALSE
        self.codes = {code: self._code(code) for code in shared}
        self.answered = circuit.any_of((*self.chosen.values(), *self._named.values(), self.typed))
        alone = {c for s in subjects for c, o in s.options.items() if o.exclusive or o.not_known}
        self.required = [self._stands_alone(self.chosen[code]) for code in shared if code in alone]

    def _code(self, code: str) -> Formula:
        naming = [variable for codes, variable in self._named.items() if code in codes]
        return self._circuit.any_of((self.chosen[code], *naming))

    def _stands_alone(self, variable: Formula) -> Formula:
        others = {*self.chosen.values(), *self._named.values(), self.typed} - {variable}
        return self._circuit.implied(variable, self._circuit.negated(self._circuit.any_of(others)))

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variables of codes and texts; whether a code was chosen or named makes no difference."""
        if not isinstance(value, Chosen) or not value.codes <= self.chosen.keys():
            raise Unencoded(value)
        return [*(self.chosen[code] for code in value.codes), *([self.typed] if value.typed else [])]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return codes and texts."""
        found = [code for code, variable in self.chosen.items() if variable in true]
        found += [self.texts[codes] for codes, variable in self._named.items() if variable in true]
        return [*found, *([self._nonsense] if self.typed in true else [])] or None


def named_texts(subjects: list[Item]) -> dict[frozenset[str], str]:
    """Return a text for each set of codes that a synonym names, where all versions read it alike."""
    found: dict[frozenset[str], str] = {}
    for phrase in [p for subject in subjects for option in subject.options.values() for p in option.synonyms]:
        text = phrase if not any(phrase in subject.options for subject in subjects) else f"{phrase}!"
        if not 0 < len(text) <= LONGEST_NAME or not text.strip():
            continue
        read = {read_typed(subject, text) for subject in subjects}
        codes, explained = next(iter(read))
        if len(read) == 1 and explained:
            found.setdefault(codes, text)
    return found


def unknown_text(subjects: list[Item]) -> str:
    """Return a text that names nothing in any version."""
    named = [text for text in NONSENSE if all(not any(read_typed(s, text)) for s in subjects)]
    return named[0] if named else NONSENSE[0]
