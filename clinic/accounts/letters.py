"""Mail to members of staff: how to choose a password, and that something about signing in was changed."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.accounts.models import User

log = logging.getLogger(__name__)


def send_link(user: User, token: str) -> bool:
    """Send the link to choose a password with, at once; whether the mail server took it."""
    link = f"{settings.BASE_URL}{reverse('accounts:join', args=[token])}"
    subject = _("%(clinic)s: your account") % {"clinic": settings.CLINIC_NAME}
    return send(user, subject, "accounts/mail/link.txt", {"link": link})


def tell_of_change(user: User, what: str) -> bool:
    """Tell somebody that how they sign in was changed: whoever it was, they should know."""
    subject = _("%(clinic)s: how you sign in was changed") % {"clinic": settings.CLINIC_NAME}
    return send(user, subject, "accounts/mail/changed.txt", {"what": what})


def send(user: User, subject: str, template: str, context: dict[str, str]) -> bool:
    """Send one mail; whether the mail server took it."""
    known = {"user": user, "clinic_name": settings.CLINIC_NAME, "clinic_phone": settings.CLINIC_PHONE}
    text = render_to_string(template, {**known, **context})
    try:
        EmailMessage(" ".join(subject.split()), text, to=[user.email]).send()
    except (OSError, SMTPException) as error:
        log.warning("mail to a member of staff was not taken: %s", type(error).__name__)
        return False
    return True
