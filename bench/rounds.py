"""Timing in interleaved rounds: every contestant once a round, so that a busy machine slows all alike."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Contestant(Generic[T]):
    """Something to be timed.

    `inputs` makes what a round is run on, untimed and anew each round, so that nothing is remembered from the
    round before; `run` is timed on each of them.
    """

    name: str
    inputs: Callable[[], Sequence[T]]
    run: Callable[[T], object]


@dataclass(frozen=True)
class Timing:
    """The medians of one contestant: microseconds for one input, and the ratio to the first contestant."""

    name: str
    microseconds: float
    ratio: float


def timings(contestants: Sequence[Contestant[Any]], rounds: int) -> list[Timing]:
    """Time every contestant in every round, starting with another each time; one round more warms up."""
    found: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
    for number in range(rounds + 1):
        turn = number % len(contestants)
        for contestant in (*contestants[turn:], *contestants[:turn]):
            found[contestant.name].append(seconds(contestant))
    return summary({name: taken[1:] for name, taken in found.items()}, contestants[0].name)


def seconds(contestant: Contestant[T]) -> float:
    """Return the processor seconds one input takes (all threads), with the collector at rest as in timeit."""
    inputs, run = contestant.inputs(), contestant.run
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for each in inputs:
            run(each)
        return (time.process_time() - start) / len(inputs)
    finally:
        gc.enable()


def summary(taken: Mapping[str, Sequence[float]], first: str) -> list[Timing]:
    """Return medians; a ratio is taken within its round."""
    return [
        Timing(
            name,
            median(rounds) * 1e6,
            median([mine / firsts for mine, firsts in zip(rounds, taken[first], strict=True)]),
        )
        for name, rounds in taken.items()
    ]
