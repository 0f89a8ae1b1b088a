"""Leaves on choice items (one code), choices items (several codes), and on whether anything was answered."""

from dataclasses import dataclass

from screening.engine.conditions.tree import Facts, Leaf, Truth


@dataclass(frozen=True, slots=True)
class ChoiceLeaf(Leaf):
    """`is`, `is_not`, `in`, `not_in`: true on `accepts`, unknown on `unsettled`, false on the rest."""

    accepts: frozenset[str]
    unsettled: frozenset[str]

    def test(self, facts: Facts) -> Truth:
        """Return the value for the code given."""
        code = facts.answer(self.item)
        if code in self.accepts:
            return True
        return None if code is None or code in self.unsettled else False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answer to a choices item: codes, and typed texts that options do not explain to the last word."""

    codes: frozenset[str]
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncludesLeaf(Leaf):
    """`includes_any`, `includes_all`, `includes_none`; a code of "not known" is unknown unless named here."""

    codes: frozenset[str]
    not_known: frozenset[str]

    def test(self, facts: Facts) -> Truth:
        """Return the value for the codes given."""
        chosen = facts.answer(self.item)
        if not isinstance(chosen, Chosen):
            return None
        if chosen.codes & self.not_known - self.codes:
            return None
        if self.operator == "includes_all":
            return self.codes <= chosen.codes
        return bool(self.codes & chosen.codes) is (self.operator == "includes_any")

    def matched(self, facts: Facts) -> tuple[str, ...]:
        """Return the listed codes among those given."""
        chosen = facts.answer(self.item)
        return tuple(sorted(self.codes & chosen.codes)) if isinstance(chosen, Chosen) else ()


@dataclass(frozen=True, slots=True)
class TypedLeaf(Leaf):
    """`includes_typed`: whether text was typed into an open list that options do not wholly explain."""

    not_known: frozenset[str]

    def test(self, facts: Facts) -> Truth:
        """Return whether there is such text."""
        chosen = facts.answer(self.item)
        if not isinstance(chosen, Chosen) or chosen.codes & self.not_known:
            return None
        return bool(chosen.typed)

    def matched(self, facts: Facts) -> tuple[str, ...]:
        """Return the typed texts."""
        chosen = facts.answer(self.item)
        return chosen.typed if isinstance(chosen, Chosen) else ()


@dataclass(frozen=True, slots=True)
class AnsweredLeaf(Leaf):
    """`answered`: whether there is any answer, "not known" included. Never unknown by itself."""

    def test(self, facts: Facts) -> Truth:
        """Return whether the item has, or lacks, an answer."""
        return (facts.answer(self.item) is not None) is self.compared_with
