"""Who may see a staff page.

Signed out: to the sign-in page. Signed in without the role: 404, as if the page were not there. Every address
stands in docs/access.md with who may open it, and tests/site/test_access.py tries all of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from clinic.accounts.models import User
from clinic.accounts.roles import (
    ADMINISTRATOR,
    CLINICAL,
    RECEPTION,
    ROLES,
    RULEBOOK_EDITOR,
    roles_of,
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_KNOWN_ROLES = "known_roles"


class StaffRequest(HttpRequest):
    """A request whose user has been checked: for annotating views behind `roles_allowed`."""

    user: User


def roles_here(request: HttpRequest) -> frozenset[str]:
    """The roles of whoever asks, looked up once per request."""
    known = vars(request)
    if _KNOWN_ROLES not in known:
        known[_KNOWN_ROLES] = roles_of(request.user)
    roles: frozenset[str] = known[_KNOWN_ROLES]
    return roles


def roles_allowed(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let a view be seen by users with at least one of `roles` only."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if roles_here(request).isdisjoint(roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def staff_only(view: View[P]) -> View[P]:
    """Let a view be seen by anybody with a role."""
    return roles_allowed(*ROLES)(view)


def clinical_only(view: View[P]) -> View[P]:
    """Let a view with a patient's record be seen by practitioners and clinical leads only."""
    return roles_allowed(*CLINICAL)(view)


def desk_only(view: View[P]) -> View[P]:
    """Let a view of the desk be seen by reception, practitioners and clinical leads only."""
    return roles_allowed(RECEPTION, *CLINICAL)(view)


def rulebook_readers_only(view: View[P]) -> View[P]:
    """Let a view of the rulebook be seen by everybody but reception."""
    return roles_allowed(*CLINICAL, RULEBOOK_EDITOR, ADMINISTRATOR)(view)


def administrators_only(view: View[P]) -> View[P]:
    """Let a view be seen by administrators only."""
    return roles_allowed(ADMINISTRATOR)(view)


def staff_user(request: HttpRequest) -> User:
    """The signed-in member of staff behind a guarded view; Http404 where there is none."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
