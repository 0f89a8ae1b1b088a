"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView

from clinic.accounts.forms import SignInForm


class SignIn(LoginView):
    """Asks for address and password; who is signed in already goes on."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Ends the session, by POST only."""

    http_method_names = ["post", "options"]
