"""Days as patients give them, around one appointment."""

import random
from datetime import date, timedelta
from functools import lru_cache

from screening.engine import Condition, Duration, Rulebook, Tense
from screening.engine.conditions import AgeLeaf, ComingDateLeaf, PastDateLeaf, SomeLeaf

ON = date(2026, 9, 15)
ONE_DAY = timedelta(1)


def day_for(rulebook: Rulebook, tense: Tense, chance: random.Random) -> str:
    """Return a day, rather near; one in five lies where a rule changes its mind, one in five is a month."""
    kind = chance.random()
    if kind < 0.2:
        day = chance.choice(edges(rulebook, tense)) + chance.choice([-ONE_DAY, timedelta(), ONE_DAY])
    elif tense is Tense.BIRTH:
        day = ON - timedelta(chance.randint(17 * 365, 70 * 365))
    else:
        away = timedelta(int(600 * chance.random() ** 3))
        day = ON + away if tense is Tense.FUTURE else ON - away
    is_month = kind > 0.8 and tense is not Tense.BIRTH
    return day.isoformat()[:7] if is_month else day.isoformat()


@lru_cache(maxsize=16)
def edges(rulebook: Rulebook, tense: Tense) -> tuple[date, ...]:
    """Return the days at which rules change their mind about dates of this tense."""
    branches = [branch for rule in rulebook.rules.values() for branch in rule.branches]
    found = {day for branch in branches for day in edges_of(branch.when, tense)}
    return tuple(sorted(found)) or (ON,)


def edges_of(condition: Condition, tense: Tense) -> set[date]:
    """Return those of one condition."""
    found: set[date] = set()
    for leaf in condition.leaves():
        match leaf:
            case PastDateLeaf(duration=duration) if tense is Tense.PAST:
                found.add(duration.before(ON))
            case ComingDateLeaf(duration=duration) if tense is Tense.FUTURE:
                found.add(duration.after(ON))
            case AgeLeaf(years=years) if tense is Tense.BIRTH:
                found.add(Duration.parse(f"{years} years").before(ON))
            case SomeLeaf(where=where):
                found |= edges_of(where, tense)
            case _:
                continue
    return found
