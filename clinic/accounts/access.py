"""Who may see a staff page.

Signed out: to the sign-in page. Signed in without the role: 404, as if the page were not there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from clinic.accounts.models import User
from clinic.accounts.roles import ROLES, roles_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request whose user has been checked: for annotating views behind `roles_allowed`."""

    user: User


def roles_allowed(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let a view be seen by users with at least one of `roles` only."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if roles_of(request.user).isdisjoint(roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def staff_only(view: View[P]) -> View[P]:
    """Let a view be seen by practitioners and administrators only."""
    return roles_allowed(*ROLES)(view)


def staff_user(request: HttpRequest) -> User:
    """The signed-in member of staff behind a guarded view; Http404 where there is none."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
