"""Why a finding was made: the very answers, how each was read, and which part of it counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.answers import AnswerWords, Line, as_list, label_of
from clinic.results.medicines import MedicineReading, quoted, read_medicine
from clinic.results.words import day_words, listed, span_words
from screening.engine import (
    TREATMENT_AREAS,
    UNKNOWN_DATE,
    Field,
    Item,
    ItemType,
    PartialDate,
    Rulebook,
    age_on,
)


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One answer that counted. Without `lines` the question was not answered."""

    link_id: str
    question: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ReasonWords:
    """Puts the reasons of one evaluation into words. `result` is the evaluation's stored body."""

    rulebook: Rulebook
    result: Mapping[str, Any]

    @property
    def on(self) -> date:
        """The appointment day."""
        return date.fromisoformat(self.result["on"])

    def views(self, because: Sequence[Mapping[str, Any]]) -> list[ReasonView]:
        """The reasons, those on the same answer as one, with everything that counted about it."""
        grouped: dict[tuple[str, int | None], list[Mapping[str, Any]]] = {}
        for reason in because:
            grouped.setdefault((reason["item"], reason["entry"]), []).append(reason)
        return [self.view(link_id, entry, reasons) for (link_id, entry), reasons in grouped.items()]

    def view(self, link_id: str, entry: int | None, reasons: Sequence[Mapping[str, Any]]) -> ReasonView:
        """The reasons on one answer, or on one entry of a list, as one."""
        item = self.rulebook.items[link_id]
        words = AnswerWords(self.rulebook)
        if entry is not None:
            lines = [Line(words.entry(item, self.result["answers"][link_id][entry]))]
        elif item.type is ItemType.MEDICINES:
            lines = self.medicine_lines(item, reasons)
        else:
            lines = words.lines(item, reasons[0]["answer"])
        notes = dict.fromkeys(note for reason in merged(reasons) if (note := self.note(item, reason)))
        return reason_view(item, lines, list(notes))

    def medicine_lines(self, item: Item, reasons: Sequence[Mapping[str, Any]]) -> list[Line]:
        """The medicines that counted, each with the classes looked for and what is not understood."""
        typed = dict.fromkeys(
            str(name["name"] if isinstance(name, Mapping) else name)
            for reason in reasons
            for name in as_list(reason["answer"] or [])
        )
        wanted = frozenset(code for reason in reasons for code in classes_of(reason["compared_with"]))
        readings = [read_medicine(self.rulebook, item, name, wanted or None) for name in typed]
        unclear = any(reason["value"] is None and asks_prescribed(reason) for reason in reasons)
        return [
            Line(one.typed, note=unsaid(one) if unclear and not one.doubt else one.note) for one in readings
        ]

    def note(self, item: Item, reason: Mapping[str, Any]) -> str:
        """How one reason was read; empty where the answer says it all."""
        subject: Item | Field = item.fields[reason["field"]] if reason["field"] else item
        match reason["operator"]:
            case "within" | "at_least_ago" | "within_next":
                return self.date_note(reason)
            case "age_below" | "age_at_least":
                return self.age_note(reason)
            case "overlaps" | "same_region":
                return self.area_note(item, reason)
            case "includes_any" | "includes_all":
                return choice_note(subject, reason)
            case "includes_typed":
                return _("not on the list: %(words)s") % {"words": quoted(reason["matched"])}
            case "not_applicable":
                return _("answered although the question does not apply")
            case _:
                return _("worked out from the answers") if self.is_derived(item) else ""

    def is_derived(self, item: Item) -> bool:
        """Whether a score's value was added up, not entered."""
        return item.type is ItemType.SCORE and item.link_id not in self.result["answers"]

    def date_note(self, reason: Mapping[str, Any]) -> str:
        """How far a date lies from the appointment, and what an inexact one was read as."""
        given = reason["answer"]
        if given is None or given == UNKNOWN_DATE:
            return ""
        value = PartialDate.parse(given)
        read = date.fromisoformat(reason["read_as"]) if reason["read_as"] else value.first
        distance = distance_words(read, self.on)
        if value.is_exact or not reason["read_as"]:
            return distance
        return _("read as %(day)s: %(distance)s") % {"day": day_words(read), "distance": distance}

    def age_note(self, reason: Mapping[str, Any]) -> str:
        """The age on the appointment day."""
        if reason["answer"] is None:
            return ""
        age = age_on(PartialDate.parse(reason["answer"]).last, self.on)
        return age_words(age)

    def area_note(self, item: Item, reason: Mapping[str, Any]) -> str:
        """Which of the areas counted, where they were not all looked for anyway."""
        known = self.rulebook.areas.areas
        areas = listed([known[code].title for code in reason["matched"] if code in known])
        if not areas or (item.link_id == TREATMENT_AREAS and reason["matched"] == reason["answer"]):
            return ""
        if item.link_id == TREATMENT_AREAS:
            return _("counts here: %(areas)s") % {"areas": areas}
        is_whole = set(reason["matched"]) == set(as_list(reason["answer"] or []))
        if reason["operator"] == "overlaps":
            whole, part = _("in the treatment area"), _("in the treatment area: %(areas)s")
        else:
            whole = _("in the same region as the treatment area")
            part = _("in the same region as the treatment area: %(areas)s")
        return whole if is_whole else part % {"areas": areas}


