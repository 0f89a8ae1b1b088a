"""Which versions a page is about."""

from dataclasses import dataclass

from django.http import Http404

from clinic.rulebook.workshop.presenters.differences import Compared, compare
from screening.models import RulebookVersion
from screening.services.errors import RulebookBroken
from screening.services.rulebook import Publication, publications, rulebook_of

Status = RulebookVersion.Status


def publication_of(number: int) -> Publication:
    """The version of this number; Http404 where there is none."""
    found = next((one for one in publications() if one.version.number == number), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes different from one version to another; `compared` is None where one cannot be read."""

    old: RulebookVersion
    new: RulebookVersion
    compared: Compared | None


def change_between(old: RulebookVersion, new: RulebookVersion) -> Change:
    """Compare two versions in words."""
    try:
        return Change(old, new, compare(rulebook_of(old), rulebook_of(new)))
    except RulebookBroken:
        return Change(old, new, None)
