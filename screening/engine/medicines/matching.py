"""From the reading of a typed text to the medicine classes it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screening.engine.medicines.forms import forms_of
from screening.engine.medicines.names import FORMS, Name
from screening.engine.medicines.reading import Lexicon, Reading, Spelling, read_medicines
from screening.engine.medicines.words import as_seen

MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class MedicineMatch:
    """What one typed text was understood as.

    - `classes` are certain.
    - `possible` are unknown until somebody confirms: the classes of every near misspelling (also beyond
      the three in `suggestions`), and of a name the rulebook knows only in the form it was not taken for.
    - `recognised` are the names found, in order; `suggestions` the "did you mean" names, best first; both
      as the rulebook spells them.
    - `unrecognised` are the words nothing explains, as typed; the whole text where it names nothing.
    """

    text: str
    classes: frozenset[str]
    possible: frozenset[str]
    recognised: tuple[str, ...]
    suggestions: tuple[str, ...]
    unrecognised: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The classes of one name in the form it was typed in; none where the rulebook knows no such form."""

    spelling: Spelling
    certain: frozenset[str]
    possible: frozenset[str]

    @property
    def either(self) -> frozenset[str]:
        """Both together."""
        return self.certain | self.possible


def match_medicine(text: str, form: str, lexicon: Lexicon) -> MedicineMatch:
    """What a typed text stands for; `form` is what a name without a form word is taken for."""
    reading = read_medicines(text, lexicon)
    forms = forms_of(reading)
    exact = [meaning for found in reading.exact if (meaning := _meaning(found, forms[found], form)).either]
    near = [meaning for found in reading.near if (meaning := _meaning(found, forms[found], form)).either]
    unrecognised = tuple(dict.fromkeys(_unexplained(text, reading, (*exact, *near))))
    possible = (*(meaning.possible for meaning in exact), *(meaning.either for meaning in near))
    return MedicineMatch(
        text=text,
        classes=frozenset().union(*(meaning.certain for meaning in exact)),
        possible=frozenset().union(*possible),
        recognised=tuple(dict.fromkeys(meaning.spelling.name.display for meaning in exact)),
        suggestions=_best_of_each(meaning.spelling for meaning in near),
        unrecognised=unrecognised if exact or near or unrecognised else (text,),
    )


def _meaning(found: Spelling, said: frozenset[str], default: str) -> Meaning:
    """A name's classes in the forms said of it, or in the default form.

    A name the rulebook lists for the other form alone is not silently dropped. Where no form was said,
    that form is possible; where one was said, its words stay unexplained.
    """
    name: Name = found.name
    certain = name.classes(said or frozenset({default}))
    possible = frozenset() if certain or said else name.classes(FORMS)
    return Meaning(found, certain, possible)


def _best_of_each(near: Iterable[Spelling]) -> tuple[str, ...]:
    """The names to suggest: the best for each misspelled place first, then the second best."""
    ranked: list[tuple[int, Spelling]] = []
    for found in near:
        rank = sum(found.window.overlaps(other.window) for _, other in ranked)
        ranked.append((rank, found))
    ranked.sort(key=lambda item: (item[0], item[1].window.start if item[0] == 0 else 0))
    return tuple(dict.fromkeys(found.name.display for _, found in ranked))[:MOST_SUGGESTIONS]


def _unexplained(text: str, reading: Reading, meanings: Iterable[Meaning]) -> Iterator[str]:
    """The left-over words as typed, each with what is glued to it by a hyphen or as a number."""
    covered = {place for meaning in meanings for place in meaning.spelling.window.places()}
    named = {place for found in reading.exact for place in found.window.places()}
    wanting = (named | reading.left) - covered
    group: list[int] = []
    for place, word in enumerate(reading.words):
        if word.spaced or word.linked or place in covered:
            yield from _as_typed(text, reading, group, wanting)
            group = []
        if place not in covered:
            group.append(place)
    yield from _as_typed(text, reading, group, wanting)


def _as_typed(text: str, reading: Reading, group: Sequence[int], wanting: set[int]) -> Iterator[str]:
    if not wanting.isdisjoint(group):
        yield as_seen(text[reading.words[group[0]].start : reading.words[group[-1]].end])