def merged(reasons: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The reasons, those that each counted a part of the same answer as one that counted all those parts."""
    found: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for reason in reasons:
        parts = reason["matched"]
        key = (reason["operator"], str(reason["field"]), "" if parts else str(reason["compared_with"]))
        earlier = found.get(key)
        found[key] = (
            {**earlier, "matched": list(dict.fromkeys([*earlier["matched"], *parts]))} if earlier else reason
        )
    return list(found.values())


def reason_view(item: Item, lines: list[Line], notes: list[str]) -> ReasonView:
    """One reason; what was read into an answer of one line stands beside it, else below."""
    if len(lines) != 1:
        return ReasonView(item.link_id, item.label, tuple(lines), tuple(notes))
    beside = " · ".join(note for note in (lines[0].note, *notes) if note)
    return ReasonView(item.link_id, item.label, (replace(lines[0], note=beside),), ())


def distance_words(day: date, on: date) -> str:
    """How far a day lies from the appointment day."""
    if day == on:
        return _("on the day of the appointment")
    if day < on:
        return _("%(span)s before the appointment") % {"span": span_words(day, on)}
    return _("%(span)s after the appointment") % {"span": span_words(on, day)}


def age_words(age: int) -> str:
    """An age on the appointment day."""
    return ngettext(
        "%(age)d year old on the day of the appointment",
        "%(age)d years old on the day of the appointment",
        age,
    ) % {"age": age}


def choice_note(subject: Item | Field, reason: Mapping[str, Any]) -> str:
    """Which of several chosen answers counted."""
    counted = [label_of(subject, str(code)) for code in reason["matched"]]
    if not counted or len(counted) == len(as_list(reason["answer"])):
        return ""
    return _("counts here: %(answers)s") % {"answers": listed(counted)}


def asks_prescribed(reason: Mapping[str, Any]) -> bool:
    """Whether a reason depends on a medicine being prescribed, or not."""
    return isinstance(reason["compared_with"], Mapping)


def unsaid(reading: MedicineReading) -> str:
    """What is known about a medicine of which nobody said whether it is prescribed."""
    return " · ".join(part for part in (reading.understood, _("prescribed? not said")) if part)


def classes_of(compared_with: object) -> Sequence[str]:
    """The medicine classes a reason looked for."""
    given = compared_with["classes"] if isinstance(compared_with, Mapping) else compared_with
    return [str(code) for code in given] if isinstance(given, list | tuple) else []
