"""Behind the link of an invitation: choosing a password, once."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.forms import NewPasswordForm
from clinic.accounts.people import NoSuchInvitation, choose_password, invitation_of

REFUSED, GONE = 422, 410


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose account it is; by POST set the password and use the link up. Looking uses nothing up."""
    try:
        user = invitation_of(token).user
        form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)
        if request.method == "POST" and form.is_valid():
            choose_password(token=token, password=form.cleaned_data["new_password"])
            logout(request)
            messages.success(request, _("Your password is set. Sign in with it now."))
            return redirect("accounts:sign_in")
    except NoSuchInvitation:
        return render(request, "accounts/no_invitation.html", status=GONE)
    context = {"form": form, "person": user}
    return render(request, "accounts/join.html", context, status=REFUSED if form.errors else 200)
