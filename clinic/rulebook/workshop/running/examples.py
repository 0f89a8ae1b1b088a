"""Concrete answers that show something, in words, and ready to be opened in the try-out page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinic.results.answers import AnswerWords
from clinic.results.words import day_words, listed
from clinic.rulebook.workshop.answers import read_answers
from clinic.rulebook.workshop.trying.typed import Example, example_of
from screening.engine import Rulebook


@dataclass(frozen=True, slots=True)
class ExampleView:
    """Answers in words: a label and an answer each. Without `lines` nothing at all is answered."""

    lines: tuple[tuple[str, str], ...]
    day: str
    treatments: str
    example: Example


def example_view(
    rulebook: Rulebook, raw: Mapping[str, object], on: str, treatments: Sequence[str]
) -> ExampleView:
    """Put answers into words, also where the rulebook does not take them any more."""
    titles = [rulebook.treatments[code].short_title for code in treatments if code in rulebook.treatments]
    return ExampleView(
        lines=answer_lines(rulebook, raw),
        day=day_words(date.fromisoformat(on)) if on else "",
        treatments=listed(titles) if titles else "",
        example=example_of(raw, on, tuple(treatments)),
    )


def answer_lines(rulebook: Rulebook, raw: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Each answer as label and words, in the order of the questionnaire; what cannot be read as it stands."""
    read = read_answers(rulebook, raw)
    words = AnswerWords(rulebook)
    known = [item for item in rulebook.items.values() if item.link_id in raw]
    found = [
        (item.label, str(raw[item.link_id]))
        if item.link_id in read.errors
        else (item.label, "; ".join(line.text for line in words.lines(item, raw[item.link_id])))
        for item in known
    ]
    return (*found, *((link_id, str(raw[link_id])) for link_id in read.unknown))
