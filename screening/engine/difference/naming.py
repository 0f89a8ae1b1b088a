"""The words of one rulebook: what its codes and values are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screening.engine.conditions import Condition
from screening.engine.questionnaire import Field, Item
from screening.engine.rulebook.conditions import read_condition
from screening.engine.rulebook.leaves import Scope
from screening.engine.rulebook.reader import Problems, Reader
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.types import Rulebook
from screening.engine.wording import describe_condition

GROUP_KEYS = frozenset({"treatments", "asked_for", "treatment", "attributes"})
AREA_KEYS = frozenset({"parent"})
YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Names:
    """Turns what stands in a rulebook's document into words."""

    rulebook: Rulebook

    def group(self, code: str) -> str:
        """Return a treatment, an attribute, or `all`."""
        if code == "all":
            return "every treatment"
        treatment = self.rulebook.treatments.get(code)
        return treatment.short_title if treatment else self.rulebook.attributes.get(code, code)

    def condition(self, table: Mapping[str, object]) -> Condition | None:
        """Return the condition of a table; None where it is none here."""
        rulebook = self.rulebook
        scope = Scope(rulebook.items, rulebook.areas.areas, rulebook.medicine_classes)
        problems = Problems(RulebookSource({}))
        condition = read_condition(Reader(table, ("", 0), "", problems), scope)
        return None if problems.found else condition

    def sentence(self, table: Mapping[str, object]) -> str:
        """Return a condition in words."""
        condition = self.condition(table)
        return "" if condition is None else spoken(self.rulebook, condition)

    def value(self, key: str, value: object) -> str:
        """Return the value of a key: codes by their titles, lists with commas, tables part by part."""
        if isinstance(value, bool):
            return YES_NO[value]
        if isinstance(value, Mapping):
            return ", ".join(f"{label_of(inner)} {self.value(inner, v)}" for inner, v in value.items())
        if isinstance(value, Sequence) and not isinstance(value, str):
            between = "; " if any(isinstance(one, Mapping) for one in value) else ", "
            return between.join(self.value(key, one) for one in value)
        return self.code(key, str(value))

    def code(self, key: str, text: str) -> str:
        """Return what a text stands for, where its key says that it is a code."""
        rulebook = self.rulebook
        if key in GROUP_KEYS:
            return self.group(text)
        if key == "sources" and text in rulebook.sources:
            source = rulebook.sources[text]
            return f"{source.title} ({source.publisher})"
        if key in AREA_KEYS and text in rulebook.areas.areas:
            return rulebook.areas.areas[text].title
        if key == "rule" and text in rulebook.rules:
            return rulebook.rules[text].title
        if key == "region" and text in rulebook.regions:
            return rulebook.regions[text].title
        if key == "section":
            return next((section.title for section in rulebook.sections if section.id == text), text)
        return text

    def answer(self, link_id: str, value: object) -> str:
        """Return an answer in words."""
        item = self.rulebook.items.get(link_id)
        return self.answered(item, value)

    def answered(self, asked: Item | Field | None, value: object) -> str:
        """Return a value of one question in words."""
        if isinstance(value, list):
            return ", ".join(self.answered(asked, one) for one in value)
        if isinstance(value, Mapping):
            fields = asked.fields if isinstance(asked, Item) else {}
            parts = [
                f"{self.field_label(fields, k)} {self.answered(fields.get(k), v)}" for k, v in value.items()
            ]
            return "(" + ", ".join(parts) + ")"
        text = YES_NO[value] if isinstance(value, bool) else str(value)
        if asked is not None and text in asked.options:
            return asked.options[text].label
        area = self.rulebook.areas.areas.get(text)
        return area.title if area else text

    def field_label(self, fields: Mapping[str, Field], name: str) -> str:
        """Return the label of a field."""
        return fields[name].label if name in fields else name

    def item_label(self, link_id: str) -> str:
        """Return the label of an item."""
        item = self.rulebook.items.get(link_id)
        return item.label if item else link_id


def spoken(rulebook: Rulebook, condition: Condition) -> str:
    """Return a condition as plain text."""
    return "".join(phrase.text for phrase in describe_condition(rulebook, condition))


def label_of(key: str) -> str:
    """Return a key of the format as words."""
    return LABELS.get(key, key.replace("_", " "))


LABELS = {
    "message": "for the practitioner",
    "patient": "for the patient",
    "action": "what to do",
    "resolution": "what clears it",
    "override": "who may proceed all the same",
    "review_by": "to be reviewed by",
    "review_date": "advisory date",
    "enable_when": "asked when",
    "when": "when",
    "asked_for": "asked for",
    "asked": "asked of",
    "optional": "may be left empty",
    "fresh": "asked afresh every time",
    "why": "why we ask",
    "open": "typed text allowed",
    "best_for": "best for",
    "depth_um": "depth in micrometres",
    "link_id": "link id",
    "options_from": "options of",
    "not_known": "means not known",
    "exclusive": "stands alone",
    "expect": "expected",
    "on": "appointment on",
    "feeds": "feeds",
    "at_least": "at least",
    "at_most": "up to",
    "never": "never",
}
