"""Where an element stands among the others, before a change and after it."""

from collections.abc import Mapping

from screening.engine.rulebook.elements.places import index_of, names_of, parted, rows_of


def following(document: Mapping[str, object], place: str) -> str:
    """The name of the element after the one at `place`; nothing for the last, and where none stands there."""
    collection, name = parted(place)
    names = names_of(document, collection) if name else []
    at = names.index(name) + 1 if name in names else len(names)
    return names[at] if at < len(names) else ""


def landing(before: Mapping[str, object], after: Mapping[str, object], place: str) -> str:
    """Where what `with_element` put at `place` of `before` stands in `after`; nothing where it is gone."""
    collection, name = parted(place)
    if not name:
        return place if collection in after else ""
    index, names = index_of(before, place), names_of(after, collection)
    if index is None:
        new = set(names).difference(names_of(before, collection))
        return f"{collection}/{min(new)}" if new else ""
    is_there = len(names) == len(rows_of(before, collection))
    return f"{collection}/{names[index]}" if is_there else ""
