"""A patient's link as an address and as a picture to photograph."""

import segno
from django.conf import settings
from django.urls import reverse


def patient_link(token: str) -> str:
    """The address that opens a questionnaire. It holds a secret: never store or log it."""
    return f"{settings.BASE_URL}{reverse('intake:open', args=[token])}"


def qr_code(link: str) -> str:
    """The QR code of an address as an SVG element without style and script.

    Black on white in any theme, as cameras expect. Error correction M: a fold or a stain does not matter
    (ISO/IEC 18004).
    """
    code = segno.make(link, error="m", micro=False)
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
