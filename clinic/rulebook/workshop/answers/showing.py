"""A draft's own questionnaire as fields, by section, with what was answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic.results.answers import UNSURE
from clinic.rulebook.workshop.answers.posted import MEDICINE_PARTS, PREFIX, ROWS
from clinic.rulebook.workshop.answers.reading import Read
from clinic.rulebook.workshop.builder.choices import Choice, ordered
from screening.engine import UNKNOWN_DATE, Field, Item, ItemType, Rulebook, enabled_items

FEW = 6
"""Of more answers than these to choose from, the list folds away."""
KINDS: Mapping[ItemType, str] = {
    ItemType.CHOICE: "one",
    ItemType.SCORE: "one",
    ItemType.CHOICES: "many",
    ItemType.AREAS: "many",
    ItemType.DATE: "date",
    ItemType.NUMBER: "number",
    ItemType.TEXT: "text",
}


@dataclass(frozen=True, slots=True)
class Control:
    """One field: `kind` "one", "many", "date", "number" or "text"; `typed` what was added to an open list."""

    name: str
    label: str
    kind: str
    value: str
    choices: Sequence[Choice]
    typed: str
    is_open: bool

    @property
    def folds(self) -> bool:
        """Whether its list folds away."""
        return len(self.choices) > FEW

    @property
    def chosen(self) -> list[str]:
        """The labels of what is chosen."""
        return [choice.label for choice in self.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question: a field, or rows of fields. It is shown where it applies or has an answer."""

    link_id: str
    label: str
    question: str
    control: Control | None
    rows: Sequence[Sequence[Control]]
    error: str
    applies: bool
    is_shown: bool

    @property
    def name(self) -> str:
        """What its fields' names begin with."""
        return PREFIX + self.link_id


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of the questionnaire."""

    id: str
    title: str
    questions: Sequence[QuestionView]


def sections_of(
    rulebook: Rulebook, read: Read, treatments: Collection[str], more: str = ""
) -> list[SectionView]:
    """Every section with every question; `more` names one that gets another empty row."""
    enabled = enabled_items(read.answers)
    asked_for = tuple(treatments)
    views = {
        item.link_id: question_of(
            rulebook,
            item,
            read,
            applies=enabled[item.link_id] is not False and item.is_asked_for(asked_for),
            blank=2 if more == item.link_id else 1,
        )
        for item in rulebook.items.values()
    }
    return [
        SectionView(
            section.id,
            section.title,
            [views[item.link_id] for item in rulebook.items.values() if item.section == section.id],
        )
        for section in rulebook.sections
    ]


def question_of(rulebook: Rulebook, item: Item, read: Read, *, applies: bool, blank: int) -> QuestionView:
    """One question with what was answered."""
    answer = read.raw.get(item.link_id)
    name = PREFIX + item.link_id
    is_list = item.type in ROWS
    return QuestionView(
        link_id=item.link_id,
        label=item.label,
        question=item.question,
        control=None if is_list else control_of(rulebook, name, item, answer),
        rows=rows_of(rulebook, name, item, answer, blank) if is_list else (),
        error=read.errors.get(item.link_id, ""),
        applies=applies,
        is_shown=applies or answer is not None,
    )


def rows_of(rulebook: Rulebook, name: str, item: Item, answer: object, blank: int) -> list[list[Control]]:
    """A row per entry, and empty ones for more."""
    entries: list[Any] = [*(answer if isinstance(answer, list) else []), *({} for _row in range(blank))]
    tables = [entry if isinstance(entry, Mapping) else {"name": entry} for entry in entries]
    if item.type is ItemType.MEDICINES:
        return [medicine_row(f"{name}-{number}", table) for number, table in enumerate(tables)]
    return [
        [
            control_of(rulebook, f"{name}-{n}-{part}", field, row.get(part))
            for part, field in item.fields.items()
        ]
        for n, row in enumerate(tables)
    ]


def medicine_row(name: str, table: Mapping[str, Any]) -> list[Control]:
    """A medicine: what it is called, and whether it is prescribed."""
    words = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}
    said = str(table.get("prescribed", ""))
    prescribed = ordered(words, [said] if said else [])
    called, asked = (f"{name}-{part}" for part in MEDICINE_PARTS)
    return [
        Control(called, _("Name"), "text", str(table.get("name", "")), (), "", is_open=False),
        Control(asked, _("Prescribed?"), "one", said, prescribed, "", is_open=False),
    ]


def control_of(rulebook: Rulebook, name: str, asked: Item | Field, answer: object) -> Control:
    """The field of one answer."""
    given = [str(one) for one in answer] if isinstance(answer, list | tuple) else []
    labels = labels_of(rulebook, asked)
    typed = [one for one in given if one not in labels]
    is_open = isinstance(asked, Item) and asked.open
    value = "" if answer is None or given else str(answer)
    codes = [one for one in given if one in labels or not is_open] if KINDS[asked.type] == "many" else [value]
    return Control(
        name=name,
        label=asked.label,
        kind=KINDS[asked.type],
        value=_("unknown") if asked.type is ItemType.DATE and value == UNKNOWN_DATE else value,
        choices=ordered(labels, [code for code in codes if code]) if labels else (),
        typed=", ".join(typed) if is_open else "",
        is_open=is_open,
    )


def labels_of(rulebook: Rulebook, asked: Item | Field) -> dict[str, str]:
    """What can be chosen, by code."""
    if asked.type is ItemType.AREAS:
        return {
            **{code: area.title for code, area in rulebook.areas.areas.items()},
            UNSURE: _("Not sure where"),
        }
    if asked.type is ItemType.SCORE and isinstance(asked, Item):
        return {str(band.value): band.label for band in asked.bands}
    return {code: option.label for code, option in asked.options.items()}
