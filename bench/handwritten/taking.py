"""What a patient takes: three lists of medicines, each behind a yes-or-no question."""

from typing import NamedTuple

from bench.handwritten.answers import NOT_SO, Answers, Found, Medicine, Truth, both, either

BEHIND = {
    "medicines": "takes_medicines",
    "supplements": "takes_supplements",
    "topical_actives": "uses_topical_actives",
}
SWALLOWED = ("medicines", "supplements")
ANY_LIST = ("medicines", "supplements", "topical_actives")
NO_CLASSES: frozenset[str] = frozenset()


class TakenList(NamedTuple):
    """One list. `asked`: whether it applies; `classes` are certain, `possible` wait for a spelling."""

    asked: Truth
    entries: tuple[Medicine, ...]
    classes: frozenset[str]
    possible: frozenset[str]

    def takes(self, classes: tuple[str, ...]) -> Truth:
        """Return whether an entry is of one of these classes."""
        if self.asked is False:
            return False
        if not self.classes.isdisjoint(classes):
            return self.settled(True)
        return self.settled(False if self.possible.isdisjoint(classes) else None)

    def takes_prescribed(self, medicine_class: str, prescribed: bool) -> Truth:
        """Return whether an entry is of this class and prescribed, or not prescribed."""
        if self.asked is False:
            return False
        return self.settled(
            either(*[is_taken_as(entry, medicine_class, prescribed) for entry in self.entries])
        )

    def is_unrecognised(self) -> Truth:
        """Return whether an entry means nothing to anybody."""
        if self.asked is False:
            return False
        if any(entry.is_unrecognised for entry in self.entries):
            return self.settled(True)
        return self.settled(None if any(entry.is_misspelt for entry in self.entries) else False)

    def settled(self, truth: Truth) -> Truth:
        """Return what the entries say, as far as it is known that there are any."""
        if not self.entries:
            return None
        return None if self.asked is None and truth else truth


def is_taken_as(entry: Medicine, medicine_class: str, prescribed: bool) -> Truth:
    """Return whether one entry is of this class and prescribed, or not prescribed."""
    if medicine_class in entry.classes:
        return None if entry.prescribed is None else entry.prescribed is prescribed
    if medicine_class in entry.possible:
        return both(None, None if entry.prescribed is None else entry.prescribed is prescribed)
    return False


Taken = dict[str, TakenList]


def what_is_taken(answers: Answers) -> Taken:
    """Return the three lists, gone through once."""
    return {name: taken_list(answers, name) for name in ANY_LIST}


def taken_list(answers: Answers, name: str) -> TakenList:
    """Return one list; it applies where its question is answered with anything but no."""
    gate = answers.get(BEHIND[name])
    entries = answers.get(name, ())
    return TakenList(
        asked=None if gate is None else gate != "no",
        entries=entries,
        classes=NO_CLASSES.union(*[entry.classes for entry in entries]),
        possible=NO_CLASSES.union(*[entry.possible for entry in entries]),
    )


def takes(taken: Taken, lists: tuple[str, ...], *classes: str) -> Found:
    """Return whether one of these lists names a medicine of these classes."""
    return found_in(lists, [taken[name].takes(classes) for name in lists])


def takes_prescribed(taken: Taken, lists: tuple[str, ...], medicine_class: str, prescribed: bool) -> Found:
    """Return whether one of these lists names a medicine of this class, prescribed or not as asked."""
    return found_in(lists, [taken[name].takes_prescribed(medicine_class, prescribed) for name in lists])


def unrecognised(taken: Taken, lists: tuple[str, ...]) -> Found:
    """Return whether one of these lists names something that means nothing to anybody."""
    return found_in(lists, [taken[name].is_unrecognised() for name in lists])


def found_in(lists: tuple[str, ...], truths: list[Truth]) -> Found:
    """Join what the lists say, keeping those that decide."""
    if True in truths:
        return Found(True, tuple([name for name, says in zip(lists, truths, strict=True) if says]))
    if None in truths:
        return Found(None, tuple([name for name, says in zip(lists, truths, strict=True) if says is None]))
    return NOT_SO
