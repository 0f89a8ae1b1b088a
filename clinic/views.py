"""The front door."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from clinic.accounts.access import roles_here, staff_only
from clinic.accounts.places import home_address


@require_safe
@staff_only
def home(request: HttpRequest) -> HttpResponse:
    """Send staff to where their role works; Http404 where nothing is theirs."""
    address = home_address(roles_here(request))
    if not address:
        raise Http404
    return redirect(address)
