"""Names for compiled sources: minted here, so that nothing an author wrote stands in the source."""

from collections.abc import Iterable

from screening.engine.conditions.tokens import CLOSED, HELD


class Names:
    """The names of the source, and what they stand for; equal sets share one."""

    def __init__(self, items: Iterable[str]) -> None:
        self.namespace: dict[str, object] = {"CLOSED": CLOSED, "HELD": HELD}
        self._sets: dict[frozenset[object], str] = {}
        self._tokens = {link_id: f"t{number}" for number, link_id in enumerate(items)}

    def token(self, link_id: str) -> str:
        """Return the name of an item's token."""
        return self._tokens[link_id]

    def tokens(self) -> str:
        """Return all token names, as the members of a tuple, which may be empty."""
        return "".join(f"{token}, " for token in self._tokens.values())

    def name(self, value: object) -> str:
        """Return a new name that stands for a value."""
        name = f"n{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def set_of(self, members: Iterable[object]) -> str:
        """Return the name of a set."""
        members = frozenset(members)
        if members not in self._sets:
            self._sets[members] = self.name(members)
        return self._sets[members]
