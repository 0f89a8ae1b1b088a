"""What the form of the treatment day offers, from the rulebook's catalogue, and a record as it shows it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clinic.review.treatments import millimetres
from screening.engine import Rulebook, Treatment
from screening.models import TreatmentRecord

OTHER = "other"
SEPARATOR = ":"


def procedures(treatments: Sequence[Treatment]) -> list[tuple[str, str]]:
    """Each treatment planned with each of its devices, and with another one."""
    found: list[tuple[str, str]] = []
    for treatment in treatments:
        titles = [device.title for device in treatment.devices]
        found += [
            (f"{treatment.code}{SEPARATOR}{title}", f"{treatment.short_title}: {title}") for title in titles
        ]
        other = _("%(treatment)s: another device") if titles else "%(treatment)s"
        found.append((f"{treatment.code}{SEPARATOR}{OTHER}", other % {"treatment": treatment.short_title}))
    return found


def offered_areas(rulebook: Rulebook, codes: Sequence[str]) -> list[tuple[str, str]]:
    """The areas planned and all within and around them: whatever lies in the same regions."""
    known = rulebook.areas.areas
    regions = {known[code].region for code in codes if code in known}
    near = [(code, area.title) for code, area in known.items() if area.region in regions]
    return near or [(code, area.title) for code, area in known.items()]


def depth_words(treatments: Sequence[Treatment]) -> str:
    """What the catalogue says about depth."""
    told = [
        _("%(device)s %(least)s to %(most)s mm")
        % {
            "device": device.title,
            "least": millimetres(device.depth_um[0]),
            "most": millimetres(device.depth_um[1]),
        }
        for treatment in treatments
        for device in treatment.devices
        if device.depth_um is not None
    ]
    return _("In the catalogue: %(depths)s.") % {"depths": "; ".join(told)} if told else ""


def as_typed(rulebook: Rulebook, row: TreatmentRecord) -> dict[str, Any]:
    """A record as the form shows it."""
    treatment = rulebook.treatments.get(row.treatment)
    titles = [] if treatment is None else [device.title for device in treatment.devices]
    is_known = row.device in titles
    return {
        "procedure": f"{row.treatment}{SEPARATOR}{row.device if is_known else OTHER}",
        "other_device": "" if is_known else row.device,
        "depth": "" if row.depth_um is None else millimetres(row.depth_um),
        "depth_confirmed": row.beyond_catalogue,
        "passes": row.passes,
        "batch": row.batch,
        "products": "\n".join(row.products),
        "areas": list(row.areas),
        "reaction": row.reaction,
        "stopped_early": row.status == TreatmentRecord.Status.STOPPED,
        "note": row.note,
    }
