"""A draft held against the version that is active now."""

from dataclasses import dataclass, replace

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.presenters.differences import Compared, DifferenceView, compare
from clinic.rulebook.workshop.presenters.places import page_of
from screening.engine.difference.types import REMOVED
from screening.models import RulebookVersion
from screening.services.errors import NoActiveRulebook
from screening.services.rulebook import active_version, rulebook_of


@dataclass(frozen=True, slots=True)
class Against:
    """The version that is active now (None: none is), and the difference to it.

    `compared` is None where the draft cannot be read. `has_moved`: the draft was started from another
    version, so that the difference also takes back what came between.
    """

    active: RulebookVersion | None
    compared: Compared | None
    has_moved: bool


def against_active(here: Here) -> Against:
    """Compare a draft with the active version. RulebookBroken where that cannot be read."""
    try:
        active = active_version()
    except NoActiveRulebook:
        return Against(None, None, has_moved=False)
    base, own = here.draft.base, here.draft.version_id
    has_moved = base is not None and base.digest != active.digest and own is None
    if not here.partial.is_sound:
        return Against(active, None, has_moved)
    found = compare(rulebook_of(active), here.rulebook)
    views = (replace(one, address=address_in(here, one)) for one in found.views)
    return Against(active, Compared(tuple(views)), has_moved)


def address_in(here: Here, view: DifferenceView) -> str:
    """Where an element that differs can be changed; nothing where it is gone, or has no page."""
    return "" if view.kind == REMOVED else page_of(here.draft, view.place)
