"""Screening line by line: one JSON object in, one JSON object out. Needs a rulebook and no database."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from screening.engine import (
    AnswerError,
    Context,
    Evaluation,
    NotCanonical,
    Rulebook,
    canonical_json,
    evaluate,
    parse_answers,
)

LONGEST_LINE = 1_000_000
KEYS = frozenset({"on", "treatments", "answers"})
SHOWN = (
    "eligibility",
    "earliest_date",
    "settled",
    "findings",
    "data_required",
    "others",
    "rulebook",
    "digest",
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of output, and whether it is a result rather than an error."""

    text: str
    is_result: bool


class BadLineError(Exception):
    """A line that cannot be screened: a code, a message, and every problem with its place."""

    def __init__(self, code: str, message: str, problems: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(message)
        self.content = {"code": code, "message": message, "problems": list(problems)}


def screen_lines(rulebook: Rulebook, lines: Iterable[bytes]) -> Iterator[Answered]:
    """Screen each line in order. A bad line gives `{"error": {code, message, problems}}` and the rest go on.

    There is no clock here, so that a line gives the same bytes on any day: a past event or a birth that lies
    after the line's appointment is not refused but unknown.
    """
    for line in lines:
        try:
            yield Answered(canonical_json(screen_line(rulebook, line)), is_result=True)
        except BadLineError as error:
            yield Answered(canonical_json({"error": error.content}), is_result=False)


def screen_line(rulebook: Rulebook, line: bytes) -> dict[str, Any]:
    """The result for one line, with the keys of SHOWN; BadLineError where there is none."""
    given = read_object(line)
    refuse_keys(given)
    on = read_day(given["on"])
    treatments = read_treatments(rulebook, given["treatments"])
    answers = given["answers"]
    if not isinstance(answers, dict):
        raise BadLineError("wrong_type", "answers must be an object of answers by link id", [at("answers")])
    try:
        parsed = parse_answers(rulebook, answers)
    except AnswerError as error:
        problems = [
            {"place": f"answers.{p.link_id}", "code": p.code, "message": p.message} for p in error.problems
        ]
        raise BadLineError(
            "answers_refused", "some answers cannot be accepted", readable(problems)
        ) from error
    return shown(evaluate(rulebook, parsed, Context(on, treatments)))


def shown(evaluation: Evaluation) -> dict[str, Any]:
    """The part of an evaluation that is written out."""
    whole = evaluation.as_json()
    return {key: whole[key] for key in SHOWN}


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object of a line; BadLineError for anything else."""
    if len(line) > LONGEST_LINE:
        raise BadLineError("too_long", f"a line has at most {LONGEST_LINE} bytes")
    try:
        given = json.loads(
            line.decode("utf-8"), object_pairs_hook=refuse_twice, parse_constant=refuse_constant
        )
        canonical_json(given).encode("utf-8")
    except UnicodeError:
        raise BadLineError("not_utf8", "this line is not UTF-8 text") from None
    except NotCanonical as error:
        raise BadLineError("wrong_type", str(error)) from None
    except (ValueError, RecursionError):
        raise BadLineError("not_json", "this line is not JSON") from None
    if not isinstance(given, dict):
        raise BadLineError("not_an_object", "a line must be a JSON object")
    return given


def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of these pairs; BadLineError where a key stands twice, as either could be meant."""
    table = dict(pairs)
    if len(table) != len(pairs):
        raise BadLineError("duplicate_key", "a key stands twice in one object")
    return table


def refuse_constant(_name: str) -> NoReturn:
    """ValueError: NaN and Infinity are not JSON."""
    raise ValueError


def refuse_keys(given: Mapping[str, Any]) -> None:
    """BadLineError unless an object has exactly the keys it needs."""
    problems = [at(key, "missing", "this is missing") for key in sorted(KEYS - set(given))]
    problems += [at(key, "unknown_key", "there is no such key") for key in sorted(set(given) - KEYS)]
    if problems:
        raise BadLineError("wrong_keys", "a line has the keys on, treatments and answers", problems)


def read_day(given: object) -> date:
    """The appointment's day; BadLineError unless it is YYYY-MM-DD."""
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise BadLineError("not_a_date", "on must be a day of the calendar, YYYY-MM-DD", [at("on")])


def read_treatments(rulebook: Rulebook, given: object) -> tuple[str, ...]:
    """The treatments planned; BadLineError unless it is a list of known codes, each there once."""
    if not isinstance(given, list) or not given or not all(isinstance(code, str) for code in given):
        raise BadLineError("wrong_type", "treatments must be a list of treatment codes", [at("treatments")])
    unknown = [
        at(f"treatments[{number}]", "unknown_code", "there is no such treatment")
        for number, code in enumerate(given)
        if code not in rulebook.treatments
    ]
    if unknown:
        raise BadLineError("unknown_treatment", "the rulebook does not know this treatment", unknown)
    if len(set(given)) != len(given):
        raise BadLineError("duplicate_treatment", "a treatment stands twice", [at("treatments")])
    return tuple(given)


def at(place: str, code: str = "unfit", message: str = "this cannot be accepted") -> dict[str, str]:
    """A problem at a place of the line."""
    return {"place": place, "code": code, "message": message}


def readable(problems: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Problems whose places are short enough to read."""
    return [{**problem, "place": problem["place"][:200]} for problem in problems]
