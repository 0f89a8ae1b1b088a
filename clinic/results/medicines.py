"""Medicines as typed, and what the rulebook understood."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.engine import Item, Rulebook


@dataclass(frozen=True, slots=True)
class MedicineReading:
    """One entry of a medicine list; `understood` says more about it than what was typed.

    `is_known` says whether the rulebook knows the name; `form_open`, that its meaning depends on whether it
    is a cream or a tablet, which nobody said.
    """

    typed: str
    understood: str
    unrecognised: tuple[str, ...]
    suggestions: tuple[str, ...]
    is_known: bool
    form_open: bool

    @property
    def note(self) -> str:
        """What to say beside the name as typed."""
        return " · ".join(part for part in (self.understood, self.doubt) if part)

    @property
    def doubt(self) -> str:
        """What has to be cleared up about the name; empty where nothing has."""
        if self.suggestions:
            return _("perhaps %(names)s?") % {"names": either(self.suggestions)}
        if self.unrecognised:
            return _("not recognised: %(names)s") % {"names": quoted(self.unrecognised)}
        return _("cream or tablets? not said") if self.form_open else ""


def read_medicine(
    rulebook: Rulebook, item: Item, typed: str, only: frozenset[str] | None = None
) -> MedicineReading:
    """How a name typed under `item` is understood; of its classes those in `only`, where that is given."""
    match = rulebook.medicines.match(typed, item.form)
    classes = match.classes if only is None else match.classes & only
    titles = [rulebook.medicine_classes[code].title for code in sorted(classes)]
    said = typed.strip().casefold()
    names = [name for name in match.recognised if name.casefold() != said]
    understood = ", ".join([*names, *(lower_first(title) for title in titles if title.casefold() != said)])
    return MedicineReading(
        typed=typed,
        understood=f"= {understood}" if understood else "",
        unrecognised=match.unrecognised,
        suggestions=match.suggestions,
        is_known=bool(match.recognised),
        form_open=bool(match.possible),
    )


def lower_first(title: str) -> str:
    """A title inside a sentence; one that begins with an abbreviation stays as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def quoted(texts: Iterable[str]) -> str:
    """Texts in quotation marks."""
    return ", ".join(_("“%(text)s”") % {"text": text} for text in texts)


def either(texts: tuple[str, ...]) -> str:
    """Alternatives in words: "a, b or c"."""
    if len(texts) < 2:
        return "".join(texts)
    return _("%(first)s or %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}
