"""What the pages on which one signs need to know."""

from django import template
from django.http import HttpRequest

from clinic.accounts.models import User
from clinic.accounts.second_step.passkeys import has_passkey, may_have_passkeys

register = template.Library()


@register.filter
def offers_passkey(request: HttpRequest) -> bool:
    """Whether whoever is signed in may use a passkey here: they have one, and browsers allow it."""
    return isinstance(request.user, User) and may_have_passkeys(request) and has_passkey(request.user)
