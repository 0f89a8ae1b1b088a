"""What somebody says was done, checked against the active rulebook's catalogue."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.engine import Rulebook, Treatment
from screening.models import Appointment, TreatmentRecord
from screening.services.errors import DepthToConfirm, FieldProblem, InvalidInput
from screening.services.rulebook import active_version, rulebook_of
from screening.services.texts import read_text

MOST_UM = 10_000
MOST_PASSES = 50
MOST_PRODUCTS = 30
LONGEST_NAME = 80
LONGEST_PRODUCT = 200

_BATCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./:#+_-]{0,39}")
"""A number as printed on a package: nothing else belongs into a column that is not encrypted."""


@dataclass(frozen=True, slots=True)
class Performed:
    """One treatment as it was carried out. `device` is a title of the catalogue or another name."""

    treatment: str
    device: str = ""
    depth_um: int | None = None
    depth_confirmed: bool = False
    passes: int | None = None
    batch: str = ""
    products: Sequence[str] = ()
    areas: Sequence[str] = ()
    reaction: str = ""
    note: str = ""
    stopped_early: bool = False


def fit(performed: Performed, appointment: Appointment) -> TreatmentRecord:
    """The unsaved record; InvalidInput naming every unfit field, DepthToConfirm where only that is left."""
    rulebook = rulebook_of(active_version())
    problems = [*problems_of(performed, appointment, rulebook)]
    texts: dict[str, str] = {}
    for field, read in READERS.items():
        try:
            texts[field] = read(getattr(performed, field))
        except InvalidInput as refusal:
            problems += refusal.problems
    if problems:
        raise InvalidInput(problems)
    most = deepest(rulebook.treatments[performed.treatment], texts["device"])
    is_beyond = performed.depth_um is not None and most is not None and performed.depth_um > most
    if is_beyond and most is not None and not performed.depth_confirmed:
        raise DepthToConfirm(most)
    row = TreatmentRecord(
        appointment=appointment,
        treatment=performed.treatment,
        depth_um=performed.depth_um,
        beyond_catalogue=is_beyond,
        passes=performed.passes,
        status=TreatmentRecord.Status.STOPPED
        if performed.stopped_early
        else TreatmentRecord.Status.COMPLETED,
    )
    row.device, row.batch, row.reaction, row.note = (texts[name] for name in READERS)
    row.products = [line.strip() for line in performed.products if line.strip()]
    row.areas = list(dict.fromkeys(performed.areas))
    return row


def problems_of(performed: Performed, appointment: Appointment, rulebook: Rulebook) -> list[FieldProblem]:
    """What is wrong with what was chosen or counted; texts are read by themselves."""
    is_known = performed.treatment in appointment.treatments and performed.treatment in rulebook.treatments
    products = [line for line in performed.products if line.strip()]
    checks = {
        "treatment": (is_known, _("Choose one of the treatments planned.")),
        "areas": (
            bool(performed.areas) and set(performed.areas) <= set(rulebook.areas.areas),
            _("Choose at least one area."),
        ),
        "depth_um": (
            performed.depth_um is None or 1 <= performed.depth_um <= MOST_UM,
            _("Enter a depth of up to %(most)d mm.") % {"most": MOST_UM // 1000},
        ),
        "passes": (
            performed.passes is None or 1 <= performed.passes <= MOST_PASSES,
            _("Enter a number from 1 to %(most)d.") % {"most": MOST_PASSES},
        ),
        "products": (
            len(products) <= MOST_PRODUCTS and all(len(line) <= LONGEST_PRODUCT for line in products),
            _("Name at most %(count)d products, each in one short line.") % {"count": MOST_PRODUCTS},
        ),
    }
    return [
        FieldProblem(field, "unfit", message) for field, (is_fit, message) in checks.items() if not is_fit
    ]


def read_device(text: str) -> str:
    """A device's name on one line."""
    name = read_text("device", text)
    if len(name) > LONGEST_NAME or "\n" in name:
        message = _("Name the device in at most %(count)d characters.") % {"count": LONGEST_NAME}
        raise InvalidInput([FieldProblem("device", "unfit", message)])
    return name


def read_batch(text: str) -> str:
    """A cartridge or batch number."""
    number = text.strip()
    if number and not _BATCH.fullmatch(number):
        message = _("Enter the number as printed: letters, digits and . / : # + - only, 40 at most.")
        raise InvalidInput([FieldProblem("batch", "unfit", message)])
    return number


def read_reaction(text: str) -> str:
    """How the skin reacted."""
    return read_text("reaction", text)


def read_note(text: str) -> str:
    """A note."""
    return read_text("note", text)


READERS: dict[str, Callable[[str], str]] = {
    "device": read_device,
    "batch": read_batch,
    "reaction": read_reaction,
    "note": read_note,
}


def deepest(treatment: Treatment, device: str) -> int | None:
    """How deep the catalogue goes with a device, in micrometres; with one it does not know, with any of them.

    None where it names no depth.
    """
    depths = {one.title: one.depth_um for one in treatment.devices}
    if device in depths:
        own = depths[device]
        return None if own is None else own[1]
    return max((depth[1] for depth in depths.values() if depth is not None), default=None)
