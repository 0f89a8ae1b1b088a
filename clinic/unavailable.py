"""Where a key is missing or wrong no page is shown: it could look as if nobody and nothing were there."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from clinic.errors import page
from screening.models import CannotDecryptError
from screening.services.encryption.fitting import KeysDoNotFit, KeysFit
from screening.services.errors import ScreeningUnavailable

GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEALTH = "/healthz/"
RETRY_SECONDS = 60

logger = logging.getLogger(__name__)


class Serving:
    """What a process that serves a clinic knows of its keys."""

    keys: KeysFit | None = None
    """Looked at before the first page; None where nobody asked for it, as in tests and commands."""


def look_at_keys() -> None:
    """From now on show no page before the keys were found to fit."""
    Serving.keys = KeysFit()


class ScreeningAvailable:
    """Middleware: 503, and a line in the log, in place of what cannot be shown rightly."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or that screening is not available. What asks for the health gets its own answer."""
        if Serving.keys is not None and not request.path_info.startswith(HEALTH):
            try:
                Serving.keys.demand()
            except KeysDoNotFit as problem:
                logger.critical("screening is not available: %s", problem)
                return not_available()
            except DatabaseError as problem:  # what nobody could look at is not taken to be right
                logger.error("the keys could not be looked at: %s", type(problem).__name__)
                return not_available()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for what no view has answered itself: a value that does not open, no usable rulebook."""
        if isinstance(exception, CannotDecryptError):
            logger.critical("screening is not available: %s", exception)
        elif isinstance(exception, ScreeningUnavailable):
            logger.error("screening is not available: %s", exception.code)
        else:
            return None
        return not_available()


def not_available() -> HttpResponse:
    """The page, which needs neither database nor user."""
    response = page("503.html", 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
