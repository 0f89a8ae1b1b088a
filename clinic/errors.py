"""The pages for what went wrong: plain words, nothing about the inside, no database."""

import logging
import sys

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from clinic.branding import branding
from screening.models import CannotDecryptError

RETRY_SECONDS = "10"

logger = logging.getLogger(__name__)


def page(template: str, status: int) -> HttpResponse:
    """The error page `template` without request or user: it must render where either is what broke."""
    context = {
        "clinic_name": settings.CLINIC_NAME,
        "clinic_phone": settings.CLINIC_PHONE,
        "demo": settings.DEMO,
        **branding(),
    }
    try:
        return HttpResponse(render_to_string(template, context), status=status)
    except Exception:
        logger.exception("not even the page for errors can be made")
        words = _("This does not work at the moment")
        return HttpResponse(f"{words}. {settings.CLINIC_PHONE}\n", status=status, content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read; 503 where the database kept nothing of the session.

    Django takes a session that cannot be saved for one that was ended meanwhile, even on a full disk.
    """
    if isinstance(exception, SessionInterrupted) and is_unwritable(exception):
        return database_unavailable()
    return page("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed."""
    return page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this reader; the two look the same, to the last header."""
    response = page("404.html", 404)
    patch_vary_headers(response, ["Cookie"])  # as where somebody's session was looked at
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake; 503 where database or keys fail. Neither looks as if nothing was found."""
    error = sys.exc_info()[1]
    if not is_of_database(error) and not isinstance(error, CannotDecryptError):
        return page("500.html", 500)
    return database_unavailable()


def database_unavailable() -> HttpResponse:
    """503: the page that says so, and when to ask again."""
    response = page("503.html", 503)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def is_unwritable(error: BaseException | None) -> bool:
    """Whether an error, or one it came from, is the database's being gone, silent, locked or full."""
    return error is not None and (
        isinstance(error, OperationalError | InterfaceError) or is_unwritable(error.__context__)
    )


def is_of_database(error: BaseException | None) -> bool:
    """Whether the database is gone, silent, locked, full or damaged; not: whether it refused what we sent."""
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where the form's secret is missing or old: cookies are off, or the page was open for too long."""
    return page("403_csrf.html", 403)
