"""Which version of the rulebook a page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from clinic.accounts.access import rulebook_readers_only
from screening.engine import Rulebook
from screening.models import RulebookVersion
from screening.services.errors import NoActiveRulebook, ScreeningUnavailable
from screening.services.rulebook import list_versions, rulebook_of

P = ParamSpec("P")

MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Opened:
    """A version and its rulebook, open for reading. `at` belongs at the end of every address of its pages."""

    version: RulebookVersion
    active: RulebookVersion | None
    rulebook: Rulebook
    at: str

    @property
    def also(self) -> str:
        """The same as `at`, for addresses that have a question mark already."""
        return self.at.replace("?", "&")

    @property
    def is_active(self) -> bool:
        """Whether patients are checked against this version."""
        return self.version == self.active


def rulebook_page(
    view: Callable[Concatenate[HttpRequest, Opened, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let staff see a page of the version asked for; 503 and plain words where it cannot be read."""

    @rulebook_readers_only
    @wraps(view)
    def opened_first(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            opened = open_version(request.GET.get("version", ""))
        except ScreeningUnavailable as refusal:
            return render(request, "rulebook/unavailable.html", {"refusal": refusal}, status=503)
        return view(request, opened, *args, **kwargs)

    return opened_first


def open_version(number: str) -> Opened:
    """The version of this number, the active one for none.

    Http404 where there is no such version; NoActiveRulebook; RulebookBroken where it cannot be read.
    """
    versions = list_versions()
    active = next((v for v in versions if v.status == RulebookVersion.Status.ACTIVE), None)
    version = find(versions, number) if number else active
    if version is None:
        raise NoActiveRulebook
    return Opened(version, active, rulebook_of(version), f"?version={version.number}" if number else "")


def find(versions: list[RulebookVersion], number: str) -> RulebookVersion:
    """The version of this number; Http404 where there is none."""
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        raise Http404
    found = next((version for version in versions if version.number == int(number)), None)
    if found is None:
        raise Http404
    return found
