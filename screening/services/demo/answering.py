"""Answering a questionnaire as an invented person would, item by item as the items open."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from screening.engine import Item, ItemType, Option, Rulebook, Tense, enabled_items
from screening.services.demo.people import Person
from screening.services.demo.stories import Ago, Story
from screening.services.evaluation import parse_accepted
from screening.services.intake.sections import is_asked

HARMLESS_CODES = ("no", "none", "never", "not_applicable")
TELLING_AIMS = frozenset({"acne", "melasma", "rosacea"})
"""Aims that are themselves something to be careful with."""
LONG_AGO = Ago(900)
SKIN = "skin"


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose questionnaire it is, for what, and when."""

    person: Person
    story: Story
    on: date
    today: date

    @property
    def last_day(self) -> date:
        """The last day something can have happened on: the appointment's, or today."""
        return min(self.on, self.today)


def answers_for(rulebook: Rulebook, visit: Visit, chance: random.Random) -> dict[str, object]:
    """The answers to every item this person is shown, by link id."""
    answers: dict[str, object] = {}
    enabled = enabled_items(parse_accepted(rulebook, answers))
    given = {link_id: in_time(value, visit) for link_id, value in visit.story.answers.items()}
    for item in rulebook.items.values():
        if not is_asked(item, visit.story.treatments) or item.link_id == "treatment_areas":
            continue
        if item.enable_when is not None:
            enabled = enabled_items(parse_accepted(rulebook, answers))
        if enabled[item.link_id] is not True:
            continue
        value = given.get(item.link_id, usual_answer(rulebook, item, visit, chance))
        if value is not None:
            answers[item.link_id] = value
    return answers


def in_time(value: object, visit: Visit) -> object:
    """A value of a story with its days counted back from the visit."""
    if isinstance(value, Ago):
        day = (visit.on if value.days < 0 else visit.last_day) - timedelta(days=value.days)
        return day.isoformat()[:7] if value.to_the_month else day.isoformat()
    if isinstance(value, Mapping):
        return {key: in_time(inner, visit) for key, inner in value.items()}
    if isinstance(value, list):
        return [in_time(inner, visit) for inner in value]
    return value


def usual_answer(rulebook: Rulebook, item: Item, visit: Visit, chance: random.Random) -> object | None:
    """What a healthy person answers; None where they would leave it empty."""
    if item.optional:
        return None
    match item.type:
        case ItemType.CHOICE:
            return usual_choice(item, visit, chance)
        case ItemType.CHOICES:
            return usual_choices(rulebook, item, visit, chance)
        case ItemType.AREAS:
            return list(visit.story.areas[:1])
        case ItemType.DATE:
            ahead = Ago(-40) if item.tense is Tense.FUTURE else LONG_AGO
            return in_time(ahead, visit)
        case _:
            return None


def usual_choice(item: Item, visit: Visit, chance: random.Random) -> str:
    """The harmless option; for questions about the skin's colour one near the person's own."""
    if item.link_id == "pregnant":
        return visit.person.pregnant
    if item.link_id == "breastfeeding":
        return "not_applicable" if visit.person.pregnant == "not_applicable" else "no"
    scored = [option for option in item.options.values() if option.score is not None]
    if scored:
        return near_score(scored, skin_of(visit), chance)
    harmless = [code for code in HARMLESS_CODES if code in item.options]
    known = [code for code, option in item.options.items() if not option.not_known]
    return harmless[0] if harmless else chance.choice(known)


def skin_of(visit: Visit) -> int:
    """How dark the skin is, 0 to 4: the story's where it matters there."""
    told = visit.story.answers.get(SKIN)
    return told if isinstance(told, int) else visit.person.skin


def near_score(options: Sequence[Option], level: int, chance: random.Random) -> str:
    """An option whose score is the level, now and then the next lower one."""
    wanted = max(0, level - chance.choice((0, 0, 0, 1)))
    return min(options, key=lambda option: abs((option.score or 0) - wanted)).code


def usual_choices(rulebook: Rulebook, item: Item, visit: Visit, chance: random.Random) -> list[str]:
    """Nothing where the list has a word for it; otherwise one or two things the treatment is best for."""
    nothing = [code for code, option in item.options.items() if option.exclusive and not option.not_known]
    if nothing:
        return nothing[:1]
    treatment = rulebook.treatments[visit.story.treatments[0]]
    aims = [code for code in treatment.best_for if code in item.options and code not in TELLING_AIMS]
    return chance.sample(aims, min(len(aims), chance.randint(1, 2)))
