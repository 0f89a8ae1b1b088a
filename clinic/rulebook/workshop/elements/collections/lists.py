"""What can be chosen in an element's form: sections, treatments, areas and the like, as in the draft."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.rulebook.presenters.words import TYPES, Words
from clinic.rulebook.workshop.access import Here
from screening.engine.rulebook.elements import names_of
from screening.engine.rulebook.items import FIELD_TYPES

CONCERN = "concern"
ALL = "all"

ITEM_TYPES: Mapping[str, Words] = {str(kind): word for kind, word in TYPES.items()}
PART_TYPES: Mapping[str, Words] = {str(kind): word for kind, word in TYPES.items() if kind in FIELD_TYPES}
ASKED: Mapping[str, Words] = {
    "patient": gettext_lazy("the patient"),
    "clinic": gettext_lazy("the clinic, on the patient's page"),
}
TENSES: Mapping[str, Words] = {
    "past": gettext_lazy("something that has happened"),
    "future": gettext_lazy("something that lies ahead"),
    "birth": gettext_lazy("the date of birth"),
}
FORMS: Mapping[str, Words] = {
    "systemic": gettext_lazy("for the whole body: tablet, capsule, injection"),
    "topical": gettext_lazy("for the skin: cream, gel, ointment"),
}
PHASES: Mapping[str, Words] = {
    "before": gettext_lazy("before the appointment"),
    "day": gettext_lazy("on the day"),
    "after": gettext_lazy("afterwards"),
}


def sections(here: Here) -> Mapping[str, Words]:
    """The sections of the questionnaire."""
    return {one.id: one.title for one in here.rulebook.sections}


def option_sets(here: Here) -> Mapping[str, Words]:
    """The sets of options several questions share."""
    return {name: name.replace("_", " ") for name in names_of(here.document, "option_sets")}


def treatments(here: Here) -> Mapping[str, Words]:
    """The treatments."""
    return {code: one.short_title for code, one in here.rulebook.treatments.items()}


def attributes(here: Here) -> Mapping[str, Words]:
    """The attributes of treatments."""
    return here.rulebook.attributes


def groups(here: Here) -> Mapping[str, Words]:
    """The kinds of treatment, and the treatments."""
    kinds = {
        code: _("every treatment with %(what)s") % {"what": title} for code, title in attributes(here).items()
    }
    return {**kinds, **treatments(here)}


def all_or_groups(here: Here) -> Mapping[str, Words]:
    """Every treatment, the kinds of treatment, and the treatments."""
    return {ALL: _("every treatment"), **groups(here)}


def concerns(here: Here) -> Mapping[str, Words]:
    """What people come for: the answers to the question of that name."""
    item = here.rulebook.items.get(CONCERN)
    return {code: one.label for code, one in item.options.items()} if item else {}


def regions(here: Here) -> Mapping[str, Words]:
    """The regions of the body."""
    return {code: one.title for code, one in here.rulebook.regions.items()}


def areas(here: Here) -> Mapping[str, Words]:
    """The areas of the body."""
    return {code: one.title for code, one in here.rulebook.areas.areas.items()}


def sources(here: Here) -> Mapping[str, Words]:
    """The sources."""
    return {key: f"{one.title}, {one.publisher}" for key, one in here.rulebook.sources.items()}


def scored(here: Here) -> Mapping[str, Words]:
    """The questions whose answers carry a score."""
    items = here.rulebook.items.values()
    return {
        item.link_id: item.label
        for item in items
        if any(option.score is not None for option in item.options.values())
    }
