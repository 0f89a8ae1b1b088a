"""Two rulebooks compared in words: rule by rule, question by question, worst consequences first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screening.engine.difference.branches import branch_lines
from screening.engine.difference.describing import told
from screening.engine.difference.marking import marked
from screening.engine.difference.matching import Match, matches, moved_names
from screening.engine.difference.naming import Names
from screening.engine.difference.types import ADDED, RANKS, REMOVED, Difference, Kind, Line, Span
from screening.engine.difference.weights import weight_of_element, weight_of_key
from screening.engine.rulebook.elements import COLLECTIONS, SINGLE
from screening.engine.rulebook.types import Rulebook

__all__ = ["Difference", "Line", "Span", "differences"]

FIRST = ("rules", "invariants", "items", "option_sets", "treatments", "medicine_classes", "medicine_words")
"""The collections people ask about first; the others follow in the format's order."""

Table = Mapping[str, object]


def differences(old: Rulebook, new: Rulebook) -> list[Difference]:
    """Return what differs between two rulebooks: what loosens first, then what tightens, then the rest.

    Among equals rules come before questions, and those before everything else, in the document's order.
    Nothing is returned exactly where both documents say the same in the same order.
    """
    order = [*FIRST, *[name for name in (*SINGLE, *COLLECTIONS) if name not in FIRST]]
    comparison = Comparison(old, new)
    found = [difference for name in order for difference in comparison.of_collection(name)]
    return sorted(found, key=lambda difference: RANKS[difference.weight])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares the elements of two rulebooks."""

    old: Rulebook
    new: Rulebook

    def of_collection(self, name: str) -> Iterator[Difference]:
        """Yield the differences of one collection, or of one single table."""
        before, after = self.old.document, self.new.document
        if name in SINGLE:
            rows = [Match("", as_table(before.get(name)), as_table(after.get(name)))]
        else:
            rows = matches(before, after, name)
        for match in rows:
            difference = self.of_match(name, match)
            if difference is not None:
                yield difference

    def of_match(self, collection: str, match: Match) -> Difference | None:
        """Return the difference of one element, None where there is none."""
        place = f"{collection}/{match.name}" if match.name else collection
        if match.old is not None and match.new is not None:
            lines = tuple(self.changed(collection, match.old, match.new))
            if match.is_moved:
                lines += (Line("order", (Span("stands elsewhere than before", ADDED),)),)
            kind: Kind = "moved" if match.is_moved and len(lines) == 1 else "changed"
            return Difference(place, kind, title_of(match.new, match.name), lines) if lines else None
        element = match.new or match.old
        if element is None:
            return None
        is_added = match.new is not None
        lines = tuple(self.whole(collection, element, is_added=is_added))
        return Difference(place, "added" if is_added else "removed", title_of(element, match.name), lines)

    def changed(self, collection: str, before: Table, after: Table) -> Iterator[Line]:
        """Yield what changed about an element that stands in both."""
        if collection == "rules":
            first, last = self.old.rules[str(before["id"])], self.new.rules[str(after["id"])]
            yield from branch_lines(self.old, self.new, first.branches, last.branches)
        names = (Names(self.old), Names(self.new))
        was, became = told(only_changed(before, after), names[0]), told(only_changed(after, before), names[1])
        for label in dict.fromkeys((*became.texts, *was.texts)):
            first_text, last_text = was.texts.get(label, ""), became.texts.get(label, "")
            if first_text != last_text:
                weight = weight_of_key(label, (names[0], before), (names[1], after))
                yield Line(label, marked(first_text, last_text), weight)
        for label, order in became.orders.items():
            yield from order_lines(label, was.orders.get(label, []), order)

    def whole(self, collection: str, element: Table, *, is_added: bool) -> Iterator[Line]:
        """Yield all that an element says which came or went."""
        rulebook, mark = (self.new, ADDED) if is_added else (self.old, REMOVED)
        weight = weight_of_element(collection, is_added=is_added)
        if collection == "rules":
            branches = rulebook.rules[str(element["id"])].branches
            sides = ((), branches) if is_added else (branches, ())
            yield from branch_lines(self.old, self.new, *sides)
        for number, (label, text) in enumerate(told(element, Names(rulebook)).texts.items()):
            yield Line(label, (Span(text, mark),), weight if number == 0 else "")


def only_changed(element: Table, other: Table) -> Table:
    """Return the keys of an element whose values the other lacks: words changed elsewhere count there."""
    return {key: value for key, value in element.items() if key not in other or other[key] != value}


def order_lines(label: str, before: list[str], after: list[str]) -> Iterator[Line]:
    """Yield a line where what stands in both stands in another order."""
    kept = [name for name in after if name in before]
    if moved_names(before, kept):
        was = [name for name in before if name in kept]
        yield Line(label, (Span(", ".join(was), REMOVED), Span(", ".join(kept), ADDED)))


def as_table(value: object) -> Table | None:
    """Return a table, None for anything else."""
    return value if isinstance(value, Mapping) else None


def title_of(element: Table, name: str) -> str:
    """Return what people call an element."""
    for key in ("title", "label", "text"):
        value = element.get(key)
        if isinstance(value, str) and value:
            return value
    return name or "Rulebook"
