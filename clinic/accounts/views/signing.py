"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from clinic.accounts.forms import SignInForm


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class SignIn(LoginView):
    """Asks for address and password; who is signed in already goes on."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Ends the session, by POST only."""

    http_method_names = ["post", "options"]
