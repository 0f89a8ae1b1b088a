"""What went wrong on the way to the mail server, as a code: an exception's text may quote an address."""

import smtplib
from dataclasses import dataclass
from datetime import timedelta

MOST_ATTEMPTS = 8
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)

_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message was not accepted, and whether trying again makes sense."""

    code: str
    is_final: bool


def failure_of(error: Exception) -> Failure:
    """The failure behind an error of the mail server or of the way there.

    Final where the server refused this address or this message for good (a reply of 5xx: RFC 5321, 4.2.1); a
    server that refuses us (sign-in, sender) is one somebody has to mend, and the message waits.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _reply in error.recipients.values()]
            return Failure("address-refused", bool(codes) and all(code in _PERMANENT for code in codes))
        case smtplib.SMTPDataError():
            return Failure("message-refused", error.smtp_code in _PERMANENT)
        case smtplib.SMTPNotSupportedError():
            return Failure("address-refused", is_final=True)
        case smtplib.SMTPAuthenticationError():
            return Failure("sign-in-refused", is_final=False)
        case smtplib.SMTPException():
            return Failure("server-refused", is_final=False)
        case TimeoutError():
            return Failure("timeout", is_final=False)
    return Failure("server-unreachable", is_final=False)


def delay_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, four, sixteen ... at most six hours."""
    return min(FIRST_DELAY * pow(4.0, attempts - 1), LONGEST_DELAY)
