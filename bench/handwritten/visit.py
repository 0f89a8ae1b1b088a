"""One visit to be judged."""

from datetime import date
from typing import NamedTuple

from bench.handwritten.answers import Answers
from bench.handwritten.taking import Taken


class Visit(NamedTuple):
    """The answers, the appointment day, and the medicine lists gone through once."""

    answers: Answers
    on: date
    taken: Taken
