"""Heads of the audit trail in the log: whoever cuts off its end cannot take back what is elsewhere."""

import logging
import re
from collections.abc import Iterable

from screening.models import AuditLink
from screening.models.audit.links import EMPTY

HEAD = re.compile(r"(?<![0-9])([1-9][0-9]{0,17}):([0-9a-f]{64})(?![0-9a-f])")

logger = logging.getLogger("screening.audit")


class HeadLog:
    """Writes to the log where the chain ends, whenever it has grown."""

    def __init__(self) -> None:
        self._last = EMPTY

    def look(self) -> None:
        """Write the head, unless it is the one written last."""
        head = AuditLink.objects.head()
        if head != self._last:
            logger.info("audit head %s", head)
        self._last = head


def heads_in(lines: Iterable[str]) -> dict[int, str]:
    """Every head that stands in the lines of a log; ValueError where two of one number differ."""
    found: dict[int, str] = {}
    for number, seal in (head for line in lines for head in HEAD.findall(line)):
        if found.setdefault(int(number), seal) != seal:
            raise ValueError(f"two different heads are numbered {number}")
    return found
