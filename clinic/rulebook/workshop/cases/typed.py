"""A case as it is typed: between the rulebook's element and the posted form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic.results.spelling import spelled_date
from clinic.rulebook.workshop.answers import answers_from
from clinic.rulebook.workshop.builder.posting import Posted, one, several, text
from clinic.rulebook.workshop.invariants.showing import group_titles
from clinic.rulebook.workshop.invariants.typed import listed, words
from screening.engine import AnswerError, Rulebook, parse_answer

EXPECT = "expect-"
KEYS = frozenset(
    {
        "title",
        "rule",
        "kind",
        "base",
        "on",
        "treatments",
        "answers",
        "expect",
        "eligibility",
        "topics",
        "earliest_date",
        "settled",
    }
)
SETTLED = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class TypedCase:
    """Of a rule (`kind`, `expect`), or of the whole questionnaire (`treatments`, `eligibility`, `topics`).

    `topics` None: they are not looked at. `settled` is "yes", "no" or empty.
    """

    title: str = ""
    rule: str = ""
    kind: str = "firing"
    base: str = ""
    on: str = ""
    treatments: tuple[str, ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    expect: Mapping[str, str] = field(default_factory=dict)
    eligibility: str = ""
    topics: tuple[str, ...] | None = None
    earliest_date: str = ""
    settled: str = ""
    rest: Mapping[str, object] = field(default_factory=dict)


def typed_of(element: Mapping[str, Any]) -> TypedCase:
    """An element of the rulebook as its form shows it."""
    answers, expect, settled = element.get("answers"), element.get("expect"), element.get("settled")
    return TypedCase(
        title=words(element.get("title")),
        rule=words(element.get("rule")),
        kind=words(element.get("kind")) or "firing",
        base=words(element.get("base")),
        on=words(element.get("on")),
        treatments=listed(element.get("treatments")),
        answers=dict(answers) if isinstance(answers, Mapping) else {},
        expect={key: words(code) for key, code in expect.items()} if isinstance(expect, Mapping) else {},
        eligibility=words(element.get("eligibility")),
        topics=listed(element["topics"]) if "topics" in element else None,
        earliest_date=words(element.get("earliest_date")),
        settled={True: "yes", False: "no"}.get(settled, "") if isinstance(settled, bool) else "",
        rest={key: value for key, value in element.items() if key not in KEYS},
    )


def typed_from(data: Posted, rulebook: Rulebook, before: TypedCase) -> TypedCase:
    """What was posted; what the form has no place for is taken from `before`."""
    expect = {key: one(data, EXPECT + key) for key in {**before.expect, **group_titles(rulebook)}}
    return TypedCase(
        title=text(data, "title"),
        rule=one(data, "rule"),
        kind=one(data, "kind"),
        base=one(data, "base"),
        on=spelled_date(one(data, "on")),
        treatments=in_order(before.treatments, several(data, "treatments")),
        answers=as_before(rulebook, answers_from(data, rulebook), before.answers),
        expect={key: code for key, code in expect.items() if code},
        eligibility=one(data, "eligibility"),
        topics=in_order(before.topics or (), several(data, "topics")) if one(data, "topics-count") else None,
        earliest_date=spelled_date(one(data, "earliest_date")),
        settled=one(data, "settled") if one(data, "settled") in SETTLED else "",
        rest=before.rest,
    )


def in_order(before: tuple[str, ...], chosen: list[str]) -> tuple[str, ...]:
    """What was chosen: what was there before in its order, then what is new."""
    return tuple(
        dict.fromkeys([*(code for code in before if code in chosen), *(code for code in chosen if code)])
    )


def as_before(
    rulebook: Rulebook, given: Mapping[str, object], before: Mapping[str, object]
) -> dict[str, object]:
    """Answers as they were spelled before, where they are the same answers; in the order they had."""
    order = dict.fromkeys([*(link_id for link_id in before if link_id in given), *given])
    return {
        link_id: before[link_id]
        if link_id in before
        and canonical(rulebook, link_id, before[link_id]) == canonical(rulebook, link_id, given[link_id])
        else given[link_id]
        for link_id in order
    }


def canonical(rulebook: Rulebook, link_id: str, answer: object) -> object:
    """An answer in its one spelling; as it is where it is none."""
    try:
        found: object = parse_answer(rulebook, link_id, answer)
    except AnswerError:
        return answer
    return (
        sorted(found, key=str)
        if isinstance(found, list) and all(isinstance(o, str) for o in found)
        else found
    )


def element_of(typed: TypedCase) -> dict[str, object]:
    """The case as an element of the document."""
    element: dict[str, object] = {"title": typed.title, "on": typed.on, "answers": dict(typed.answers)}
    if typed.base:
        element["base"] = typed.base
    if typed.rule:
        element |= {"rule": typed.rule, "kind": typed.kind, "expect": dict(typed.expect)}
    else:
        element |= {"treatments": list(typed.treatments), "eligibility": typed.eligibility}
        element |= {} if typed.topics is None else {"topics": list(typed.topics)}
    if typed.earliest_date:
        element["earliest_date"] = typed.earliest_date
    if typed.settled:
        element["settled"] = SETTLED[typed.settled]
    return element | dict(typed.rest)
