"""Counts, in the shape a page and a stored result want them."""

from collections.abc import Mapping
from typing import Any

from screening.models import ImpactRow
from screening.services.rulebook.impact.previewing import SAME, Tally

Direction = ImpactRow.Direction


def summed(tally: Tally) -> Mapping[str, object]:
    """The result of a preview.

    - `records` looked at; `changed` of them come out differently: `worse`, `better`, `other`;
      `not_evaluated` cannot be evaluated with the draft (a treatment it does not know, unreadable).
    - `overall` {eligibility: {eligibility then: count}}, the unchanged included; `treatments` {code: {...}}
      and `rules` {rule: {severity: {severity then: count}}} the changed only, "none" where a rule is silent.
    - `dates` {code: count}: same eligibility, another earliest date. `not_accepted` {link_id: count}: answers
      the draft does not take.
    - `replay` {how: count}; `is_replayed`: whether all of them were "same".
    """
    of = {direction: tally["direction", direction] for direction in Direction.values}
    replay = nested(tally, "replay")
    return {
        "records": tally["records",],
        "changed": of[Direction.WORSE] + of[Direction.BETTER] + of[Direction.OTHER],
        "worse": of[Direction.WORSE],
        "better": of[Direction.BETTER],
        "other": of[Direction.OTHER],
        "not_evaluated": of[Direction.NOT_EVALUATED],
        "overall": nested(tally, "overall"),
        "treatments": nested(tally, "treatment"),
        "dates": nested(tally, "date"),
        "rules": nested(tally, "rule"),
        "not_accepted": nested(tally, "not-accepted"),
        "replay": replay,
        "is_replayed": replay.keys() <= {SAME},
    }


def nested(tally: Tally, what: str) -> dict[str, Any]:
    """The counts of one thing as tables in tables."""
    found: dict[str, Any] = {}
    for key, count in sorted(tally.items()):
        if key[0] != what or not count:
            continue
        *path, last = key[1:]
        place = found
        for step in path:
            place = place.setdefault(step, {})
        place[last] = count
    return found
