"""What a branch means, as selects: for everything, for kinds of treatment, for each treatment."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.look import LOOKS
from clinic.rulebook.presenters.grid import Cell, cells_of
from clinic.rulebook.presenters.words import Words
from screening.engine import Rulebook, Severity
from screening.engine.rulebook.rules import resolve

ALL = "all"
CODES = [severity.code for severity in reversed(Severity)]
NONE = Severity.NONE.code


@dataclass(frozen=True, slots=True)
class SeveritySelect:
    """One select. `inherited` says what counts while nothing is chosen; `effect` what counts now."""

    key: str
    label: str
    value: str
    options: list[tuple[str, Words]]
    effect: str


@dataclass(frozen=True, slots=True)
class SeverityView:
    """The selects of one branch, and the result for each treatment."""

    prefix: str
    general: list[SeveritySelect]
    treatments: list[SeveritySelect]
    cells: tuple[Cell, ...]
    errors: list[str]


def severity_views(
    rulebook: Rulebook, prefix: str, stated: Mapping[str, str], errors: list[str]
) -> SeverityView:
    """The selects of one branch. What is stated for something unknown stands among the kinds of treatment."""
    used = [
        code
        for code in rulebook.attributes
        if any(code in t.attributes for t in rulebook.treatments.values())
    ]
    known = {ALL, *used, *rulebook.treatments}
    titles = {ALL: _("Every treatment"), **{code: heading(rulebook.attributes[code]) for code in used}}
    general = [*titles, *(key for key in stated if key not in known)]
    found = resolved(rulebook, stated)
    return SeverityView(
        prefix=prefix,
        general=[
            select(key, titles.get(key, key), stated.get(key, ""), _("says nothing"), "") for key in general
        ],
        treatments=[
            select(
                code,
                treatment.short_title,
                stated.get(code, ""),
                inherited(rulebook, stated, code),
                found[code],
            )
            for code, treatment in rulebook.treatments.items()
        ],
        cells=cells_of(rulebook, {code: Severity.from_code(word) for code, word in found.items() if word}),
        errors=errors,
    )


def select(key: str, label: str, value: str, empty: str, effect: str) -> SeveritySelect:
    """One select; a word that is no severity stays in it until somebody chooses another."""
    options: list[tuple[str, Words]] = [("", empty)]
    options += [(code, LOOKS[code].word if code != NONE else _("Nothing")) for code in CODES]
    if value and value not in CODES:
        options.append((value, value))
    return SeveritySelect(key, label, value, options, effect)


def heading(title: str) -> str:
    """A title with a capital."""
    return title[:1].upper() + title[1:]


def inherited(rulebook: Rulebook, stated: Mapping[str, str], code: str) -> str:
    """What a treatment's select says while it is empty: what counts then."""
    without = {key: word for key, word in stated.items() if key != code}
    word = resolved(rulebook, without)[code]
    return _("as above: %(word)s") % {"word": LOOKS[word].word if word else _("nothing")}


def resolved(rulebook: Rulebook, stated: Mapping[str, str]) -> dict[str, str]:
    """What counts for each treatment, as a code; empty for nothing."""
    sound = {key: Severity.from_code(word) for key, word in stated.items() if word in CODES}
    attributes = {code: treatment.attributes for code, treatment in rulebook.treatments.items()}
    found = resolve(sound, attributes)
    return {code: found[code].code if code in found else "" for code in rulebook.treatments}
