"""The names a rulebook knows, and the words that stand beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from screening.engine.medicines.words import APOSTROPHES, read

TOPICAL, SYSTEMIC = "topical", "systemic"
FORMS = frozenset({TOPICAL, SYSTEMIC})
_APART = str.maketrans(dict.fromkeys(APOSTROPHES, "-"))


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """A class of a rulebook: `names` count in any form, the others only as cream or only as tablet."""

    id: str
    title: str
    names: tuple[str, ...]
    topical_names: tuple[str, ...]
    systemic_names: tuple[str, ...]

    def spellings(self) -> Iterator[tuple[str, str]]:
        """Each name with the form it needs, or "" for any."""
        for form, names in (("", self.names), (TOPICAL, self.topical_names), (SYSTEMIC, self.systemic_names)):
            for name in names:
                yield form, name


@dataclass(frozen=True, slots=True)
class MedicineWords:
    """Words beside a name: those that tell the form, and those that mean nothing."""

    topical: frozenset[str]
    systemic: frozenset[str]
    ignored: frozenset[str]

    def spellings(self) -> Iterator[tuple[str, str]]:
        """Each word with the form it tells, or "" for none."""
        for form, words in (("", self.ignored), (TOPICAL, self.topical), (SYSTEMIC, self.systemic)):
            for word in words:
                yield form, word


@dataclass(frozen=True, slots=True)
class Phrase:
    """A spelling without its separators, and the offsets at which it may be written apart."""

    key: str
    joints: frozenset[int]

    def may_be_written(self, apart: tuple[int, ...]) -> bool:
        """Whether white space at these offsets is as the rulebook writes it: "as a" is not "ASA"."""
        return self.joints.issuperset(apart)


@dataclass(frozen=True, slots=True)
class Name(Phrase):
    """A medicine's name with its classes: in any form, as a topical and as a systemic medicine."""

    display: str
    in_any_form: frozenset[str]
    topical: frozenset[str]
    systemic: frozenset[str]

    def classes(self, forms: frozenset[str]) -> frozenset[str]:
        """The classes the name has in any of these forms."""
        topical = self.topical if TOPICAL in forms else frozenset()
        systemic = self.systemic if SYSTEMIC in forms else frozenset()
        return self.in_any_form | topical | systemic


@dataclass(frozen=True, slots=True)
class Beside(Phrase):
    """A form word (`forms` says which) or an ignored word (no forms)."""

    forms: frozenset[str]


def collect_names(classes: Iterable[MedicineClass]) -> dict[str, Name]:
    """Every name by its key; spellings that differ in case, accents or separators only are one name."""
    written: defaultdict[str, set[str]] = defaultdict(set)
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for group in classes:
        for form, spelling in group.spellings():
            key = joined(spelling)
            written[key].add(spelling)
            found[key, form].add(group.id)
    written.pop("", None)  # a name without letters or digits names nothing
    return {
        key: Name(
            key,
            joints(spellings),
            min(spellings),
            *(frozenset(found.get((key, form), ())) for form in ("", TOPICAL, SYSTEMIC)),
        )
        for key, spellings in sorted(written.items())
    }


def collect_beside(words: MedicineWords) -> dict[str, Beside]:
    """The form words and ignored words by their key."""
    written: defaultdict[str, set[str]] = defaultdict(set)
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for form, spelling in words.spellings():
        key = joined(spelling)
        written[key].add(spelling)
        forms[key].add(form)
    written.pop("", None)
    return {key: Beside(key, joints(said), frozenset(forms[key] - {""})) for key, said in written.items()}


def known_words(classes: Iterable[MedicineClass], words: MedicineWords) -> frozenset[str]:
    """Every single word the rulebook writes anywhere; none of them is a misspelling of something else."""
    groups: tuple[MedicineClass | MedicineWords, ...] = (*classes, words)
    spellings = {spelling for group in groups for _, spelling in group.spellings()}
    return frozenset(part for spelling in spellings for part in parts(spelling))


def joined(spelling: str) -> str:
    """The spelling without case, accents and separators."""
    return "".join(parts(spelling))


def joints(spellings: Iterable[str]) -> frozenset[int]:
    """The offsets in the joined spelling at which any of these is written apart."""
    offsets: set[int] = set()
    for spelling in spellings:
        length = 0
        for part in parts(spelling):
            offsets.add(length)
            length += len(part)
    return frozenset(offsets)


@lru_cache(maxsize=4096)
def parts(spelling: str) -> tuple[str, ...]:
    """The smallest words of a spelling; an apostrophe parts them too, so that "john s wort" is understood."""
    return tuple(word.text for word in read(spelling.translate(_APART)))
