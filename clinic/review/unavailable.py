"""Where a rulebook or a key is missing or broken, a page says so. It never looks as if nothing was found."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from screening.models import CannotDecryptError
from screening.services.errors import ScreeningUnavailable

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

log = logging.getLogger(__name__)


def needs_screening(view: View[P]) -> View[P]:
    """Answer 503 with a page that says screening is not available, in place of a view that cannot be had."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ScreeningUnavailable as refusal:
            log.error("screening is not available: %s", refusal.code)
            return unavailable(request, refusal.message)
        except CannotDecryptError:
            log.exception("a record cannot be decrypted")
            return unavailable(request, "")

    return guarded


def unavailable(request: HttpRequest, reason: str) -> HttpResponse:
    """The page."""
    return render(request, "review/unavailable.html", {"reason": reason}, status=503)
