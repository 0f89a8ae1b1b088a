"""Django's admin, for administrators: to everybody else its pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import roles_here
from clinic.accounts.roles import ADMINISTRATOR

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

WITHOUT = {"autocomplete", "login", "logout", "password_change", "password_change_done", "view_on_site"}
"""There is one sign-in page, with its limit on guesses and its second step, one way out, which is on
the trail, and one page to change one's password; nothing here is searched for or shown outside."""


class StaffAdminSite(AdminSite):
    """The admin under the rules of every other staff page: the role decides, and there is one sign-in."""

    site_header = settings.CLINIC_NAME
    site_title = settings.CLINIC_NAME
    index_title = _("Members of staff")
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether an administrator asks."""
        return ADMINISTRATOR in roles_here(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Send the signed out to the sign-in page; 404 for the wrong role and for what nobody may do."""
        inner = require_http_methods(["GET", "HEAD", "POST"])(super().admin_view(view, cacheable))

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            try:
                return inner(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None

        return cast("View", guarded)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's addresses but for those of `WITHOUT`."""
        return [one for one in super().get_urls() if getattr(one, "name", None) not in WITHOUT]


staff_admin = StaffAdminSite()
