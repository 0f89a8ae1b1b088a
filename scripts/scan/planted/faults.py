"""One fault of each kind. `python -m scripts.scan.planted.faults PORT` serves them on the loopback."""

import logging
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt

logger = logging.getLogger(__name__)

HOME = """<!doctype html><title>Faults</title>
<a href="/sql?q=a">sql</a> <a href="/xss?q=a">xss</a> <a href="/go?next=/">go</a>
<form action="/note" method="post"><input name="text" value="a"><input type="submit"></form>"""


def home(_request: HttpRequest) -> HttpResponse:
    """Leads to the faults."""
    return HttpResponse(HOME)


def sql(request: HttpRequest) -> HttpResponse:
    """SQL made of text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM people WHERE name = '{request.GET.get('q', '')}'")
        return HttpResponse(str(cursor.fetchall()), content_type="text/plain")


def xss(request: HttpRequest) -> HttpResponse:
    """Text marked as safe."""
    typed = request.GET.get("q", "")
    return HttpResponse(f"<!doctype html><html><body><p>{mark_safe(typed)}</p></body></html>")


def go(request: HttpRequest) -> HttpResponse:
    """A redirect named by the request."""
    return redirect(request.GET.get("next", "/"))


@csrf_exempt
def note(request: HttpRequest) -> HttpResponse:
    """A form without its secret, a person in a log."""
    logger.warning("noted %s", request.POST)
    return HttpResponse("noted")


def never_served(request: HttpRequest, people: Any) -> None:
    """What is only to be read by scanners: a shell, columns named by the request, pickles."""
    os.system(f"echo {request.GET['q']}")
    subprocess.run(request.GET["q"], shell=True, check=False)
    people.objects.filter(**request.GET.dict())
    pickle.loads(request.body)


urlpatterns = [path("", home), path("sql", sql), path("xss", xss), path("go", go), path("note", note)]


def serve(port: int, database: Path) -> None:
    """Serve the faults until ended."""
    settings.configure(
        SECRET_KEY="planted",
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        DEBUG=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)}},
    )
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS people (name TEXT)")
        cursor.execute("INSERT INTO people VALUES ('a')")
    make_server("127.0.0.1", port, get_wsgi_application()).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
