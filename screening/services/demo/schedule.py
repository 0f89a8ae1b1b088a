"""When the invented people come, and with which story."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from screening.services.demo import stories
from screening.services.demo.stories import Story

FIRST_DAY, LAST_DAY = -7, 21
OPENS, SLOT_MINUTES, SLOTS = time(9, 0), 30, 17
SATURDAY = 5
DECK = (
    *(stories.ELIGIBLE * 2),
    *stories.PRECAUTION,
    *stories.CLEARANCE,
    *stories.DEFERRED,
    *stories.CONTRAINDICATED,
)


def slots(today: date, count: int, chance: random.Random) -> list[datetime]:
    """Times in opening hours, Monday to Friday, spread evenly over the days."""
    days = [today + timedelta(days=offset) for offset in range(FIRST_DAY, LAST_DAY + 1)]
    open_days = [day for day in days if day.weekday() < SATURDAY]
    per_day = -(-count // len(open_days))
    times = [
        at_slot(day, slot)
        for day in open_days
        for slot in sorted(chance.sample(range(SLOTS), min(per_day, SLOTS)))
    ]
    return sorted(chance.sample(times, count))


def at_slot(day: date, slot: int) -> datetime:
    """The start of a slot on a day, in the clinic's time zone."""
    opening = datetime.combine(day, OPENS, tzinfo=timezone.get_default_timezone())
    return opening + timedelta(minutes=SLOT_MINUTES * slot)


def deal(times: list[datetime], today: date, chance: random.Random) -> list[Story]:
    """A story for each time; those that only hold for near appointments go to near ones."""
    deck: list[Story] = []
    while len(deck) < 3 * len(times):
        deck += chance.sample(DECK, len(DECK))
    dealt: list[Story] = []
    for starts_at in times:
        is_near = timezone.localdate(starts_at) <= today + timedelta(days=1)
        story = next(one for one in deck if is_near or not one.near)
        deck.remove(story)
        dealt.append(story)
    return dealt
