"""What is tried: answers, a day, treatments. They travel in the body of a request, never in an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.results.spelling import spelled_date
from clinic.rulebook.workshop.answers import answers_from
from clinic.rulebook.workshop.builder.posting import Posted, loaded, one, several
from screening.engine import Rulebook, canonical_json

GIVEN = "given"
LONGEST_GIVEN = 200_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What was typed. `on` is None where the day is none; `day` is what stands in its field."""

    raw: Mapping[str, object]
    day: str
    on: date | None
    treatments: tuple[str, ...]

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with day and treatments, by field."""
        found = {}
        if self.on is None:
            found["on"] = _("Enter a day, such as 2026-09-15.")
        if not self.treatments:
            found["treatments"] = _("Choose at least one treatment.")
        return found


def blank(rulebook: Rulebook) -> Tried:
    """Nothing answered yet, the appointment today, the first main treatment."""
    today = timezone.localdate()
    main = [code for code, treatment in rulebook.treatments.items() if not treatment.add_on]
    return Tried({}, today.isoformat(), today, tuple(main[:1]))


def tried_from(data: Posted, rulebook: Rulebook) -> Tried:
    """What was posted: the form's fields, or, where a page opens it filled in, `given` as JSON."""
    given = one(data, GIVEN) if GIVEN in data else ""
    base = rulebook.bases.get(one(data, "base"), {})  # of a case, whose form may be sent here
    raw = given_answers(given) if given else {**base, **answers_from(data, rulebook)}
    day = spelled_date(one(data, "on"))
    wanted = several(data, "treatments")
    treatments = tuple(code for code in rulebook.treatments if code in wanted)
    started = blank(rulebook)
    if given:
        return Tried(raw, day or started.day, day_of(day) or started.on, treatments or started.treatments)
    return Tried(raw, day, day_of(day), treatments)


def given_answers(text: str) -> dict[str, object]:
    """Raw answers as JSON; none where they cannot be read."""
    found = loaded(text) if len(text) <= LONGEST_GIVEN else None
    return found if isinstance(found, dict) else {}


def day_of(text: str) -> date | None:
    """A day; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Example:
    """Answers that a form on another page hands over: hidden fields of a form posted to the try-out page."""

    given: str
    on: str
    treatments: tuple[str, ...]


def example_of(raw: Mapping[str, object], on: str, treatments: tuple[str, ...]) -> Example:
    """Answers to open in the try-out page."""
    return Example(canonical_json(dict(raw)), on, treatments)
