"""The server with a clock that can be moved: the file `CLOCK` names holds by how many seconds.

`time.time` and Django's `now` are all the software asks (tests/faults/test_clock.py looks for others).
"""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

FILE = Path(os.environ["CLOCK"])
real_time: Callable[[], float] = time.time
real_now: Callable[[], datetime] = timezone.now


def moved_by() -> float:
    """How far ahead the clock is, in seconds."""
    return float(FILE.read_text() or 0)


time.time = lambda: real_time() + moved_by()
vars(timezone)["now"] = lambda: real_now() + timedelta(seconds=moved_by())

from clinic.wsgi import application  # noqa: E402, F401 - after the clock, which some modules take by name
