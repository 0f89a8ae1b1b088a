"""The front door, and what a monitor asks."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from clinic.accounts.access import roles_here, staff_only
from clinic.accounts.places import home_address

FREE_BYTES_NEEDED = 100_000_000


@require_safe
@staff_only
def home(request: HttpRequest) -> HttpResponse:
    """Send staff to where their role works; Http404 where nothing is theirs."""
    address = home_address(roles_here(request))
    if not address:
        raise Http404
    return redirect(address)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer while the process answers at all."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 where an answer could be stored now, 503 where not.

    Asks for a transaction, not only for SELECT 1: on SQLite that takes the write lock. A full disk still
    answers a SELECT, so the free space is looked at too.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
    except DatabaseError:
        return HttpResponse("database not ready\n", status=503, content_type="text/plain")
    if shutil.disk_usage(settings.BASE_DIR).free < FREE_BYTES_NEEDED:
        return HttpResponse("disk nearly full\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
