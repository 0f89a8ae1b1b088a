"""Rules that hold for every response."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

from clinic.headers import PROMISES

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PATIENTS_PAGES = "/i/"


def refuse_trace(get_response: GetResponse) -> GetResponse:
    """Answer TRACE with 405: Django's function views would answer it with 200 (ASVS 13.4.4)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST", "OPTIONS"])
        return get_response(request)

    return middleware


def keep_promises(get_response: GetResponse) -> GetResponse:
    """Give every response, static files included, the headers no other middleware gives."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, promise in PROMISES.items():
            response.headers[name] = promise
        return response

    return middleware


def compress_patients_pages(get_response: GetResponse) -> GetResponse:
    """Compress what a patient's phone loads.

    The staff's pages stay as they are: they show what was searched for beside what is secret, and how well
    the two compress together tells of the secret (BREACH; docs/adr/0022-weight.md).
    """
    gzip = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path.startswith(PATIENTS_PAGES):
            return gzip.process_response(request, response)
        return response

    return middleware


def keep_private(get_response: GetResponse) -> GetResponse:
    """Tell browsers and proxies to store no page, unless the view said otherwise."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware
