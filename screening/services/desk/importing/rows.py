"""One row of a file read into an appointment to be, or what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import Rulebook
from screening.services.desk.appointments import procedure_problems, time_problems, usual_minutes
from screening.services.desk.languages import language_named
from screening.services.desk.patients import has_control_signs, problems_of
from screening.services.desk.searching import read_day
from screening.services.errors import FieldProblem

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

LONGEST_REFERENCE = 80
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?::\d{2})?(?:\s*Uhr)?", re.ASCII)
_SEVERAL = re.compile(r"\s*[|;,+/]\s*")

Cells = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Draft:
    """An appointment as a file gives it. None where the file says nothing: what is booked already stays.

    `usual_minutes` is how long it takes by the catalogue: so long a new one is where the file says nothing.
    """

    reference: str
    starts_at: datetime
    name: str
    birth_date: date
    email: str
    phone: str
    language: str
    treatments: tuple[str, ...]
    areas: tuple[str, ...] | None
    practitioner: "AbstractBaseUser | None"
    minutes: int | None
    usual_minutes: int


class RowReader:
    """Reads rows against one rulebook and the practitioners of the clinic."""

    def __init__(self, rulebook: Rulebook, people: Iterable["AbstractBaseUser"]) -> None:
        self.rulebook = rulebook
        self.treatments = {
            name.casefold(): one.code
            for one in rulebook.treatments.values()
            for name in (one.code, one.title, one.short_title)
        }
        self.areas = {
            name.casefold(): one.code
            for one in rulebook.areas.areas.values()
            for name in (one.code, one.title)
        }
        named: dict[str, list[AbstractBaseUser]] = {}
        for user in people:
            for name in {str(user).casefold(), user.get_username().casefold()}:
                named.setdefault(name, []).append(user)
        self.people = named

    def read(self, cells: Cells) -> tuple[Draft | None, tuple[FieldProblem, ...]]:
        """The draft of a row, or every problem it has."""
        problems: list[FieldProblem] = [*whole_problems(cells)]
        starts_at = attempt(problems, "starts_at", lambda: read_start(cells))
        birth_date = attempt(problems, "birth_date", lambda: read_birth(cells))
        treatments = attempt(problems, "treatments", lambda: codes(cells, "treatments", self.treatments))
        areas = attempt(problems, "areas", lambda: codes(cells, "areas", self.areas))
        practitioner = attempt(problems, "practitioner", lambda: self.find(cells.get("practitioner", "")))
        language = attempt(problems, "language", lambda: read_language(cells.get("language", "")))
        minutes = attempt(problems, "minutes", lambda: read_minutes(cells.get("minutes", "")))
        if problems or starts_at is None or birth_date is None:
            return None, tuple(problems)
        draft = Draft(
            reference=cells.get("reference", ""),
            starts_at=starts_at,
            name=full_name(cells),
            birth_date=birth_date,
            email=cells.get("email", ""),
            phone=cells.get("phone", ""),
            language=language or "",
            treatments=treatments or (),
            areas=areas or None,
            practitioner=practitioner,
            minutes=minutes,
            usual_minutes=usual_minutes(self.rulebook, treatments or ()),
        )
        found = tuple(self.unfit(draft))
        return (None if found else draft), found

    def find(self, typed: str) -> "AbstractBaseUser | None":
        """The practitioner of this name or address; UnfitCellError where there is none, or two."""
        if not typed:
            return None
        found = self.people.get(typed.casefold(), [])
        if len(found) != 1:
            raise UnfitCellError(_("There is no practitioner of this name."))
        return found[0]

    def unfit(self, draft: Draft) -> Iterator[FieldProblem]:
        """What is wrong with a draft that could be read."""
        yield from problems_of(
            name=draft.name, birth_date=draft.birth_date, email=draft.email, phone=draft.phone
        )
        yield from time_problems(draft.starts_at, draft.minutes or draft.usual_minutes)
        yield from procedure_problems(self.rulebook, draft.treatments, draft.areas or ())


def attempt(problems: list[FieldProblem], field: str, read: Callable[[], T]) -> T | None:
    """What `read` gives; where it refuses, None and a problem."""
    try:
        return read()
    except UnfitCellError as error:
        problems.append(FieldProblem(field, "unfit", str(error)))
        return None


class UnfitCellError(Exception):
    """A cell that cannot be read; the message says why."""


def whole_problems(cells: Cells) -> Iterator[FieldProblem]:
    """What is wrong with a row as a whole."""
    if "" in cells:
        yield FieldProblem("row", "too_many_cells", _("This row has more cells than there are columns."))
    reference = cells.get("reference", "")
    if len(reference) > LONGEST_REFERENCE or has_control_signs(reference):
        yield FieldProblem("reference", "unfit", _("The reference has at most 80 ordinary characters."))


def full_name(cells: Cells) -> str:
    """First and last name; a column "name" beside one for first names holds the last name."""
    last = cells.get("last_name") or cells.get("name", "")
    return " ".join(part for part in (cells.get("first_name", ""), last) if part)


def read_start(cells: Cells) -> datetime:
    """When the appointment begins, in the clinic's time; UnfitCellError."""
    day_text, time_text = cells.get("date", ""), cells.get("time", "")
    whole = cells.get("starts_at", "").replace("T", " ")
    if not day_text:
        day_text, _space, time_text = whole.partition(" ")
    elif not time_text:
        time_text = whole
    day, match = read_day(day_text), _TIME.fullmatch(time_text.strip())
    if day is None or match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise UnfitCellError(_("Give day and time like 2026-09-15 and 10:30, or 15.9.2026 and 10:30."))
    if day < timezone.localdate():
        raise UnfitCellError(_("This day is over."))
    return timezone.make_aware(datetime.combine(day, time(int(match[1]), int(match[2]))))


def read_birth(cells: Cells) -> date:
    """The date of birth; UnfitCellError."""
    day = read_day(cells.get("birth_date", ""))
    if day is None:
        raise UnfitCellError(_("Give the date of birth like 1990-04-02 or 2.4.1990."))
    return day


def read_minutes(text: str) -> int | None:
    """How long it takes; None where nothing is said; UnfitCellError."""
    digits = text.lower().removesuffix("min").removesuffix("min.").strip()
    if not text:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4):
        raise UnfitCellError(_("Give the length in minutes."))
    return int(digits)


def read_language(typed: str) -> str:
    """The code of the language of messages, "" where nothing is said; UnfitCellError."""
    code = language_named(typed)
    if typed and not code:
        names = ", ".join(settings.MESSAGE_LANGUAGES.values())
        raise UnfitCellError(_("Messages are written in %(names)s only.") % {"names": names})
    return code


def codes(cells: Cells, column: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of what a cell names: one whole name, or several with | ; , + or / between; each once."""
    text = cells.get(column, "")
    names = [text] if text.casefold() in known else [name for name in _SEVERAL.split(text) if name]
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        raise UnfitCellError(_("Not known here: %(names)s.") % {"names": ", ".join(unknown)[:200]})
    return tuple(dict.fromkeys(known[name.casefold()] for name in names))
