"""An id for every request, in each line it logs and in its answer; at its end it is counted and logged."""

import logging
import re
import time
import uuid

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bound_contextvars

from clinic.health.metrics import count_failure, count_request
from clinic.logs import REQUEST_ID
from clinic.middleware import GetResponse

NO_VIEW = "none"
"""What no view answered: a static file, a redirect to https, an address that is not there."""
QUIET = {"live", "ready", "serving", "metrics"}
"""A monitor asks for these all the time; they are logged where something is wrong."""

_ID = re.compile(r"[0-9a-f-]{16,64}")

log = logging.getLogger(__name__)


def follow_requests(get_response: GetResponse) -> GetResponse:
    """Give the request its id; count and log how it ended."""
    got_request_exception.connect(count_failure, dispatch_uid="count_failure")

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        request_id = vars(request)[REQUEST_ID] = id_of(request)
        with bound_contextvars(request_id=request_id):
            response = get_response(request)
            note_end(request, response, time.perf_counter() - started)
        response.headers["X-Request-ID"] = request_id
        return response

    return middleware


def id_of(request: HttpRequest) -> str:
    """The id the proxy gave, where there is one to believe; else a new one.

    Only hexadecimal ones: what somebody else makes up is written to the log.
    """
    given: str = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if _ID.fullmatch(given) else uuid.uuid4().hex


def view_of(request: HttpRequest) -> str:
    """The name of the view that answered: never a path, which may hold a token."""
    return NO_VIEW if request.resolver_match is None else request.resolver_match.view_name


def user_id_of(request: HttpRequest) -> str:
    """Who is signed in, where that was looked up anyway; never a name."""
    user = vars(request).get("_cached_user")
    return str(getattr(user, "pk", None) or "")


def note_end(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count a request that has been answered, and write its line."""
    view, method, status = view_of(request), str(request.method), response.status_code
    count_request(view, method, status, seconds)
    if (view == NO_VIEW or view in QUIET) and status < 400:
        return
    fields = {"view": view, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
    log.info("request", extra={**fields, "user_id": user_id_of(request)})
