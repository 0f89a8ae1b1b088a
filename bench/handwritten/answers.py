"""Reading prepared answers in three values: true, false, and None for what is not known.

Prepared answers are a plain dict by link id. Choices are codes, areas tuples of codes, dates pairs of the
first and last day they may mean, medicines tuples of `Medicine`, recent procedures tuples of dicts. What was
answered with "not known" is None where it is not a code; what was not answered is not in the dict.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, NamedTuple

Answers = dict[str, Any]  # values of many kinds, as a clinic's form hands them over
Truth = bool | None

NOT_KNOWN = (None, "unsure", "prefer_not_to_say")
FACE_PARTS = ("forehead", "temples", "periorbital", "cheeks", "nose", "perioral", "lips", "chin", "jawline")
FACE = frozenset({"full_face", "eyelids", *FACE_PARTS})
LEGS = frozenset({"thighs", "knees"})
OTHER_AREAS = (
    "eyelids",
    "neck",
    "decolletage",
    "scalp",
    "back",
    "abdomen",
    "arms",
    "hands",
    "hips",
    "groin",
    "feet",
)
TOUCHING = {area: frozenset({area}) for area in (*OTHER_AREAS, *LEGS)}
TOUCHING |= {part: frozenset({part, "full_face"}) for part in FACE_PARTS}
TOUCHING["full_face"] = frozenset({"full_face", *FACE_PARTS})


class Medicine(NamedTuple):
    """An entry of a medicine list, its name looked up beforehand."""

    classes: frozenset[str]
    possible: frozenset[str]
    prescribed: Truth
    is_unrecognised: bool
    is_misspelt: bool


def both(*truths: Truth) -> Truth:
    """Return whether all are true."""
    if False in truths:
        return False
    return None if None in truths else True


def either(*truths: Truth) -> Truth:
    """Return whether one is true."""
    if True in truths:
        return True
    return None if None in truths else False


class Found(NamedTuple):
    """Whether something holds, and the link ids of the answers that say so."""

    truth: Truth
    because: tuple[str, ...]


NOT_SO = Found(False, ())


def any_of(*facts: Found) -> Found:
    """Return whether one holds, because of those that decide."""
    truth = either(*[fact.truth for fact in facts])
    if truth is False:
        return NOT_SO
    return Found(truth, tuple([link_id for fact in facts if fact.truth is truth for link_id in fact.because]))


def said(answers: Answers, question: str, *codes: str) -> Truth:
    """Return whether the answer is one of these codes."""
    answer = answers.get(question)
    if answer in codes:
        return True
    return None if answer in NOT_KNOWN else False


def chose(answers: Answers, question: str, *codes: str) -> Truth:
    """Return whether one of these codes was ticked."""
    ticked = answers.get(question)
    if ticked is None or "unsure" in ticked:
        return None
    return not ticked.isdisjoint(codes)


def chose_none(answers: Answers, question: str, *codes: str) -> Truth:
    """Return whether none of these codes was ticked."""
    chosen = chose(answers, question, *codes)
    return None if chosen is None else not chosen


def touch(these: tuple[str, ...] | None, those: tuple[str, ...] | None) -> Truth:
    """Return whether one of these areas is, holds or lies in one of those."""
    if these is None or those is None:
        return None
    return any(not TOUCHING[area].isdisjoint(those) for area in these)


def is_here(answers: Answers, question: str) -> Truth:
    """Return whether the areas answered touch those to be treated."""
    return touch(answers.get(question), answers.get("treatment_areas"))


def region(area: str) -> str:
    """Return the region an area belongs to; most are their own."""
    if area in FACE:
        return "face"
    return "legs" if area in LEGS else area


def months_after(day: date, months: int) -> date:
    """Return the day so many calendar months later, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_on(when: tuple[date, date] | None, on: date) -> date | None:
    """Return the latest day a past date may mean, seen from the appointment; None where it lies after it."""
    if when is None or when[0] > on:
        return None
    return min(when[1], on)


def is_within(when: tuple[date, date] | None, on: date, *, days: int = 0, months: int = 0) -> Truth:
    """Return whether a past date is less than so many days or months before the appointment."""
    day = read_on(when, on)
    if day is None:
        return None
    return on < (months_after(day, months) if months else day + timedelta(days))


def is_coming(when: tuple[date, date] | None, on: date, days: int) -> Truth:
    """Return whether a future date lies at most so many days after the appointment."""
    if when is None:
        return None
    return when[1] >= on and when[0] <= on + timedelta(days)


def age(born: date, on: date) -> int:
    """Return the completed years of age."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
