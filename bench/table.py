"""The printed result, in Markdown so that it can go into docs/performance.md as it is."""

from collections.abc import Sequence
from typing import NamedTuple

from bench.rounds import Timing


class Goal(NamedTuple):
    """A ratio to reach."""

    text: str
    reached: float
    is_met: bool


def timing_table(title: str, found: Sequence[Timing]) -> str:
    """Return the timings of one kind of answer sets."""
    rows = [f"| {timing.name} | {timing.microseconds:.0f} | {timing.ratio:.2f} |" for timing in found]
    return "\n".join([f"### {title}", "", "| | microseconds | times by hand |", "|---|--:|--:|", *rows, ""])


def once_table(found: Sequence[tuple[str, float]]) -> str:
    """Return what is done once per rulebook."""
    rows = [f"| {name} | {taken:.0f} |" for name, taken in found]
    return "\n".join(["### Once per rulebook", "", "| | ms |", "|---|--:|", *rows, ""])


def goal_table(goals: Sequence[Goal]) -> str:
    """Return the goals and whether they are reached."""
    rows = [f"| {goal.text} | {goal.reached:.2f} | {'yes' if goal.is_met else 'no'} |" for goal in goals]
    return "\n".join(["### Goals", "", "| | measured | reached |", "|---|--:|---|", *rows, ""])
