"""A case of a draft made from a real questionnaire, without anything that says whose it was.

What is kept is kept because it is known to be harmless, never because nothing harmful was found in it: codes
of the draft, whole numbers, dates moved along with the appointment, medicines as the rulebook spells them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from screening.engine import (
    UNKNOWN_DATE,
    Context,
    Field,
    Item,
    ItemType,
    PartialDate,
    Rulebook,
    RulebookError,
    Severity,
    Tense,
    age_on,
    evaluate,
    parse_rulebook,
)
from screening.engine.rulebook.elements import element_digest
from screening.models import Appointment, Evaluation, RulebookChange, RulebookDraft
from screening.services.audit import Actor, record
from screening.services.errors import DraftChangedSince, NotSubmitted, RulebookRefused
from screening.services.rulebook.accepting import accepted_answers
from screening.services.rulebook.drafts import document_of, read_title
from screening.services.rulebook.editing import change_element

REFERENCE_DAY = date(2026, 9, 15)
"""The appointment day of every such case; all dates keep their distance from the appointment."""
PRESCRIBED = frozenset({"yes", "no", "unsure"})
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case to look at before it is added: `left_out` are the link ids whose answers lost something.

    `seen` names exactly this case; `before` is the eligibility of the questionnaire it was made from.
    """

    rulebook: Rulebook
    element: dict[str, Any]
    left_out: tuple[str, ...]
    before: str
    seen: str


def prepare_case(*, draft: RulebookDraft, appointment: Appointment) -> Prepared:
    """Make a case of a questionnaire's newest evaluation; nothing is stored.

    It expects what the draft makes of its answers. NotSubmitted without an evaluation; RulebookRefused where
    the draft is no sound rulebook, or knows none of the treatments.
    """
    evaluation = Evaluation.objects.current().filter(response__appointment=appointment).first()
    if evaluation is None:
        raise NotSubmitted
    try:
        rulebook = parse_rulebook(document_of(draft))
    except RulebookError as error:
        raise RulebookRefused(error.problems) from error
    body: dict[str, Any] = json.loads(evaluation.body)
    treatments = tuple(code for code in body["treatments"] if code in rulebook.treatments)
    if not treatments:
        raise RulebookRefused(())
    harmless = Harmless(rulebook, date.fromisoformat(body["on"]))
    kept = dict(harmless.kept(body["answers"]))
    accepted = accepted_answers(rulebook, kept)
    answers = {name: value for name, value in kept.items() if name not in accepted.refused}
    left_out = tuple(name for name, given in body["answers"].items() if harmless.lost(name, given, answers))
    result = evaluate(rulebook, accepted.answers, Context(REFERENCE_DAY, treatments)).as_json()
    element = {
        "on": REFERENCE_DAY.isoformat(),
        "treatments": list(treatments),
        "answers": answers,
        **expected_of(result),
    }
    return Prepared(rulebook, element, left_out, body["eligibility"], element_digest(element))


def expected_of(result: Mapping[str, Any]) -> dict[str, object]:
    """What a case of the whole questionnaire expects, where this is what comes out."""
    topics = {
        finding["topic"]
        for finding in result["findings"]
        if Severity.from_code(finding["severity"]) > Severity.INFORMATION
    }
    day = {"earliest_date": result["earliest_date"]} if result["earliest_date"] else {}
    settled = {"settled": result["settled"]}
    return {"eligibility": result["eligibility"], "topics": sorted(topics), **day, **settled}


@transaction.atomic
def add_case_from_record(
    *, draft: RulebookDraft, appointment: Appointment, title: str, seen: str, by: Actor
) -> RulebookChange | None:
    """Add the case somebody has looked at to an open draft.

    DraftChangedSince where it would be another by now; DraftClosed; InvalidInput naming `title`; otherwise as
    `prepare_case`. Whoever adds it has worked on the draft.
    """
    called = read_title(title)
    prepared = prepare_case(draft=draft, appointment=appointment)
    if prepared.seen != seen:
        raise DraftChangedSince
    name = uuid4().hex
    element = {"id": name, "title": called, **prepared.element}
    change = change_element(draft=draft, place=f"cases/{name}", element=element, seen="", by=by)
    record(action="response.made_case", by=by, subject=appointment.response, detail={"draft": str(draft.pk)})
    return change


