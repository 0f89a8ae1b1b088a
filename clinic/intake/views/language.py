"""The language switch on pages without a form of their own; a page with one is sent its own form."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from clinic.languages import LANGUAGE, PATIENT_PAGES, chosen_now


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in the session and go back to the page, which keeps it with the response.

    SuspiciousOperation for a language no switch offers, and for an address that is no patient's page.
    """
    chosen, back = chosen_now(request), request.POST.get("next", "")
    if not chosen or not back.startswith(PATIENT_PAGES) or not url_has_allowed_host_and_scheme(back, None):
        raise SuspiciousOperation("no language, or no page to go back to")
    request.session[LANGUAGE] = chosen
    return redirect(back)
