"""The clinic's own logo and colour: a picture and a small stylesheet, at addresses made of what they hold.

Their addresses change with them, so browsers may keep them for good. Without any, nothing is asked for.
"""

import base64
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from clinic.colours import Family, by_day, by_night

FOR_GOOD = "public, max-age=31536000, immutable"
SHORT = slice(16)


@dataclass(frozen=True, slots=True)
class Logo:
    """The clinic's logo: what the file holds, and its type."""

    data: bytes
    content_type: str

    @property
    def digest(self) -> str:
        """What its address is told apart by."""
        return hashlib.sha256(self.data).hexdigest()[SHORT]

    @property
    def inside(self) -> str:
        """The logo as an address that holds it, for documents."""
        return f"data:{self.content_type};base64,{base64.b64encode(self.data).decode()}"


def own_logo() -> Logo | None:
    """The clinic's logo; None where it has none."""
    return Logo(*settings.CLINIC_LOGO) if settings.CLINIC_LOGO else None


def own_stylesheet() -> str:
    """The tokens in the clinic's colour; empty where it has none."""
    colour = settings.CLINIC_COLOUR
    if not colour:
        return ""
    day, night = (block(family) for family in (by_day(colour), by_night(colour)))
    return f":root {day}\n@media screen and (prefers-color-scheme: dark) {{ :root {night} }}\n"


def block(family: Family) -> str:
    """The tokens of one light."""
    tokens = {
        "accent": family.accent,
        "accent-strong": family.accent_strong,
        "on-accent": family.on_accent,
        "accent-soft": family.accent_soft,
    }
    return "{ " + " ".join(f"--{name}: {value};" for name, value in tokens.items()) + " }"


def digest_of(text: str) -> str:
    """What the address of the stylesheet is told apart by."""
    return hashlib.sha256(text.encode()).hexdigest()[SHORT]


def branding() -> dict[str, str]:
    """What every template may use: the addresses of logo and stylesheet, empty where there is none."""
    logo, style = own_logo(), own_stylesheet()
    return {
        "clinic_logo": reverse("clinic_logo", args=[logo.digest]) if logo else "",
        "clinic_logo_type": logo.content_type if logo else "",
        "clinic_stylesheet": reverse("clinic_stylesheet", args=[digest_of(style)]) if style else "",
    }


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo; 404 for any other than the one there is."""
    own = own_logo()
    if own is None or own.digest != digest:
        raise Http404
    return HttpResponse(own.data, content_type=own.content_type, headers={"Cache-Control": FOR_GOOD})


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet; 404 for any other than the one there is."""
    style = own_stylesheet()
    if not style or digest_of(style) != digest:
        raise Http404
    return HttpResponse(style, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_GOOD})
