"""What the headers of every response promise."""

from collections.abc import Mapping

from csp.constants import NONE, SELF

CONTENT_SECURITY_POLICY: dict[str, dict[str, list[str]]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
"""For django-csp: nothing but our own files, nothing inline, in nobody's frame (docs/adr/0005)."""

_UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
_OUR_OWN = ("publickey-credentials-create", "publickey-credentials-get")
"""Passkeys."""

PROMISES: Mapping[str, str] = {
    "Permissions-Policy": ", ".join(
        [*(f"{name}=()" for name in _UNUSED), *(f"{name}=(self)" for name in _OUR_OWN)]
    ),
    # Nobody else's page may load our files, and ours load nobody else's: with the opener policy of
    # SecurityMiddleware a page of ours shares its process with no other website.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
