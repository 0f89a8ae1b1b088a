"""What each word of a typed text is: a name, a near misspelling, a form word, without weight, left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screening.engine.medicines.names import Beside, Name
from screening.engine.medicines.nearness import MOST_EDITS, NearNames
from screening.engine.medicines.spans import Window, find_phrases, windows_from
from screening.engine.medicines.words import Word, read

# Counted only where they follow a number ("5 mg/ml", "400 IU"); elsewhere a lone "g" or "u" is left over.
UNITS = frozenset(
    {
        *("mg", "mcg", "ug", "μg", "ng", "g", "gm", "gr", "kg", "ml", "cc", "l", "mmol", "meq", "mol"),
        *("iu", "ie", "ui", "u", "unit", "units", "h", "hr", "hrs", "x", "st", "nd", "rd", "th"),
    }
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything a rulebook knows about medicine names, ready for looking up."""

    names: Mapping[str, Name]
    beside: Mapping[str, Beside]
    known: frozenset[str]
    near: NearNames
    longest_name: int
    most_parts: int
    longest_beside: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name found in a text, as the rulebook writes it or so many edits away from it."""

    window: Window
    name: Name
    distance: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text, the names and near names among them, the form words, and what is left over."""

    words: tuple[Word, ...]
    exact: tuple[Spelling, ...]
    near: tuple[Spelling, ...]
    forms: Mapping[int, frozenset[str]]
    left: frozenset[int]


def read_medicines(text: str, lexicon: Lexicon) -> Reading:
    """Reads a text: names first, then words beside them; every word left over is tried as a misspelling."""
    words = read(text)
    exact = tuple(
        Spelling(window, name, 0)
        for window, name in find_phrases(words, lexicon.names, lexicon.longest_name, frozenset())
    )
    taken = frozenset(place for found in exact for place in found.window.places())
    beside = find_phrases(words, lexicon.beside, lexicon.longest_beside, taken)
    forms = {window.start: phrase.forms for window, phrase in beside if phrase.forms}
    for place in taken & {place for place, word in enumerate(words) if word.text in lexicon.beside}:
        forms[place] = lexicon.beside[words[place].text].forms
    explained = taken.union(_doses(words), *(window.places() for window, _ in beside))
    left = frozenset(range(len(words))) - explained
    return Reading(words, exact, _near_spellings(words, exact, left, lexicon), forms, left)


def _doses(words: Sequence[Word]) -> set[int]:
    """The places of numbers and of the units that follow them."""
    places: set[int] = set()
    for place, word in enumerate(words):
        if word.text.isnumeric() or (word.text in UNITS and place - 1 in places):
            places.add(place)
    return places


def _near_spellings(
    words: Sequence[Word], exact: Sequence[Spelling], left: frozenset[int], lexicon: Lexicon
) -> tuple[Spelling, ...]:
    """The names that left-over words, alone or joined with their neighbours, may have meant; best first."""
    if not left:
        return ()
    exact_at = {place: found for found in exact for place in found.window.places()}
    hits = [
        Spelling(window, near.name, near.distance)
        for start in range(len(words))
        for window in windows_from(words, start, lexicon.longest_name + MOST_EDITS)
        if _may_be_misspelled(window, left, exact_at, lexicon)
        for near in lexicon.near.near(window.key)
        if not any(place in exact_at and exact_at[place].name is near.name for place in window.places())
    ]
    # The sort is stable, so that within a distance the order of `near` holds.
    hits.sort(key=lambda hit: (hit.distance, hit.window.end - hit.window.start))
    kept: list[Spelling] = []
    for hit in hits:
        if not any(hit.name is other.name and hit.window.overlaps(other.window) for other in kept):
            kept.append(hit)
    return tuple(kept)


def _may_be_misspelled(
    window: Window, left: frozenset[int], exact_at: Mapping[int, Spelling], lexicon: Lexicon
) -> bool:
    """Whether a window holds a left-over word (alone: an unknown one) and cuts through no name."""
    size = window.end - window.start
    if size > lexicon.most_parts + 1 or left.isdisjoint(window.places()):
        return False
    if size == 1:
        return window.key not in lexicon.known
    first, last = exact_at.get(window.start), exact_at.get(window.end - 1)
    cuts_first = first is not None and first.window.start != window.start
    cuts_last = last is not None and last.window.end != window.end
    return not cuts_first and not cuts_last