@dataclass(frozen=True, slots=True)
class Harmless:
    """What may be kept of answers given for an appointment day."""

    rulebook: Rulebook
    on: date

    def kept(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
        """What is left of each answer; an answer of which nothing is left is none."""
        for name, given in answers.items():
            item = self.rulebook.items.get(name)
            left = None if item is None else self.of_item(item, given)
            if left not in (None, [], {}):
                yield name, left

    def lost(self, name: str, given: object, answers: Mapping[str, object]) -> bool:
        """Whether an answer is not all there any more; dates that moved are."""
        left = answers.get(name)
        if isinstance(given, list) and isinstance(left, list):
            return len(left) < len(given) or size_of(left) < size_of(given)
        return left is None

    def of_item(self, item: Item, given: Any) -> object:
        """What may be kept of an answer."""
        if item.type is ItemType.MEDICINES:
            return [left for one in rows(given) if (left := self.medicine(item, one))]
        if item.type is ItemType.ENTRIES:
            return [left for one in rows(given) if (left := self.entry(item, one))]
        return self.value(item, given)

    def value(self, asked: Item | Field, given: Any) -> object:
        """What may be kept of one value; None for nothing."""
        match asked.type:
            case ItemType.CHOICE:
                return given if given in asked.options else None
            case ItemType.CHOICES:
                return [code for code in rows(given) if code in asked.options]
            case ItemType.AREAS:
                return [code for code in rows(given) if code in self.rulebook.areas.areas or code == UNSURE]
            case ItemType.DATE:
                return self.moved(str(given), asked.tense)
            case ItemType.NUMBER | ItemType.SCORE:
                return given if isinstance(given, int) else None
            case _:
                return None

    def moved(self, given: str, tense: Tense) -> str | None:
        """A date moved along with the appointment; of a birth only the age is left."""
        if given == UNKNOWN_DATE:
            return given
        try:
            value = PartialDate.parse(given)
            if tense is Tense.BIRTH:
                return REFERENCE_DAY.replace(
                    year=REFERENCE_DAY.year - age_on(value.last, self.on)
                ).isoformat()
            if value.is_exact:
                return (value.first + (REFERENCE_DAY - self.on)).isoformat()
        except (ValueError, OverflowError):
            return None
        months = months_of(REFERENCE_DAY) + months_of(value.first) - months_of(self.on)
        return f"{months // 12:04}-{months % 12 + 1:02}"

    def entry(self, item: Item, given: Any) -> dict[str, object]:
        """What may be kept of one entry of a list."""
        table = given if isinstance(given, Mapping) else {}
        left = {name: self.value(field, table[name]) for name, field in item.fields.items() if name in table}
        return {name: value for name, value in left.items() if value not in (None, [])}

    def medicine(self, item: Item, given: Any) -> dict[str, object]:
        """A medicine as the rulebook spells it, where that means the same; nothing of what was typed."""
        table = given if isinstance(given, Mapping) else {"name": given}
        typed = self.rulebook.medicines.match(str(table.get("name", "")), item.form)
        wanted = typed.classes, typed.possible
        names = (self.rulebook.medicines.match(name, item.form) for name in self.spellings(typed.recognised))
        name = next((one.text for one in names if (one.classes, one.possible) == wanted), "")
        said = table.get("prescribed")
        if not name:
            return {}
        return {"name": name, "prescribed": said} if said in PRESCRIBED else {"name": name}

    def spellings(self, recognised: tuple[str, ...]) -> Iterator[str]:
        """How the rulebook would write these names: plainly, or with a word for cream or tablets."""
        if recognised:
            together = " ".join(recognised)
            words = self.rulebook.medicine_words
            forms = (*sorted(words.topical)[:1], *sorted(words.systemic)[:1])
            yield from (together, *(f"{together} {word}" for word in forms))


def rows(given: object) -> list[Any]:
    """The entries of a list; a single value as a list of one."""
    return list(given) if isinstance(given, list | tuple) else [given]


def size_of(entries: list[Any]) -> int:
    """How many parts the entries of a list have."""
    return sum(len(one) if isinstance(one, Mapping) else 1 for one in entries)


def months_of(day: date) -> int:
    """The months since the beginning of the calendar."""
    return day.year * 12 + day.month - 1
